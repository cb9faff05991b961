"""Real filings with inline XBRL, read whole: pages, cover, statements, and every tagged figure of the statements."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded, Metadata, TaggedFact
from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from ingest.statements.tagged import read_tags
from ingest.statements.titles import statement_of
from research.nouns.facts import Fact, Statement

pytestmark = pytest.mark.shared

# Name, pages, how far the printed folio is behind the page, company, ticker, form, year, period and period's end.
FILINGS = (
    ("amzn-10-k-2025-02-07", 77, 0, "amazon.com, inc.", "AMZN", "10-K", 2024, "FY", "2024-12-31"),
    ("nflx-10-k-2025-01-27", 72, 2, "netflix, inc.", "NFLX", "10-K", 2024, "FY", "2024-12-31"),
    ("nke-10-k-2025-07-17", 99, 3, "nike, inc.", "NKE", "10-K", 2025, "FY", "2025-05-31"),
    ("nvda-10-q-2025-08-27", 40, 0, "nvidia corp", "NVDA", "10-Q", 2026, "Q2", "2025-07-27"),
    ("wmt-10-k-2025-03-14", 87, 0, "walmart inc.", "WMT", "10-K", 2025, "FY", "2025-01-31"),
)
NAMES = [one[0] for one in FILINGS]


@cache
def read(path: Path) -> tuple[Loaded, Metadata, tuple[Fact, ...]]:
    loaded = HtmlLoader(Limits()).load(path.read_bytes(), name=path.name)
    metadata = read_metadata(loaded)
    return loaded, metadata, read_facts(loaded, metadata, document_id=path.stem, company=metadata.company or "")


def folder(shared: Path) -> Path:
    if not (shared / "filings-html").is_dir():
        pytest.skip(f"no HTML filings under {shared}")
    return shared / "filings-html"


@pytest.mark.parametrize(("name", "pages", "behind"), [one[:3] for one in FILINGS])
def test_pages_are_the_printed_ones(shared: Path, *, name: str, pages: int, behind: int):
    loaded, _, _ = read(folder(shared) / f"{name}.html")
    assert len(loaded.pages) == pages
    last = loaded.text[loaded.pages[-2].start : loaded.pages[-2].end].split()
    assert str(pages - 1 - behind) in last[-3:]


@pytest.mark.parametrize(("name", "cover"), [(one[0], one[3:]) for one in FILINGS])
def test_the_cover_is_what_dei_says(shared: Path, *, name: str, cover: tuple[str | int, ...]):
    _, found, _ = read(folder(shared) / f"{name}.html")
    company = (found.company or "").lower()
    assert (company, found.ticker, found.form_type, found.fiscal_year, found.fiscal_period, str(found.period_end)) == cover


@pytest.mark.parametrize("name", NAMES)
def test_every_tag_stands_where_it_is_said_to(shared: Path, *, name: str):
    loaded, _, facts = read(folder(shared) / f"{name}.html")
    printed = [tag for tag in loaded.tagged if tag.start >= 0]
    assert len(printed) >= len(loaded.tagged) - 3
    assert all(loaded.text[tag.start : tag.end] == tag.text for tag in printed)
    assert {fact.statement for fact in facts} == {*Statement, None}
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
        assert fact.start <= fact.cell_start < fact.cell_end <= fact.end
        assert loaded.pages[fact.page - 1].start <= fact.start < fact.end <= loaded.pages[fact.page - 1].end


@pytest.mark.parametrize("name", NAMES)
def test_every_tagged_figure_of_the_statements_is_a_fact_as_tagged(shared: Path, *, name: str):
    loaded, _, facts = read(folder(shared) / f"{name}.html")
    tags, by_cell = read_tags(loaded), {fact.cell_start: fact for fact in facts}
    checked = 0
    for table in loaded.tables:
        if statement_of(table.title) is None or "comprehensive" in table.title.lower():
            continue
        for cell in (cell for row in table.rows for cell in row.cells):
            tag = tags.at(cell.start, cell.end)
            if tag is None or tag.value is None:
                continue
            fact = by_cell[cell.start]
            assert abs(fact.value) == abs(Decimal(tag.value)), fact
            assert (fact.period.start, fact.period.end) == (tag.begins, tag.ends)
            assert (fact.unit, fact.caveats) == ((tag.unit or "").replace("/shares", "/share"), ())
            checked += 1
    assert checked > 180


@pytest.mark.parametrize("name", NAMES)
def test_other_tables_read_as_printed_say_what_their_tags_say(shared: Path, *, name: str):
    loaded, metadata, _ = read(folder(shared) / f"{name}.html")
    tags = read_tags(loaded)
    facts = read_facts(replace(loaded, tagged=()), metadata, document_id=name, company=metadata.company or "")
    pairs = [(fact, tag) for fact in facts if fact.statement is None and (tag := tags.at(fact.cell_start, fact.cell_end)) and tag.value]
    wrong = [(fact, tag) for fact, tag in pairs if not _says_the_same(fact, tag)]
    assert len(pairs) > 400
    assert len(wrong) <= len(pairs) // 200, wrong[:5]


def _says_the_same(fact: Fact, tag: TaggedFact) -> bool:
    value = Decimal(tag.value or 0) * (100 if fact.unit == "%" else 1)
    return (fact.period.start, fact.period.end, abs(fact.value)) == (tag.begins, tag.ends, abs(value))
