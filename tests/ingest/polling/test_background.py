"""Polling in a thread: one at a time, batches handed over as they are queued, failures told."""

import threading

from ingest.polling.asking import Outcome
from ingest.polling.background import BackgroundPolling
from ingest.polling.report import FeedPoll, PollReport
from research.errors import WorkspaceDamagedError
from research.nouns.feeds import Feed
from tests.waiting import LONG_SECONDS

FEED = Feed("https://wire.example.com/rss")


class Poller:
    """Polls when it is let, or fails."""

    def __init__(self, error=None):
        self.let, self.error = threading.Event(), error

    def poll(self, feeds, *, told):
        assert self.let.wait(LONG_SECONDS)
        if self.error:
            raise self.error
        for feed in feeds:
            told(FeedPoll(feed, Outcome.READ, batch=f"batch of {feed.url}"))
        return PollReport((), 0.0)


def test_one_poll_at_a_time_hands_its_batches_over():
    batches, poller = [], Poller()
    polling = BackgroundPolling(poller, batches.append)
    assert not polling.start([])
    assert polling.start([FEED])
    assert (polling.state().total, polling.state().over, polling.start([FEED])) == (1, False, False)
    poller.let.set()
    polling.wait(LONG_SECONDS)
    state = polling.state()
    assert (state.over, state.error, [poll.feed for poll in state.polls]) == (True, None, [FEED])
    assert batches == ["batch of https://wire.example.com/rss"]
    assert polling.start([FEED])
    polling.wait(LONG_SECONDS)


def test_what_ends_a_poll_is_told_and_another_may_begin():
    for error, said in ((WorkspaceDamagedError("torn", "restore it"), "torn"), (ValueError("secret"), "failed unexpectedly (ValueError)")):
        poller = Poller(error)
        poller.let.set()
        polling = BackgroundPolling(poller, lambda batch: None)
        polling.start([FEED])
        polling.wait(LONG_SECONDS)
        assert said in str(polling.state().error)
        assert "secret" not in str(polling.state().error)
        assert polling.start([FEED])
        polling.wait(LONG_SECONDS)
