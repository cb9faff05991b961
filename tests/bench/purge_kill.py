"""Kill a purge with SIGKILL at random moments, open the workspace again, and look for the words that were planted.

usage: python -m tests.bench.purge_kill [--kills N] [--light] [--seed N] [--json]

A workspace with planted documents of every format, an answer, a signed draft, a digest on its way and remarks is copied for each kill.
Opening it after the kill has to finish what was begun; what was not begun is then purged. No planted word may be left in any file, raw or
inflated, the document that stays has to be found alone, and the audit trail has to be whole. With --light vectors are made without a
model. Exit 1 when something is wrong.
"""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from research.audit.proving import prove
from research.workspace import Workspace
from tests.bench.canaries import hits
from tests.bench.killing import Outcome, Watch, command_line, do_and_mark
from tests.forks import start_fork
from tests.research.purging.planted import (
    ANN,
    CANARIES,
    KINDS,
    LightWorkspace,
    derive,
    opened,
    plant,
    planted,
    purge_light,
    purge_planted,
    purge_whole,
)


def options(parser):
    parser.add_argument("--light", action="store_true")


@contextmanager
def prepared(given):
    """Give what kills a purge at a random moment of as long as an undisturbed one writes."""
    with tempfile.TemporaryDirectory(prefix="desk-purge-") as name:
        folder = Path(name)
        with opened(folder / "made" / "home", kind=LightWorkspace if given.light else Workspace) as workspace:
            plant(workspace, folder / "files", KINDS)
            derive(workspace)
        assert hits(folder / "made" / "home", CANARIES)
        whole_run(folder / "made", folder, light=given.light)  # the first one waits for the server that forks
        took, left = whole_run(folder / "made", folder, light=given.light)
        assert not left, left
        yield lambda chance: one_kill(folder / "made", folder, chance.uniform(0.0, took), light=given.light)


def whole_run(made, folder, *, light):
    """Return how long a purge takes from its first write in a process that is let run, and what is left after it."""
    home = _copied(made, folder / "whole")
    watch = Watch(home)
    process = start_fork(purge_light if light else purge_whole, str(home))
    took = watch.span(process)
    left = hits(home.parent, CANARIES)
    shutil.rmtree(home.parent)
    return took, [str(one) for one in left] + ([] if process.exitcode == 0 else [f"exit code {process.exitcode}"])


def one_kill(made, folder, after, *, light):
    """Kill a purge after so many seconds and return what is wrong then."""
    home = _copied(made, folder / "killed")
    watch = Watch(home)
    killed, hit = watch.kill(start_fork(do_and_mark, watch.mark, purge_light if light else purge_whole, str(home)), after)
    outcome = Outcome(f"{after:.3f} s", killed, hit=hit)
    outcome.half += _wrong(home, outcome, light=light)
    shutil.rmtree(home.parent)
    return outcome


def _wrong(home, outcome, *, light):
    """Return what is wrong with a workspace whose purge was cut."""
    wrong = []
    with opened(home, kind=LightWorkspace if light else Workspace) as workspace:
        outcome.acknowledged = len(KINDS) - len(planted(workspace))
        wrong += [f"not finished by the opening: {one.problem or 'only by the second'}" for one in workspace.purger.finish()]
        with workspace.trail.whole() as (end, rows):
            wrong += [fault] if (fault := prove(rows, end).fault) else []
        # What was not begun is purged now, as its caller would.
        purge_planted(workspace)
        found = workspace.search("freight", ANN).retrieval.results
        wrong += [] if found and {one.document for one in found} == {"kept"} else ["the document that stays is not found alone"]
    return wrong + [f"{name}: {canary} ({how})" for name, canary, how in hits(home.parent, CANARIES)]


def _copied(made, folder):
    shutil.copytree(made, folder)
    return folder / "home"


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=10, options=options)
