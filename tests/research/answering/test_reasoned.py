"""A figure and its reasons in one question, and yes or no before a figure that says which way it went."""

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from research.planning.reasoned import figure_and_reason
from tests.research.answering.shelf import QUILLMERE, QUILLMERE_ROWS, YEARS, ask, file, shelf, shown

REASON = "Net sales increased 20.0% in 2024 due to higher prices of castings and the purchase of a foundry."


def told(*said):
    """Return the shelf whose Quillmere filing says these lines too."""
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, QUILLMERE_ROWS, said=said)
    return catalog


@pytest.mark.parametrize(
    ("figure", "and_why", "reason"),
    [
        ("How much did Quillmere's revenue grow in 2024", " and what drove it?", "Why did Quillmere's revenue grow in 2024?"),
        ("By how much has gross margin moved", ", and why?", "Why has gross margin moved?"),
        ("Did revenue fall in 2024", " and what were the main reasons?", "Why did revenue fall in 2024?"),
        ("What was the operating margin", " and why did it change?", "What drove the operating margin?"),
        ("Quillmere revenue growth", " and why", "What drove Quillmere revenue growth?"),
    ],
)
def test_the_two_questions_of_one(figure, and_why, reason):
    asked = figure_and_reason(f"{figure}{and_why}")
    assert (asked.figure, asked.reason) == (f"{figure}?", reason)


@pytest.mark.parametrize(
    "question", ["Why did revenue grow?", "and why?", "Revenue and cost of sales", "How much did revenue rise and why did costs rise?"]
)
def test_other_questions_stay_whole(question):
    assert figure_and_reason(question) is None


def test_the_figure_comes_first_and_its_reasons_after_it():
    answer = ask("How much did Quillmere's revenue grow in 2024 and what drove it?", told(REASON))
    assert (answer.status, shown(answer)) == (AnswerStatus.ANSWERED, ["20.00 %"])
    assert [citation.marker for citation in answer.citations] == [str(number) for number in range(1, len(answer.citations) + 1)]
    assert answer.claims[1].citations[0].quote == REASON
    assert [claim.text.startswith("- ") for claim in answer.claims[2:]] == [True, True]
    assert answer.claims[0].verdict is Verdict.SUPPORTED


def test_a_figure_whose_reason_no_passage_gives_says_so():
    answer = ask("How much did Quillmere's revenue grow in 2024 and what drove it?", told())
    assert (answer.status, shown(answer)) == (AnswerStatus.PARTIAL, ["20.00 %"])
    assert answer.missing == ("no passage of the documents searched says why",)


def test_reasons_alone_are_shown_beside_the_change_that_they_are_of():
    answer = ask("Why did Quillmere's revenue rise in 2024?", told(REASON))
    assert shown(answer) == ["$200.0 million"]
    assert answer.text.startswith(f"{QUILLMERE}: it rose.\n")
    assert answer.claims[1].citations[0].quote == REASON
    assert ask("Why did Quillmere's revenue rise in 2024?", told()).values == ()
    assert ask("Why did Quillmere's service revenue rise in 2024?", told(REASON)).values == ()


def test_the_reasons_are_those_of_the_year_that_was_assumed():
    answer = ask("Quillmere revenue growth and why", told(REASON))
    assert [period.label for period in answer.plan.periods] == ["FY2024"]
    assert any(claim.citations[0].quote == REASON for claim in answer.claims[1:])


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Did Quillmere's revenue grow in 2024?", "yes, it rose"),
        ("Did Quillmere's revenue fall in 2024?", "no, it rose"),
        ("Has Quillmere's gross margin increased between 2023 and 2024?", "yes, it rose"),
        ("Did Quillmere cut its capex in 2024?", "no, it rose"),
    ],
)
def test_a_question_whether_a_figure_went_up_gets_yes_or_no(question, lead):
    answer = ask(question)
    assert answer.text.startswith(f"{QUILLMERE}: {lead}.\n")
    assert answer.claims[0].verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("question", ["By how much did Quillmere's revenue grow in 2024?", "Did Quillmere's inventories improve in 2024?"])
def test_no_yes_or_no_where_none_is_asked_or_more_may_not_be_better(question):
    assert "rose" not in ask(question).text
