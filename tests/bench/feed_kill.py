"""Kill a poll of feeds with SIGKILL at random moments, poll again, and compare with an undisturbed one.

usage: python -m tests.bench.feed_kill [--kills N] [--feeds N] [--entries N] [--seed N] [--json]

Each kill has a workspace of its own, so that every moment of a first poll can be hit. Told of as done are entries that are in the catalog
or in its queue after the kill. Exit 1 when one differs.
"""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.bench.killing import Outcome, Watch, command_line, do_and_mark
from tests.forks import start_fork
from tests.ingest.polling.program import holdings, poll, run, serve, subscribe
from tests.outside.server import local_server


def options(parser):
    parser.add_argument("--feeds", type=int, default=6)
    parser.add_argument("--entries", type=int, default=20)


@contextmanager
def prepared(given):
    """Give what kills a poll at a random moment of as long as an undisturbed one writes."""
    with local_server() as server, tempfile.TemporaryDirectory(prefix="desk-feed-kill-") as name:
        urls = serve(server, feeds=given.feeds, entries=given.entries)
        for home in (Path(name, "warm"), Path(name, "whole")):  # the first waits for the server that processes are forked from
            subscribe(home, urls)
            whole = Watch(home).span(start_fork(poll, home, server.port))
        expected = holdings(Path(name, "whole"))
        yield lambda chance: one_kill(Path(name, "killed"), urls, server.port, chance.uniform(0.0, whole), expected)


def one_kill(folder, urls, port, moment, expected):
    subscribe(folder, urls)
    watch = Watch(folder)
    killed, hit = watch.kill(start_fork(do_and_mark, watch.mark, poll, folder, port), moment)
    left = holdings(folder)
    run(folder, port)
    held = holdings(folder)
    shutil.rmtree(folder)
    outcome = Outcome(f"{moment:.2f} s", killed, len(left["documents"]) + left["waiting"], hit=hit)
    outcome.told = {"feeds_noted": sum(feed[2] is not None for feed in left["feeds"])}
    for name in held:
        outcome.compare(name, held[name], expected[name])
    return outcome


if __name__ == "__main__":
    command_line(__doc__, prepared, kills=50, options=options)
