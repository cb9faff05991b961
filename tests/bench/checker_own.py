"""Our own drafts under our own check: what the checker says of every company's draft, written as Markdown, read and checked again.

    python -m tests.bench.checker_own HOME [--template tear-sheet] [--company NAME]... [--show]

Prints a line for each company: sentences and cells by verdict, contradictions, seconds of the processor. Ends with 1 where one is called a
mismatch or sentences contradict each other.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from ingest.drafts import read
from research.drafting.writing.writer import Subject
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftCheck
from research.settings import load_settings
from research.workspace import Workspace
from ui.render.draft_markdown import draft_markdown

READER = Access("bench")


def report(name: str, check: DraftCheck, seconds: float, *, show: bool) -> bool:
    """Print how the draft of a company fared; return whether nothing is called wrong."""
    counts = Counter(one.verdict for one in check.sentences)
    told = ", ".join(f"{counts[one]} {one.value}" for one in Verdict if counts[one])
    print(f"{name[:40]:40} {told}, {len(check.contradictions)} contradictions; {seconds:.1f} s of processor", flush=True)
    for one in check.sentences if show else ():
        if one.verdict in {Verdict.MISMATCH, Verdict.STALE}:
            print(f"  {one.verdict.value}: {one.sentence.table or ''} {one.sentence.text[:200]} | {one.expected} | {one.reason[:300]}")
    for pair in check.contradictions if show else ():
        print(f"  contradiction: {pair.reason}")
    return not counts[Verdict.MISMATCH] and not check.contradictions


def main() -> None:
    """Write and check the draft of every company of a workspace."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path)
    options.add_argument("--template", default="tear-sheet")
    options.add_argument("--company", action="append", default=[])
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    holds = True
    with Workspace.open(load_settings(given.home), create=False) as workspace:
        template = workspace.drafting.shelf.the(given.template)
        for company in workspace.directory.companies(READER):
            if given.company and not any(name in company.name for name in given.company):
                continue
            try:
                written = workspace.drafting.write(template, Subject(company, topic="tariffs"), READER, datetime.now(UTC))
            except NotFoundError:
                continue
            draft = read(draft_markdown(written.draft).encode(), "own.md")
            began = time.process_time()
            check = workspace.draft_checker.check(draft, READER, now=datetime.now(UTC))
            holds = report(company.name, check, time.process_time() - began, show=given.show) and holds
    sys.exit(not holds)


if __name__ == "__main__":
    main()
