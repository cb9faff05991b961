"""Kill `desk ingest` with SIGKILL at random moments, ingest again, and compare with an undisturbed run.

usage: python -m tests.bench.kill PDF... [--kills N] [--seed N] [--json]

Each kill has a workspace of its own, so that every moment of a first ingest can be hit. Exit 1 when one differs.
"""

import argparse
import json
import random
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.ingest.interrupted import holdings, kill_after, run


def one_kill(files, moment, expected):
    """Return the moment, whether the process was killed, the seconds of the run after it, and what differs."""
    with tempfile.TemporaryDirectory(prefix="desk-kill-") as folder:
        home = Path(folder)
        killed = kill_after(moment, home, *files)
        report, seconds = run(home, *files)
        held = holdings(home)
        differs = [field.name for field in fields(held) if getattr(held, field.name) != getattr(expected, field.name)]
        differs += [outcome for outcome in ("failed", "skipped") if report[outcome]]
    return {"moment": round(moment, 2), "killed": killed, "seconds": round(seconds, 2), "differs": differs}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-kill-") as folder:
        report, whole = run(Path(folder), *options.files)
        expected = holdings(Path(folder))
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    results = []
    for _ in range(options.kills):
        results.append(one_kill(options.files, chance.uniform(0.0, whole), expected))
        if not options.json:
            sys.stdout.write(f"{results[-1]}\n")
            sys.stdout.flush()
    bad = sum(1 for result in results if result["differs"])
    totals = {name: report[name] for name in ("documents", "pages", "chunks", "facts")}
    summary = {"undisturbed_seconds": round(whole, 2), **totals, "kills": sum(result["killed"] for result in results), "differing": bad}
    sys.stdout.write(json.dumps(summary | ({"runs": results} if options.json else {})) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
