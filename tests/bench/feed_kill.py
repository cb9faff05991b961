"""Kill a poll of feeds with SIGKILL at random moments, poll again, and compare with an undisturbed one.

usage: python -m tests.bench.feed_kill [--kills N] [--feeds N] [--entries N] [--seed N]

Each kill has a workspace of its own, so that every moment of a first poll can be hit. Exit 1 when one differs.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from tests.ingest.polling.program import holdings, run, serve, subscribe
from tests.outside.server import local_server


def one_kill(folder, urls, port, moment, expected):
    """Return the moment, whether the process was killed, how many feeds had their validators then, and what differs after another poll."""
    subscribe(folder, urls)
    killed = run(folder, port, kill_after=moment) is None
    left = holdings(folder)
    run(folder, port)
    held = holdings(folder)
    differs = [name for name in held if held[name] != expected[name]]
    noted = sum(feed[2] is not None for feed in left["feeds"])
    return {
        "moment": round(moment, 2), "killed": killed, "noted": noted, "waiting": left["waiting"], "documents": len(left["documents"]),
        "differs": differs,
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--feeds", type=int, default=6)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    results = []
    with local_server() as server, tempfile.TemporaryDirectory(prefix="desk-feed-kill-") as folder:
        urls = serve(server, feeds=options.feeds, entries=options.entries)
        subscribe(Path(folder, "whole"), urls)
        whole = run(Path(folder, "whole"), server.port)
        expected = holdings(Path(folder, "whole"))
        for number in range(options.kills):
            results.append(one_kill(Path(folder, str(number)), urls, server.port, chance.uniform(0.0, whole), expected))
            sys.stdout.write(f"{results[-1]}\n")
            sys.stdout.flush()
    bad = sum(1 for result in results if result["differs"])
    summary = {
        "undisturbed_seconds": round(whole, 2),
        "entries": len(expected["documents"]),
        "kills": sum(one["killed"] for one in results),
    }
    sys.stdout.write(json.dumps(summary | {"differing": bad}) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
