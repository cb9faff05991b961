"""Questions for a verdict: yes or no only where figures decide it, by a limit that is named."""

import pytest

from research.nouns.answers import AnswerStatus, Verdict
from research.nouns.queries import DocumentFilter
from research.planning.periods import find_periods
from tests.fakes.stores import fake_catalog
from tests.research.answering.shelf import BALANCE, QUILLMERE, READER, YEARS, answerer_over, file, shelf


def ask(question, catalog=None):
    return answerer_over(catalog or shelf()).ask(question, READER, DocumentFilter(), top_k=5)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        (
            "Are Quillmere Pumps' gross margins consistent (not fluctuating more than roughly 6% each year)?",
            "yes, from one year to the next",
        ),
        ("Are Quillmere Pumps' gross margins consistent (not fluctuating more than 3% each year)?", "no, from one year to the next"),
        ("Is the gross margin of Quillmere Pumps improving?", "yes, it got better"),
        ("Is the gross margin of Quillmere Pumps deteriorating as of 2024?", "no, it got better"),
        ("Is the gross margin of Quillmere Pumps volatile?", "yes, from one year to the next it moved by more at least once"),
        ("Does the gross margin of Quillmere Pumps fluctuate by more than 6% each year?", "no, from one year to the next"),
        ("Is the gross margin of Quillmere Pumps not stable?", "yes, from one year to the next it moved by more at least once"),
        ("Is the gross margin of Quillmere Pumps improving or deteriorating?", "it got better from each of these years to the next"),
        ("Does Quillmere Pumps have a healthy liquidity profile based on its quick ratio for 2024?", "yes, by the usual convention"),
        ("Does Quillmere Pumps have a healthy liquidity profile based on its quick ratio for 2022?", "yes, by the usual convention"),
    ],
)
def test_figures_decide(question, verdict):
    answer = ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert f"{QUILLMERE}: {verdict}" in answer.text
    assert all(claim.citations for claim in answer.claims)


def test_the_usual_limit_is_a_note_and_the_verdict_passes_the_gate():
    answer = ask("Is the gross margin of Quillmere Pumps stable?")
    assert "Note: The usual limit of a percentage is 2 percentage points from one year to the next." in answer.claims[0].text
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}


def test_no_verdict_on_how_capital_intensive_a_company_is_but_the_figures():
    answer = ask("Is Quillmere Pumps a capital-intensive business based on 2024 data?")
    assert "no verdict is given" in answer.text
    assert answer.values[0].display == "5.00 %"


@pytest.mark.parametrize("said", ["not healthy", "below a healthy level"])
def test_a_word_that_is_turned_gets_no_verdict(said):
    assert not ask(f"Is the quick ratio of Quillmere Pumps {said} in 2024?").values


def test_a_bank_is_not_judged_by_capital_expenditure():
    assert not ask("Is Wexcombe Bancshares a capital-intensive business based on 2024 data?").values


@pytest.mark.parametrize(("long_term", "answered"), [(("300.0", "340.0", "350.0"), True), (("360.0", "340.0", "350.0"), False)])
def test_debt_of_any_meaning_fell_or_the_question_comes_back(long_term, answered):
    catalog = fake_catalog()
    rows = (
        (BALANCE, "Cash and cash equivalents", "cash_and_equivalents", ("50.0", "20.0", "30.0")),
        (BALANCE, "Current portion of long-term debt", "current_portion_of_long_term_debt", ("10.0", "40.0", "30.0")),
        (BALANCE, "Long-term debt", "long_term_debt", long_term),
    )
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, rows)
    answer = ask("Did Quillmere Pumps increase its debt between 2023 and 2024?", catalog)
    assert ("no, it fell, by whichever" in answer.text) is answered
    assert (answer.status is AnswerStatus.NEEDS_CLARIFICATION) is not answered


def test_a_year_joined_to_a_quarter_of_the_year_after_is_its_quarter():
    assert [one.label for one in find_periods("between Q2 of FY2024 and FY2023")] == ["Q2 FY2024", "Q2 FY2023"]
    assert [one.label for one in find_periods("between FY2023 and Q2 of FY2024")] == ["FY2023", "Q2 FY2024"]


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Is Quillmere Pumps profitable?", "yes, net income attributable to the company was above zero"),
        ("Was Quillmere Pumps profitable in 2023?", "yes, net income"),
        ("Is Quillmere Pumps losing money?", "no, net income"),
    ],
)
def test_the_side_of_zero_decides_whether_a_company_makes_a_profit(question, lead):
    answer = ask(question)
    assert lead in answer.text
    assert {claim.verdict for claim in answer.claims} == {Verdict.SUPPORTED}


@pytest.mark.parametrize(
    "question",
    [
        "Was Quillmere Pumps more profitable in 2024 than in 2023?",
        "Was Quillmere Pumps profitable in 2023 and 2024?",
        "Was Quillmere Pumps not profitable in 2024?",
    ],
)
def test_whether_a_company_makes_a_profit_is_told_of_one_year_and_plainly(question):
    assert ask(question).values == ()
