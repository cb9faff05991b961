"""Fail one write of an ingest, ingest again, and compare with an undisturbed run.

usage: python -m tests.bench.faults FILE... [--faults N] [--json]

Every write to catalog, queue and indexes is counted in an undisturbed run; then the run is repeated in a new workspace with one of them
failing, in turn as a full disk and as a database error, before the write and after it, at N places spread evenly. Nothing is done
between the failed run and the next. Exit 1 when what is held then differs, or when the second run reports a failure.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass, field, fields
from errno import ENOSPC
from pathlib import Path

import structlog

from ingest.progress import Silence
from ingest.readers import file_readers
from ingest.worker import IngestWorker
from research.nouns.jobs import IngestJob, JobState
from research.settings import load_settings
from research.workspace import Workspace
from tests.ingest.interrupted import held_by

FAULTS = 20
WRITES = {
    "documents": ("add", "add_facts", "set_state", "complete", "keep_original", "move", "mark"),
    "embeddings": ("put",),
    "jobs": ("enqueue", "expand", "claim", "finish"),
    "lexical": ("add", "remove"),
    "vectors": ("add", "remove"),
    "keeper": ("sync",),
}


@dataclass
class Writes:
    """Counts the writes of a run and fails one of them: its number (from 1; 0 for none), the error, and whether it is done all the same."""

    failing: int = 0
    error: Exception | None = None
    late: bool = False
    seen: list[str] = field(default_factory=list)

    def do(self, name, write, arguments, named):
        self.seen.append(name)
        fails = len(self.seen) == self.failing
        if fails and not self.late:
            raise self.error
        result = write(*arguments, **named)
        if fails:
            raise self.error
        return result


class Passing:
    """Passes everything on to a part of a workspace, its writes through `Writes`."""

    def __init__(self, part, name, writes):
        self._part, self._name, self._writes = part, name, writes

    def __getattr__(self, name):
        found = getattr(self._part, name)
        if name not in WRITES[self._name]:
            return found
        return lambda *arguments, **named: self._writes.do(f"{self._name}.{name}", found, arguments, named)


class FaultyWorkspace:
    """A workspace as ingest sees it, with writes that fail."""

    def __init__(self, workspace, writes):
        self._workspace = workspace
        for name in WRITES:
            setattr(self, name, Passing(getattr(workspace, name), name, writes))

    def __getattr__(self, name):
        return getattr(self._workspace, name)


def ingest(home, files, embedder, writes):
    """Return the outcomes by file of one ingest, or the error that ended it, and what is held afterwards."""
    with Workspace.open(load_settings(home)) as workspace:
        if embedder is not None:
            vars(workspace)["embedder"] = embedder
        faulty = FaultyWorkspace(workspace, writes)
        try:
            batch = faulty.jobs.enqueue([IngestJob(0, "", str(path), None, None, (), JobState.QUEUED) for path in files])
            IngestWorker(faulty, file_readers(), Silence()).run(batch)
            outcomes = [job.outcome for job in workspace.jobs.batch(batch)]
        except (OSError, sqlite3.Error) as error:
            outcomes = [f"ended: {error}"]
        return outcomes, held_by(workspace), workspace.embedder


def content_hash(held):
    """Return a short hash of what is held, indexes in the order of their documents."""
    parts = [sorted(value.items()) if isinstance(value, dict) else value for value in (getattr(held, one.name) for one in fields(held))]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def one_fault(number, files, embedder, expected):
    """Return which write failed how, what both runs came to, and what differs from the undisturbed run."""
    late = number // 2 % 2 == 1
    error = OSError(ENOSPC, "No space left on device") if number % 2 else sqlite3.OperationalError("disk I/O error")
    writes = Writes(number, error, late)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="desk-fault-") as folder:
        first, _, _ = ingest(Path(folder), files, embedder, writes)
        again, held, _ = ingest(Path(folder), files, embedder, Writes())
    differs = [one.name for one in fields(held) if getattr(held, one.name) != getattr(expected, one.name)]
    differs += [outcome for outcome in again if outcome not in {"added", "unchanged", "replaced"}]
    failed = writes.seen[number - 1] if len(writes.seen) >= number else "none"
    how = f"{type(error).__name__} {'after' if late else 'before'}"
    return {
        "write": number,
        "failed": failed,
        "how": how,
        "first": first,
        "again": again,
        "hash": content_hash(held),
        "seconds": round(time.perf_counter() - began, 1),
        "differs": differs,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--faults", type=int, default=FAULTS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    files = [path.resolve() for path in options.files]
    whole = Writes()
    with tempfile.TemporaryDirectory(prefix="desk-fault-") as folder:
        outcomes, expected, embedder = ingest(Path(folder), files, None, whole)
    count = len(whole.seen)
    places = sorted({1 + round(at * (count - 1) / max(options.faults - 1, 1)) for at in range(options.faults)})
    results = []
    for number in places:
        results.append(one_fault(number, files, embedder, expected))
        if not options.json:
            print(results[-1], flush=True)
    bad = sum(1 for one in results if one["differs"])
    summary = {"undisturbed": outcomes, "hash": content_hash(expected), "writes": count, "faults": len(results), "differing": bad}
    print(json.dumps(summary | ({"runs": results} if options.json else {})))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
