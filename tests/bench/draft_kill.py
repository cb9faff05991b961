"""Kill a process that saves a draft with SIGKILL at random moments, and look whether each version is whole and none that was told of lost.

usage: python -m tests.bench.draft_kill [--kills N] [--seed N] [--json]

Each kill has a ledger of its own, in which a draft of 12 sections of 25 cited sentences is saved without a pause, typed on in the same
version, reviewed and reopened in turn. Exit 1 when something is wrong.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from tests.research.drafting.editing.saver import killed_at, wrong_after

MOST_SAVES, LONGEST_WAIT = 30, 0.06


def one_kill(chance):
    """Return after how many saves and seconds was killed, how many saves were told of, and what is wrong."""
    saves, after = chance.randint(1, MOST_SAVES), chance.uniform(0.0, LONGEST_WAIT)
    with tempfile.TemporaryDirectory(prefix="desk-draft-") as name:
        last = killed_at(Path(name), saves, after)
        return {"saves": saves, "after": round(after, 4), "told": last + 1, "wrong": wrong_after(Path(name), last)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    results = []
    for _ in range(options.kills):
        results.append(one_kill(chance))
        if not options.json:
            sys.stdout.write(f"{results[-1]}\n")
            sys.stdout.flush()
    bad = sum(bool(result["wrong"]) for result in results)
    summary = {"kills": len(results), "saves_told_of": sum(result["told"] for result in results), "wrong": bad}
    sys.stdout.write(json.dumps(summary | ({"runs": results} if options.json else {})) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
