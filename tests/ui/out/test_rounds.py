"""The rounds of a service: feeds before digests, each failure told once, what is due waited for until it is read in."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from research.errors import CouldNotAskError
from research.nouns.access import Access
from research.nouns.sending import FileFormat, OutgoingState, Schedule
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.settings import Settings
from research.watchlists.service import Watchlists
from tests.fakes.ledger import fake_ledger
from tests.fakes.news import FakeNewsStore
from tests.fakes.stores import FakeDocumentStore
from tests.fakes.watchlists import FakeMarketHours
from tests.ui.digests import sample_digest
from tests.waiting import LONG_SECONDS
from ui.out.rounds import Rounds


class Digests:
    """Makes the sample digest of any window."""

    def until(self, access, watchlist, end):
        return replace(sample_digest(), watchlist=watchlist.name, user=access.user, end=end, start=end - timedelta(hours=12))

    def between(self, access, watchlist, window):
        return replace(sample_digest(), watchlist=watchlist.name, user=access.user, start=window.start, end=window.end)


class Told:
    """Keeps what is told, and when the wanted thing is."""

    def __init__(self):
        self.lines, self.wanted = [], threading.Semaphore(0)

    def made(self, run):
        self._tell(("made", run.schedule.watchlist, str(run.error) if run.error else ""))

    def delivered(self, item):
        self._tell(("delivered", item.target, item.state.value))

    def said(self, line):
        self._tell(("said", line))

    def _tell(self, line):
        self.lines.append(line)
        self.wanted.release()

    def wait(self, count):
        for _ in range(count):
            assert self.wanted.acquire(timeout=LONG_SECONDS)


@pytest.fixture
def workspace(tmp_path):
    stores = fake_ledger()
    watchlists = Watchlists(stores.watchlists, stores.ledger, FakeMarketHours())
    made = SimpleNamespace(
        settings=Settings(home=tmp_path, user="analyst"),
        digests=Digests(),
        access=lambda: Access("analyst"),
        digest_summaries=SimpleNamespace(with_summary=lambda digest, access: digest),
        entries=FakeNewsStore(FakeDocumentStore()),
        watchlists=watchlists,
        **vars_of(stores),
    )
    watchlists.save(Access("analyst"), Watchlist("Pumps", "analyst", (WatchedCompany("Quillmere"),)))
    return made


def vars_of(stores):
    return {name: value for name, value in vars(stores).items() if name not in {"watchlists", "close"}}


def schedule(workspace, folder, watchlist="Pumps"):
    past = datetime.now(UTC) - timedelta(minutes=1)
    at = time(past.hour, past.minute)
    made = Schedule(0, "analyst", watchlist, at, "UTC", past - timedelta(days=1), tuple(range(7)), (), str(folder), FileFormat.HTML)
    workspace.schedules.add(made)


class Polls:
    """Feeds that give lines, in order, or fail."""

    def __init__(self, *lines, error=None):
        self.lines, self.error, self.count = lines, error, 0

    def __call__(self, stopped):
        assert not stopped()
        self.count += 1
        if self.error:
            raise self.error
        yield from self.lines


def run(workspace, polls, told, *, wait, idle=lambda: True):
    rounds = Rounds(workspace, polls, told, idle=idle, fresh_seconds=1.0)
    rounds.start()
    try:
        told.wait(wait)
    finally:
        rounds.stop()


def test_a_digest_that_is_due_is_dropped_once_after_the_feeds_were_polled(workspace, tmp_path):
    schedule(workspace, tmp_path)
    polls, told = Polls(), Told()
    run(workspace, polls, told, wait=2)
    run(workspace, Polls("feed Wire: 3 new entries"), again := Told(), wait=1)
    assert told.lines == [("made", "Pumps", ""), ("delivered", str(tmp_path), OutgoingState.SENT.value)]
    assert again.lines[0] == ("said", "feed Wire: 3 new entries")
    assert polls.count >= 2  # by their own round, and before the digest
    assert len(list(tmp_path.glob("pumps-*.html"))) == 1


def test_a_digest_waits_for_what_was_polled_to_be_read_in(workspace, tmp_path):
    schedule(workspace, tmp_path)
    asked = []

    def idle():
        asked.append(len(list(tmp_path.glob("*.html"))))
        return len(asked) >= 3

    run(workspace, Polls(), Told(), wait=2, idle=idle)
    assert asked == [0, 0, 0]


def test_a_digest_goes_out_although_not_everything_is_read_in(workspace, tmp_path):
    schedule(workspace, tmp_path)
    run(workspace, Polls(), told := Told(), wait=2, idle=lambda: False)
    assert told.lines[-1][0] == "delivered"


def test_a_failure_is_told_and_nothing_else_stopped(workspace, tmp_path):
    schedule(workspace, tmp_path / "away")
    schedule(workspace, tmp_path, "Nothing of this name")
    run(workspace, Polls(), told := Told(), wait=3)
    assert ("made", "Pumps", "") in told.lines
    assert any(line[:2] == ("made", "Nothing of this name") and "no watchlist" in line[2] for line in told.lines)
    assert ("delivered", str(tmp_path / "away"), OutgoingState.WAITING.value) in told.lines


def test_what_polling_raises_is_told(workspace):
    run(workspace, Polls(error=CouldNotAskError("the catalog is locked", "wait")), told := Told(), wait=1)
    assert told.lines[0] == ("said", "the catalog is locked; wait")
