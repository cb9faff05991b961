"""JSON Feed 1 and 1.1: entries as from XML, damage told in a line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.feed_entry import FeedEntry
from ingest.feeds import is_feed, read_feed, read_in_child
from ingest.formats import recognise_file, split_file
from research.errors import CannotReadError, LimitExceededError
from research.settings import Settings

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Valve & Pump",
    "language": "en-GB",
    "items": [
        {
            "id": "vp-17",
            "url": "https://news.example.com/17?utm_source=json",
            "title": "Quillmere <b>raises</b> its outlook",
            "content_html": "<p>Sales of $410&nbsp;million.</p><script>alert(1)</script>",
            "summary": "Short.",
            "date_published": "2025-02-10T16:30:00+08:00",
            "date_modified": "2025-02-11T08:30:00Z",
            "authors": [{"name": "Ada Wren"}, {"name": "Bo Lindt"}, {"url": "x"}, 7],
            "tags": ["Pumps", "Pumps", None],
        },
        {"id": 18, "content_text": "No title.\nTwo lines, a < b.", "author": {"name": "Cy"}, "date_published": "2025-02-10 08:30"},
        {"external_url": "https://elsewhere.example.com/x", "title": "Linked"},
        {"title": "Neither \ud800 nor"},
        "no entry",
    ],
}


def content(**fields):
    return json.dumps(FEED | fields).encode()


def test_entries_are_read_whole_and_plain():
    feed = read_feed(content(), name="f.json")
    assert feed.title == "Valve & Pump"
    first, second, linked, bare = feed.entries
    assert first == FeedEntry(
        key="vp-17",
        title="Quillmere raises its outlook",
        link="https://news.example.com/17",
        published=datetime(2025, 2, 10, 8, 30, tzinfo=UTC),
        updated=datetime(2025, 2, 11, 8, 30, tzinfo=UTC),
        author="Ada Wren, Bo Lindt",
        source="Valve & Pump",
        language="en",
        text="Sales of $410 million.",
        categories=("Pumps",),
    )
    assert (second.key, second.author, second.text, second.zoned) == ("18", "Cy", "No title.\nTwo lines, a < b.", False)
    assert (linked.key, linked.link) == ("https://elsewhere.example.com/x", "https://elsewhere.example.com/x")
    assert (bare.title, bare.key[:7]) == ("Neither nor", "sha256:")


def test_a_json_feed_is_told_by_its_version_and_split_as_a_file(tmp_path: Path):
    for head in (content(), b"\xef\xbb\xbf" + content(), b' {"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": []}'):
        assert is_feed(head[:1024])
    for other in (b'{"version": "1.1", "items": []}', b'{"desk_feed_entry":1,"key":"https://jsonfeed.org/version/1"}', b"[]", b"{"):
        assert not is_feed(other)
    path = tmp_path / "valves.json"
    path.write_bytes(content())
    assert recognise_file(path) is not None
    parts = split_file(path.read_bytes(), name=path.name, settings=Settings())
    assert [part.key for part in parts][:3] == ["vp-17", "18", "https://elsewhere.example.com/x"]
    assert parts[0].stem == "valves-quillmere-raises-its-outlook"


@pytest.mark.parametrize(
    "bad",
    [
        b'{"version": "https://jsonfeed.org/version/1", "items": [',
        b'{"a":' * 50_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": {}}',
        b'{"version": "https://jsonfeed.org/version/2", "items": []}',
        b'{"items": [{"id": "1"}]}',
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": ' + b"9" * 5000 + b"}]}",
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "\xff"}]}',
    ],
)
def test_damage_and_other_json_is_one_line(bad):
    with pytest.raises(CannotReadError, match=r"^f(:| is not)"):
        read_feed(bad, name="f")


def test_limits_and_the_child():
    with pytest.raises(LimitExceededError, match="20,000 entries"):
        read_feed(content(items=[{}] * 20_001), name="f")
    assert read_in_child(content(), name="f", settings=Settings()) == read_feed(content(), name="f")
    assert read_feed(content(items=[]), name="f").entries == ()
