"""How many pages of ordinary documents are marked as if they gave orders, or said to hold hidden text; and which have no title.

    python -m tests.bench.false_marks --home FOLDER [--show 10]

FOLDER is a workspace in which filings were read. Printed are its documents, pages, pages with a passage that a reader is shown as one that
reads like an instruction, pages of which something is left out of what a model is given, pages with hidden text, and documents without a
title. The first passages are shown.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ingest.hidden import HIDDEN_TEXT
from ingest.stating import first_title
from research.models.instructions import addressed_spans, instruction_spans
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace


def main() -> None:
    """Print the counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--show", type=int, default=10)
    given = options.parse_args()
    counts: Counter[str] = Counter()
    access = Access("bench")
    with Workspace.open(Settings(home=given.home), create=False) as workspace:
        for document in workspace.documents.find(access, DocumentFilter()):
            counts["documents"] += 1
            counts["without a title"] += not document.title
            counts["pages with hidden text"] += sum(one.code == HIDDEN_TEXT for one in document.defects)
            for page, text in workspace.documents.pages(access, document.id, range(1, document.page_count + 1)):
                counts["pages"] += 1
                if page.number == 1 and not first_title(text):
                    counts["first pages without a line that may be a title"] += 1
                counts["pages with something left out for models"] += bool(instruction_spans(text))
                marked = addressed_spans(text)
                counts["pages marked"] += bool(marked)
                for start, end in marked:
                    if counts["passages"] < given.show:
                        print(f"{document.name} page {page.number}: {' '.join(text[start:end].split())[:200]}")
                    counts["passages"] += 1
    print(", ".join(f"{count:,} {what}" for what, count in counts.items()))


if __name__ == "__main__":
    main()
