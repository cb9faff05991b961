"""Figures that filings say in a sentence: people employed, holders of record, what is left to buy back, prices of acquisitions."""

import pytest

from research.nouns.answers import Verdict
from tests.research.answering.shelf import QUILLMERE, QUILLMERE_ROWS, YEARS, ask, file, shelf, shown

EMPLOYED = "As of December 31, 2024, we employed approximately 14,250 full-time and part-time employees."
HELD = "On February 10, 2025, there were 3,105 holders of record of our common stock."
LEFT = "As of December 31, 2024, approximately $1.4 billion remained available under the authorization."
BOUGHT = (
    "On May 6, 2023, we acquired Fennimore Yard Tools, Inc. (“Fennimore”), a maker of shears, for approximately $315 million, net of cash "
    "acquired."
)


def told(question, *said):
    """Return what is shown for a question over a filing of FY2024 with these sentences, each a line of its own."""
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, said=said)
    answer = ask(question, catalog)
    assert all(claim.verdict is Verdict.SUPPORTED for claim in answer.claims)
    return shown(answer)


@pytest.mark.parametrize(
    "question",
    [
        "How many employees did Quillmere have in 2024?",
        "Quillmere headcount, December 31 2024",
        "How many people worked for Quillmere at the close of fiscal 2024?",
        "number of employees of Quillmere FY2024",
        "how many people did Quillmere employ at the end of 2024",
    ],
)
def test_people_employed_are_told_by_the_filing_on_the_year(question):
    assert told(question, EMPLOYED) == ["14,250"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many employees did Quillmere have in 2023?", EMPLOYED),
        ("How many US employees did Quillmere have in 2024?", EMPLOYED),
        ("How many part-time employees did Quillmere have in 2024?", EMPLOYED),
        ("How many employees of Quillmere were furloughed in 2024?", EMPLOYED),
        ("How many employees did Fennimore have in 2024?", EMPLOYED),
        ("Revenue per employee of Quillmere in 2024?", EMPLOYED),
        ("Why did Quillmere's headcount change in 2024?", EMPLOYED),
        ("Quillmere headcount 2024", "As of December 31, 2022, we employed approximately 14,250 employees."),
        ("Quillmere headcount 2024", "As of December 31, 2024, we employed approximately 9,000 employees in our plants."),
        ("Quillmere headcount 2024", "As of December 31, 2024, Fennimore employed 900 employees."),
        ("Quillmere headcount 2024", "As of December 31, 2024, we had 9,000 full-time and 800 part-time employees."),
        ("Quillmere headcount 2024", "As of December 31, 2024, we had 9,000 employees covered by agreements with unions."),
        ("Quillmere headcount 2024", "As of December 31, 2024, we had 9,000 employees, excluding those of Fennimore."),
    ],
)
def test_another_year_company_or_a_narrower_count_is_refused(question, said):
    assert told(question, said) == []


def test_sentences_that_disagree_give_nothing():
    other = "As of December 31, 2024, we had 14,900 employees worldwide."
    assert told("Quillmere headcount 2024", EMPLOYED, other) == []


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        ("How many shareholders of record did Quillmere have in 2024?", HELD, ["3,105"]),
        ("Quillmere holders of record 2023", HELD, []),
        ("Quillmere holders of record 2024", HELD.replace("our common stock", "our Class A common stock"), []),
        ("How much was left under Quillmere's share repurchase program at the end of 2024?", LEFT, ["$1.4 billion"]),
        ("Quillmere remaining buyback authorization 2024", LEFT, ["$1.4 billion"]),
        ("Quillmere remaining buyback authorization 2023", LEFT, []),
        ("How much did Quillmere spend on the share repurchase program in 2024?", LEFT, []),
    ],
)
def test_holders_and_what_is_left_to_buy_back(question, said, value):
    assert told(question, said) == value


@pytest.mark.parametrize(
    "question",
    [
        "What did Quillmere pay for Fennimore?",
        "How much did Quillmere pay to acquire Fennimore Yard Tools?",
        "Quillmere's price for Fennimore",
        "when did Quillmere buy Fennimore and what did it cost",
        "What did Quillmere pay for Fennimore in 2023?",
    ],
)
def test_the_price_of_an_acquisition_is_told_with_its_day(question):
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, said=(BOUGHT,))
    file(catalog, QUILLMERE, "quillmere-2023", YEARS[1:], [(*one[:3], one[3][1:], *one[4:]) for one in QUILLMERE_ROWS], said=(BOUGHT,))
    answer = ask(question, catalog)
    assert shown(answer) == ["$315 million"]
    assert "price paid on 6 May 2023 (Fennimore Yard Tools) was $315 million [1]." in answer.text
    assert answer.claims[0].verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Quillmere pay for Brindle?", BOUGHT),
        ("What did Quillmere pay for Fennimore in 2024?", BOUGHT),
        ("What did Quillmere pay for the garden business of Fennimore?", BOUGHT),
        ("When did Quillmere acquire Fennimore?", BOUGHT),
        ("Why did Quillmere pay for Fennimore?", BOUGHT),
        ("What did Quillmere pay for Fennimore?", "We acquired Fennimore’s shears business for $315 million."),
        ("What did Quillmere pay for Fennimore?", "We acquired Fennimore and Brindle Works for $315 million."),
        ("What did Quillmere pay for Fennimore?", "We acquired 40% of Fennimore for $315 million."),
        ("What did Quillmere pay for Fennimore?", "Brindle Works acquired Fennimore for $315 million."),
        (
            "What did Quillmere pay for Fennimore?",
            "We acquired Fennimore for cash consideration of $315 million, plus notes of $20 million.",
        ),
    ],
)
def test_another_deal_part_stake_or_buyer_is_refused(question, said):
    assert told(question, said) == []


def test_terms_that_the_question_names_tell_which_amount():
    said = "We acquired Fennimore for cash consideration of $315 million, plus notes of $20 million."
    assert told("Quillmere's cash consideration for Fennimore?", said) == ["$315 million"]


COVER = "As of February 10, 2025, there were 44,120,300 shares of common stock outstanding."
CLASSES = (
    "As of February 10, 2025, the number of shares of the registrant’s Class A common stock outstanding was 41,000,200 and the number of "
    "shares of the registrant’s Class B common stock outstanding was 3,120,100."
)


@pytest.mark.parametrize(
    ("question", "said", "value"),
    [
        ("Quillmere common shares outstanding per the 2024 10-K cover", COVER, ["44,120,300 shares"]),
        ("Quillmere shares outstanding on February 10, 2025", COVER, ["44,120,300 shares"]),
        ("Quillmere shares outstanding on February 11, 2025", COVER, []),
        ("Quillmere shares outstanding on the cover 2023", COVER, []),
        ("Quillmere Class A shares outstanding on February 10, 2025", CLASSES, ["41,000,200 shares"]),
        ("Quillmere Class B shares outstanding on February 10, 2025", CLASSES, ["3,120,100 shares"]),
        ("Quillmere Class C shares outstanding on February 10, 2025", CLASSES, []),
        ("Quillmere shares outstanding on February 10, 2025", CLASSES, []),
    ],
)
def test_shares_on_the_cover_are_told_by_their_day_and_class(question, said, value):
    assert told(question, said) == value
