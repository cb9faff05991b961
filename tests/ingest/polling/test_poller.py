"""What a poll does: entries in once, updates as versions, validators after the jobs, each outcome of a server as it should be."""

from datetime import timedelta

import pytest

from ingest.feed_entry import entry_from_bytes
from ingest.polling.asking import Outcome
from ingest.polling.poller import Poller
from ingest.polling.turns import HostTurns
from research.errors import CouldNotAskError, WorkspaceDamagedError
from research.nouns.documents import DocumentState
from research.nouns.feeds import NEVER, Feed
from research.nouns.jobs import IngestJob, JobState, JobTask
from tests.ingest.polling.polled import NOON, WIRE, answer, item, rss

ONE = item("1", "Quillmere raises its outlook", "Sales of $410 million are expected.", link="https://wire.example.com/1")
TWO = item("2", "Tarrowby names a chief", "Ada Wren begins in May.", at=NOON + timedelta(minutes=5))
HOUR = timedelta(hours=1)


def test_entries_of_a_feed_become_documents_with_its_label(polled):
    polled.subscribe(label="desk")
    poll = polled.poll_one(answer(rss(TWO, ONE), etag='"v1"', last_modified="Mon, 10 Feb 2025 12:00:00 GMT"))
    assert (poll.outcome, poll.entries, poll.new, poll.updated, poll.error) == (Outcome.READ, 2, 2, 0, "")
    first, second = polled.documents()
    assert (first.name, first.source_key, first.label, first.title) == (
        "valve-wire-quillmere-raises-its-outlook",
        f"{WIRE}#1",
        "desk",
        "Quillmere raises its outlook",
    )
    assert second.published_at == NOON + timedelta(minutes=5)
    assert [job.path for job in polled.catalog.jobs.batch(poll.batch)] == [f"{WIRE}#1", f"{WIRE}#2"]
    feed = polled.feed()
    assert (feed.title, feed.etag, feed.last_modified) == ("Valve Wire", '"v1"', "Mon, 10 Feb 2025 12:00:00 GMT")
    assert (feed.entries, feed.newest_at, feed.read_at, feed.failures) == (2, NOON + timedelta(minutes=5), NOON + HOUR, 0)
    assert NOON + HOUR + timedelta(minutes=30) <= feed.due_at <= NOON + HOUR + timedelta(minutes=33)


def test_further_polls_leave_the_rows_of_the_first(polled):
    polled.subscribe()
    polled.poll_one(rss(ONE, TWO))
    rows = polled.rows()
    jobs = polled.catalog.jobs.latest([one.source_key for one in rows])
    moved = ONE.replace("wire.example.com/1", "wire.example.com/1?from=feed")
    for again in (rss(ONE, TWO), rss(TWO, ONE), rss(moved, TWO), rss(ONE, TWO, title="Valve Wire at 13:05"), rss(TWO)):
        poll = polled.poll_one(again)
        assert (poll.new, poll.updated, poll.batch) == (0, 0, "")
    assert polled.rows() == rows
    assert polled.catalog.jobs.latest([one.source_key for one in rows]) == jobs


def test_validators_are_sent_and_an_unchanged_feed_is_not_read(polled):
    polled.subscribe()
    polled.poll_one(answer(rss(ONE), etag='"v1"'))
    assert polled.poll_one(answer(status=304)).outcome is Outcome.UNCHANGED
    assert polled.fetcher.asked[1:] == [(WIRE, '"v1"', None)]
    assert (polled.feed().etag, polled.feed().read_at, polled.feed().entries) == ('"v1"', NOON + 2 * HOUR, 1)
    poll = polled.poll_one(answer(rss(ONE), etag='"v2"'))
    assert (poll.outcome, polled.feed().etag) == (Outcome.UNCHANGED, '"v2"')


def test_an_entry_that_changed_replaces_its_version_which_stays(polled):
    polled.subscribe()
    polled.poll_one(rss(ONE, TWO))
    poll = polled.poll_one(rss(ONE.replace("$410", "$430"), TWO))
    assert (poll.new, poll.updated) == (0, 1)
    assert "$430 million" in polled.text("Quillmere raises its outlook")
    versions = [one for one in polled.rows() if one.source_key == f"{WIRE}#1"]
    assert sorted(one.state for one in versions) == [DocumentState.COMPLETE, DocumentState.SUPERSEDED]
    assert len({one.name for one in versions}) == 1


def test_an_entry_that_went_back_to_earlier_words_answers_with_them(polled):
    polled.subscribe()
    changed = ONE.replace("$410", "$430")
    for content in (ONE, changed, ONE):
        polled.poll_one(rss(content))
    assert "$410 million" in polled.text("Quillmere raises its outlook")
    assert len(polled.rows()) == 3


def test_dates_that_are_stamped_anew_at_every_poll_make_no_update(polled):
    polled.subscribe()
    polled.poll_one(rss(item("1", "Wire", "Words.")))
    poll = polled.poll_one(rss(item("1", "Wire", "Words.", at=NOON + HOUR)))
    assert (poll.outcome, poll.updated, len(polled.rows())) == (Outcome.READ, 0, 1)
    assert polled.documents()[0].published_at == NOON


def test_a_date_that_comes_later_or_was_ahead_is_taken_over(polled):
    polled.subscribe()
    polled.poll_one(rss(item("1", "Undated", "Words.", at=None), item("2", "Ahead", "Words.", at=NOON + timedelta(days=40))))
    poll = polled.poll_one(rss(item("1", "Undated", "Words."), item("2", "Ahead", "Words.")))
    assert poll.updated == 2
    assert [one.published_at for one in polled.documents()] == [NOON, NOON]


def test_a_removed_entry_stays_removed_until_it_changes(polled):
    polled.subscribe()
    polled.poll_one(rss(ONE))
    (document,) = polled.documents()
    polled.catalog.documents.set_state(document.id, DocumentState.SUPERSEDED)
    assert polled.poll_one(rss(ONE, TWO)).new == 1
    assert polled.titles() == ["Tarrowby names a chief"]
    polled.poll_one(rss(ONE.replace("$410", "$430")))
    assert "Quillmere raises its outlook" in polled.titles()


def test_removed_entries_come_back_when_their_feed_is_subscribed_anew(polled):
    polled.subscribe()
    polled.poll_one(rss(ONE))
    polled.catalog.jobs.enqueue([IngestJob(0, "", f"{WIRE}#1", None, None, (), JobState.QUEUED, task=JobTask.REMOVE)])
    polled.catalog.feeds.remove(WIRE)
    polled.work()
    assert polled.titles() == []
    polled.subscribe()
    assert polled.poll_one(rss(ONE)).updated == 1
    assert polled.titles() == ["Quillmere raises its outlook"]
    assert polled.poll_one(rss(ONE, TWO)).updated == 0


def test_the_same_entry_of_two_feeds_is_one_document(polled):
    other = "https://mirror.example.org/rss"
    polled.subscribe()
    polled.subscribe(other)
    polled.fetcher.answers = {WIRE: rss(ONE), other: rss(ONE)}
    polled.poll()
    polled.poll()
    assert len(polled.rows()) == 1


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_and_keeps_its_entries(polled):
    new = "https://new.example.com/feed"
    polled.subscribe()
    polled.poll_one(rss(ONE))
    poll = polled.poll_one(answer(rss(ONE, TWO), moved_to=new))
    assert (poll.moved, poll.new, polled.feed().address) == (True, 1, new)
    polled.fetcher.answers[new] = rss(ONE, TWO)
    polled.poll()
    assert polled.fetcher.asked[-1][0] == new
    assert sorted(one.source_key for one in polled.documents()) == [f"{WIRE}#1", f"{WIRE}#2"]


def test_a_move_to_what_is_no_feed_is_not_followed(polled):
    polled.subscribe()
    poll = polled.poll_one(answer(b"<html><body>Sign in</body></html>", moved_to="https://portal.example.net/"))
    assert (poll.outcome, polled.feed().address, polled.feed().read_at) == (Outcome.FAILED, "", None)
    assert poll.error.startswith("https://wire.example.com/rss is not an RSS, Atom, RDF or JSON feed; give the address of the feed itself")


def test_a_feed_that_has_ended_is_never_due_and_says_so(polled):
    polled.subscribe()
    polled.poll_one(rss(ONE))
    poll = polled.poll_one(answer(status=410))
    feed = polled.feed()
    assert (poll.outcome, feed.due_at, feed.stopped, feed.error) == (Outcome.ENDED, NEVER, True, "the publisher has ended this feed (410)")
    assert polled.titles() == ["Quillmere raises its outlook"]
    polled.poll_one(rss(ONE))
    assert (polled.feed().stopped, polled.feed().error, polled.feed().failures) == (False, "", 0)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (answer(status=404), "there is nothing at this address (404)"),
        (answer(status=429, retry_after=7200), "the server says that it is asked too often (429)"),
        (answer(status=500), "the server cannot give it (500)"),
        (answer(status=799), "the server cannot give it (799)"),
        (answer(b" \n"), "the server sends nothing"),
        (answer(b"<rss><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]></rss>"), "https://wire.example.com/rss declares entities"),
        (CouldNotAskError("wire.example.com: cannot be reached"), "wire.example.com: cannot be reached"),
        (RuntimeError("secret words"), "unexpected RuntimeError"),
    ],
)
def test_a_feed_that_fails_says_why_in_one_line_and_waits_longer(polled, said, line):
    polled.subscribe(etag='"kept"', content_hash="kept")
    poll = polled.poll_one(said)
    feed = polled.feed()
    assert poll.outcome is Outcome.FAILED
    assert feed.error.startswith(line)
    assert (feed.failures, feed.etag, feed.content_hash, feed.read_at) == (1, '"kept"', "kept", None)
    least = timedelta(hours=2) if getattr(said, "retry_after", None) else timedelta(hours=1)
    assert feed.due_at >= polled.now + least


def test_one_feed_that_fails_costs_the_others_nothing(polled):
    others = [f"https://paper{number}.example.com/rss" for number in range(5)]
    for url in (WIRE, *others):
        polled.subscribe(url)
    polled.fetcher.answers = {url: rss(item(url, f"Told by {url}", "Words.")) for url in others}
    polls = polled.poll()
    assert [poll.outcome for poll in polls] == [Outcome.READ] * 5 + [Outcome.FAILED]
    assert len(polled.documents()) == 5


def test_validators_are_kept_only_when_the_jobs_are_durable(polled):
    polled.subscribe()
    polled.fetcher.answers[WIRE] = answer(rss(ONE), etag='"v1"')
    order = []

    class Watched:
        """A store that says when it is written to."""

        def __init__(self, store, *names):
            self._store, self._names = store, names

        def __getattr__(self, name):
            if name in self._names:
                order.append(name)
            return getattr(self._store, name)

    polled.workspace.documents = Watched(polled.catalog.documents, "keep_originals")
    polled.workspace.jobs = Watched(polled.catalog.jobs, "enqueue")
    polled.workspace.feeds = Watched(polled.catalog.feeds, "note")
    polled.poller().poll([polled.feed()])
    assert order == ["keep_originals", "enqueue", "note"]


def test_a_queue_that_cannot_be_written_leaves_the_feed_as_it_was(polled):
    before = polled.subscribe()
    polled.fetcher.answers[WIRE] = answer(rss(ONE), etag='"v1"')

    class Full:
        """A queue whose disk is full."""

        def latest(self, paths):
            return {}

        def enqueue(self, jobs):
            raise CouldNotAskError("the disk is full", "free some")

    polled.workspace.jobs = Full()
    (poll,) = polled.poller().poll([before]).polls
    assert (poll.outcome, poll.error, polled.feed()) == (Outcome.FAILED, "the disk is full; free some", before)


def test_damage_ends_the_poll(polled):
    polled.fetcher.answers[WIRE] = rss(ONE)

    class Damaged:
        """A catalog that is torn."""

        def newest(self, source_key):
            raise WorkspaceDamagedError("catalog.db is damaged", "restore it")

    polled.workspace.documents = Damaged()
    with pytest.raises(WorkspaceDamagedError):
        polled.poller().poll([polled.subscribe()])


def test_entries_that_wait_in_the_queue_are_not_queued_again(polled):
    feed = polled.subscribe()
    polled.fetcher.answers[WIRE] = rss(ONE, TWO)
    polled.poller().poll([feed])
    assert polled.catalog.jobs.waiting() == 2
    (poll,) = polled.poller().poll([feed]).polls  # as if the first had been killed before the validators were stored
    assert (poll.new, polled.catalog.jobs.waiting()) == (0, 2)
    polled.work()
    assert len(polled.rows()) == 2


def test_an_entry_that_could_not_be_read_in_is_tried_again_a_day_later(polled):
    feed = polled.subscribe()
    polled.fetcher.answers[WIRE] = rss(ONE)
    polled.poller().poll([feed])
    job = polled.catalog.jobs.claim("w")
    polled.catalog.jobs.finish(job.id, JobState.FAILED, outcome="failed", error="torn")
    polled.now = job.updated_at + timedelta(hours=20)
    assert polled.poller().poll([feed]).polls[0].new == 0
    polled.now = job.updated_at + timedelta(hours=26)
    assert polled.poller().poll([feed]).polls[0].new == 1


def test_a_feed_that_was_removed_meanwhile_brings_nothing(polled):
    polled.fetcher.answers[WIRE] = rss(ONE)
    (poll,) = polled.poller().poll([Feed(WIRE)]).polls
    assert (poll.outcome, poll.error, polled.catalog.jobs.waiting()) == (Outcome.FAILED, "the feed was removed while it was asked", 0)


def test_articles_stand_in_for_summaries_and_are_not_fetched_again(polled):
    polled.subscribe(articles=True)
    asked = []

    def read_article(url):
        asked.append(url)
        return "Sales of $410 million are expected, the company said on Monday.\nMargins rise."

    polled.now += HOUR
    polled.fetcher.answers[WIRE] = rss(ONE, TWO)
    (poll,) = polled.poll(WIRE, read_article=read_article)
    assert (poll.new, asked) == (2, ["https://wire.example.com/1"])
    assert polled.text("Quillmere raises its outlook").endswith("said on Monday.\n\nMargins rise.\n\n")
    polled.fetcher.answers[WIRE] = rss(TWO, ONE)
    (poll,) = polled.poll(WIRE, read_article=read_article)
    assert (poll.new, poll.updated, len(asked)) == (0, 0, 1)
    kept = polled.catalog.documents.kept(next(one for one in polled.documents() if one.source_key.endswith("#1")).content_hash)
    assert entry_from_bytes(kept, name="k").text == "Sales of $410 million are expected."


def test_an_article_that_cannot_be_had_leaves_the_summary(polled):
    polled.subscribe(articles=True)

    def read_article(url):
        raise CouldNotAskError(f"{url}: robots.txt forbids it")

    polled.fetcher.answers[WIRE] = rss(ONE)
    (poll,) = polled.poll(WIRE, read_article=read_article)
    assert (poll.outcome, poll.new) == (Outcome.READ, 1)
    assert "Sales of $410 million are expected." in polled.text("Quillmere raises its outlook")


def test_a_label_that_was_edited_during_a_poll_holds_for_what_was_queued(polled):
    feed = polled.subscribe()
    polled.fetcher.answers[WIRE] = rss(ONE)
    polled.poller().poll([feed])
    polled.catalog.feeds.put(Feed(WIRE, label="desk"))
    polled.work()
    assert polled.documents()[0].label == "public"
    polled.fetcher.answers[WIRE] = answer(status=304)
    polled.poll()
    assert (polled.documents()[0].label, polled.documents()[0].given) == ("desk", (("label", "desk"),))


def test_a_host_is_asked_one_request_at_a_time_and_spaced(polled):
    urls = [f"https://wire.example.com/{number}" for number in range(3)]
    for url in urls:
        polled.subscribe(url)
    moment = [100.0]
    turns = HostTurns(seconds_apart=0.01, clock=lambda: moment[0])
    Poller(polled.workspace, polled.fetcher, turns=turns).poll([polled.feed(url) for url in urls])
    assert sorted(url for url, _, _ in polled.fetcher.asked) == urls
    assert turns.reserve("wire.example.com") == pytest.approx(0.03)
