"""A catalog from before spans were kept tells of its feeds what it knows: the last read and the last failure."""

from datetime import UTC, datetime, timedelta

from research.adapters.sqlite import open_catalog
from research.nouns.access import Access
from research.nouns.feeds import FeedSpan
from tests.adapters.older_catalogs import older_catalog

ANYONE = Access("ann")
READ, FAILED = datetime(2025, 2, 10, 12, tzinfo=UTC), datetime(2025, 2, 11, 12, tzinfo=UTC)
NEVER = "9999-12-31T00:00:00.000000+00:00"
ROWS = (
    ("https://a.example/rss", READ, READ, "", "2025-02-10T13:00:00.000000+00:00"),
    ("https://b.example/rss", FAILED, READ, "the server answered 503", "2025-02-11T13:00:00.000000+00:00"),
    ("https://c.example/rss", FAILED, READ, "ended", NEVER),
    ("https://d.example/rss", None, None, "", None),
)
INSERT = "INSERT INTO feeds (url, polled_at, read_at, error, due_at, title, label, failures) VALUES (?, ?, ?, ?, ?, '', 'public', 0)"


def packed(at):
    return at and at.isoformat(timespec="microseconds")


def test_feeds_of_an_older_catalog_keep_what_is_known_of_their_polls(tmp_path):
    with older_catalog(tmp_path, before="0009") as connection:
        for url, polled, read, error, due in ROWS:
            values = (url, packed(polled), packed(read), error, due)
            connection.execute(INSERT, values)
    catalog = open_catalog(tmp_path / "home")
    feeds = catalog.feeds.all(ANYONE)
    assert [(one.url, one.added_at) for one in feeds[:3]] == [(url, READ) for url, *_ in ROWS[:3]]
    assert timedelta() <= datetime.now(UTC) - feeds[3].added_at < timedelta(minutes=10)
    assert catalog.feeds.spans(ANYONE, FAILED + timedelta(days=1)) == [
        FeedSpan(ROWS[0][0], READ, READ),
        FeedSpan(ROWS[1][0], READ, READ),
        FeedSpan(ROWS[1][0], FAILED, FAILED, "the server answered 503"),
        FeedSpan(ROWS[2][0], READ, READ),
        FeedSpan(ROWS[2][0], FAILED, FAILED, "ended", ended=True),
    ]
    catalog.close()
