"""Sixty figures of tables beside the statements, written down by hand: `DESK_SHARED=… python -m tests.bench.tables [FOLDER]`.

`tables.jsonl` has one line a figure: document, page, label, value in units, unit, period, span, status, and where the table shows them
basis, basic or diluted, and the member (segment, geography, product). A figure is right when a fact on its page states all of it; wrong
when facts state its value with its label and member, but none of them with this period, span, status or basis; else missing. With a
folder of `Loaded` files (NAME.json, as `tests.bench.filings` keeps them) nothing is parsed again.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from ingest.html.loader import HtmlLoader
from ingest.loaded import Limits, Loaded
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from ingest.wire import loaded_from_wire
from research.nouns.facts import Fact

FIGURES = Path(__file__).with_name("tables.jsonl")


def main(arguments: list[str]) -> None:
    """Print each figure that is not right, then how many are right, wrong and missing, and how long facts took."""
    figures = [json.loads(line) for line in FIGURES.read_text(encoding="utf-8").splitlines()]
    verdicts: Counter[str] = Counter()
    seconds, facts_read = 0.0, 0
    for name in dict.fromkeys(str(figure["document"]) for figure in figures):
        loaded = load(name, Path(arguments[0]) if arguments else None)
        metadata = read_metadata(loaded)
        started = time.process_time()
        facts = read_facts(loaded, metadata, document_id=name, company=metadata.company or "")
        seconds += time.process_time() - started
        facts_read += len(facts)
        for figure in (one for one in figures if one["document"] == name):
            verdict, near = judge(figure, facts)
            verdicts[verdict] += 1
            if verdict != "right":
                print(f"{verdict}: {json.dumps(figure, ensure_ascii=False)}\n    {near}")
    print(f"of {len(figures)} figures: {dict(verdicts)}; {facts_read} facts in {seconds:.1f} s of processor time")


def load(name: str, kept: Path | None) -> Loaded:
    """Return a filing, as a folder keeps it where one is given."""
    if kept:
        return loaded_from_wire((kept / f"{name}.json").read_bytes())
    shared = Path(os.environ.get("DESK_SHARED", "../shared"))
    html = shared / "filings-html" / f"{name}.html"
    if html.exists():
        return HtmlLoader(Limits()).load(html.read_bytes(), name=html.name)
    pdf = shared / "financebench-dev" / "pdfs" / f"{name}.pdf"
    return PdfLoader(Limits()).load(pdf.read_bytes(), name=pdf.name)


def judge(figure: dict[str, str], facts: Iterable[Fact]) -> tuple[str, list[str]]:
    """Return "right", "wrong" or "missing", and the facts of that page and value in words."""
    valued = [fact for fact in facts if fact.page == figure["page"] and is_valued(fact, figure)]
    near = [f"{f.label} {f.dimensions} {f.value} {f.unit} {f.period.label} {f.period.span} {f.status} {f.basis}" for f in valued]
    named = [fact for fact in valued if is_named(fact, figure)]
    if any(is_framed(fact, figure) for fact in named):
        return "right", near
    return ("wrong" if named else "missing"), near


def is_valued(fact: Fact, figure: dict[str, str]) -> bool:
    """Return whether a fact states the figure's value in its unit; a count may carry any unit that is no money."""
    unit = fact.currency is None and fact.unit != "%" if figure["unit"] == "count" else fact.unit == figure["unit"]
    per_unit = figure["unit"] == "USD" and fact.unit.startswith(("USD", "per"))
    return fact.value == Decimal(figure["value"]) and (unit or per_unit)


def is_named(fact: Fact, figure: dict[str, str]) -> bool:
    """Return whether a fact is under the figure's label, and of its member where it has one."""
    members = [folded(member) for _, member in fact.dimensions]
    words = " ".join([folded(fact.label), *members])
    member = folded(figure.get("member", ""))
    return folded(figure["label"]) in words and (not member or any(member in one for one in members) or member == folded(figure["label"]))


def is_framed(fact: Fact, figure: dict[str, str]) -> bool:
    """Return whether a fact has the figure's period, span, status and basis; where the figure names none of these, any will do."""
    same = (fact.period.label, fact.period.span.value, fact.status.value) == (figure["period"], figure["span"], figure["status"])
    accounting = fact.basis.accounting == "adjusted"
    basis = "basis" not in figure or accounting == (figure["basis"] == "adjusted")
    return same and basis and figure.get("share") in (None, fact.basis.share)


def folded(text: str) -> str:
    """Return words without case, signs and spaces."""
    return re.sub(r"[\W_]+", "", text).lower()


if __name__ == "__main__":
    main(sys.argv[1:])
