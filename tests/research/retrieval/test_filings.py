"""Which filing a question is about first, by its own words: the newest, the one of the very quarter or day, the release of results."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.documents import Document, DocumentState, Kind, Tier
from research.retrieval.filings import filing_signals

KNOWN = datetime(2025, 3, 1, tzinfo=UTC)


def document(name, year, period="FY", *, end=None, company="Tarrow", kind=Kind.FILING):
    one = Document(name, name, name, name, kind, Tier.FILED, DocumentState.COMPLETE, KNOWN, company=company)
    return replace(one, fiscal_year=year, fiscal_period=period, period_end=end or date(year, 12, 31))


SHELF = [
    document("t-2023", 2023),
    document("t-2024", 2024),
    document("t-2024q4", 2024, "Q4", kind=Kind.RESULTS),
    document("t-2025q1", 2025, "Q1", end=date(2025, 3, 31)),
    document("q-2022", 2022, company="Quillmere"),
]


def having(signal, question, *periods):
    found = filing_signals(QuestionPlan(question, focus=question, periods=periods), SHELF, of={one.id for one in SHELF})
    return [name for name, signals in found.items() if signals[signal]]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Is Tarrow's gross margin historically stable?", ["t-2024", "q-2022"]),
        ("What does Tarrow expect to pay for the closures?", ["t-2025q1", "q-2022"]),
        ("When did Tarrow buy Hedley Valves?", []),
    ],
)
def test_the_newest_filing_answers_what_is_expected_and_the_newest_annual_one_what_is_so_each_year(question, names):
    assert having("newest", question) == names


def test_a_period_that_is_named_decides_and_not_the_newest():
    assert having("newest", "What does Tarrow expect?", PeriodTerm(2023, "FY", "FY2023")) == []


def test_a_fourth_quarter_is_reported_by_the_results_of_that_quarter():
    assert having("period", "Operating profit?", PeriodTerm(2024, "Q4", "Q4 FY2024")) == ["t-2024q4"]
    assert having("period", "Operating profit?", PeriodTerm(2024, "FY", "FY2024")) == []


def test_a_day_soon_after_a_period_is_on_the_cover_of_its_filing():
    day = PeriodTerm(None, "FY", "2024-02-09", on=date(2024, 2, 9))
    assert having("period", "Shares outstanding on 9 February 2024?", day) == ["t-2023"]
    assert having("period", "Cash?", replace(day, on=date(2023, 12, 31))) == []


@pytest.mark.parametrize(("question", "names"), [("Adjusted EBITDAR by region?", ["t-2024q4"]), ("Revenue by region?", [])])
def test_adjusted_figures_are_looked_for_in_releases_of_results(question, names):
    assert having("release", question) == names
