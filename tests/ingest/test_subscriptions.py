"""The list of feeds: added, edited, imported, removed; each in the audit trail."""

import time
from types import SimpleNamespace

import pytest

from ingest.opml import Subscription
from ingest.subscriptions import FeedChange, Subscriptions, feed_url
from research.adapters.sqlite import open_catalog, open_ledger
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.feeds import NEVER, Feed
from research.nouns.jobs import JobTask
from tests.contracts.samples import JANUARY, make_document
from tests.fakes.ledger import fake_ledger
from tests.fakes.stores import fake_catalog

ANN = Access("ann")
WIRE = "https://wire.example.com/rss"


@pytest.fixture
def workspace():
    catalog = fake_catalog()
    return SimpleNamespace(documents=catalog.documents, feeds=catalog.feeds, jobs=catalog.jobs, ledger=fake_ledger().ledger)


@pytest.fixture
def subscriptions(workspace):
    return Subscriptions(workspace, clock=lambda: JANUARY)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (WIRE, WIRE),
        (" HTTPS://Wire.Example.com:443/rss#top ", WIRE),
        ("feed://wire.example.com/rss", "http://wire.example.com/rss"),
        ("feed:https://wire.example.com/rss", WIRE),
        ("https://münchen.example.com", "https://xn--mnchen-3ya.example.com/"),
    ],
)
def test_an_address_has_one_spelling(typed, url):
    assert feed_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    ["", "wire", "file:///etc/passwd", "ftp://wire.example.com/", "https://ann:pw@wire.example.com/", "http://127.0.0.1/rss", "http://[::1]/",
     "http://192.168.1.7/rss", "http://localhost/rss", "http://0x7f.1/", "feed:file:///etc/passwd", "https://wire.example.com/\nHost: x"],
)  # fmt: skip
def test_what_is_no_public_address_is_a_usage_error(subscriptions, typed):
    with pytest.raises(UsageError):
        subscriptions.add(ANN, typed)


def test_a_feed_is_added_once_and_recorded(workspace, subscriptions):
    feed = subscriptions.add(ANN, WIRE, FeedChange(title="  The   Wire ", label="desk", every_minutes=15, articles=True))
    assert feed == Feed(WIRE, "The Wire", "desk", every_minutes=15, articles=True, added_at=JANUARY)
    assert subscriptions.all(ANN) == [feed]
    with pytest.raises(UsageError, match=r"wire\.example\.com/rss is subscribed already"):
        subscriptions.add(ANN, WIRE + "#again")
    (event,) = workspace.ledger.events(ANN, action="add feed")
    assert (event.user, event.subject, dict(event.details)["label"]) == ("ann", WIRE, "desk")


def test_the_address_that_a_feed_moved_to_is_subscribed_too(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE, address="https://new.example.com/rss"))
    with pytest.raises(UsageError):
        subscriptions.add(ANN, "https://new.example.com/rss")
    assert subscriptions.find(ANN, "https://new.example.com/rss").url == WIRE


def test_a_feed_is_found_by_its_address_or_its_title(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE, "The Wire"))
    assert subscriptions.find(ANN, "the wire ").url == subscriptions.find(ANN, WIRE).url == WIRE
    workspace.feeds.put(Feed("https://other.example.com/rss", "The Wire"))
    with pytest.raises(UsageError, match="2 feeds are called"):
        subscriptions.find(ANN, "The Wire")
    for unknown in ("nothing", "https://nothing.example.com/?key=secret", ""):
        with pytest.raises(NotFoundError) as error:
            subscriptions.find(ANN, unknown)
        assert "secret" not in str(error.value)


def test_a_reader_without_its_label_does_not_see_a_feed(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE, "The Wire", label="desk"))
    outsider = Access("bob", frozenset({"public"}))
    assert subscriptions.all(outsider) == []
    with pytest.raises(NotFoundError):
        subscriptions.edit(outsider, WIRE, FeedChange(title="Mine"))
    with pytest.raises(UsageError):
        subscriptions.add(outsider, WIRE)


@pytest.mark.parametrize("change", [FeedChange(every_minutes=4), FeedChange(every_minutes=10_081), FeedChange(label="x" * 301)])
def test_values_that_do_not_fit_change_nothing(workspace, subscriptions, change):
    workspace.feeds.put(Feed(WIRE))
    with pytest.raises(UsageError):
        subscriptions.edit(ANN, WIRE, change)
    assert subscriptions.all(ANN) == [Feed(WIRE)]


def test_a_title_that_a_user_gives_is_theirs_whatever_a_poll_found(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE, "Theirs", titled_at=JANUARY))
    assert subscriptions.edit(ANN, WIRE, FeedChange(title="Theirs")).titled_at == JANUARY
    assert subscriptions.edit(ANN, WIRE, FeedChange(title="Ours")).titled_at is None


def test_an_edit_leaves_what_polls_found_and_makes_a_shorter_interval_count_at_once(workspace, subscriptions):
    found = Feed(WIRE, "The Wire", etag='"1"', content_hash="ab", due_at=JANUARY, read_at=JANUARY, entries=3)
    workspace.feeds.put(found)
    edited = subscriptions.edit(ANN, WIRE, FeedChange(every_minutes=10, label=" "))
    assert (edited.etag, edited.content_hash, edited.entries, edited.due_at, edited.label) == ('"1"', "ab", 3, None, "public")
    workspace.feeds.put(Feed(WIRE, due_at=NEVER))
    assert subscriptions.edit(ANN, WIRE, FeedChange(every_minutes=10)).stopped


def test_another_label_holds_for_the_entries_at_once(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE))
    for key, name in ((f"{WIRE}#1", "one"), (f"{WIRE}2#1", "other")):
        workspace.documents.add(make_document(name, source_key=key, label="public", given=(("label", "public"),)), (), ())
    subscriptions.edit(ANN, WIRE, FeedChange(label="desk"))
    (edited, *_) = workspace.ledger.events(ANN, action="edit feed")
    said = dict(edited.details)
    assert (said["label"], said["label_before"], said["labels"], len(said["allowed_sha256"])) == ("desk", "public", "all", 64)
    labels = {one.name: one.label for one in workspace.documents.documents.values()}
    assert labels == {"one": "desk", "other": "public"}


def test_a_subscription_ends_with_or_without_its_entries(workspace, subscriptions):
    for key, name in ((f"{WIRE}#1", "one"), (f"{WIRE}#2", "two"), ("/files/x.pdf", "other")):
        workspace.documents.add(make_document(name, source_key=key), (), ())
    workspace.feeds.put(Feed(WIRE))
    assert subscriptions.remove(ANN, WIRE) == (Feed(WIRE), "")
    workspace.feeds.put(Feed(WIRE))
    _, batch = subscriptions.remove(ANN, WIRE, with_entries=True)
    assert [(job.path, job.task) for job in workspace.jobs.batch(batch)] == [(f"{WIRE}#1", JobTask.REMOVE), (f"{WIRE}#2", JobTask.REMOVE)]
    with pytest.raises(NotFoundError):
        subscriptions.remove(ANN, WIRE)


def test_a_list_is_taken_over_line_by_line(workspace, subscriptions):
    workspace.feeds.put(Feed(WIRE, "Ours"))
    listed = [
        Subscription("feed://new.example.com/rss", "New", "Chips"),
        Subscription(WIRE, "Theirs"),
        Subscription("file:///etc/passwd", "Evil"),
        Subscription("https://zh.example.com/rss"),
        Subscription("http://new.example.com/rss", "Again"),
    ]
    done = subscriptions.add_all(ANN, listed, FeedChange(label="desk", every_minutes=60))
    assert [(one.url, one.title, one.label, one.every_minutes) for one in done.added] == [
        ("http://new.example.com/rss", "New", "desk", 60),
        ("https://zh.example.com/rss", "", "desk", 60),
    ]
    assert [one.title for one in done.known] == ["Ours", "New"]
    assert [one.why for one in done.refused] == ["file:///etc/passwd: only http and https are read, not file"]
    events = workspace.ledger.events(ANN, action="add feed")
    assert [event.subject for event in events] == ["https://zh.example.com/rss", "http://new.example.com/rss"]
    with pytest.raises(UsageError, match="every 4 minutes"):
        subscriptions.add_all(ANN, listed, FeedChange(every_minutes=4))


def test_a_long_list_costs_one_look_and_one_transaction_in_each_store(tmp_path):
    catalog, ledger = open_catalog(tmp_path), open_ledger(tmp_path)
    feeds = Counted(catalog.feeds)
    audit = Counted(ledger.ledger)
    subscriptions = Subscriptions(SimpleNamespace(documents=catalog.documents, feeds=feeds, jobs=catalog.jobs, ledger=audit))
    listed = [
        Subscription(f"https://wire.example.com/{number}" if number % 100 else f"ftp://{number}", f"W {number}") for number in range(3000)
    ]
    began = time.process_time()
    done = subscriptions.add_all(ANN, listed)
    assert time.process_time() - began < 3  # a look for each would be 9,000,000 feeds, minutes
    assert (len(done.added), len(done.refused), len(done.known)) == (2970, 30, 0)
    assert (feeds.asked, audit.asked) == (["all", "add"], ["record_all"])
    assert catalog.feeds.all(ANN) == sorted(done.added, key=lambda one: one.url)
    assert len(ledger.ledger.events(ANN, action="add feed", limit=9999)) == 2970
    assert len(subscriptions.add_all(ANN, listed).known) == 2970
    catalog.close()
    ledger.close()


class Counted:
    """A store that notes what it is asked."""

    def __init__(self, store) -> None:
        self._store, self.asked = store, []

    def __getattr__(self, name):
        self.asked.append(name)
        return getattr(self._store, name)
