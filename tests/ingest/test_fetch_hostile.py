import zlib

import pytest

from ingest.fetch import FetchLimits
from research.errors import CouldNotAskError, LimitExceededError
from tests.outside.server import answer, local_server, packed

HEAD = b"HTTP/1.1 200 OK\r\n"
SHORT = FetchLimits(seconds=0.4, idle_seconds=30.0)
IMPATIENT = FetchLimits(seconds=30.0, idle_seconds=0.2)


@pytest.fixture
def server():
    with local_server() as running:
        yield running


def refused(server, error, says, limits=None):
    """Return the one line with which a fetch is refused, without what is secret in its address."""
    with pytest.raises(error, match=says) as raised:
        (server.fetcher(limits) if limits else server.fetcher()).fetch(server.url("/feed.xml?token=s3cret"))
    assert str(raised.value).isprintable()
    assert "s3cret" not in str(raised.value)
    return str(raised.value)


def forever(piece):
    def route(_request):
        while True:
            yield piece

    return route


def after(start, pieces):
    def route(request):
        yield start
        yield from pieces(request)

    return route


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (packed(b"\0" * 40_000_000), "gzip"),
        (packed(b"a" * 300_000) * 2, "gzip"),
        (zlib.compress(b"\0" * 40_000_000), "deflate"),
        (packed(b"") * 2_000, "gzip"),
    ],
)
def test_a_bomb_is_not_inflated(server, body, encoding):
    server.routes["/feed.xml"] = answer(body, content_encoding=encoding)
    assert refused(server, LimitExceededError, "inflated|parts")


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "new\tthing"])
def test_an_encoding_that_was_not_asked_for(server, encoding):
    server.routes["/feed.xml"] = answer(packed(packed(b"<rss/>")), content_encoding=encoding)
    assert refused(server, CouldNotAskError, "not asked for")


def test_two_encodings_in_two_headers_are_two(server):
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n"
    server.routes["/feed.xml"] = head + packed(packed(b"<rss/>"))
    assert refused(server, CouldNotAskError, "not asked for")


def test_an_endless_body(server):
    server.routes["/feed.xml"] = after(HEAD + b"\r\n", forever(b"<item/>" * 1_000))
    assert refused(server, LimitExceededError, "more bytes than is read")


def test_an_endless_body_in_tiny_chunks(server):
    server.routes["/feed.xml"] = after(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", forever(b"1\r\na\r\n" * 500))
    assert refused(server, LimitExceededError, "more bytes than is read")


def test_endless_words_about_a_chunk(server):
    server.routes["/feed.xml"] = after(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", forever(b"a" * 5_000))
    assert refused(server, (LimitExceededError, CouldNotAskError), "more bytes than is read|proper HTTP")


def test_endless_trailers(server):
    server.routes["/feed.xml"] = after(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", forever(b"A: b\r\n" * 500))
    assert refused(server, (LimitExceededError, CouldNotAskError), "more bytes than is read|proper HTTP")


def test_endless_headers(server):
    server.routes["/feed.xml"] = after(HEAD, forever(b"A: b\r\n" * 100))
    assert refused(server, LimitExceededError, "more headers than is read")


def test_one_endless_header(server):
    server.routes["/feed.xml"] = after(HEAD + b"A: ", forever(b"b" * 1_000))
    assert refused(server, LimitExceededError, "more headers than is read")


def test_endless_answers_before_the_answer(server):
    server.routes["/feed.xml"] = forever(b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 50)
    assert refused(server, LimitExceededError, "more headers than is read")


def test_endless_headers_of_a_redirect(server):
    server.routes["/feed.xml"] = after(b"HTTP/1.1 301 Moved\r\nLocation: /a\r\n", forever(b"A: b\r\n" * 100))
    assert refused(server, LimitExceededError, "more headers than is read")


def test_a_body_that_is_announced_as_too_much_is_not_begun(server):
    server.routes["/feed.xml"] = HEAD + b"Content-Length: 99999999999\r\n\r\n"
    assert refused(server, LimitExceededError, "99,999,999,999 bytes")


def test_the_endless_body_of_an_error_page_is_not_read(server):
    server.routes["/feed.xml"] = after(b"HTTP/1.1 404 Gone\r\n\r\n", forever(b"a" * 1_000))
    assert server.fetcher().fetch(server.url("/feed.xml")).content == b""


def drip(server, piece):
    return lambda _request: (piece for _ in server.ticks())


def test_a_slow_drip_of_the_body(server):
    server.routes["/feed.xml"] = after(HEAD + b"\r\n", drip(server, b"a"))
    assert refused(server, LimitExceededError, r"not read within 0\.4 seconds", SHORT)


def test_a_slow_drip_of_headers(server):
    server.routes["/feed.xml"] = after(HEAD + b"A: ", drip(server, b"a"))
    assert refused(server, LimitExceededError, r"not read within 0\.4 seconds", SHORT)


def test_a_slow_drip_of_answers_before_the_answer(server):
    server.routes["/feed.xml"] = drip(server, b"HTTP/1.1 100 Continue\r\n\r\n")
    assert refused(server, LimitExceededError, r"not read within 0\.4 seconds", SHORT)


def test_redirects_share_one_time(server):
    def slow(request):
        ticks = server.ticks(0.1)
        next(ticks, None)
        yield answer(status=302, location=request.target)

    server.routes["/feed.xml"] = slow
    assert refused(server, LimitExceededError, r"not read within 0\.4 seconds", SHORT)


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200", HEAD, HEAD + b"\r\n<rss>"])
def test_silence(server, start):
    server.routes["/feed.xml"] = after(start, lambda _request: (b"" for _ in server.ticks()))
    assert refused(server, CouldNotAskError, "does not answer", IMPATIENT)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<rss/>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"ICY 200 OK\r\n\r\n<rss/>",
        b"HTTP/1.1 abc OK\r\n\r\n",
        HEAD + b"no colon\r\n\r\n",
        HEAD + b"A: b\0c\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>",
        HEAD + b"Content-Length: -5\r\n\r\n<rss/>",
        HEAD + b"Content-Length: five\r\n\r\n<rss/>",
        HEAD + b"Content-Length: 500\r\n\r\n<rss/>",
        HEAD + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n<rss/>",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss/>\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n<rss/>\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n<rss/>",
        HEAD,
        b"HTTP/1.1 101 Switching\r\nUpgrade: other\r\n\r\n",
    ],
)
def test_what_is_not_proper_http_or_breaks_off(server, sent):
    server.routes["/feed.xml"] = sent
    with pytest.raises((CouldNotAskError, LimitExceededError)) as raised:
        server.fetcher().fetch(server.url("/feed.xml"))
    assert str(raised.value).isprintable()


def test_what_follows_the_announced_length_is_not_read(server):
    server.routes["/feed.xml"] = HEAD + b"Content-Length: 6\r\n\r\n<rss/>HTTP/1.1 200 OK\r\n\r\n<evil/>"
    assert server.fetcher().fetch(server.url("/feed.xml")).content == b"<rss/>"


def test_headers_of_any_bytes_come_as_text(server):
    server.routes["/feed.xml"] = HEAD + b'Etag: "\xff\xfe"\r\nLink: <a>\r\nLink: <b>\r\nContent-Length: 6\r\n\r\n<rss/>'
    got = server.fetcher().fetch(server.url("/feed.xml"))
    assert (got.headers["etag"], got.headers["link"]) == ('"ÿþ"', "<a>, <b>")
