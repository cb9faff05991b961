"""Printed statements of one invented company, Orchard Tools, and what is read of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ingest.loaded import Limits, Loaded, Metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from research.nouns.facts import Fact
from tests.golden.printed_statements import Sheet, print_pdf


def load(*sheets: Sheet) -> Loaded:
    """Return printed sheets as the loader reads them, one page each."""
    return PdfLoader(Limits(max_pages=50)).load(print_pdf(*sheets), name="printed.pdf")


def facts_of(loaded: Loaded, *, end: date = date(2021, 12, 31), year: int = 2021, period: str = "FY") -> tuple[Fact, ...]:
    """Return the facts of loaded sheets, each of which stands where it says, for a filing of a fiscal period."""
    metadata = Metadata(form_type="10-K" if period == "FY" else "10-Q", fiscal_year=year, fiscal_period=period, period_end=end)
    facts = read_facts(loaded, metadata, document_id="doc", company="Orchard Tools")
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
        assert fact.start <= fact.cell_start < fact.cell_end <= fact.end
    return facts


def values(facts: tuple[Fact, ...], concept: str) -> dict[str, int | Decimal]:
    """Return a concept's values by fiscal label."""
    return {fact.period.label: fact.value for fact in facts if fact.concept == concept}


def income_sheet(edges: tuple[float, ...] = (360, 440, 520)) -> Sheet:
    """Return an income statement with its title and units printed, without heads and rows."""
    return Sheet(edges).text("ORCHARD TOOLS, INC.").text("CONSOLIDATED STATEMENTS OF INCOME").text("(In millions, except per share data)")


BODY = [
    ("Revenue", 4210),
    ("Cost of sales", 2511),
    ("Gross profit", 1699),
    ("Operating expenses", 897),
    ("Operating income", 802),
    ("Income before income taxes", 758),
    ("Provision for income taxes", 151),
    ("Net income", 607),
]


def with_body(sheet: Sheet, columns: int, *, before: tuple[str, ...] = ()) -> Sheet:
    """Print the same rows in so many columns, each less than the one before it by 7, after the cells given."""
    for label, value in BODY:
        sheet.row(label, *before, *(f"{value - 7 * at:,}" for at in range(columns)))
    return sheet
