"""Kill an ingest with SIGKILL at random moments, ingest again, and compare with an undisturbed run.

usage: python -m tests.bench.kill FILE... [--kills N] [--seed N] [--json]

Each kill has a workspace of its own, so that every moment of a first ingest can be hit. What was told of as read in has to be there after
the kill, before anything else is done. Exit 1 when one differs.
"""

import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import fields
from multiprocessing import Pipe
from pathlib import Path

from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.killing import Outcome, Watch, command_line, do_and_mark
from tests.forks import start_fork
from tests.ingest.interrupted import READER, holdings, ingest_and_tell


def options(parser):
    parser.add_argument("files", nargs="+", type=Path)


@contextmanager
def prepared(given):
    """Give what kills an ingest at a random moment of as long as an undisturbed one writes."""
    files = [path.resolve() for path in given.files]
    with tempfile.TemporaryDirectory(prefix="desk-kill-") as name:
        for home in (Path(name, "warm"), Path(name, "whole")):  # the first waits for the server that processes are forked from
            _, whole = told_by(home, files, lambda watch, process: watch.span(process))
        expected = holdings(Path(name, "whole"))
        yield lambda chance: one_kill(Path(name, "killed"), files, chance.uniform(0.0, whole), expected)


def told_by(home, files, become):
    """Let become of an ingest's process what is to; return how it told that each file ended, and what `become` gives."""
    home.mkdir(exist_ok=True)
    watch = Watch(home)
    reading, writing = Pipe(duplex=False)
    process = start_fork(do_and_mark, watch.mark, ingest_and_tell, home, files, writing)
    writing.close()
    became = become(watch, process)
    told = []
    with suppress(EOFError):
        while True:
            told.append(reading.recv())
    reading.close()
    return told, became


def one_kill(home, files, moment, expected):
    told, (killed, hit) = told_by(home, files, lambda watch, process: watch.kill(process, moment))
    outcome = Outcome(f"{moment:.2f} s", killed, len(told), hit=hit)
    there = names(home)
    outcome.lost += [f"{name} was told of as {how} and is not there" for name, how in told if Path(name).stem not in there]
    for name, how in told_by(home, files, lambda _, process: process.join())[0]:
        outcome.half += [f"{name}: {how} by the run after"] if how in {"failed", "skipped"} else []
    held = holdings(home)
    shutil.rmtree(home)
    for one in fields(held):
        outcome.compare(one.name, getattr(held, one.name), getattr(expected, one.name))
    return outcome


def names(home):
    """Return the names of the documents that answer."""
    with Workspace.open(load_settings(home)) as workspace:
        return {one.name for one in workspace.documents.find(READER, DocumentFilter())}


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=10, options=options)
