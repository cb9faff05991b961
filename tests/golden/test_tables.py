"""Every layout of a table beside the statements against the facts that it carries."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ingest.loaded import Limits, Metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from research.nouns.facts import Fact, Status
from tests.golden import table_sheets
from tests.golden.printed_statements import print_pdf


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its name, the function that prints it, every fact of it, and the fiscal period of the document it stands in."""

    name: str
    sheet: str
    facts: str
    end: date = date(2021, 12, 31)
    year: int = 2021
    period: str = "FY"

    def print(self):
        """Return the printed page."""
        return getattr(table_sheets, self.sheet)()


LAYOUTS = [Layout(**one) for one in tomllib.loads(Path(__file__).with_name("table_layouts.toml").read_text(encoding="utf-8"))["layout"]]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_is_read_to_the_last_figure(layout: Layout):
    assert sorted(map(line_of, read(layout))) == sorted(" | ".join(part.strip() for part in line.split("|")) for line in lines(layout))


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_printed_sideways_reads_like_an_upright_one(rotate: int):
    layout = LAYOUTS[0]
    sheet = layout.print()
    sheet.rotate = rotate
    assert [line_of(fact) for fact in read(layout, sheet)] == [line_of(fact) for fact in read(layout)]


def read(layout: Layout, sheet: object = None) -> tuple[Fact, ...]:
    loaded = PdfLoader(Limits(max_pages=5)).load(print_pdf(sheet or layout.print()), name="printed.pdf")
    metadata = Metadata(form_type="10-K", fiscal_year=layout.year, fiscal_period=layout.period, period_end=layout.end)
    facts = read_facts(loaded, metadata, document_id="doc", company="Orchard Tools")
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
        assert fact.start <= fact.cell_start < fact.cell_end <= fact.end
        assert (fact.statement, fact.concept) == (None, None)
    return facts


def lines(layout: Layout) -> list[str]:
    return [line for line in layout.facts.splitlines() if line.strip()]


def line_of(fact: Fact) -> str:
    """Return a fact as the layouts write one."""
    value = f"{fact.value:f}" if fact.low is None or fact.high is None else f"{fact.low:f} to {fact.high:f}"
    period = fact.period.label if fact.period.start else f"{fact.period.label} instant"
    terms = [fact.basis.accounting, fact.basis.restated, None if fact.status is Status.ACTUAL else fact.status.value]
    member = " / ".join(member for _, member in fact.dimensions)
    return " | ".join([fact.label, member, period, value, fact.unit, *filter(None, terms)])
