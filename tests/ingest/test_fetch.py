import gzip
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ingest.fetch import LONGEST_WAIT, FetchLimits, SafeFetcher
from research.errors import CouldNotAskError, LimitExceededError
from tests.outside.heard import hearing
from tests.outside.server import NAME, QUICK, answer, local_server

FEED = b"<rss><channel/></rss>"


@pytest.fixture
def server():
    with local_server() as running:
        running.routes["/feed.xml"] = answer(FEED)
        yield running


def redirect(to, status=302):
    return answer(b"moved", status=status, location=to)


def test_a_page_is_read_with_its_headers(server):
    server.routes["/feed.xml"] = answer(FEED, etag='"one"', content_type="application/rss+xml", set_cookie="a=b", vary="a")
    got = server.fetcher().fetch(server.url("/feed.xml?of=all#top"))
    assert (got.status, got.content, got.url) == (200, FEED, server.url("/feed.xml?of=all"))
    assert got.headers == {"etag": '"one"', "content-type": "application/rss+xml", "vary": "a", "content-length": str(len(FEED))}
    assert (got.moved_to, got.retry_after) == (None, None)


def test_what_is_sent_is_all_that_is_told(server):
    server.fetcher().fetch(server.url("/feed.xml?a=b"))
    (request,) = server.asked
    assert (request.method, request.target) == ("GET", "/feed.xml?a=b")
    assert request.headers.keys() == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert request.headers["host"] == f"{NAME}:{server.port}"
    assert request.headers["user-agent"].startswith("research-desk/")
    assert request.headers["accept-encoding"] == "gzip, deflate"


def test_bodies_come_inflated(server):
    server.routes["/feed.xml"] = answer(gzip.compress(FEED), content_encoding="gzip")
    assert server.fetcher().fetch(server.url("/feed.xml")).content == FEED


def test_a_body_that_comes_with_the_last_of_the_headers_is_no_header(server):
    def in_two(_request):
        yield b"HTTP/1.1 200 OK\r\n"
        next(server.ticks(), None)
        yield b"A: b\r\n\r\n" + b"a" * 150_000

    server.routes["/feed.xml"] = in_two
    assert server.fetcher().fetch(server.url("/feed.xml")).content == b"a" * 150_000


def test_a_body_may_have_as_many_bytes_as_the_limit(server):
    server.routes["/feed.xml"] = b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * QUICK.wire_bytes
    assert len(server.fetcher().fetch(server.url("/feed.xml")).content) == QUICK.wire_bytes


def test_chunks_are_joined(server):
    server.routes["/feed.xml"] = answer(b"6\r\n<rss><\r\n3;a=b\r\n/x>\r\n0\r\nX-Late: 1\r\n\r\n", transfer_encoding="chunked")
    assert server.fetcher().fetch(server.url("/feed.xml")).content == b"<rss></x>"


def test_bytes_are_left_in_the_charset_that_they_came_in(server):
    body = "<?xml version='1.0' encoding='gb18030'?><t>新闻</t>".encode("gb18030")
    server.routes["/feed.xml"] = answer(body, content_type="text/xml; charset=utf-8")
    assert server.fetcher().fetch(server.url("/feed.xml")).content == body


def test_validators_make_an_unchanged_feed_short(server):
    server.routes["/feed.xml"] = answer(status=304, etag='"two"')
    got = server.fetcher().fetch(server.url("/feed.xml"), etag='W/"one"', last_modified="Mon, 10 Feb 2025 08:00:00 GMT")
    assert (got.status, got.content, got.headers["etag"]) == (304, b"", '"two"')
    assert server.asked[0].headers["if-none-match"] == 'W/"one"'
    assert server.asked[0].headers["if-modified-since"] == "Mon, 10 Feb 2025 08:00:00 GMT"


@pytest.mark.parametrize("etag", ['"a\r\nHost: b"', '"新"', "", " ", "a" * 2_000, '"a\0"'])
def test_a_validator_that_no_server_can_have_sent_is_not_sent(server, etag):
    assert server.fetcher().fetch(server.url("/feed.xml"), etag=etag).status == 200
    assert "if-none-match" not in server.asked[0].headers


def test_unchanged_is_no_answer_to_who_asks_first(server):
    server.routes["/feed.xml"] = answer(status=304)
    with pytest.raises(CouldNotAskError, match="asks for the first time"):
        server.fetcher().fetch(server.url("/feed.xml"))


@pytest.mark.parametrize("status", [204, 206, 401, 403, 404, 410, 429, 500, 503])
def test_the_words_of_an_error_page_are_not_content(server, status):
    server.routes["/feed.xml"] = answer(b"<rss>Sorry</rss>", status=status)
    got = server.fetcher().fetch(server.url("/feed.xml"))
    assert (got.status, got.content) == (status, b"")


NOW = datetime(2025, 2, 14, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        (format_datetime(NOW + timedelta(minutes=10), usegmt=True), 600),
        ("Friday, 14-Feb-25 08:05:00 GMT", 300),
        (format_datetime(NOW - timedelta(days=3), usegmt=True), 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("-1", None),
        ("soon", None),
        ("Fri, 14 Feb 99999 08:00:00 GMT", None),
        ("1e3", None),
    ],
)
def test_the_wait_that_a_server_asks_for(server, said, seconds):
    server.routes["/feed.xml"] = answer(status=429, retry_after=said, date=format_datetime(NOW, usegmt=True))
    assert server.fetcher().fetch(server.url("/feed.xml")).retry_after == seconds


def test_an_instant_to_wait_for_without_a_date_is_counted_from_now(server):
    server.routes["/feed.xml"] = answer(status=503, retry_after=format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert 3_500 <= server.fetcher().fetch(server.url("/feed.xml")).retry_after <= 3_600


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([307, 308], False),
    ],
)
def test_a_feed_has_moved_when_every_redirect_is_permanent(server, statuses, moved):
    for at, status in enumerate(statuses):
        server.routes[f"/{at}"] = redirect(f"/{at + 1}", status)
    server.routes[f"/{len(statuses)}"] = answer(FEED)
    got = server.fetcher().fetch(server.url("/0"))
    assert (got.content, got.url) == (FEED, server.url(f"/{len(statuses)}"))
    assert got.moved_to == (got.url if moved else None)


@pytest.mark.parametrize(("status", "moved"), [(304, True), (404, False), (410, False), (503, False)])
def test_a_feed_has_not_moved_to_where_nothing_is(server, status, moved):
    server.routes |= {"/feed.xml": redirect("/new.xml", 301), "/new.xml": answer(status=status)}
    got = server.fetcher().fetch(server.url("/feed.xml"), etag='"one"')
    assert (got.status, got.moved_to) == (status, server.url("/new.xml") if moved else None)


def test_a_redirect_takes_no_cookie_along(server):
    server.routes["/old.xml"] = answer(status=302, location="/feed.xml", set_cookie="session=1")
    server.fetcher().fetch(server.url("/old.xml"))
    assert [request.headers.keys() & {"cookie", "referer", "authorization"} for request in server.asked] == [set(), set()]


def test_a_redirect_in_another_script(server):
    server.routes |= {"/old.xml": redirect("/新聞"), "/%E6%96%B0%E8%81%9E": answer(FEED)}
    assert server.fetcher().fetch(server.url("/old.xml")).content == FEED


def test_five_redirects_are_followed_and_no_more(server):
    server.routes |= {f"/{at}": redirect(f"/{at + 1}") for at in range(6)} | {"/6": answer(FEED)}
    assert server.fetcher().fetch(server.url("/1")).content == FEED
    with pytest.raises(LimitExceededError, match="more than 5 times"):
        server.fetcher().fetch(server.url("/0"))


def test_a_redirect_to_itself_ends(server):
    server.routes["/feed.xml"] = redirect("/feed.xml", 301)
    with pytest.raises(LimitExceededError, match="more than 5 times"):
        server.fetcher().fetch(server.url("/feed.xml"))
    assert len(server.asked) == 6


def test_a_redirect_to_nowhere(server):
    server.routes["/feed.xml"] = answer(status=301)
    with pytest.raises(CouldNotAskError, match="without saying where"):
        server.fetcher().fetch(server.url("/feed.xml"))


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/", "http://127.0.0.1:22/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest/", "http://2130706433/",
        "//127.1/", "file:///etc/passwd", "ftp://news.example.com/", "data:text/xml,<rss/>", "http://user@news.example.com/", "gopher://127.0.0.1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_into_the_reader_s_network_is_refused(server, to, status):
    server.routes["/feed.xml"] = redirect(to, status)
    with hearing() as heard, pytest.raises(CouldNotAskError):
        server.fetcher().fetch(server.url("/feed.xml"))
    assert server.targets == ["/feed.xml"]
    assert set(heard) == {("socket.connect", ("127.0.0.1", server.port)), ("socket.getaddrinfo", "127.0.0.1")}


def test_a_name_that_changes_its_address_is_asked_at_the_one_that_was_checked(server):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetcher = SafeFetcher(resolver=lambda _name: next(answers), allowed=[("127.0.0.1", server.port)])
    with hearing() as heard:
        assert fetcher.fetch(server.url("/feed.xml")).content == FEED
    assert set(heard) == {("socket.connect", ("127.0.0.1", server.port)), ("socket.getaddrinfo", "127.0.0.1")}
    assert next(answers) == ["10.0.0.1"]  # it was looked up once


def test_a_name_that_changes_its_address_between_redirects_is_refused(server):
    server.routes["/old.xml"] = redirect("/feed.xml")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetcher = SafeFetcher(resolver=lambda _name: next(answers), allowed=[("127.0.0.1", server.port)])
    with pytest.raises(CouldNotAskError, match="not public"):
        fetcher.fetch(server.url("/old.xml"))
    assert server.targets == ["/old.xml"]


def test_only_the_pairs_that_are_allowed_are_asked(server):
    fetcher = SafeFetcher(resolver=lambda _name: ["127.0.0.1"], allowed=[("127.0.0.1", server.port)])
    for url in (f"http://news.example.com/{'a'}", "http://127.0.0.1:80/", f"http://8.8.8.8:{server.port}/", f"http://[::1]:{server.port}/"):
        with hearing() as heard, pytest.raises(CouldNotAskError, match="not public"):
            fetcher.fetch(url)
        assert heard == []


def test_the_next_address_is_tried_when_one_does_not_answer(server):
    pairs = [("::1", server.port), ("127.0.0.1", server.port)]
    assert SafeFetcher(resolver=lambda _name: ["::1", "127.0.0.1"], allowed=pairs).fetch(server.url("/feed.xml")).content == FEED


def test_nobody_there():
    with local_server() as gone:
        pass
    with pytest.raises(CouldNotAskError, match=r"news\.example\.com.*: cannot be reached"):
        gone.fetcher().fetch(gone.url("/feed.xml"))


def test_the_proxies_of_the_environment_are_not_asked(server, monkeypatch):
    with local_server() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{proxy.port}")
        assert server.fetcher().fetch(server.url("/feed.xml")).content == FEED
        assert proxy.connections == 0


def test_the_netrc_of_the_user_is_not_read(server, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text(f"machine {NAME} login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.fetcher().fetch(server.url("/feed.xml"))
    assert "authorization" not in server.asked[0].headers


def test_a_look_up_that_hangs_ends_with_the_time():
    let_go = threading.Event()
    fetcher = SafeFetcher(FetchLimits(seconds=0.1), resolver=lambda _name: [str(let_go.wait(30))])
    with pytest.raises(CouldNotAskError, match="did not answer in time"):
        fetcher.fetch("http://news.example.com/")
    let_go.set()


def test_several_threads_ask_at_once(server):
    server.routes |= {f"/{at}": answer(f"<rss>{at}</rss>".encode()) for at in range(8)}
    fetcher, got = server.fetcher(), {}
    threads = [threading.Thread(target=lambda at=at: got.__setitem__(at, fetcher.fetch(server.url(f"/{at}")).content)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {at: f"<rss>{at}</rss>".encode() for at in range(8)}
