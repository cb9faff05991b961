"""The text of the articles that feed entries link to: fetched where the site allows it, extracted in the limited child."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.child import load_in_child
from ingest.feed_text import plain_text
from ingest.fetch import PRODUCT
from ingest.html.markup import decode
from ingest.loaded import Limits, Loaded
from ingest.robots import Robots
from ingest.web_address import shown
from research.errors import CannotReadError, CouldNotAskError, LimitExceededError
from research.nouns.documents import Page
from research.protocols.outside import Fetcher
from research.settings import Settings

# Longer than any story, shorter than a book.
LONGEST_TEXT = 200_000
# Less than a sentence or two is a notice about cookies, or a wall.
SHORTEST_TEXT = 200
_MOST_TAGS = 200_000
_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SUMMARY = "the entry keeps its summary"


@dataclass(frozen=True, slots=True)
class Article:
    """The URL that the article was read at (after redirects), and its text: plain, a line for each paragraph."""

    url: str
    text: str = field(repr=False)


class ArticleReader:
    """Reads articles through a fetcher; keeps only what sites say of robots, so several threads may ask at once."""

    def __init__(self, fetcher: Fetcher, settings: Settings, *, robots: Robots | None = None) -> None:
        self._fetcher, self._settings = fetcher, settings
        self._robots = robots or Robots(fetcher, PRODUCT)

    def read(self, url: str) -> Article:
        """Return the article at a URL.

        Raises CouldNotAskError (the site does not allow it, has no such page, or as `Fetcher.fetch`) or CannotReadError (no article on
        the page, too long, or as `load_in_child`).
        """
        self._check_allowed(url)
        got = self._fetcher.fetch(url)
        if got.url != url:
            self._check_allowed(got.url)
        name = shown(got.url)
        if got.status not in {200, 203}:
            raise CouldNotAskError(f"{name}: no article, the site answers with status {got.status}", _SUMMARY)
        kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in _PAGES:
            raise CannotReadError(f"{name}: is not a page of text", _SUMMARY)
        loaded = load_in_child(
            _declared(got.content, got.headers), name=name, settings=self._settings, loader="ingest.articles:ArticleLoader"
        )
        return Article(got.url, loaded.text)

    def _check_allowed(self, url: str) -> None:
        if not self._robots.allow(url):
            raise CouldNotAskError(f"{shown(url)}: the site does not allow programs to read this page", _SUMMARY)


class ArticleLoader:
    """Reads a web page as the article on it: no menus, no comments, no advertisements."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the text as one page; raises CannotReadError for a page without an article, LimitExceededError for too long a one."""
        from trafilatura import extract  # noqa: PLC0415 (in the child, after the limits are set)

        page = decode(content).text
        if page.count("<") > _MOST_TAGS:
            raise LimitExceededError(f"{name}: more than {_MOST_TAGS:,} tags", _SUMMARY)
        found = extract(page, include_comments=False, include_tables=True, favor_precision=True, output_format="txt")
        text = plain_text(found or "")
        if len(text) < SHORTEST_TEXT:
            raise CannotReadError(f"{name}: no article is found on the page", _SUMMARY)
        if len(text) > LONGEST_TEXT:
            raise LimitExceededError(f"{name}: an article of more than {LONGEST_TEXT:,} characters", _SUMMARY)
        return Loaded(text, (Page(1, 0, len(text), 0.0, 0.0),))


def _declared(content: bytes, headers: Mapping[str, str]) -> bytes:
    """Return a page that says itself in which charset it is, where only the server said so (WHATWG: the server's word comes first)."""
    charset = _CHARSET.search(headers.get("content-type", ""))
    if charset is None or content.startswith(_MARKS) or charset[1].lower().replace("-", "") == "utf8" or _is_utf8(content):
        return content
    return f'<meta charset="{charset[1]}">'.encode("ascii", "ignore") + content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
