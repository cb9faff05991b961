"""Kill an ingest with SIGKILL at random moments, ingest again, and compare with an undisturbed run.

usage: python -m tests.bench.kill FILE... [--kills N] [--seed N] [--json]

Each kill has a workspace of its own, so that every moment of a first ingest can be hit. What was told of as read in has to be there after
the kill, before anything else is done. Exit 1 when one differs.
"""

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from research.nouns.queries import DocumentFilter
from research.settings import load_settings
from research.workspace import Workspace
from tests.bench.killing import Outcome, command_line
from tests.ingest.interrupted import READER, holdings, ingest_and_tell
from tests.killed import told_until_killed

LONGEST_SECONDS = 600.0


def options(parser):
    parser.add_argument("files", nargs="+", type=Path)


@contextmanager
def prepared(given):
    """Give what kills an ingest at a random moment of as long as an undisturbed one takes."""
    files = [path.resolve() for path in given.files]
    with tempfile.TemporaryDirectory(prefix="desk-kill-") as name:
        for home in (Path(name, "warm"), Path(name, "whole")):  # the first waits for the server that processes are forked from
            began = time.perf_counter()
            undisturbed(home, files)
            whole = time.perf_counter() - began
        expected = holdings(Path(name, "whole"))
        yield lambda chance: one_kill(Path(name, "killed"), files, chance.uniform(0.0, whole), expected)


def undisturbed(home, files):
    """Let an ingest run to its end and return how each file ended."""
    told, _ = told_until_killed(ingest_and_tell, home, files, told=len(files) + 1, after=0)
    return dict(told)


def one_kill(home, files, moment, expected):
    told, killed = told_until_killed(ingest_and_tell, home, files, told=0, after=moment)
    outcome = Outcome(f"{moment:.2f} s", killed, len(told))
    there = names(home)
    outcome.lost += [f"{name} was told of as {how} and is not there" for name, how in told if Path(name).stem not in there]
    for name, how in undisturbed(home, files).items():
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
