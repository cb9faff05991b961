"""Damage one file of a workspace at a time, and see whether it is found and what it costs.

usage: python -m tests.bench.file_damages --home FOLDER [--damages N] [--first K] [--seed N] [--keep-times]

A copy of the workspace is damaged N times (40): a file of its indexes or one of its two databases, drawn by the seed, is torn (its last
tenth overwritten with zeros), cut short, or has eight bytes flipped. Then questions are asked of it and `desk doctor`'s look at the whole
is taken, which builds anew what no question needed. A damage of an index counts as found when it was built anew, with the same answers;
one of a database when opening, asking or the look says so, and a backup brings it back with the same answers. With `--keep-times` files
keep their times, as on a bad disk. Seconds are by the clock and of the processor, children included, with all that was asked and looked
at; the slowest are told for 10,000 chunks. `--first K` begins with the K-th damage (0), as in a run that was cut.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import structlog

from research.backups.restoring import restore_backup
from research.backups.writing import write_backup
from research.errors import DeskError, WorkspaceDamagedError
from research.examination import State, examine_workspace
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.bench.killing import chance_of

DAMAGES = 40
SEED = 7
DATABASES = ("catalog.db", "ledger.db")
QUESTIONS = (
    "What was Quillmere's revenue in FY2024?",
    "What drove Tarrowby Foods' gross margin?",
    "What does Quillmere do?",
    "What are Quillmere's risk factors?",
    "What was Osgrove's free cash flow in FY2024?",
)
READER = Access("analyst")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one damage: the file, the kind, whether it was found and how, whether answers are the same afterwards, seconds by
    the clock and of the processor."""

    file: str
    kind: str
    found: str
    same: bool
    seconds: float
    worked: float


def worked():
    """Return the processor's seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def torn(content, _chance):
    kept = len(content) - max(len(content) // 10, 1)
    return content[:kept] + bytes(len(content) - kept)


def cut(content, chance):
    return content[: chance.randrange(len(content))]


def flipped(content, chance):
    place = chance.randrange(max(len(content) - 8, 1))
    return content[:place] + bytes(one ^ 0xFF for one in content[place : place + 8]) + content[place + 8 :]


KINDS = {"torn": torn, "cut short": cut, "flipped": flipped}


def asked(home):
    """Return what is answered to every question; searches go through the indexes too."""
    with Workspace.open(Settings(home=home), create=False) as workspace:
        answers = [workspace.ask(question, READER) for question in QUESTIONS]
        for question in QUESTIONS:
            workspace.search(question, READER)
    return [(one.status, one.text, [(c.document_id, c.page, c.quote) for c in one.citations]) for one in answers]


def copied(whole, home):
    """Copy a workspace, without the copies of earlier schemas; originals, which nothing writes to, are linked."""
    shutil.copytree(whole, home, ignore=shutil.ignore_patterns("*.schema0*", "originals"))
    shutil.copytree(whole / "originals", home / "originals", copy_function=os.link)


def quarantined(home):
    return {str(path): path.stat().st_mtime_ns for path in (home / "indexes").rglob("quarantined/*")}


def files_of(home):
    index = [path for path in sorted((home / "indexes").rglob("*")) if path.is_file() and path.stat().st_size and "lock" not in path.name]
    index = [path for path in index if "quarantined" not in path.parts]
    return [*index, *(home / name for name in DATABASES)]


def try_one(whole, backup, folder, number, chance, expected, keep_times):
    home = folder / f"home-{number}"
    copied(whole, home)
    files = files_of(home)
    # Every fourth is a database: there are only two of them, and they matter most.
    path = chance.choice(files[-2:]) if number % 4 == 3 else chance.choice(files[:-2])
    kind = list(KINDS)[number % len(KINDS)]
    before, seen = path.stat(), path.read_bytes()
    path.write_bytes(KINDS[kind](seen, chance))
    if keep_times:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    began, before_work = time.perf_counter(), worked()
    name = str(path.relative_to(home))
    try:
        found, same = judged(home, path, backup, expected)
    except DeskError as error:
        found, same = "", False
        print(f"  {name}: {error}", file=sys.stderr)
    shutil.rmtree(home)
    return Outcome(name, kind, found, same, time.perf_counter() - began, worked() - before_work)


def judged(home, path, backup, expected):
    marks = quarantined(home)
    try:
        answers = asked(home)
    except WorkspaceDamagedError:
        if path.name not in DATABASES:
            raise
        restored = restore_backup(backup, Settings(home=home), replace=True, catalog_only=path.name == "catalog.db")
        shutil.rmtree(restored.aside)
        return "said so", asked(home) == expected
    if path.name in DATABASES or quarantined(home) == marks:
        return looked_at(home), answers == expected == asked(home)
    return "built anew", answers == expected


def looked_at(home):
    """Return how a look at the whole workspace tells of a damage that answers did not show, "" when it does not or does not mend it."""
    told, again = ({check.name: check.state for check in examine_workspace(Settings(home=home))} for _ in range(2))
    return "built anew by the look" if told.get("indexes") is State.WARNING and again.get("indexes") is State.OK else ""


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--damages", type=int, default=DAMAGES)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--keep-times", action="store_true")
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="file-damages-") as made:
        folder = Path(made)
        whole = folder / "whole"
        shutil.copytree(given.home, whole, ignore=shutil.ignore_patterns("*.schema0*", "quarantined"))
        with Workspace.open(Settings(home=whole)) as workspace:
            workspace.keeper.sync()
            write_backup(workspace, folder / "kept.zip")
            chunks = sum(one.chunk_count for one in workspace.documents.find(READER, DocumentFilter()))
        expected = asked(whole)
        for number in range(given.first, given.damages):
            outcome = try_one(whole, folder / "kept.zip", folder, number, chance_of(given.seed, "", number), expected, given.keep_times)
            outcomes.append(outcome)
            told = f"{outcome.kind}: {outcome.file}: {outcome.found or 'NOT FOUND'}, {'same answers' if outcome.same else 'OTHER ANSWERS'}"
            print(f"{number}: {told}, {outcome.seconds:.1f} s, {outcome.worked:.1f} s of the processor", flush=True)
    found = Counter(outcome.found for outcome in outcomes)
    print(", ".join(f"{how or 'not found'} {count}" for how, count in found.items()))
    slowest = max(outcomes, key=lambda one: one.worked)
    each = 10_000 / chunks
    print(f"{chunks} chunks; slowest for 10,000: {slowest.seconds * each:.1f} s, {slowest.worked * each:.1f} s of the processor")
    print(f"{sum(bool(one.found) for one in outcomes)} of {len(outcomes)} found, {sum(one.same for one in outcomes)} with the same answers")
    sys.exit(any(not one.found or not one.same for one in outcomes))


if __name__ == "__main__":
    main()
