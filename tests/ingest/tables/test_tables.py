"""The parts of the reader of tables beside the statements, each by itself."""

from datetime import date
from decimal import Decimal

import pytest

from ingest.loaded import Limits, Metadata
from ingest.sheets.separated import SeparatedLoader
from ingest.statements.columns import is_body_row
from ingest.statements.facts import read_facts
from ingest.statements.periods import FiscalCalendar
from ingest.statements.rows import rows_of
from ingest.tables.members import title_axis, title_measure
from ingest.tables.periods import is_only_period, read_when, without_period
from ingest.tables.ranges import read_stretch
from ingest.tables.regions import is_head_row
from research.nouns.documents import Box, Line, Page
from research.nouns.facts import Span, Status

CALENDAR = FiscalCalendar(date(2021, 12, 31), 2021, 4, annual=True)
JUNE = FiscalCalendar(date(2021, 6, 30), 2021, 4, annual=True)
QUARTERLY = FiscalCalendar(date(2021, 6, 30), 2021, 2, annual=False)


@pytest.mark.parametrize(
    ("head", "calendar", "label", "span"),
    [
        ("2021", CALENDAR, "FY2021", Span.YEAR),
        ("December 31, 2021", CALENDAR, "FY2021", Span.INSTANT),
        ("Year Ended December 31, 2021 (1) First Quarter", CALENDAR, "Q1 FY2021", Span.QUARTER),
        ("Quarter Ended September 30 Fiscal Year 2021", JUNE, "Q1 FY2021", Span.QUARTER),
        ("Three Months Ended June 30, 2021", QUARTERLY, "Q2 FY2021", Span.QUARTER),
        ("As of/Year Ended December 31, 2020", CALENDAR, "FY2020", Span.YEAR),
        ("Twelve months ended December 31, 2020", CALENDAR, "FY2020", Span.YEAR),
        ("December 31, 2021 11.3 years", CALENDAR, "FY2021", Span.INSTANT),
    ],
)
def test_heads_of_any_table_name_their_periods(head, calendar, label, span):
    when = read_when(head, calendar)
    assert (when.period.label, when.period.span, when.status) == (label, span, Status.ACTUAL)


@pytest.mark.parametrize(
    ("head", "calendar"),
    [
        ("2023", CALENDAR),
        ("2021", QUARTERLY),
        ("Quarter 2021", CALENDAR),
        ("2021 vs. 2020", CALENDAR),
        ("2021 % Change", CALENDAR),
        ("2021 and 2020", CALENDAR),
        ("1997", CALENDAR),
    ],
)
def test_heads_that_name_no_certain_period_of_a_result_give_none(head, calendar):
    assert read_when(head, calendar) is None


def test_an_estimated_value_is_no_estimate():
    assert read_when("December 31, 2021 Estimated Fair Value", CALENDAR).status is Status.ACTUAL


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("2022E", Status.ESTIMATE),
        ("FY2022 Guidance", Status.GUIDANCE),
        ("2022 Outlook", Status.GUIDANCE),
        ("2022 Consensus", Status.CONSENSUS),
    ],
)
def test_what_is_expected_is_told_from_what_was(head, status):
    assert read_when(head, CALENDAR).status is status


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        ("Year Ended December 31, 2021", ""),
        ("Three Months Ended Jul 27, 2025 Compute & Storage", "Compute & Storage"),
        ("Cost of sales 2020", "Cost of sales"),
        ("2021A", ""),
        ("As of January 31, 2021 Pumps (a)", "Pumps"),
    ],
)
def test_what_a_head_says_besides_its_period(head, rest):
    assert without_period(head) == rest


def test_words_that_state_only_a_period():
    assert all(map(is_only_period, ("2021 (a)", "Fiscal Year 2021", "Six Months Ended June 30, 2021", "December 31,")))
    assert not any(map(is_only_period, ("Balance at December 31, 2021", "Notes due 2030", "Pumps", "Total")))


@pytest.mark.parametrize(
    ("cell", "low", "high", "percent", "scale"),
    [
        ("$9.20 to $9.70", "9.20", "9.70", False, None),
        ("31% – 32%", "31", "32", True, None),
        ("36.8% to 37.4%", "36.8", "37.4", True, None),
        ("$55 to $60 million", "55", "60", False, 1_000_000),
        ("$1.2 billion - $1.4 billion", "1.2", "1.4", False, 1_000_000_000),
        ("approximately $60 million", "60", "60", False, 1_000_000),
        ("$63.8 million", "63.8", "63.8", False, 1_000_000),
    ],
)
def test_cells_that_state_a_range_or_their_own_scale(cell, low, high, percent, scale):
    read = read_stretch(cell)
    assert (read.low, read.high, read.percent, read.scale) == (Decimal(low), Decimal(high), percent, scale)


@pytest.mark.parametrize(
    "cell", ["2019 to 2021", "2019 - 2021", "1-30", "5,120", "$ 5", "Notes 3 to 5", "10-K", "8% Notes", "37.4% to 36.8%"]
)
def test_cells_that_state_none(cell):
    assert read_stretch(cell) is None


def test_what_a_title_names():
    assert title_measure("Supplemental data – adjusted property EBITDAR") == "adjusted property EBITDAR"
    assert title_measure("Inventories") == ""
    assert [title_axis(title) for title in ("Revenue by geographic area", "Segment results", "Sales by product line", "Leases")] == [
        "geography",
        "segment",
        "product",
        None,
    ]


def test_a_worksheet_gives_facts_of_its_other_tables():
    content = b"Segment sales (in millions)\n,2021,2020\nNet sales\nPumps,812,790\nValves,455,430\nTotal,1267,1220\n"
    loaded = SeparatedLoader(Limits()).load(content, name="segments.csv")
    metadata = Metadata(fiscal_year=2021, fiscal_period="FY", period_end=date(2021, 12, 31))
    facts = read_facts(loaded, metadata, document_id="d", company="Orchard Tools")
    assert {fact.period.label for fact in facts} == {"FY2021", "FY2020"}
    assert {(fact.dimensions, fact.value) for fact in facts if fact.period.label == "FY2021" and fact.dimensions} == {
        ((("segment", "Pumps"),), 812_000_000),
        ((("segment", "Valves"),), 455_000_000),
    }


def test_footnote_marks_after_years_are_no_figures():
    """A head of years with marks heads its columns: it is not the first row of figures."""
    text = "Fiscal Year 2021 (1) 2020 (2)(3) 2019 (4)"
    spans = [(0, 11), (12, 20), (21, 32), (33, 41)]
    lines = tuple(Line(start, end, 0, Box(start * 10.0, 0, end * 10.0, 10)) for start, end in spans)
    row = rows_of(text, Page(1, 0, len(text), 600, 800, lines))[0]
    assert [one.piece.text for one in row.figures] == ["2021", "2020", "2019"]
    assert not is_body_row(row)
    assert is_head_row(row)


def test_what_is_counted_under_a_head_of_a_period_and_its_last_day_is_of_the_day():
    content = (
        b'Other data\n,"As of / Year ended December 31, 2021","As of / Year ended December 31, 2020"\n'
        b"Net membership additions during period,23,19\nPump club memberships,117,94\n"
    )
    loaded = SeparatedLoader(Limits()).load(content, name="other.csv")
    metadata = Metadata(fiscal_year=2021, fiscal_period="FY", period_end=date(2021, 12, 31))
    facts = read_facts(loaded, metadata, document_id="d", company="Orchard Tools")
    spans = {(fact.label, fact.period.span) for fact in facts}
    assert ("Pump club memberships", Span.INSTANT) in spans
    assert ("Net membership additions during period", Span.YEAR) in spans
