from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.web_address import joined, shown, web_address
from research.errors import CouldNotAskError


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://news.example.com/feed.xml", "https://news.example.com/feed.xml"),
        ("  HTTPS://News.Example.COM  ", "https://news.example.com/"),
        ("https://news.example.com:443/a", "https://news.example.com/a"),
        ("https://news.example.com:/a", "https://news.example.com/a"),
        ("http://news.example.com:8080?page=2", "http://news.example.com:8080/?page=2"),
        ("http://news.example.com./a#top", "http://news.example.com/a"),
        ("http://news.example.com/a b?q=c d", "http://news.example.com/a%20b?q=c%20d"),
        ("http://news.example.com/a%20b%0d%0a", "http://news.example.com/a%20b%0d%0a"),
        ("http://news.example.com/新聞?词=值", "http://news.example.com/%E6%96%B0%E8%81%9E?%E8%AF%8D=%E5%80%BC"),
        ("http://新聞.example.com/", "http://xn--efvv70d.example.com/"),
        ("http://新聞。example。com/", "http://xn--efvv70d.example.com/"),
        ('http://news.example.com/"<>\\^`{|}', "http://news.example.com/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("http://news.example.com/user@host:1/?a=b@c", "http://news.example.com/user@host:1/?a=b@c"),
        ("http://news.example.com?@127.0.0.1/", "http://news.example.com/?@127.0.0.1/"),
        ("http://news.example.com#@127.0.0.1/", "http://news.example.com/"),
        ("http://under_score.example.com/", "http://under_score.example.com/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700:0::1111]:8080/", "http://[2606:4700:4700::1111]:8080/"),
        ("http://3com.example/", "http://3com.example/"),
    ],
)
def test_a_url_has_one_spelling(url, asked):
    assert web_address(url).url == asked
    assert web_address(asked).url == asked


def test_parts():
    address = web_address("https://[2606:4700:4700::1111]:8443/a?b")
    assert (address.scheme, address.host, address.port, address.target) == ("https", "2606:4700:4700::1111", 8443, "/a?b")
    assert (address.authority, address.is_literal) == ("[2606:4700:4700::1111]:8443", True)
    assert web_address("http://news.example.com/").is_literal is False


def test_a_message_shows_no_key_and_no_password():
    assert str(web_address("https://news.example.com/feed?token=s3cret")) == "https://news.example.com/feed"
    with pytest.raises(CouldNotAskError) as raised:
        web_address("https://me:s3cret@news.example.com/feed?token=s3cret#s3cret")
    assert "s3cret" not in str(raised.value)
    assert shown("https://news.example.com/feed/@author") == "https://news.example.com/feed/@author"
    for url in (
        "me:s3cret@host/a",
        "http:me:s3cret@host/a",
        "http:\\\\me:s3cret@host\\a",
        "ftp://me:s3cret@host/a",
        "http://me:s3cret@a@host/",
    ):
        assert "s3cret" not in shown(url)
    assert shown("http://a/\n\x1b[31m\u202e") == "http://a/??[31m?"
    assert len(shown("http://a/" + "b" * 9_000)) == 200


def test_a_long_url_is_refused():
    with pytest.raises(CouldNotAskError, match="longer than"):
        web_address("http://news.example.com/" + "a" * 5_000)


def test_a_long_host_in_another_script_is_refused_at_once():
    with pytest.raises(CouldNotAskError, match="cannot be read"):
        web_address("http://" + "新" * 4_000)


PIECES = [
    "a.example.com",
    "b.example",
    "127.0.0.1",
    "8.8.8.8",
    "新",
    "é",
    "。",
    "．",
    ".",
    "/",
    "//",
    "@",
    ":",
    ":80",
    "#",
    "?",
    "%2f",
    "\\",
    "[",
    "]",
    "[::1]",
    " ",
    "_",
    "-",
    "x",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("a.example.com?@127.0.0.1/")
@example("a.example.com/\\@127.0.0.1/")
def test_other_readers_see_the_same_host(tail):
    try:
        address = web_address("http://" + tail)
    except CouldNotAskError:
        return
    assert urlsplit(address.url).hostname == address.host
    assert httpx.URL(address.url).raw_host.decode().strip("[]") == address.host
    assert httpx.URL(address.url).raw_path.decode() == address.target
    assert address.url.isascii()


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text):
    for url in (text, "http://" + text, "http://news.example.com/" + text):
        try:
            assert web_address(url).url.isprintable()
        except CouldNotAskError as refused:
            assert str(refused).isprintable()  # noqa: PT017 (either outcome is right)


BASE = web_address("https://news.example.com/a/feed.xml?x=1")


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("other.xml", "https://news.example.com/a/other.xml"),
        ("/other.xml", "https://news.example.com/other.xml"),
        ("?page=2", "https://news.example.com/a/feed.xml?page=2"),
        ("//other.example.com/", "https://other.example.com/"),
        ("https://other.example.com/新", "https://other.example.com/%E6%96%B0"),
    ],
)
def test_redirects_lead_on(location, leads_to):
    assert joined(BASE, location).url == leads_to


@pytest.mark.parametrize(
    "location",
    [
        "http://news.example.com/", "file:///etc/passwd", "data:,x", "//127.1/", "//user@other.example.com/", "https://[::1", "\nhttps://a.example.com/",
        "//localhost/", "https://a.example.com/" + "a" * 5_000,
    ],
)  # fmt: skip
def test_redirects_that_lead_astray_are_refused(location):
    with pytest.raises(CouldNotAskError):
        joined(BASE, location)
