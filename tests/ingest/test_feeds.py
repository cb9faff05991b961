import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from ingest.entry_loading import FUTURE_DATE, FeedEntryLoader
from ingest.feed_entry import ENTRY_MAGIC, FeedEntry, entry_bytes, entry_from_bytes
from ingest.feed_text import plain_text
from ingest.feeds import MAX_ENTRIES, FeedSplitter, is_feed, read_feed, split_in_child
from ingest.loaded import Limits
from research.errors import CannotReadError, LimitExceededError
from research.settings import Settings

ACTIVE = re.compile(r"<\s?/?[a-z!]|javascript:|\bon\w+\s*=", re.IGNORECASE)

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Valve &amp; Pump Weekly</title><language>en-GB</language>
<item><guid isPermaLink="false">vp-17</guid><title>Quillmere raises its outlook</title><link>https://news.example/17</link>
<dc:creator>Ada Wren</dc:creator><category>Pumps</category><category>Guidance</category>
<pubDate>Tue, 05 Mar 2024 08:30:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Quillmere now expects <b>sales</b> of $410&nbsp;million.</p><p onclick="steal()">Margins rise.</p>
<script>alert(1)</script><table><tr><td>Sales</td><td>410</td></tr></table>]]></content:encoded></item>
<item><title>No identifier</title><link>https://news.example/18</link><pubDate>sometime soon</pubDate>
<description>&amp;lt;p&amp;gt;Escaped twice&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;and read&amp;lt;/p&amp;gt;</description></item>
<item><title>Neither</title><link>javascript:alert(1)</link><description>Text that has
two lines of source.</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Werkstatt</title>
<entry><id>urn:uuid:1</id><title>Tarrowby wächst</title><link href="https://werk.example/1"/>
<updated>2024-05-02T07:00:00Z</updated><summary type="html">Kürzer &lt;i&gt;gesagt&lt;/i&gt;</summary></entry></feed>""".encode()

RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://old.example/"><title>Old</title></channel>
<item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link></item></rdf:RDF>"""


def entries_of(content, *, name):
    return read_feed(content, name=name).entries


def test_an_rss_entry_is_read_whole_and_plain():
    first = entries_of(RSS, name="vp.xml")[0]
    assert first == FeedEntry(
        key="vp-17",
        title="Quillmere raises its outlook",
        link="https://news.example/17",
        published=datetime(2024, 3, 5, 7, 30, tzinfo=UTC),
        author="Ada Wren",
        source="Valve & Pump Weekly",
        language="en",
        text="Quillmere now expects sales of $410 million.\nMargins rise.\nSales 410",
        categories=("Pumps", "Guidance"),
    )


def test_an_entry_without_identifier_is_named_by_its_link_else_by_its_words():
    _, linked, bare = entries_of(RSS, name="vp.xml")
    assert (linked.key, linked.published, linked.text) == ("https://news.example/18", None, "Escaped twice\nand read")
    assert bare.key.startswith("sha256:")
    assert (bare.link, bare.text) == ("", "Text that has\ntwo lines of source.")
    assert [entry.key for entry in entries_of(RSS, name="again")] == ["vp-17", linked.key, bare.key]


def test_atom_and_rdf():
    (entry,) = entries_of(ATOM, name="atom")
    assert (entry.key, entry.title, entry.language, entry.text) == ("urn:uuid:1", "Tarrowby wächst", "de", "Kürzer gesagt")
    assert (entry.published, entry.updated) == (None, datetime(2024, 5, 2, 7, tzinfo=UTC))
    (entry,) = entries_of(RDF, name="rdf")
    assert (entry.key, entry.title, entry.source) == ("https://old.example/1", "One", "Old")


def test_entries_that_share_an_identifier_get_keys_that_differ_and_stay():
    item = b"<item><guid>same</guid><title>%s</title></item>"
    feed = b"<rss version='2.0'><channel>%s</channel></rss>"
    keys = [entry.key for entry in entries_of(feed % (item % b"A" + item % b"B" + item % b"B"), name="f")]
    assert len(set(keys)) == 3
    assert all(key.startswith("same~") for key in keys)
    assert entries_of(feed % (item % b"B" + item % b"A"), name="f")[0].key == keys[1]


@pytest.mark.parametrize(
    "head",
    [RSS, ATOM, RDF, b"\xef\xbb\xbf" + RSS, ATOM.decode().encode("utf-16"), RSS.decode().encode("utf-32-be"), b"<!-- <html> -->\n<rss>"],
)
def test_feeds_are_told_by_their_root(head):
    assert is_feed(head)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"%PDF-1.7 <rss>",
        b"<html><body><rss>",
        b"<!-- <rss> --><svg>",
        b"<?xml version='1.0'?><xbrl>",
        b"<rdf:RDF xmlns:rdf='x'><foaf:Person>",
        b'{"feed": 1}',
    ],
)
def test_other_files_are_no_feeds(head):
    assert not is_feed(head)


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">',
        b'<!ENTITY x SYSTEM "file:///etc/passwd">',
        b'<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd">%p;',
        b'<!ENTITY x "<rss>"><!ENTITY y "&x;">',
        b'<!ENTITY x "' + b"y" * 100 + b'">',
    ],
)
def test_entities_are_refused_in_any_encoding(declaration):
    feed = b'<?xml version="1.0"?><!DOCTYPE rss [' + declaration + b"]><rss version='2.0'><channel><item/></channel></rss>"
    for content in (feed, feed.decode().encode("utf-16")):
        with pytest.raises(CannotReadError, match=r"^bad\.xml declares entities"):
            entries_of(content, name="bad.xml")


def test_harmless_names_and_words_about_entities_are_read():
    feed = b'<!DOCTYPE rss [\n<!ENTITY eur "&#8364;">\n]><rss version="2.0"><channel><item><title>5 &eur;</title>'
    feed += b"<description><![CDATA[Write &lt;!ENTITY <!ENTITY x SYSTEM 'y'> so]]></description></item></channel></rss>"
    assert entries_of(feed, name="f")[0].title == "5 €"


def test_limits_and_what_is_no_feed():
    with pytest.raises(LimitExceededError, match="20,000 entries"):
        entries_of(b"<rss><channel>" + b"<item/>" * (2 * MAX_ENTRIES + 1), name="f")
    with pytest.raises(LimitExceededError, match="a feed may have 64"):
        entries_of(b"<rss>" + b" " * (65 << 20), name="f")
    with pytest.raises(CannotReadError, match="is not an RSS, Atom, RDF or JSON feed"):
        entries_of(b"/etc/passwd", name="f")


def test_bytes_that_look_like_a_path_open_nothing(tmp_path):
    (tmp_path / "feed.xml").write_bytes(RSS)
    with pytest.raises(CannotReadError):
        entries_of(str(tmp_path / "feed.xml").encode(), name="f")


def test_kept_bytes_give_the_entry_back_and_begin_as_promised():
    for entry in entries_of(RSS, name="vp.xml") + entries_of(ATOM, name="a"):
        kept = entry_bytes(entry)
        assert kept.startswith(b'{"desk_feed_entry":1,')
        assert kept.startswith(ENTRY_MAGIC)
        assert (entry_from_bytes(kept, name="k"), entry_bytes(entry_from_bytes(kept, name="k"))) == (entry, kept)


def test_an_entry_becomes_one_page_that_states_its_metadata():
    loaded = FeedEntryLoader(Limits()).load(entry_bytes(entries_of(RSS, name="vp.xml")[0]), name="k")
    assert loaded.text.splitlines() == [
        "Quillmere raises its outlook",
        "Valve & Pump Weekly · Ada Wren · 2024-03-05 07:30 UTC · https://news.example/17",
        "",
        "Quillmere now expects sales of $410 million.",
        "",
        "Margins rise.",
        "",
        "Sales 410",
        "",
    ]
    assert [(page.start, page.end) for page in loaded.pages] == [(0, len(loaded.text))]
    assert loaded.headings[0].text == "Quillmere raises its outlook"
    assert {one.field: one.value for one in loaded.stated} == {
        "title": "Quillmere raises its outlook",
        "kind": "news",
        "tier": "third party",
        "published_at": "2024-03-05T07:30:00+00:00",
        "language": "en",
    }
    assert loaded.defects == ()


def test_a_future_date_is_a_defect():
    entry = replace(entries_of(ATOM, name="a")[0], published=datetime.now(UTC) + timedelta(days=40))
    assert [defect.code for defect in FeedEntryLoader(Limits()).load(entry_bytes(entry), name="k").defects] == [FUTURE_DATE]


@pytest.mark.parametrize("content", [b"", b"{}", ENTRY_MAGIC, ENTRY_MAGIC + b'"key":1}', ENTRY_MAGIC + b"[" * 100_000])
def test_other_json_is_no_entry(content):
    with pytest.raises(CannotReadError, match=r"^k is"):
        FeedEntryLoader(Limits()).load(content, name="k")


def test_a_feed_is_split_in_the_child_as_here():
    assert split_in_child(RSS, name="vp.xml", settings=Settings()) == entries_of(RSS, name="vp.xml")
    with pytest.raises(CannotReadError, match=r"bad\.xml declares entities"):
        split_in_child(b'<!DOCTYPE r [<!ENTITY x SYSTEM "y">]><rss/>', name="bad.xml", settings=Settings())
    assert FeedSplitter(Limits()).load(b"<rss version='2.0'></rss>", name="f").pages == ()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)"),
        ("&amp;lt;b&amp;gt;x&amp;lt;/b&amp;gt;", "x"),
        ("<p>One<br>two</p><ul><li>three", "One\ntwo\nthree"),
        ("AT&T; R&amp;D", "AT&T; R&D"),
        ("plain\n\n two  words ", "plain\ntwo words"),
        ("\x00<p>\ud800ok", "ok"),
        ("<img src=x onerror=alert(1)", "< img src=x onerror=alert(1)"),
        ("<div>" * 5000 + "deep", "deep"),
        ("Quill\u200bmere\u202e <b>cuts&#8238;</b> its&shy;elf\U000e0041", "Quillmere cuts itself"),
        ("don&#146;t \x93panic\x94 \x80 5", "don’t “panic” € 5"),
    ],
)
def test_plain_text(markup, text):
    assert plain_text(markup) == text


@pytest.mark.shared
def test_hostile_feeds_are_read_as_feedparser_counts_them_and_hold_no_markup(shared):
    paths = sorted((shared / "hostile" / "feed").iterdir())
    assert len(paths) >= 50
    for path in paths:
        content = path.read_bytes()
        entries = entries_of(content, name=path.name)
        assert len(entries) == len(feedparser.parse(io.BytesIO(content))["entries"]), path.name
        assert is_feed(content[:1024]), path.name
        for entry in entries:
            loaded = FeedEntryLoader(Limits()).load(entry_bytes(entry), name=path.name)
            assert not ACTIVE.search("\n".join((entry.title, entry.text, entry.author, entry.source, entry.link, loaded.text))), path.name
