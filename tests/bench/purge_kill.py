"""Kill a purge with SIGKILL at moments spread over all that it does, open the workspace again, and look for the words that were planted.

usage: python -m tests.bench.purge_kill [--kills N] [--light] [--json]

A workspace with planted documents of every format, an answer, a signed draft, a digest on its way and remarks is copied for each kill.
Opening it after the kill has to finish what was begun; what was not begun is then purged. No planted word may be left in any file, raw or
inflated, the document that stays has to be found alone, and the audit trail has to be whole. With --light vectors are made without a
model. Exit 1 when something is wrong.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from research.audit.proving import prove
from research.workspace import Workspace
from tests.bench.canaries import hits
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


def whole_run(made, folder, *, light):
    """Return how long a purge takes in a process that is let run, and what is left after it."""
    home = _copied(made, folder / "whole")
    began = time.perf_counter()
    process = start_fork(purge_light if light else purge_whole, str(home))
    process.join()
    took = time.perf_counter() - began
    left = hits(home.parent, CANARIES)
    shutil.rmtree(home.parent)
    return took, [str(one) for one in left] + ([] if process.exitcode == 0 else [f"exit code {process.exitcode}"])


def one_kill(made, folder, after, *, light):
    """Kill a purge after so many seconds and return what is wrong then."""
    home = _copied(made, folder / "killed")
    process = start_fork(purge_light if light else purge_whole, str(home))
    process.join(after)
    ran = process.exitcode is None
    if ran:
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    wrong = _wrong(home, light=light)
    shutil.rmtree(home.parent)
    return {"after": round(after, 3), "killed": ran, **wrong}


def _wrong(home, *, light):
    """Return what is wrong with a workspace whose purge was cut."""
    wrong = []
    with opened(home, kind=LightWorkspace if light else Workspace) as workspace:
        left = planted(workspace)
        wrong += [f"not finished by the opening: {one.problem or 'only by the second'}" for one in workspace.purger.finish()]
        with workspace.trail.whole() as (end, rows):
            wrong += [fault] if (fault := prove(rows, end).fault) else []
        # What was not begun is purged now, as its caller would.
        purge_planted(workspace)
        found = workspace.search("freight", ANN).retrieval.results
        wrong += [] if found and {one.document for one in found} == {"kept"} else ["the document that stays is not found alone"]
    wrong += [f"{name}: {canary} ({how})" for name, canary, how in hits(home.parent, CANARIES)]
    return {"left_to_purge": len(left), "wrong": wrong}


def _copied(made, folder):
    shutil.copytree(made, folder)
    return folder / "home"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--light", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-purge-") as name:
        folder = Path(name)
        with opened(folder / "made" / "home", kind=LightWorkspace if options.light else Workspace) as workspace:
            plant(workspace, folder / "files", KINDS)
            derive(workspace)
        before = sorted({one[0].split("/")[0] for one in hits(folder / "made" / "home", CANARIES)})
        whole_run(folder / "made", folder, light=options.light)  # the first one waits for the server that forks
        took, left = whole_run(folder / "made", folder, light=options.light)
        results = []
        for number in range(options.kills):
            results.append(one_kill(folder / "made", folder, took * (number + 0.5) / options.kills, light=options.light))
            if not options.json:
                sys.stdout.write(f"{results[-1]}\n")
                sys.stdout.flush()
    bad = sum(bool(one["wrong"]) for one in results) + bool(left)
    summary = {"held_before": before, "seconds": round(took, 2), "left": left, "kills": len(results), "wrong": bad}
    sys.stdout.write(json.dumps(summary | ({"runs": results} if options.json else {})) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
