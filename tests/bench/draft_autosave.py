"""How much an hour of autosaving adds to the ledger, and what one save and one look cost.

usage: python -m tests.bench.draft_autosave --home FOLDER [--company NAME] [--saves N]

Writes a tear sheet of the library in FOLDER into a ledger of its own and types into one of its sections word by word, as one tab that
saves every three seconds does: N saves, 1,200 without --saves. Every ninth save takes a word back, every hundredth save another tab looks.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from research.adapters.sqlite import open_ledger
from research.drafting.editing.editor import DraftEditor, Editing
from research.drafting.editing.parsing import LONGEST_SECTION
from research.drafting.writing.writer import Subject
from research.nouns.access import Access
from research.settings import load_settings
from research.workspace import Workspace

TYPED = "sales rose in the year as orders for pumps grew and margins held while costs of castings fell and the plant opened"
WORDS = tuple(TYPED.split(" "))
ANALYST = Access("analyst")


def measured(workspace, draft, folder, saves):
    """Return what so many saves of a draft have come to in a ledger of a folder."""
    ledger = open_ledger(folder)
    editor = DraftEditor(
        Editing(
            drafts=ledger.drafts,
            documents=workspace.documents,
            evidence=workspace.evidence,
            checker=workspace.draft_checker,
            desk=workspace.drafting,
            directory=workspace.directory,
            accepted=ledger.accepted,
            acts=workspace.acts,
            now=lambda: datetime.now(UTC),
        )
    )
    ledger.drafts.save(ANALYST, draft, expected=0)
    size = _bytes(folder)
    opened = editor.open(draft.id, ANALYST, tab="a").draft
    section, base, text = opened.sections[1], 1, editor.text_of(opened.sections[1])
    chance, costs = random.Random(1), []  # noqa: S311 - words, not secrets
    for number in range(saves):
        words = [chance.choice(WORDS) for _ in range(3)]
        typed = text.rsplit(" ", 1)[0] if number % 9 == 8 else f"{text} {' '.join(words)}{'.' if number % 4 == 3 else ''}"
        text = typed if len(typed) < LONGEST_SECTION else text[: LONGEST_SECTION // 2]
        began = time.process_time()
        base = editor.edit(draft.id, section.id, text, ANALYST, base=base, tab="a").version
        costs.append(time.process_time() - began)
        if number % 100 == 99:
            editor.open(draft.id, ANALYST, tab="b")
    costs.sort()
    began = time.process_time()
    editor.open(draft.id, ANALYST, tab="a")
    looked = time.process_time() - began
    kept = len(ledger.drafts.versions(ANALYST, draft.id))
    ledger.close()
    return {
        "saves": saves,
        "versions": kept,
        "characters": len(text),
        "added_mb": round((_bytes(folder) - size) / 1e6, 2),
        "save_cpu_seconds": {"median": round(costs[len(costs) // 2], 4), "p95": round(costs[int(len(costs) * 0.95)], 4)},
        "open_cpu_seconds": round(looked, 4),
    }


def _bytes(folder):
    return sum(one.stat().st_size for one in folder.glob("ledger.db*"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--company", default="")
    parser.add_argument("--saves", type=int, default=1200)
    options = parser.parse_args()
    with Workspace.open(load_settings(options.home), create=False) as workspace:
        company = next(one for one in workspace.directory.companies(ANALYST) if options.company.casefold() in one.name.casefold())
        template = workspace.drafting.shelf.the("tear-sheet")
        draft = workspace.drafting.write(template, Subject(company), ANALYST, datetime.now(UTC)).draft
        with tempfile.TemporaryDirectory(prefix="desk-draft-") as name:
            sys.stdout.write(json.dumps(measured(workspace, draft, Path(name), options.saves)) + "\n")


if __name__ == "__main__":
    sys.exit(main())
