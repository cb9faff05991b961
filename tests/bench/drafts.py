"""Drafts of every company of a workspace: seconds, figures, how many the gate bore out, footnotes that resolve, what is named as missing.

usage: python -m tests.bench.drafts --home FOLDER [--template tear-sheet] [--company NAME]...

Figures are those put to the gate; one that it does not bear out is not in the draft and is named as missing. Ends with 1 when a figure
in a draft is not borne out or a footnote does not resolve.
"""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from research.drafting.writing.writer import Subject
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.nouns.drafts import ParagraphBlock, TableBlock
from research.settings import Settings
from research.workspace import Workspace

HEAD = ("company", "seconds", "cpu", "figures", "passed", "shown", "quotes", "footnotes", "resolved", "missing")
AT = datetime(2026, 1, 1, tzinfo=UTC)


def claims_of(draft):
    """Yield every sentence and cell of a draft that has a source."""
    for section in draft.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock):
                yield from (cell for row in block.rows for cell in row if cell.citations)
            elif isinstance(block, ParagraphBlock):
                yield from (claim for claim in block.claims if claim.citations)


def measure(workspace, template, company):
    """Return the row of one company, and whether all that its draft shows is borne out."""
    began, used = time.perf_counter(), time.process_time()
    written = workspace.drafting.write(template, Subject(company, topic="tariffs"), Access("bench"), AT)
    took, spent = time.perf_counter() - began, time.process_time() - used
    shown = list(claims_of(written.draft))
    figures = sum(one.calculation is not None for one in shown)
    counts = written.counts
    row = (counts.figures, counts.passed, figures, counts.quotes_passed, written.footnotes, written.resolved, len(written.missing))
    holds = all(one.verdict is Verdict.SUPPORTED for one in shown) and written.footnotes == written.resolved
    return (company.name[:34], f"{took:.1f}", f"{spent:.1f}", *map(str, row)), holds


def main():
    """Print a line for each company."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--template", default="tear-sheet")
    parser.add_argument("--company", action="append", default=[])
    asked = parser.parse_args()
    holding = True
    with Workspace.open(Settings(home=asked.home), create=False) as workspace:
        template = workspace.drafting.shelf.the(asked.template)
        print("  ".join(f"{name:>9}" if name != "company" else f"{name:34}" for name in HEAD))
        for company in workspace.directory.companies(Access("bench")):
            if asked.company and not any(name in company.name for name in asked.company):
                continue
            try:
                row, holds = measure(workspace, template, company)
            except NotFoundError:
                continue
            holding = holding and holds
            print("  ".join([f"{row[0]:34}", *(f"{one:>9}" for one in row[1:])]), flush=True)
    sys.exit(not holding)


if __name__ == "__main__":
    main()
