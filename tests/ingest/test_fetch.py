import gzip

import pytest

from research.errors import CouldNotAskError
from tests.outside.server import answer, local_server


@pytest.fixture
def server():
    with local_server() as running:
        yield running


def test_a_page_is_read_with_its_headers(server):
    server.routes["/feed.xml"] = answer(b"<rss/>", etag='"one"', content_type="application/rss+xml")
    got = server.fetcher().fetch(server.url("/feed.xml?of=all"))
    assert (got.status, got.content, got.url) == (200, b"<rss/>", server.url("/feed.xml?of=all"))
    assert (got.headers["etag"], got.headers["content-type"]) == ('"one"', "application/rss+xml")
    assert (got.moved_to, got.retry_after) == (None, None)


def test_gzip(server):
    server.routes["/feed.xml"] = answer(gzip.compress(b"<rss/>"), content_encoding="gzip")
    assert server.fetcher().fetch(server.url("/feed.xml")).content == b"<rss/>"


def test_a_redirect_to_loopback_is_refused(server):
    server.routes["/feed.xml"] = answer(status=302, location="http://127.0.0.1/private")
    with pytest.raises(CouldNotAskError, match="not public"):
        server.fetcher().fetch(server.url("/feed.xml"))
    assert server.targets == ["/feed.xml"]
