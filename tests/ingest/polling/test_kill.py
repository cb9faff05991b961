"""A poll that ends at any moment loses nothing and doubles nothing: at each write of the stores, and by kill -9 of a real one.

`python -m tests.bench.feed_kill` kills at 50 moments.
"""

import random

import pytest

from tests.ingest.polling.polled import WIRE, answer, item, rss
from tests.ingest.polling.program import holdings, run, serve, subscribe
from tests.outside.server import local_server

KILLS = 2
WRITES = ("keep_originals", "enqueue", "note", "relabel_parts")
ITEMS = [item(str(number), f"Pump {number}", f"Sold {number}.") for number in range(3)]


class Dying:
    """A store that ends the program at its n-th write, before or after it is done."""

    def __init__(self, store, left, *, done):
        self._store, self._left, self._done = store, left, done

    def __getattr__(self, name):
        found = getattr(self._store, name)
        if name not in WRITES:
            return found

        def write(*args):
            self._left[0] -= 1
            if self._left[0] == 0 and not self._done:
                raise KeyboardInterrupt
            result = found(*args)
            if self._left[0] == 0:
                raise KeyboardInterrupt
            return result

        return write


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("write", range(1, 5))
def test_a_poll_that_ends_at_a_write_is_made_whole_by_the_next(polled, write, done):
    polled.subscribe()
    polled.fetcher.answers[WIRE] = answer(rss(*ITEMS), etag='"1"')
    whole = polled.workspace
    left = [write]
    polled.workspace = type(whole)(
        **vars(whole) | {name: Dying(getattr(whole, name), left, done=done) for name in ("documents", "jobs", "feeds")}
    )
    with pytest.raises(KeyboardInterrupt):
        polled.poller().poll([polled.feed()])
    stored = polled.feed().etag
    assert stored is None or polled.catalog.jobs.waiting() == 3
    polled.workspace = whole
    if stored:
        polled.fetcher.answers[WIRE] = answer(status=304)
    polled.poll()
    assert polled.titles() == ["Pump 0", "Pump 1", "Pump 2"]
    assert len(polled.rows()) == 3
    assert polled.feed().etag == '"1"'


@pytest.mark.model
def test_a_killed_poll_is_made_whole_by_the_next(tmp_path):
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    with local_server() as server:
        urls = serve(server, feeds=3, entries=12)
        subscribe(tmp_path / "whole", urls)
        seconds = run(tmp_path / "whole", server.port)
        expected = holdings(tmp_path / "whole")
        assert len(expected["documents"]) == 36
        subscribe(tmp_path / "killed", urls)
        for _ in range(KILLS):
            run(tmp_path / "killed", server.port, kill_after=chance.uniform(0.4, 1.0) * seconds)
        run(tmp_path / "killed", server.port)
    assert holdings(tmp_path / "killed") == expected
