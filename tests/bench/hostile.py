"""Ingest each file of a folder between two good ones, and see that it costs nobody anything but itself.

usage: python -m tests.bench.hostile FOLDER [--together N] [--seconds S] [--memory-mb N] [--json]

A file passes when it is ingested or left out with one line that says why, when no traceback is printed, when it takes at most S seconds
of processors more than its neighbours alone, when the whole command with its children stays within N MiB, and when its neighbours
are there with their vectors and found by their words. Several files are ingested together, a good one between any two: what they take
together none takes alone. Only when they do not pass so, each is tried in a workspace of its own. Exit 1 when a file does not pass.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from research.nouns.documents import DocumentState
from research.nouns.queries import DocumentFilter, LexicalQuery, WeightedPhrase
from research.settings import load_settings
from research.workspace import Workspace
from tests.ingest.interrupted import READER, start

SECONDS, MEMORY_MB, TOGETHER = 20.0, 1024, 8
# How often the processes' memory is looked at, and when a command that does not end is ended.
EVERY_SECONDS, LONGEST_SECONDS = 0.02, 900.0
LISTS = ("added", "unchanged", "replaced", "skipped", "failed")
_KIB = 1024


@dataclass
class Outcome:
    """What became of one file: how it ended, its line, the seconds and MiB that it and those with it took, and what is wrong with that."""

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
        try:
            found += [int(child) for listing in Path(f"/proc/{one}/task").glob("*/children") for child in listing.read_text().split()]
        except OSError:  # it has ended while it was looked at
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
    """Return (stdout, stderr, seconds of processors, peak MiB) of an ingest; one that does not end is killed."""
    began, before, peak = time.perf_counter(), getrusage(RUSAGE_CHILDREN), 0
    process = start(home, *paths)
    while True:
        try:
            out, err = process.communicate(timeout=EVERY_SECONDS)
            break
        except subprocess.TimeoutExpired:
            peak = max(peak, resident_mb(process.pid))
            if time.perf_counter() - began > LONGEST_SECONDS:
                process.kill()
    after = getrusage(RUSAGE_CHILDREN)
    return out, err, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def ended(report, path):
    """Return how a file ended ("added", "skipped", "failed", …, "" for not at all), and the line that was given for it."""
    for name in LISTS:
        for one in report[name]:
            if one["path"].partition("#")[0] == str(path):
                return name, one.get("reason") or one.get("error") or ""
    return "", ""


def lost_neighbours(home, neighbours):
    """Return what is wrong with the good files after the ingest."""
    wrong = []
    with Workspace.open(load_settings(home)) as workspace:
        held = {one.name: one for one in workspace.documents.find(READER, DocumentFilter())}
        for name in (path.stem for path in neighbours):
            if name not in held or held[name].state is not DocumentState.COMPLETE:
                wrong.append(f"{name} is lost")
                continue
            words = LexicalQuery((WeightedPhrase((f"foundry{name}",)),))
            if not workspace.lexical.query(words, limit=1, document_ids=frozenset({held[name].id})):
                wrong.append(f"{name} does not answer")
    return wrong


def neighbours_of(folder, count):
    """Return so many good files, made there when they are not there yet; each says a word of its own."""
    paths = [folder / f"good{number:02}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(f"Quillmere keeps {number} presses in its foundry{path.stem}.\n", encoding="utf-8")
    return paths


def together(files, good, *, plain, options):
    """Return the outcomes of files ingested together, a good one around each; `plain` is the seconds that two good ones take alone."""
    neighbours = neighbours_of(good, len(files) + 1)
    between = [path for pair in zip(neighbours, [*files, None], strict=True) for path in pair if path]
    with tempfile.TemporaryDirectory(prefix="desk-hostile-") as folder:
        home = Path(folder)
        out, err, seconds, memory_mb = watched(home, *between)
        try:
            report = json.loads(out)
        except ValueError:
            return [Outcome(path.name, seconds=round(seconds, 2), memory_mb=memory_mb, wrong=["no report"]) for path in files]
        shared = ["a traceback"] if "Traceback" in out + err else []
        shared += ["too slow"] if seconds - plain > options.seconds else []
        shared += ["too much memory"] if memory_mb > options.memory_mb else []
        shared += lost_neighbours(home, neighbours)
    results = []
    for path in files:
        outcome, line = ended(report, path)
        own = [] if outcome else ["no outcome"]
        own += ["not one line"] if outcome in {"failed", "skipped"} and (not line.strip() or "\n" in line) else []
        own += ["an unexpected error"] if line.startswith("unexpected ") or "the reader failed (" in line else []
        results.append(Outcome(path.name, outcome, line, round(max(seconds - plain, 0.0), 2), memory_mb, [*own, *shared]))
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--together", type=int, default=TOGETHER)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = sorted(path.resolve() for path in options.folder.rglob("*") if path.is_file())
    results = []
    with tempfile.TemporaryDirectory(prefix="desk-hostile-") as folder:
        good = Path(folder).resolve()
        plain = watched(good / "alone", *neighbours_of(good, 2))[2]
        for at in range(0, len(files), options.together):
            group = files[at : at + options.together]
            found = together(group, good, plain=plain, options=options)
            if len(group) > 1 and any(one.wrong for one in found):
                found = [one for path in group for one in together([path], good, plain=plain, options=options)]
            results += found
            for one in found if not options.json else ():
                show(one)
    bad = [one for one in results if one.wrong]
    summary = {
        "files": len(results),
        **{name: sum(one.outcome == name for one in results) for name in LISTS},
        "most_seconds": max((one.seconds for one in results), default=0),
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
