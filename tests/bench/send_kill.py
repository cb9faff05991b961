"""Kill the sending of digests with SIGKILL at random moments, send again, and look for what is lost or arrived twice.

usage: python -m tests.bench.send_kill [--kills N] [--seed N] [--json]

Each kill has a ledger, a mail server and a folder of its own. An undisturbed run tells how long one takes. Exit 1 when something is wrong.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from research.nouns.sending import OutgoingState
from tests.forks import start_fork
from tests.ui.out.mail_server import mail_server
from tests.ui.out.sender import items, schedule, send, wrong


def one_kill(moment):
    """Return the moment, whether the process was killed, how many messages are unsure and how many of these arrived, what is wrong."""
    with tempfile.TemporaryDirectory(prefix="desk-send-") as name, mail_server() as box:
        home, folder = Path(name) / "home", Path(name) / "drop"
        folder.mkdir()
        schedule(home, folder)
        process = start_fork(send, home, box.port)
        time.sleep(moment)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        killed = process.exitcode == -signal.SIGKILL
        for _ in range(2):
            again = start_fork(send, home, box.port)
            again.join()
        taken = [to for _, (to,), _ in box.taken]
        unsure = [item.target for item in items(home) if item.state is OutgoingState.UNSURE]
        found = wrong(home, folder, taken)
    return {
        "moment": round(moment, 4),
        "killed": killed,
        "unsure": len(unsure),
        "arrived": sum(taken.count(to) for to in unsure),
        "wrong": found,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    one_kill(5.0)  # the processes' server is warm afterwards
    with tempfile.TemporaryDirectory(prefix="desk-send-") as name, mail_server() as box:
        (Path(name) / "drop").mkdir()
        schedule(Path(name) / "home", Path(name) / "drop")
        began = time.perf_counter()
        process = start_fork(send, Path(name) / "home", box.port)
        process.join()
        whole = time.perf_counter() - began
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    results = []
    for _ in range(options.kills):
        results.append(one_kill(chance.uniform(0.0, whole)))
        if not options.json:
            sys.stdout.write(f"{results[-1]}\n")
            sys.stdout.flush()
    bad = sum(bool(result["wrong"]) for result in results)
    summary = {
        "undisturbed_seconds": round(whole, 3),
        "kills": sum(result["killed"] for result in results),
        "unsure": sum(result["unsure"] for result in results),
        "of_these_arrived": sum(result["arrived"] for result in results),
        "wrong": bad,
    }
    sys.stdout.write(json.dumps(summary | ({"runs": results} if options.json else {})) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
