"""`desk coverage` in JSON and in lines: what does not tie, what was restated, splits and years of 53 weeks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from research.calendars import CompanyCalendar
from research.comparatives import Difference, Restatement
from research.coverage import CompanyCoverage, Coverage, Untied
from research.nouns.facts import Statement
from research.splits import Split
from tests.contracts.samples import make_document, make_fact
from ui.cli.coverage import coverage_json, restated_line

EARLIER = make_fact(make_document("k22"), concept=None, value=Decimal(80_000), label="Oil bought", page=7)
LATER = replace(EARLIER, value=Decimal(90_000), page=9)
RESTATED = Restatement(Statement.INCOME, "FY2022", "k22", "k23", (Difference(EARLIER, LATER),) * 4)
CALENDAR = CompanyCalendar(MappingProxyType({2022: date(2023, 1, 28), 2023: date(2024, 2, 3)}))


def test_the_findings_of_a_company_are_plain_data():
    company = CompanyCoverage(
        "Wick & Co", (), (), (Untied("k23", "Sums differ.", 4),), (RESTATED,), (Split(Fraction(2), "k22", "k23", True),), CALENDAR
    )
    found = coverage_json(Coverage((company,), ()))["companies"][0]
    assert found["untied"] == [{"document": "k23", "finding": "Sums differ.", "page": 4}]
    (restated,) = found["restated"]
    assert (restated["earlier"], restated["later"], restated["statement"], restated["period"]) == (
        "k22",
        "k23",
        "income statement",
        "FY2022",
    )
    assert restated["rows"][0]["earlier"] == {"value": "80000", "page": 7}
    assert restated["rows"][0]["later"] == {"value": "90000", "page": 9}
    assert found["splits"] == [{"split": "2-for-1 split", "before": "k22", "after": "k23"}]
    assert found["calendar"] == {
        "year_ends_on": "the Saturday nearest January 31",
        "year_ends": {"FY2022": "2023-01-28", "FY2023": "2024-02-03"},
        "years_of_53_weeks": ["FY2023"],
    }


def test_a_restatement_is_one_line_with_its_first_rows():
    line = restated_line(RESTATED)
    assert line.startswith("k23: income statement FY2022 differs from k22 (restated?): Oil bought 80,000 → 90,000; ")
    assert line.endswith(" and 1 more row")


def test_a_row_that_is_named_by_its_head_is_called_by_its_concept():
    diluted = Difference(*(replace(one, concept="shares_diluted", label="Diluted") for one in (EARLIER, LATER)))
    assert restated_line(replace(RESTATED, rows=(diluted,))).endswith("Weighted average diluted shares 80,000 → 90,000")
