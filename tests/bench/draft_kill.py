"""Kill a process that saves a draft with SIGKILL at random moments, and look whether each version is whole and none that was told of lost.

usage: python -m tests.bench.draft_kill [--kills N] [--seed N] [--json]

Each kill has a ledger of its own, in which a draft of 12 sections of 25 cited sentences is saved without a pause, typed on in the same
version, reviewed and reopened in turn. Exit 1 when something is wrong.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.bench.killing import Outcome, command_line
from tests.research.drafting.editing.saver import killed_at, wrong_after

MOST_SAVES, LONGEST_WAIT = 30, 0.06


@contextmanager
def prepared(_):
    """Give what kills a saving process after a random number of saves and a random wait."""
    yield one_kill


def one_kill(chance):
    saves, after = chance.randint(1, MOST_SAVES), chance.uniform(0.0, LONGEST_WAIT)
    with tempfile.TemporaryDirectory(prefix="desk-draft-") as name:
        last = killed_at(Path(name), saves, after)
        outcome = Outcome(f"{after:.4f} s after save {saves}", killed=True, acknowledged=last + 1, hit=last >= 0)
        for one in wrong_after(Path(name), last):
            (outcome.lost if "not there" in one or "gone" in one else outcome.half).append(one)
    return outcome


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=60)
