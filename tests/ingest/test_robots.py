import pytest

from ingest.robots import AGAIN_SECONDS, ALL, KEPT_SECONDS, READ_BYTES, Robots, Rules, read_rules
from research.errors import CouldNotAskError
from research.nouns.fetched import FetchedContent

FILE = b"""\xef\xbb\xbf# who may read what
User-agent: *
Disallow: /

User-Agent: research-desk/1.0  # ours
user-agent: another
Crawl-delay: 10
disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /search?*q=

Sitemap: https://news.example.com/sitemap.xml
User-agent: third
Disallow: /news

User-agent: Research-Desk
Disallow: /more
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/1", True),
        ("/private", False),
        ("/private/1", False),
        ("/privately", False),
        ("/%70rivate", False),
        ("/private/open/1", True),
        ("/more", False),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/search?a=1&q=2", False),
        ("/search?a=1", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_of_our_groups_decides(path, allowed):
    assert read_rules(FILE, "research-desk").allow(path) is allowed


def test_the_group_for_all_is_for_those_without_one():
    assert read_rules(FILE, "fourth").allow("/news") is False
    assert read_rules(FILE, "third").allow("/private") is True
    assert read_rules(FILE, "third").allow("/news/1") is False


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/ab", True),
        ("/a$", "/ab", False),
        ("/a$", "/a", True),
        ("*", "/", True),
        ("/*/c", "/a/b/c/d", True),
        ("/a*c$", "/abcbc", True),
        ("/a*bc*c$", "/abc", False),
        ("/a*a$", "/a", False),
        ("/*b*", "/a", False),
        ("/%E6%96%B0", "/新", True),
        ("/新", "/%e6%96%b0", True),
        ("/a%2Fb", "/a/b", False),
        ("$", "/", False),
        ("/a*$", "/abc", True),
    ],
)
def test_patterns(pattern, path, fits):
    rules = read_rules(f"User-agent: *\nDisallow: {pattern}".encode(), "research-desk")
    assert rules.allow(path) is not fits


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"Disallow: /",
        b"User-agent:\nDisallow: /",
        b"User-agent: *\nDisallow:\n",
        b"\xff\xfe\0",
    ],
)
def test_what_bans_nothing(content):
    assert read_rules(content, "research-desk").allow("/a") is True


def test_an_allowance_goes_before_a_ban_of_the_same_length():
    assert Rules((("/a", False), ("/a", True))).allow("/a") is True


def test_a_group_of_ours_without_bans_frees_from_those_for_all():
    assert read_rules(b"User-agent: *\nDisallow: /\nUser-agent: research-desk\nDisallow:", "research-desk") == ALL


def test_a_huge_file_is_read_to_its_limit():
    names = b"User-agent: a\n" * 10_000 + b"User-agent: *\n"
    rules = read_rules(names + b"Disallow: /*a*a*a*a*b\n" * 100_000, "research-desk")
    assert 0 < len(rules.lines) <= READ_BYTES // 22
    assert rules.allow("/" + "a" * 2_000) is True


class Site:
    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def fetch(self, url, *, etag=None, last_modified=None):
        self.asked.append(url)
        answer = self.answers[url.split("//")[1].split(".")[0]]
        if isinstance(answer, Exception):
            raise answer
        status, content = answer
        return FetchedContent(url, status, content)


@pytest.mark.parametrize(
    ("answer", "allowed", "kept"),
    [
        ((200, b"User-agent: *\nDisallow: /a"), False, KEPT_SECONDS),
        ((200, b"User-agent: *\nDisallow: /b"), True, KEPT_SECONDS),
        ((404, b""), True, KEPT_SECONDS),
        ((403, b""), True, KEPT_SECONDS),
        ((429, b""), False, AGAIN_SECONDS),
        ((503, b""), False, AGAIN_SECONDS),
        ((204, b""), False, AGAIN_SECONDS),
        (CouldNotAskError("no"), False, AGAIN_SECONDS),
    ],
)
def test_what_a_site_says_is_kept(answer, allowed, kept):
    now, site = [0.0], Site(news=answer)
    robots = Robots(site, "research-desk", clock=lambda: now[0])
    assert robots.allow("https://news.example.com/a?b") is allowed
    now[0] = kept - 1
    assert robots.allow("https://news.example.com/a") is allowed
    assert site.asked == ["https://news.example.com/robots.txt"]
    now[0] = kept + 1
    robots.allow("https://news.example.com/a")
    assert len(site.asked) == 2


def test_each_site_is_asked_for_itself():
    site = Site(one=(404, b""), two=(200, b"User-agent: *\nDisallow: /"))
    robots = Robots(site, "research-desk")
    assert [robots.allow(f"http://{name}.example.com:8080/a") for name in ("one", "two", "one")] == [True, False, True]
    assert site.asked == ["http://one.example.com:8080/robots.txt", "http://two.example.com:8080/robots.txt"]


def test_what_is_no_public_address_is_not_asked():
    with pytest.raises(CouldNotAskError):
        Robots(Site(), "research-desk").allow("file:///etc/passwd")
