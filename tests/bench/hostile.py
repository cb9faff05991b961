"""Ingest each file of a folder between two good ones, and see that it costs nobody anything but itself.

usage: python -m tests.bench.hostile FOLDER [--seconds S] [--memory-mb N] [--json]

Each file gets a workspace of its own. It passes when it is ingested or left out with one line that says why, when no traceback is
printed, when it takes at most S seconds more than its neighbours alone, when the whole command with its children stays within N MiB,
and when both neighbours are there with their vectors and found by their words. Exit 1 when a file does not pass.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter, LexicalQuery, WeightedPhrase
from research.settings import load_settings
from research.workspace import Workspace
from tests.ingest.interrupted import READER, start

SECONDS, MEMORY_MB = 20.0, 1024
# How often the processes' memory is looked at.
EVERY_SECONDS = 0.02
NEIGHBOURS = {"before.txt": "Quillmere keeps a foundry in Ashby.\n", "after.txt": "Tarrowby closed its ferry.\n"}
WORDS = {"before": "foundry", "after": "ferry"}
LISTS = ("added", "unchanged", "replaced", "skipped", "failed")
_KIB = 1024


@dataclass
class Outcome:
    """What became of one file: how it ended, its line, the seconds and MiB it took, and what is wrong with that."""

    file: str
    outcome: str = ""
    line: str = ""
    seconds: float = 0.0
    memory_mb: int = 0
    wrong: list[str] = field(default_factory=list)


def family(pid):
    """Return a process and all its descendants, as far as they are alive."""
    found = [pid]
    for one in found:
        for listing in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, listing.read_text().split())
            except OSError:
                continue
    return found


def resident_mb(pid):
    """Return the resident memory of a process and its descendants in MiB, shared pages counted for each."""
    total = 0
    for one in family(pid):
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return total // _KIB


def watched(home, *paths):
    """Return (stdout, stderr, seconds, peak MiB) of an ingest."""
    began, peak = time.perf_counter(), 0
    process = start(home, *paths)
    out = err = ""
    while True:
        try:
            out, err = process.communicate(timeout=EVERY_SECONDS)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, resident_mb(process.pid))
    return out, err, time.perf_counter() - began, peak


def ended(report, path):
    """Return how a file ended ("added", "skipped", "failed", …, "" for not at all), and the line that was given for it."""
    for name in LISTS:
        for one in report[name]:
            if one["path"].partition("#")[0] == str(path):
                return name, one.get("reason") or one.get("error") or ""
    return "", ""


def lost_neighbours(home):
    """Return what is wrong with the two good files after the ingest."""
    wrong = []
    with Workspace.open(load_settings(home)) as workspace:
        held = {one.name: one for one in workspace.documents.find(READER, DocumentFilter())}
        for name, word in WORDS.items():
            if name not in held or held[name].state is not DocumentState.COMPLETE:
                wrong.append(f"{name} is lost")
                continue
            ids = frozenset({held[name].id})
            if not workspace.lexical.query(LexicalQuery((WeightedPhrase((word,)),)), limit=1, document_ids=ids):
                wrong.append(f"{name} does not answer")
    return wrong


def one_file(path, neighbours, *, plain, options):
    """Return the outcome of one file between its neighbours; `plain` is the seconds that the neighbours take alone."""
    result = Outcome(path.name)
    with tempfile.TemporaryDirectory(prefix="desk-hostile-") as folder:
        home = Path(folder)
        out, err, seconds, result.memory_mb = watched(home, neighbours[0], path, neighbours[1])
        result.seconds = round(max(seconds - plain, 0.0), 2)
        if "Traceback" in out + err:
            result.wrong.append("a traceback")
        try:
            result.outcome, result.line = ended(json.loads(out), path)
        except ValueError:
            result.wrong.append("no report")
            return result
        if not result.outcome:
            result.wrong.append("no outcome")
        if result.outcome in {"failed", "skipped"} and (not result.line.strip() or "\n" in result.line):
            result.wrong.append("not one line")
        if result.line.startswith("unexpected "):
            result.wrong.append("an unexpected error")
        if result.seconds > options.seconds:
            result.wrong.append("too slow")
        if result.memory_mb > options.memory_mb:
            result.wrong.append("too much memory")
        result.wrong += lost_neighbours(home)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = sorted(path.resolve() for path in options.folder.rglob("*") if path.is_file())
    results = []
    with tempfile.TemporaryDirectory(prefix="desk-hostile-") as folder:
        neighbours = [Path(folder).resolve() / name for name in NEIGHBOURS]
        for path in neighbours:
            path.write_text(NEIGHBOURS[path.name], encoding="utf-8")
        plain = min(watched(Path(folder) / f"alone{turn}", *neighbours)[2] for turn in range(2))
        for path in files:
            results.append(one_file(path, neighbours, plain=plain, options=options))
            if not options.json:
                show(results[-1])
    bad = [one for one in results if one.wrong]
    summary = {
        "files": len(results),
        **{name: sum(one.outcome == name for one in results) for name in LISTS},
        "slowest_seconds": max((one.seconds for one in results), default=0),
        "most_mb": max((one.memory_mb for one in results), default=0),
        "not_passed": len(bad),
    }
    print(json.dumps(summary | ({"results": [asdict(one) for one in results]} if options.json else {})))
    return 1 if bad else 0


def show(one):
    print(
        f"{one.outcome or '-':9} {one.seconds:6.2f} s {one.memory_mb:5} MiB  {one.file[-60:]:60}  {', '.join(one.wrong) or one.line}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
