"""Measures HTML filings with inline XBRL: `DESK_SHARED=… python -m tests.bench.html_filings [NAME…]`.

Prints for each filing seconds, pages, tags (all, printed, hidden), facts (all, outside the statements), and how many statement cells
with a tag are read with the tag's value, period and unit: by the table reader alone, the tags taken away, and from the filing
printed to PDF by Chromium, where the row's label counts too; then the sums. "unexpected" are facts of the printed statements whose amount,
period and label no tag has.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import sync_playwright

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded, Metadata, TaggedFact
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from ingest.statements.tagged import read_tags
from ingest.statements.titles import statement_of
from research.concepts.catalogue import normalize_label
from research.nouns.documents import Cell, TableRow
from research.nouns.facts import Fact


def main(names: list[str]) -> None:
    total: Counter[str] = Counter()
    paper: Counter[str] = Counter()
    for path in sorted((Path(os.environ.get("DESK_SHARED", "../shared")) / "filings-html").glob("*.html")):
        if names and not any(name in path.name for name in names):
            continue
        started = time.perf_counter()
        loaded = HtmlLoader(Limits()).load(path.read_bytes(), name=path.name)
        loading = time.perf_counter() - started
        metadata = read_metadata(loaded)
        facts = facts_of(loaded, metadata)
        seconds = time.perf_counter() - started
        counts = compare(loaded, facts_of(replace(loaded, tagged=()), metadata))
        total += counts
        on_paper = compare_printed(expected_cells(loaded, counts["tagged"]), facts_of_printed(path, metadata))
        paper += on_paper
        statements = [table for table in loaded.tables if statement_of(table.title)]
        inside = sum(1 for fact in facts if any(table.start <= fact.cell_start < table.end for table in statements))
        print(f"\n{path.name}: {loading:.1f} s to load, {seconds:.1f} s with metadata and facts, {len(loaded.pages)} pages")
        printed = sum(1 for tag in loaded.tagged if tag.start >= 0)
        print(f"  {len(loaded.tagged)} tags, {printed} printed, {len(loaded.tagged) - printed} hidden or nil")
        named, noted = sum(1 for fact in facts if fact.concept), sum(1 for fact in facts if fact.caveats)
        print(f"  {len(facts)} facts, {len(facts) - inside} outside the statements, {named} with a concept, {noted} with a caveat")
        print(f"  statement cells with a tag: {dict(counts)}")
        print(f"  the same, printed to PDF: {dict(on_paper)}")
    share = 100 * total["same"] / total["tagged"]
    print(f"\nthe table reader alone agrees with {total['same']} of {total['tagged']} tagged statement cells: {share:.1f} %")
    share = 100 * paper["same"] / paper["tagged"]
    print(f"printed to PDF: {paper['same']} of {paper['tagged']}: {share:.1f} %, {dict(paper)}")


def facts_of(loaded: Loaded, metadata: Metadata) -> tuple[Fact, ...]:
    return read_facts(loaded, metadata, document_id="bench", company=metadata.company or "")


def compare(loaded: Loaded, alone: tuple[Fact, ...]) -> Counter[str]:
    """Return how the table reader alone read the tagged cells of the statements that it found."""
    by_cell = {fact.cell_start: fact for fact in alone}
    counts: Counter[str] = Counter()
    for _, cell, tag in statement_cells(loaded):
        counts["tagged"] += 1
        verdict = judge(by_cell.get(cell.start), tag)
        counts[verdict] += 1
        if verdict != "same":
            print("   ", verdict, loaded.text[cell.start : cell.end], by_cell.get(cell.start), tag)
    return counts


@dataclass(frozen=True, slots=True)
class Expected:
    """What a statement's tagged cell states, and the label of its row."""

    label: str
    value: Decimal
    unit: str
    begins: date | None
    ends: date | None


def statement_cells(loaded: Loaded) -> Iterator[tuple[TableRow, Cell, TaggedFact]]:
    """Yield the tagged cells of the tables that facts were read from."""
    tags = read_tags(loaded)
    for table in loaded.tables:
        if statement_of(table.title) and "comprehensive" not in table.title.lower():
            for row in table.rows:
                for cell in row.cells:
                    tag = tags.at(cell.start, cell.end)
                    if tag and tag.value is not None:
                        yield row, cell, tag


def expected_cells(loaded: Loaded, count: int) -> list[Expected]:
    found = [
        Expected(normalize_label(row.label or row.section), abs(Decimal(tag.value or 0)), unit_of(tag.unit), tag.begins, tag.ends)
        for row, _, tag in statement_cells(loaded)
    ]
    assert len(found) == count, (len(found), count)
    return found


def facts_of_printed(path: Path, metadata: Metadata) -> tuple[Fact, ...]:
    """Return the facts of the filing printed to PDF; what it says of itself is taken from the original."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False, offline=True).new_page()
        page.goto(path.resolve().as_uri())
        content = page.pdf(format="Letter", margin=dict.fromkeys(("top", "bottom", "left", "right"), "1cm"))
        browser.close()
    return facts_of(PdfLoader(Limits(max_pages=1_000)).load(content, name=path.name), metadata)


def compare_printed(expected: list[Expected], facts: tuple[Fact, ...]) -> Counter[str]:
    """Return how the printed statements' facts fit the tags: by the row's label and the period, then by amount and unit."""
    counts = Counter(tagged=len(expected))
    read = [fact for fact in facts if fact.statement]
    for one in expected:
        like = [f for f in read if normalize_label(f.label) == one.label and (f.period.start, f.period.end) == (one.begins, one.ends)]
        same = any(amount_of(fact) == one.value and unit_of(fact.unit) == one.unit for fact in like)
        verdict = "same" if same else "other value" if like else "not read"
        counts[verdict] += 1
        if verdict != "same":
            print("   ", verdict, one, [(fact.page, fact.printed, fact.unit) for fact in like])
    known = {(one.label, one.value, one.ends) for one in expected}
    for fact in read:
        if (normalize_label(fact.label), amount_of(fact), fact.period.end) not in known:
            counts["unexpected"] += 1
            print("    unexpected", fact.page, fact.label, fact.printed, fact.period.label)
    return counts


def amount_of(fact: Fact) -> Decimal:
    return abs(fact.value / 100 if fact.unit == "%" else fact.value)


def unit_of(unit: str | None) -> str:
    return (unit or "").replace("shares", "share")


def judge(fact: Fact | None, tag: TaggedFact) -> str:
    if fact is None:
        return "not read"
    value = Decimal(tag.value or 0)
    if amount_of(fact) != abs(value):
        return "other value"
    if (fact.period.start, fact.period.end) != (tag.begins, tag.ends):
        return "other period"
    return "same" if unit_of(tag.unit) == unit_of(fact.unit) else "other unit"


if __name__ == "__main__":
    main(sys.argv[1:])
