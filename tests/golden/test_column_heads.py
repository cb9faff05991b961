"""Short column heads of workbooks and brokers' tables: each with the period it must be read as, and no estimate taken for actual."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ingest.loaded import Limits, Metadata
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.sheets.loader import XlsxLoader
from ingest.sheets.separated import SeparatedLoader
from ingest.statements.facts import read_facts
from ingest.statements.heads import is_estimate, span_between
from ingest.statements.periods import read_calendar, read_period, read_periods
from research.nouns.facts import Span, Statement
from tests.golden.printed_statements import Sheet, print_pdf
from tests.ingest.office_files import workbook

DECEMBER = read_calendar("", date(2024, 12, 31), 2024, "FY")
MARCH = read_calendar("", date(2025, 3, 31), 2025, "FY")


@pytest.mark.parametrize(
    ("head", "calendar", "label", "start", "end", "span"),
    [
        ("Dec-24", DECEMBER, "FY2024", date(2024, 1, 1), date(2024, 12, 31), Span.YEAR),
        ("Dec '23", DECEMBER, "FY2023", date(2023, 1, 1), date(2023, 12, 31), Span.YEAR),
        ("Mar 2024", MARCH, "FY2024", date(2023, 4, 1), date(2024, 3, 31), Span.YEAR),
        ("31.12.2023", DECEMBER, "FY2023", date(2023, 1, 1), date(2023, 12, 31), Span.YEAR),
        ("12/31/2023", DECEMBER, "FY2023", date(2023, 1, 1), date(2023, 12, 31), Span.YEAR),
        ("31-Dec-23", DECEMBER, "FY2023", date(2023, 1, 1), date(2023, 12, 31), Span.YEAR),
        ("FY24", DECEMBER, "FY2024", date(2024, 1, 1), date(2024, 12, 31), Span.YEAR),
        ("FY'23A", MARCH, "FY2023", date(2022, 4, 1), date(2023, 3, 31), Span.YEAR),
        ("2023A", DECEMBER, "FY2023", date(2023, 1, 1), date(2023, 12, 31), Span.YEAR),
        ("1H24", DECEMBER, "H1 FY2024", date(2024, 1, 1), date(2024, 6, 30), Span.HALF),
        ("H2 FY25", MARCH, "H2 FY2025", date(2024, 10, 1), date(2025, 3, 31), Span.HALF),
        ("Q3 FY2024", DECEMBER, "Q3 FY2024", date(2024, 7, 1), date(2024, 9, 30), Span.QUARTER),
        ("3Q24A", DECEMBER, "Q3 FY2024", date(2024, 7, 1), date(2024, 9, 30), Span.QUARTER),
        ("Q1 FY25", MARCH, "Q1 FY2025", date(2024, 4, 1), date(2024, 6, 30), Span.QUARTER),
        ("Third quarter 2024", DECEMBER, "Q3 FY2024", date(2024, 7, 1), date(2024, 9, 30), Span.QUARTER),
        ("9M24", DECEMBER, "9M FY2024", date(2024, 1, 1), date(2024, 9, 30), Span.NINE_MONTHS),
        ("LTM Dec-24", DECEMBER, "FY2024", date(2024, 1, 1), date(2024, 12, 31), Span.YEAR),
        ("CY24", DECEMBER, None, None, None, None),
        ("LTM Sep-24", DECEMBER, None, None, None, None),
        ("Q3", DECEMBER, None, None, None, None),
        ("06/07/2024", DECEMBER, None, None, None, None),
        ("Q2 September 30, 2024", DECEMBER, None, None, None, None),
        ("CY2024", MARCH, None, None, None, None),
        ("2024/25", MARCH, None, None, None, None),
    ],
)
def test_a_short_head_of_a_flow(head, calendar, label, start, end, span):
    found = read_period(head, Statement.INCOME, calendar)
    assert (found is None) == (label is None)
    if found:
        period, caveats = found
        assert (period.label, period.start, period.end, period.span, caveats) == (label, start, end, span, ())


@pytest.mark.parametrize(
    ("head", "label", "end"),
    [
        ("Dec-24", "FY2024", date(2024, 12, 31)),
        ("Jun-24", "Q2 FY2024", date(2024, 6, 30)),
        ("1H24", "Q2 FY2024", date(2024, 6, 30)),
        ("FY23", "FY2023", date(2023, 12, 31)),
        ("30.06.2024", "Q2 FY2024", date(2024, 6, 30)),
    ],
)
def test_a_short_head_of_a_balance_is_an_instant(head, label, end):
    period, _ = read_period(head, Statement.BALANCE, DECEMBER) or pytest.fail(head)
    assert (period.label, period.start, period.end) == (label, None, end)


@pytest.mark.parametrize(
    "head", ["2025E", "FY25E", "Dec-25E", "1H25F", "Q3 FY2025E", "2025e", "2025 (E)", "FY26P", "25 est.", "NTM", "Budget 2025"]
)
def test_what_is_expected_is_no_actual_period(head):
    assert is_estimate(head)
    assert read_period(head, Statement.INCOME, DECEMBER) is None


def test_a_footnotes_mark_is_no_estimate():
    assert not is_estimate("2024 (e)")
    assert not is_estimate("December 31, 2024 (b)")


def test_columns_closer_than_years_are_quarters_or_nothing():
    quarters = ("Mar-24", "Jun-24", "Sep-24", "Dec-24", "FY24")
    found = read_periods(quarters, Statement.INCOME, DECEMBER)
    assert [found[at][0].label for at in sorted(found)] == ["Q1 FY2024", "Q2 FY2024", "Q3 FY2024", "Q4 FY2024", "FY2024"]
    assert [found[at][1] for at in (3, 4)] == [
        ("The length of this period is not printed; it follows from how far the columns lie apart.",),
        (),
    ]
    assert span_between(["Dec-24", "Sep-24"]) is None
    assert read_periods(["Dec-24", "Sep-24"], Statement.INCOME, DECEMBER) == {}
    assert set(read_periods(["Dec-24", "Sep-24"], Statement.BALANCE, DECEMBER)) == {0, 1}
    assert span_between(["Dec-22", "Dec-23", "Dec-24E"]) is Span.YEAR


INCOME = [
    ["Revenue", 4800, 5200, 5600],
    ["Cost of sales", -2900, -3100, -3300],
    ["Gross profit", 1900, 2100, 2300],
    ["Operating expenses", -550, -600, -640],
    ["Operating income", 1350, 1500, 1660],
    ["Income tax expense", -280, -300, -330],
    ["Net income", 1070, 1200, 1330],
]


def facts_of(loaded):
    metadata = read_metadata(loaded)
    return metadata, {
        (fact.concept, fact.period.label): fact.value for fact in read_facts(loaded, metadata, document_id="d", company="Quillmere")
    }


def test_a_models_actual_columns_are_facts_and_its_estimates_are_none():
    rows = [["Quillmere Holdings plc"], ["(EUR in millions)"], [None, "Dec-23", "Dec-24", "Dec-25E"], *INCOME]
    metadata, facts = facts_of(XlsxLoader(Limits()).load(workbook({"Income Statement": rows}), name="m.xlsx"))
    assert (metadata.period_end, metadata.fiscal_year, metadata.fiscal_period) == (date(2024, 12, 31), 2024, "FY")
    assert facts["revenue", "FY2024"] == Decimal(5_200_000_000)
    assert {label for _, label in facts} == {"FY2023", "FY2024"}


def test_a_models_quarters_do_not_make_a_fiscal_year():
    rows = [["Quillmere Holdings plc"], [None, "Mar-24", "Jun-24", "Sep-24"], *INCOME]
    metadata, facts = facts_of(XlsxLoader(Limits()).load(workbook({"Income Statement": rows}), name="m.xlsx"))
    assert (metadata.period_end, metadata.fiscal_period, facts) == (date(2024, 9, 30), None, {})


def test_short_heads_of_a_printed_table():
    sheet = (
        Sheet((360, 440, 520))
        .text("Quillmere Holdings plc")
        .text("Income Statement")
        .text("(USD in millions)")
        .heads("1H24", "2023A", "2024E")
    )
    for label, *figures in INCOME:
        sheet.row(label, *(f"{figure:,}" for figure in figures))
    loaded = PdfLoader(Limits()).load(print_pdf(sheet), name="note.pdf")
    assert loaded.tables[0].heads == ("1H24", "2023A", "2024E")
    metadata = Metadata(fiscal_year=2024, fiscal_period="FY", period_end=date(2024, 12, 31))
    facts = read_facts(loaded, metadata, document_id="d", company="Quillmere")
    assert {(fact.period.label, fact.value) for fact in facts if fact.concept == "revenue"} == {
        ("H1 FY2024", 4_800_000_000),
        ("FY2023", 5_200_000_000),
    }


def test_short_heads_of_separated_values():
    lines = ["Income Statement", "USD in thousands", ";FY23;FY24A;FY25E", *(";".join(map(str, row)) for row in INCOME)]
    loaded = SeparatedLoader(Limits()).load("\n".join(lines).encode(), name="m.csv")
    assert [table.heads for table in loaded.tables] == [("FY23", "FY24A", "FY25E")]
    metadata = read_metadata(loaded)
    assert (metadata.period_end, metadata.fiscal_period) == (None, None)
