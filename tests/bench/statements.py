"""Measures metadata, statements and facts on the evaluation filings: `DESK_SHARED=… python -m tests.bench.statements [NAME…]`.

Prints one block a filing (metadata, pages of the three statements, five figures), then counts: metadata right against the
folder's list, statements found, cells without a column, filings that do not tie out, figures that two filings of one company
state alike, and the look-up questions whose answer is among the facts.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ingest.loaded import Limits, Loaded, Metadata
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from ingest.statements.titles import statement_of
from ingest.ties.document import tie_out
from research.concepts.catalogue import find_concept
from research.concepts.companies import short_names
from research.nouns.facts import Fact

SHOWN = ("revenue", "net_income", "total_assets", "capital_expenditure", "operating_cash_flow")
FORMS = {"10k": "10-K", "10q": "10-Q", "8k": "8-K", "Earnings": "results"}


@dataclass(frozen=True, slots=True)
class Filing:
    """One evaluation filing as read, and what the folder says of it."""

    name: str
    expected: dict[str, object]
    loaded: Loaded
    metadata: Metadata
    facts: tuple[Fact, ...]


def main(names: list[str]) -> None:
    folder = Path(os.environ.get("DESK_SHARED", "../shared")) / "financebench-dev"
    listed = [json.loads(line) for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    started, pages = time.perf_counter(), 0
    filings = []
    for entry in listed:
        if not names or entry["doc"] in names:
            filing = read(folder, entry)
            pages += len(filing.loaded.pages)
            show(filing)
            filings.append(filing)
    seconds = time.perf_counter() - started
    print(f"\n{len(filings)} filings, {pages} pages, {seconds:.1f} s, {pages / seconds:.0f} pages a second, metadata and facts included")
    count_metadata(filings)
    count_statements(filings)
    count_agreement(filings)
    count_questions(filings, folder)


def read(folder: Path, entry: dict[str, object]) -> Filing:
    loaded = PdfLoader(Limits(max_pages=5_000)).load((folder / str(entry["file"])).read_bytes(), name=str(entry["doc"]))
    metadata = read_metadata(loaded)
    facts = read_facts(loaded, metadata, document_id=str(entry["doc"]), company=metadata.company or "")
    return Filing(str(entry["doc"]), entry, loaded, metadata, facts)


def show(filing: Filing) -> None:
    found = filing.metadata
    published = found.published_at.date() if found.published_at else None
    facts = (found.company, found.ticker, found.form_type, found.fiscal_period, found.fiscal_year, found.period_end, published)
    print(f"\n{filing.name}: " + " · ".join(str(fact) for fact in facts))
    for table in filing.loaded.tables:
        print(f"  page {table.page:3} {statement_of(table.title)}: {len(table.rows)} rows, {' | '.join(table.heads)} [{table.units}]")
    for concept in SHOWN:
        print(f"  {concept}: " + ", ".join(f"{fact.period.label} {fact.value:,}" for fact in filing.facts if fact.concept == concept))


def count_metadata(filings: list[Filing]) -> None:
    wrong: Counter[str] = Counter()
    for filing in filings:
        names = {name.lower() for name in short_names(filing.metadata.company or "")}
        wrong["company"] += str(filing.expected["company"]).lower() not in names
        wrong["form"] += FORMS[str(filing.expected["type"])] != filing.metadata.form_type
        wrong["year"] += filing.expected["period"] != filing.metadata.fiscal_year
        wrong["ticker not found"] += filing.metadata.ticker is None
        wrong["date not found"] += filing.metadata.published_at is None
    print(f"metadata, wrong of {len(filings)}: {dict(wrong)}")


def count_statements(filings: list[Filing]) -> None:
    found = Counter(len({statement_of(table.title) for table in filing.loaded.tables}) for filing in filings)
    rows = [(len(row.cells), len(table.heads)) for filing in filings for table in filing.loaded.tables for row in table.rows]
    short = sum(1 for cells, heads in rows if cells < heads)
    untied = [filing.name for filing in filings if tie_out(filing.loaded, filing.metadata, filing.facts)[1]]
    tied = [filing.name for filing in filings if any(fact.concept == "total_liabilities_and_equity" for fact in filing.facts)]
    facts = [fact for filing in filings for fact in filing.facts]
    named = sum(1 for fact in facts if fact.concept)
    print(f"filings by number of statements found: {dict(found)}; {len(rows)} rows, {short} with fewer figures than columns")
    print(f"{len(facts)} facts, {named} with a concept; balance sheets with both totals: {len(tied)}")
    print(f"filings with something that does not tie out: {untied}")


def count_agreement(filings: list[Filing]) -> None:
    stated: dict[tuple[object, ...], set[Decimal]] = defaultdict(set)
    times: Counter[tuple[object, ...]] = Counter()
    for filing in filings:
        for fact in filing.facts:
            if fact.concept:
                key = (filing.metadata.ticker, fact.concept, fact.period.label, fact.basis)
                stated[key].add(fact.value)
                times[key] += 1
    twice = [key for key, count in times.items() if count > 1]
    differ = [key for key in twice if len({abs(value) for value in stated[key]}) > 1]
    print(f"figures that several filings state: {len(twice)}, stated differently (restated, or misread): {len(differ)}")
    for key in differ:
        print("   ", *key[:3], sorted(stated[key]))


def count_questions(filings: list[Filing], folder: Path) -> None:
    by_name = {filing.name: filing for filing in filings}
    asked = right = 0
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        number = re.fullmatch(r"\$?(-?[\d,]+(?:\.\d+)?)", question["answer"].strip())
        if question["doc"] not in by_name or not number or "extraction" not in str(question.get("reasoning")).lower():
            continue
        asked += 1
        wanted = Decimal(number[1].replace(",", ""))
        scale = Decimal(10) ** (9 if "billion" in question["question"].lower() else 6)
        tolerance = scale * (Decimal("0.05") if scale == 10**9 else Decimal(1))
        hits = [
            fact.concept
            for fact in by_name[question["doc"]].facts
            if fact.concept and (known := find_concept(fact.concept)) and abs(known.canonical(fact.value) - wanted * scale) <= tolerance
        ]
        right += bool(hits)
        print(f"  {question['doc']}: {question['answer']} → {sorted(set(hits)) or 'not among the facts'}")
    print(f"look-up questions: {asked}, answer among the facts: {right}")


if __name__ == "__main__":
    main(sys.argv[1:])
