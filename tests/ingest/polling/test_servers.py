"""Feeds polled from a server on loopback, through the real fetcher: what servers do and what becomes of it."""

from datetime import timedelta

import pytest

from ingest.polling.asking import Outcome, ask_feed
from research.nouns.feeds import Feed
from research.settings import Settings
from tests.ingest.polling.polled import item, rss
from tests.outside.server import answer, local_server, packed

ONE = item("1", "Quillmere raises its outlook", "Sales of $410 million.")


@pytest.fixture
def server():
    with local_server() as server:
        yield server


@pytest.fixture
def served(polled, server):
    """Return a workspace that polls one feed of the server."""
    polled.fetcher = server.fetcher()
    polled.subscribe(server.url("/rss"))
    return polled


def poll(served):
    served.now += timedelta(hours=1)
    (found,) = served.poll()
    return found


def test_validators_go_out_and_a_304_comes_back(served, server):
    def route(request):
        if request.headers.get("if-none-match") == '"v1"':
            return answer(status=304)
        return answer(rss(ONE), etag='"v1"', last_modified="Mon, 10 Feb 2025 12:00:00 GMT", content_type="application/rss+xml")

    server.routes["/rss"] = route
    assert [poll(served).outcome, poll(served).outcome] == [Outcome.READ, Outcome.UNCHANGED]
    assert server.asked[1].headers["if-modified-since"] == "Mon, 10 Feb 2025 12:00:00 GMT"
    assert served.titles() == ["Quillmere raises its outlook"]


def test_a_permanent_redirect_is_kept_and_a_passing_one_is_not(served, server):
    server.routes["/new"] = answer(rss(ONE))
    server.routes["/rss"] = answer(status=302, location="/new")
    assert (poll(served).moved, served.feed(server.url("/rss")).address) == (False, "")
    server.routes["/rss"] = answer(status=301, location="/new")
    server.routes["/new"] = answer(rss(ONE, item("2", "Another", "Words.")))
    assert poll(served).moved
    poll(served)
    assert server.targets == ["/rss", "/new", "/rss", "/new", "/new"]
    assert {one.source_key for one in served.documents()} == {f"{server.url('/rss')}#1", f"{server.url('/rss')}#2"}


@pytest.mark.parametrize(
    ("sent", "outcome", "said"),
    [
        (answer(status=410), Outcome.ENDED, "ended this feed (410)"),
        (answer(status=429, retry_after="3600"), Outcome.FAILED, "asked too often (429)"),
        (answer(status=503, retry_after="Mon, 10 Feb 2025 12:00:00 GMT"), Outcome.FAILED, "not available at the moment (503)"),
        (answer(status=204), Outcome.FAILED, "(204)"),
        (answer(b"<html><title>Sign in</title></html>", content_type="text/html"), Outcome.FAILED, "is not an RSS, Atom, RDF or JSON feed"),
        (answer(packed(b"<rss>" + b" " * 50_000_000), content_encoding="gzip"), Outcome.FAILED, ""),
        (answer(rss(ONE), content_length="999999"), Outcome.FAILED, ""),
        (answer(status=302, location="http://127.0.0.1/"), Outcome.FAILED, "not public"),
        (answer(status=301, location="file:///etc/passwd"), Outcome.FAILED, "only http and https"),
        (answer(status=301, location="/rss"), Outcome.FAILED, "redirects more than"),
        (b"not http at all\r\n\r\n", Outcome.FAILED, ""),
    ],
)
def test_what_a_server_does_wrong_is_a_line_and_nothing_is_stored(served, server, sent, outcome, said):
    server.routes["/rss"] = sent
    found = poll(served)
    assert (found.outcome, found.new, served.documents()) == (outcome, 0, [])
    assert said in found.error
    assert found.error
    assert "\n" not in found.error


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(item("1", "Werkstätten über Öl")).decode().encode("latin-1"), "application/rss+xml; charset=ISO-8859-1"),
        (rss(item("1", "Werkstätten über Öl")), "text/xml; charset=iso-8859-1"),
        (rss(item("1", "Werkstätten über Öl")), "application/rss+xml"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>" + rss(item("1", "Werkstätten über Öl")).decode().encode("latin-1"), "text/xml"),
        (rss(item("1", "Werkstätten über Öl")).decode().encode("utf-16"), "text/xml; charset=utf-8"),
    ],
)
def test_letters_are_read_as_header_or_feed_say_and_utf_8_before_a_wrong_header(server, body, content_type):
    server.routes["/rss"] = answer(body, content_type=content_type)
    asked = ask_feed(Feed(server.url("/rss")), server.fetcher(), Settings())
    assert [entry.title for entry in asked.content.entries] == ["Werkstätten über Öl"]


def test_chinese_in_its_own_charset(server):
    body = rss(item("1", "公司上调全年指引")).decode().encode("gb18030")
    server.routes["/rss"] = answer(body, content_type="text/xml; charset=gb2312")
    asked = ask_feed(Feed(server.url("/rss")), server.fetcher(), Settings())
    assert asked.content.entries[0].title == "公司上调全年指引"
