"""Lists of feeds: nested, odd, hostile."""

import pytest

from ingest.loaded import Limits
from ingest.opml import MAX_FEEDS, MAX_OUTLINES, OpmlLoader, Subscription, parse_opml, read_opml
from research.errors import CannotReadError, LimitExceededError
from research.settings import Settings

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Chips"><!-- mine --><outline text="Foundries" title="">
  <outline type="rss" text="Fab &amp; Co" title="Fab Wire" xmlUrl="https://fab.example.com/rss" htmlUrl="https://fab.example.com/"/>
</outline><outline type="rss" text="&lt;b&gt;Bold&lt;/b&gt; Wire" XMLURL=" https://bold.example.com/feed "/></outline>
<outline type="rss" text="Fab again" xmlUrl="https://fab.example.com/rss"/>
<outline type="include" text="More" url="https://lists.example.com/more.opml"/>
<outline type="rss" xmlUrl="file:///etc/passwd"/>
<outline text="空" xmlUrl="https://zh.example.com/rss"/>
</body></opml>"""


def test_feeds_of_a_list_come_in_order_once_with_their_headings():
    assert parse_opml(LIST.encode(), name="l.opml") == (
        Subscription("https://fab.example.com/rss", "Fab Wire", "Chips / Foundries"),
        Subscription("https://bold.example.com/feed", "Bold Wire", "Chips"),
        Subscription("file:///etc/passwd", "", ""),
        Subscription("https://zh.example.com/rss", "空", ""),
    )


def test_the_child_reads_the_same_in_any_encoding():
    for content in (LIST.encode(), LIST.replace("UTF-8", "UTF-16").encode("utf-16")):
        assert read_opml(content, name="l.opml", settings=Settings()) == parse_opml(LIST.encode(), name="l.opml")
    assert OpmlLoader(Limits()).load(b"<opml/>", name="l").pages == ()


BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;" xmlUrl="x"/></body></opml>'
FILE = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;" xmlUrl="x"/></body></opml>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        FILE.encode(),
        FILE.encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>' + FILE.encode("utf-7"),
        b'<?xml version="1.0" encoding="IBM037"?>'.decode().encode("cp037") + FILE.encode("cp037"),
        b'<!DOCTYPE opml SYSTEM "http://127.0.0.1/x.dtd"><opml/>',
        b"<html><body/></html>",
        b"<opml><body>",
        b"",
        b"%PDF-1.7",
    ],
)
def test_hostile_and_damaged_lists_are_refused_in_a_line(content):
    with pytest.raises(CannotReadError, match=r"^l\.opml "):
        parse_opml(content, name="l.opml")


def test_limits():
    outline = b'<outline text="x"/>'
    with pytest.raises(LimitExceededError, match="more than 80,000 outlines"):
        parse_opml(b"<opml><body>" + outline * (MAX_OUTLINES + 1) + b"</body></opml>", name="l")
    feeds = [b'<outline text="x"><outline xmlUrl="https://wire.example.com/%d"/></outline>' % number for number in range(MAX_FEEDS + 1)]
    assert len(parse_opml(b"<opml><body>" + b"".join(feeds[1:]) + b"</body></opml>", name="l")) == MAX_FEEDS
    with pytest.raises(LimitExceededError, match=r"^l: more than 20,000 feeds"):
        parse_opml(b"<opml><body>" + b"".join(feeds) + b"</body></opml>", name="l")
    with pytest.raises(LimitExceededError, match="may have 16"):
        parse_opml(b" " * (17 << 20), name="l")
    deep = b"<opml><body>" + b"<outline text='x'>" * 200 + b"</outline>" * 200 + b"</body></opml>"
    assert parse_opml(deep, name="l") == ()
    with pytest.raises(CannotReadError):
        parse_opml(deep.replace(b"200", b"") * 2, name="l")
