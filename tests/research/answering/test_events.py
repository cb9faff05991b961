"""Amounts of events that filings say in a sentence: charges, gains, what a sale brought, debt raised, a customer's share; two parts."""

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from tests.research.answering.shelf import QUILLMERE, QUILLMERE_ROWS, YEARS, ask, file, shelf, shown

CHARGE = (
    "As a result, we incurred a $45 million charge in the first quarter of fiscal year 2024 associated with Torvex for excess stock, as "
    "demand diminished."
)
GAIN = "In 2024, Quillmere also completed the split-off of its Valve Care Division business resulting in a pre-tax gain of $27 million."
SOLD = "It is the excess of the consideration received from the sale of the Tarvin business in October, 2023, of $41 million less costs."
RAISED = "In May 2024, we completed a public offering of $310 million aggregate principal amount of senior unsecured notes."
STAKE = (
    "In August 2023, the Company acquired 81 percent of the outstanding shares, or 77 percent of the diluted shares, of Pellworm, a market "
    "place, for cash consideration of approximately $160 million."
)
SHARE = "During fiscal 2024, Brindle Inc. and its affiliates (Brindle) accounted for 21 percent of our consolidated net sales."


def answer(question, *said):
    """Return the answer over a filing of FY2024 with these sentences, each a line of its own, and one of FY2023 with a customer's share."""
    catalog = shelf(but=(QUILLMERE,))
    before = [(*one[:3], one[3][1:], *one[4:]) for one in QUILLMERE_ROWS]
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, said=said)
    share = SHARE.replace("2024", "2023").replace("21 percent", "20 percent")
    file(catalog, QUILLMERE, "quillmere-2023", YEARS[1:], before, said=(share,))
    found = ask(question, catalog)
    assert not found.values or found.claims[0].verdict is Verdict.SUPPORTED
    return found


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        ("What was the Torvex charge Quillmere took in Q1 of fiscal 2024, in $m?", CHARGE, "$45 million"),
        ("What gain did Quillmere book on the split-off of Valve Care in 2024?", GAIN, "$27 million"),
        ("Quillmere sold Tarvin - what did it get?", SOLD, "$41 million"),
        ("How much debt did Quillmere raise in May 2024?", RAISED, "$310 million"),
        ("What stake in Pellworm did Quillmere take and at what price?", STAKE, "$160 million"),
        ("What share of Quillmere's net sales came from Brindle in fiscal 2024?", SHARE, "21 %"),
        ("Quillmere: how did Brindle's share of net sales differ between 2023 and 2024?", SHARE, "1.00 pp"),
    ],
)
def test_the_amount_of_an_event_is_taken_from_its_sentence(question, said, value):
    assert shown(answer(question, said)) == [value]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What was the Torvex charge Quillmere took in Q2 of fiscal 2024?", CHARGE),
        ("What was the Torvane charge Quillmere took in Q1 of fiscal 2024?", CHARGE),
        ("What gain did Quillmere book on the split-off of Valve Care in 2023?", GAIN),
        ("What gain did Quillmere book on the sale of Tarvin?", GAIN),
        ("Quillmere sold Brindle - what did it get?", SOLD),
        ("How much debt did Quillmere raise in June 2024?", RAISED),
        ("What did Quillmere pay for Pellworm?", STAKE),
        ("What share of Quillmere's net sales came from Pellworm in fiscal 2024?", SHARE),
        ("What share of Quillmere's net sales came from Brindle in fiscal 2022?", SHARE),
        ("What share of Quillmere's pump sales came from Brindle in fiscal 2024?", SHARE.replace("our consolidated", "our valve")),
    ],
)
def test_another_event_month_period_or_name_has_no_amount(question, said):
    assert shown(answer(question, said)) == []


def test_amounts_that_disagree_are_none():
    other = "We expect to pay with $200 million of long-term debt issued in May 2024."
    assert shown(answer("How much debt did Quillmere raise in May 2024?", RAISED, other)) == []


def test_the_other_part_of_a_question_is_answered_or_said_to_lack():
    found = answer("How much debt did Quillmere raise in May 2024, and where is it listed?", RAISED)
    assert (shown(found), found.status) == (["$310 million"], AnswerStatus.PARTIAL)
    assert "no passage answers the other part of the question" in found.missing


def test_a_comparison_with_a_company_that_is_not_there_is_refused():
    found = answer("How did Dunmore Corp's operating income compare with Quillmere's in 2024?")
    assert found.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert found.citations == ()
