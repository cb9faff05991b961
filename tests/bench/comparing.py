"""How well edits of filings are found: `python -m tests.bench.comparing [--home FOLDER] [--each N] [--seeds N]`.

Every filing of the sample, or of a workspace, is held against itself with known edits: paragraphs added, removed, reworded and moved,
figures changed. An edit is found when a change of its kind tells of it; a change that tells of no edit is wrong.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from research.nouns.access import Access
from research.nouns.documents import Kind
from research.nouns.queries import DocumentFilter, FactFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.research.drafting.comparing.edits import Filing, compare, edited, sample_filing, scored
from tests.sample.library import CHINESE, DOCUMENTS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a workspace; without it the sample's filings are read")
    parser.add_argument("--each", type=int, default=1, help="edits of every kind in one filing")
    parser.add_argument("--seeds", type=int, default=1, help="times that every filing is edited")
    parser.add_argument("--show", action="store_true", help="print what was missed and what was wrong")
    wanted = parser.parse_args()
    made, missed_of, wrong_of, slowest = Counter(), Counter(), Counter(), 0.0
    for filing in of_workspace(wanted.home) if wanted.home else of_sample():
        for seed in range(wanted.seeds):
            newer, edits = edited(filing, seed, wanted.each)
            began = time.process_time()
            changes = compare(filing, newer)
            slowest = max(slowest, time.process_time() - began)
            _, missed, wrong = scored(changes, edits)
            made.update(one.kind.value for one in edits)
            missed_of.update(one.kind.value for one in missed)
            wrong_of.update(one.kind.value for one in wrong)
            print(
                f"{filing.document.name:<28} seed {seed}: {len(edits)} edits, {len(missed)} missed, {len(wrong)} wrong changes", flush=True
            )
            if wanted.show:
                show(missed, wrong)
    report(made, missed_of, wrong_of)
    print(f"slowest comparison: {slowest:.1f} processor seconds")


def of_sample():
    for name in sorted({*DOCUMENTS, *CHINESE}):
        if "10k" in name or "annual" in name:
            yield sample_filing(name)


def of_workspace(home):
    access = Access("bench")
    with Workspace.open(Settings(home=home), create=False) as workspace:
        for held in workspace.documents.find(access, DocumentFilter(kinds=(Kind.FILING,))):
            document = workspace.documents.get(access, held.id)
            chunks = tuple(workspace.documents.chunks(access, document_ids=(held.id,)))
            yield Filing(document, chunks, tuple(workspace.facts.find(access, FactFilter(document_ids=(held.id,), everything=True))))


def report(made, missed, wrong):
    found = sum(made.values()) - sum(missed.values())
    for kind in made:
        print(f"  {kind:<16} {made[kind] - missed[kind]:>5} of {made[kind]:>5} found, {wrong[kind]:>3} wrong")
    told = found + sum(wrong.values())
    share, right = found / sum(made.values()), found / told
    print(f"recall {share:.2%} ({found} of {sum(made.values())}), precision {right:.2%} ({sum(wrong.values())} wrong)")


def show(missed, wrong):
    for one in missed:
        print("  missed", one.kind.value, " ".join(one.tokens)[:200])
    for one in wrong:
        print(
            "  wrong ",
            one.kind.value,
            one.title[:120],
            "|",
            one.older.text[:200] if one.older else "",
            "|",
            one.newer.text[:200] if one.newer else "",
        )


if __name__ == "__main__":
    main()
