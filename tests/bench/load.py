"""Eight readers ask while files are read in beside them; then the workspace is backed up, restored and asked the same.

usage: python -m tests.bench.load [--minutes 10] [--readers 8] [--every 5] [--small] [--json]

A workspace is made of the sample library (`--small`: of two filings). One process has it open as the page has, with a thread for each
reader, who asks a question every so many seconds and keeps the answer. Another process reads in one new note after the other, embedding
on one thread. A note is visible when the page's process lists it and finds its words, counted from when its reading in had ended. Lock
errors are those that name a lock or a busy workspace; every other error, and every traceback that the ingest writes, is told apart.
Exit 1 when a target is missed.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from research.backups.restoring import restore_backup
from research.backups.writing import write_backup
from research.errors import DeskError
from research.nouns.access import Access
from research.nouns.conversations import FRESH
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.bench.planting import write
from tests.conftest import SAMPLE_FILINGS
from tests.forks import start_fork
from tests.research.backups.test_backups import QUESTIONS
from ui.cli.ingest import ingest_paths

MOST_SECONDS, VISIBLE_SECONDS = 0.4, 5.0
LOOK_SECONDS = 0.1
READER = Access("reader")
ROOT = Path(__file__).resolve().parents[2]
LOCKED = ("lock", "busy", "at work", "is being read", "is used by")


def settings_of(home, **more):
    return Settings(home=home, cache=home.parent / "cache", **more)


def mark_of(number):
    """Return a word that one note alone has."""
    return "zorb" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")


def read_in(folder, until):
    """Read in one note after the other until an instant, and write down when each was in."""
    folder = Path(folder)
    errors = os.open(folder / "ingest.err", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(errors, 2)
    number = 0
    with Workspace.open(settings_of(folder / "home", threads=1), create=False) as workspace:
        while time.time() < until:
            number += 1
            text = f"The {mark_of(number)} programme of Ravensmoor Foods lowered the cost of freight in region {number}."
            path = write(folder / "files", f"note-{number:04d}", "html", (text,), position="middle", hidden=False)
            report = ingest_paths(workspace, [path])
            with (folder / "read-in").open("a", encoding="utf-8") as said:
                said.write(json.dumps([number, time.time(), [f"{one.path}: {one.reason}" for one in report.failed]]) + "\n")


class Readers:
    """The page's process: its readers, and somebody who looks for what is new."""

    def __init__(self, workspace, folder, *, every, until):
        self._workspace, self._folder = workspace, folder
        self._every, self._until = every, until
        self._guard = threading.Lock()
        self.seconds, self.errors, self.statuses = [], [], Counter()
        self.visible = {}

    def ask(self, place, readers):
        """Ask one question after the other, each at its time."""
        due, asked = time.time() + self._every * place / readers, place
        while due < self._until:
            time.sleep(max(0.0, due - time.time()))
            began = time.perf_counter()
            try:
                kept = self._workspace.converse(QUESTIONS[asked % len(QUESTIONS)], READER, FRESH)
                with self._guard:
                    self.seconds.append(time.perf_counter() - began)
                    self.statuses[kept.answer.status.value] += 1
            except Exception as error:  # noqa: BLE001 - what it is is what is asked
                self._note(error)
            due, asked = due + self._every, asked + 3

    def look(self):
        """Look for each note from when it was read in until it is listed and found."""
        while time.time() < self._until + VISIBLE_SECONDS:
            try:
                for number, at, _ in said_of(self._folder):
                    if number not in self.visible and self._is_visible(number):
                        self.visible[number] = time.time() - at
            except Exception as error:  # noqa: BLE001 - what it is is what is asked
                self._note(error)
            time.sleep(LOOK_SECONDS)

    def _is_visible(self, number):
        name = f"note-{number:04d}"
        if not self._workspace.documents.find(READER, DocumentFilter(names=(name,))):
            return False
        found = self._workspace.search(f"{mark_of(number)} programme", READER).retrieval.results
        return any(one.document == name for one in found)

    def _note(self, error):
        with self._guard:
            self.errors.append(f"{type(error).__name__}: {error}" if isinstance(error, DeskError) else f"traceback: {error!r}")


def said_of(folder):
    """Return what was read in so far: numbers, instants, failures."""
    path = folder / "read-in"
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def run(folder, *, minutes, readers, every):
    """Return what was seen while readers asked beside an ingest."""
    with Workspace.open(settings_of(folder / "home"), create=False) as workspace:
        for question in QUESTIONS:  # the page has answered before
            workspace.ask(question, READER)
        start_fork(time.time).join()  # the first one waits for the server that forks
        until = time.time() + minutes * 60
        process = start_fork(read_in, str(folder), until)
        seen = Readers(workspace, folder, every=every, until=until)
        threads = [threading.Thread(target=seen.ask, args=(place, readers)) for place in range(readers)]
        threads.append(threading.Thread(target=seen.look))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        process.join()
    told = said_of(folder)
    err = (folder / "ingest.err").read_text(encoding="utf-8", errors="replace")
    errors = [*seen.errors, *(one for _, _, failed in told for one in failed)]
    locked = [one for one in errors if not one.startswith("traceback") and any(word in one.lower() for word in LOCKED)]
    return {
        "asked": len(seen.seconds),
        "statuses": dict(seen.statuses),
        "p50_ms": round(1000 * statistics.median(seen.seconds)) if seen.seconds else None,
        "p95_ms": round(1000 * percentile(seen.seconds)) if seen.seconds else None,
        "slowest_ms": round(1000 * max(seen.seconds, default=0.0)),
        "read_in": len(told),
        "not_visible": sorted({number for number, *_ in told} - seen.visible.keys()),
        "visible_s": round(max(seen.visible.values(), default=0.0), 2),
        "lock_errors": len(locked),
        "tracebacks": sum(one.startswith("traceback") for one in errors) + err.count("Traceback"),
        "other_errors": len(errors) - len(locked) - sum(one.startswith("traceback") for one in errors),
        "ingest_exit": process.exitcode,
        "errors": errors[:10],
    }


def percentile(seconds):
    """Return the 95th percentile."""
    return sorted(seconds)[max(0, -(-len(seconds) * 95 // 100) - 1)]


def restored(folder):
    """Return of how many questions a restored workspace gives the same answer, of how many."""
    with Workspace.open(settings_of(folder / "home"), create=False) as workspace:
        write_backup(workspace, folder / "kept.zip")
    restore_backup(folder / "kept.zip", settings_of(folder / "new"))
    before, after = (answers(folder / name) for name in ("home", "new"))
    return sum(one == other for one, other in zip(before, after, strict=True)), len(before)


def answers(home):
    """Return what a workspace answers: status, words, and where each citation stands."""
    with Workspace.open(settings_of(home), create=False) as workspace:
        asked = (workspace.ask(question, READER) for question in QUESTIONS)
        return [(one.status, one.text, [(cited.document_id, cited.page, cited.quote) for cited in one.citations]) for one in asked]


def make(folder, *, small):
    """Read in the sample library."""
    (folder / "files").mkdir()
    files = SAMPLE_FILINGS if small else [ROOT / "data" / "sample" / "library"]
    with Workspace.open(settings_of(folder / "home")) as workspace:
        report = ingest_paths(workspace, files)
    assert not report.failed, report.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="desk-load-"))
    try:
        make(folder, small=options.small)
        seen = run(folder, minutes=options.minutes, readers=options.readers, every=options.every)
        same, of = restored(folder)
    finally:
        shutil.rmtree(folder)
    seen |= {"restored_same": same, "restored_asked": of}
    sys.stdout.write(json.dumps(seen) + "\n" if options.json else "".join(f"{name}: {value}\n" for name, value in seen.items()))
    whole = (seen["asked"], seen["read_in"], seen["ingest_exit"] == 0, same == of)
    wrong = (seen["lock_errors"], seen["tracebacks"], seen["other_errors"], len(seen["not_visible"]))
    late = (seen["p95_ms"] or 0) > 1000 * MOST_SECONDS or seen["visible_s"] > VISIBLE_SECONDS
    return 0 if all(whole) and not any(wrong) and not late else 1


if __name__ == "__main__":
    from tests.bench import load  # noqa: PLW0406 - a fork finds its function in a module of this name, not in a script

    sys.exit(load.main())
