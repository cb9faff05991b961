"""Measures HTML filings with inline XBRL: `DESK_SHARED=… python -m tests.bench.html_filings`.

Prints for each filing seconds, pages, tags (all, printed, hidden), facts (all, outside the statements), and how many statement cells
with a tag the table reader alone, the tags taken away, reads with the tag's value, period and unit; then the sum.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded, Metadata, TaggedFact
from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from ingest.statements.tagged import read_tags
from ingest.statements.titles import statement_of
from research.nouns.facts import Fact


def main(names: list[str]) -> None:
    total: Counter[str] = Counter()
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
        statements = [table for table in loaded.tables if statement_of(table.title)]
        inside = sum(1 for fact in facts if any(table.start <= fact.cell_start < table.end for table in statements))
        print(f"\n{path.name}: {loading:.1f} s to load, {seconds:.1f} s with metadata and facts, {len(loaded.pages)} pages")
        printed = sum(1 for tag in loaded.tagged if tag.start >= 0)
        print(f"  {len(loaded.tagged)} tags, {printed} printed, {len(loaded.tagged) - printed} hidden or nil")
        named, noted = sum(1 for fact in facts if fact.concept), sum(1 for fact in facts if fact.caveats)
        print(f"  {len(facts)} facts, {len(facts) - inside} outside the statements, {named} with a concept, {noted} with a caveat")
        print(f"  statement cells with a tag: {dict(counts)}")
    share = 100 * total["same"] / total["tagged"]
    print(f"\nthe table reader alone agrees with {total['same']} of {total['tagged']} tagged statement cells: {share:.1f} %")


def facts_of(loaded: Loaded, metadata: Metadata) -> tuple[Fact, ...]:
    return read_facts(loaded, metadata, document_id="bench", company=metadata.company or "")


def compare(loaded: Loaded, alone: tuple[Fact, ...]) -> Counter[str]:
    """Return how the table reader alone read the tagged cells of the statements that it found."""
    tags = read_tags(loaded)
    by_cell = {fact.cell_start: fact for fact in alone}
    pages = {fact.page for fact in alone}
    counts: Counter[str] = Counter()
    for table in loaded.tables:
        if statement_of(table.title) is None or table.page not in pages or "omprehensive" in table.title or "OMPREHENSIVE" in table.title:
            continue
        for cell in (cell for row in table.rows for cell in row.cells):
            tag = tags.at(cell.start, cell.end)
            if tag and tag.value is not None:
                counts["tagged"] += 1
                verdict = judge(by_cell.get(cell.start), tag)
                counts[verdict] += 1
                if verdict != "same":
                    print("   ", verdict, table.page, loaded.text[cell.start : cell.end], by_cell.get(cell.start), tag)
    return counts


def judge(fact: Fact | None, tag: TaggedFact) -> str:
    if fact is None:
        return "not read"
    value = Decimal(tag.value or 0)
    if abs(fact.value / 100 if fact.unit == "%" else fact.value) != abs(value):
        return "other value"
    if (fact.period.start, fact.period.end) != (tag.begins, tag.ends):
        return "other period"
    return "same" if (tag.unit or "").replace("shares", "share") == fact.unit.replace("shares", "share") else "other unit"


if __name__ == "__main__":
    main(sys.argv[1:])
