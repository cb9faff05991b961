"""`desk feeds` as other programs see it: subscriptions in JSON and in lines, polls that fail told in a line with exit code 1."""

import json
from datetime import UTC, datetime

from ingest.polling.asking import Outcome
from ingest.polling.report import FeedPoll, PollReport
from ingest.report import IngestReport
from research.nouns.feeds import NEVER, Feed
from tests.cli.desk_process import desk
from ui.cli.feeds_poll import feed_json, poll_json

WIRE = "https://wire.example.com/rss"
OPML = """<opml version="2.0"><body><outline text="Chips"><outline text="New" xmlUrl="https://new.example.com/rss"/>
<outline text="Known" xmlUrl="https://wire.example.com/rss"/><outline text="Evil" xmlUrl="file:///etc/passwd"/></outline></body></opml>"""


def read(done):
    return json.loads(done.stdout)


def test_feeds_are_added_listed_edited_and_removed(tmp_path):
    home = tmp_path / "home"
    added = desk("feeds", "add", WIRE, "--title", "The Wire", "--label", "desk", "--every", 15, "--articles", "--json", home=home)
    (feed,) = read(added)["feeds"]
    assert (feed["url"], feed["title"], feed["label"], feed["every_minutes"], feed["articles"]) == (WIRE, "The Wire", "desk", 15, True)
    assert (feed["address"], feed["ended"], feed["read_at"], feed["error"]) == (WIRE, False, None, "")
    again = desk("feeds", "add", WIRE, home=home)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"error: {WIRE} is subscribed already; desk feeds edit changes it\n"
    edited = desk("feeds", "edit", "the wire", "--every", 60, "--no-articles", "--json", home=home)
    assert [(one["every_minutes"], one["articles"], one["label"]) for one in read(edited)["feeds"]] == [(60, False, "desk")]
    listed = desk("feeds", "list", home=home)
    assert listed.stdout.splitlines()[1].split() == ["The", "Wire", "never", "now", "—", "not", "read", "yet"]
    assert read(desk("feeds", "list", "--json", home=home))["feeds"][0]["every_minutes"] == 60
    removed = desk("feeds", "remove", WIRE, "--json", home=home)
    assert read(removed) == {"removed": WIRE, "entries_removed": 0}
    missing = desk("feeds", "remove", WIRE, home=home)
    assert (missing.returncode, missing.stderr) == (1, f"error: no feed {WIRE}; desk feeds list shows the feeds\n")


def test_what_is_no_public_address_is_a_usage_error(tmp_path):
    for address in ("file:///etc/passwd", "http://127.0.0.1:9/rss", "nonsense"):
        done = desk("feeds", "add", address, home=tmp_path / "home")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert desk("feeds", "edit", WIRE, home=tmp_path / "home").returncode == 2
    assert desk("feeds", "poll", WIRE, "--due", home=tmp_path / "home").returncode == 2


def test_a_list_is_imported_and_its_bad_lines_are_told(tmp_path):
    home, file = tmp_path / "home", tmp_path / "list.opml"
    file.write_text(OPML)
    desk("feeds", "add", WIRE, home=home)
    done = desk("feeds", "import", file, "--label", "desk", "--json", home=home)
    assert done.returncode == 1
    found = read(done)
    assert [(one["url"], one["title"], one["label"]) for one in found["added"]] == [("https://new.example.com/rss", "New", "desk")]
    assert found["known"] == [WIRE]
    assert [one["error"] for one in found["refused"]] == ["file:///etc/passwd: only http and https are read, not file"]
    file.write_text("<opml><!DOCTYPE x []></opml>")
    bad = desk("feeds", "import", file, home=home)
    assert (bad.returncode, bad.stderr.startswith("error: list.opml declares a document type or entities")) == (1, True)
    absent = desk("feeds", "import", tmp_path / "absent", home=home)
    assert (absent.returncode, "No such file" in absent.stderr) == (1, True)


def test_a_poll_of_nothing_and_of_a_feed_that_is_not_there(tmp_path):
    home = tmp_path / "home"
    desk("feeds", "add", "https://wire.example.com:2222/rss", home=home)
    due = desk("feeds", "poll", "--due", "--json", home=home)
    (feed,) = read(due)["feeds"]
    assert (due.returncode, feed["outcome"], feed["new"], feed["failures"]) == (1, "failed", 0, 1)
    assert feed["error"].startswith("https://wire.example.com:2222/rss: port 2222 is not asked; use one of 80")
    assert read(due)["added"] == []
    waiting = desk("feeds", "poll", "--due", home=home)
    assert (waiting.returncode, waiting.stdout) == (0, "0 feeds asked; 0 entries added, 0 replaced, 0 skipped, 0 failed\n")
    assert desk("feeds", "poll", "unknown", home=home).returncode == 1
    assert desk("feeds", "list", home=tmp_path / "nowhere").returncode == 1


def test_a_poll_in_json_says_of_each_feed_how_it_went():
    now = datetime(2025, 2, 10, tzinfo=UTC)
    feed = Feed(WIRE, "Wire", read_at=now, entries=9, due_at=NEVER, address="https://new.example.com/rss", error="ended")
    read_in = IngestReport((), (), (), (), (), (), documents=3, pages=3, chunks=5, facts=0, seconds=1.5)
    found = poll_json(PollReport((FeedPoll(feed, Outcome.ENDED, entries=9, new=2, updated=1, error="ended", moved=True),), 1.0), read_in)
    assert found["feeds"] == [feed_json(feed) | {"outcome": "ended", "entries": 9, "new": 2, "updated": 1, "moved": True, "error": "ended"}]
    assert (feed_json(feed)["due_at"], feed_json(feed)["ended"], feed_json(feed)["address"]) == (None, True, "https://new.example.com/rss")
    assert feed_json(feed)["read_at"] == "2025-02-10T00:00:00+00:00"
    assert (found["documents"], found["seconds"], found["added"]) == (3, 1.5, [])
