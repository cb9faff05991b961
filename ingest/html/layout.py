"""An HTML page's own shape around the words that the catalog holds: tables with their rows and cells, paragraphs, emphasis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.html.elements import elements
from ingest.html.flow import Piece
from ingest.html.looks import indent_of, looks_of
from ingest.html.markup import Element, decode, name_of, parse
from ingest.html.submission import open_submission
from ingest.html.walk import Places, Walker, has_page_breaks
from ingest.layouts import NEIGHBOURS, Closed, MarkupLayout, Opened, Run, Token, digest_of
from ingest.loaded import Limits, Loaded
from ingest.writing import TextWriter
from research.nouns.documents import Page

_CELLS = frozenset({"td", "th"})
_KEPT = frozenset({"table", "tr", "td", "th", "ul", "ol", "li", "sup", "sub"})
_SHAPELESS = frozenset({"html", "body", "thead", "tbody", "tfoot"})
_EMPHASIS = frozenset("biu")
# Paragraphs nested deeper than the first, and anything nested deeper than the second, show nothing of their own.
DEEPEST, DEEPEST_TABLE = 40, 120
MOST_SPAN = 200


@dataclass(slots=True)
class _Open:
    """An element that is open: as a token, None for one that shows nothing of its own, and whether it was written on this page."""

    element: Element
    token: Opened | None
    written: bool = False
    waiting: list[Token] = field(default_factory=list)


def html_layouts(content: bytes, page: int, *, name: str, limits: Limits, loader: str, kind: str) -> Mapping[int, MarkupLayout]:
    """Return the layouts of a page and its neighbours by number; raises as `HtmlLoader.load`, whose text the offsets are of."""
    del loader, kind
    root = parse(decode(open_submission(content).content).text, limits, name=name).root
    paged = has_page_breaks(root)
    writer = TextWriter(limits, name=name, paginate=not paged)
    if paged:
        writer.begin_page()
    walker = Walker(writer, limits, name=name, traced=True)
    walker.walk(root)
    loaded = writer.loaded()
    near = [one for one in loaded.pages if abs(one.number - page) <= NEIGHBOURS]
    return _Layouts(near, walker.places).read(root, loaded)


class _Layouts:
    """Writes the tokens of some pages in one pass over the tree, each page balanced by itself."""

    def __init__(self, pages: Sequence[Page], places: Places) -> None:
        self._pages, self._places = pages, places
        self._starts = [page.start for page in pages]
        self._tokens: dict[int, list[Token]] = {page.number: [] for page in pages}
        self._stack: list[_Open] = []
        self._page = 0

    def read(self, root: Element, loaded: Loaded) -> dict[int, MarkupLayout]:
        """Return the layouts by page number."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = name_of(element.tag) if isinstance(element.tag, str) else ""
            if event == "start":
                self._stack.append(_Open(element, self._token(element, name)))
                self._words(Piece(element, tail=False))
            else:
                self._end(name)
                self._words(Piece(element, tail=True))
        self._close_page()
        headings = [one.start for one in loaded.headings]
        return {
            page.number: MarkupLayout(
                digest_of(loaded.text[page.start : page.end]),
                tuple(self._tokens[page.number]),
                tuple(start for start in headings if page.start <= start < page.end),
            )
            for page in self._pages
        }

    def _token(self, element: Element, name: str) -> Opened | None:
        if len(self._stack) >= DEEPEST_TABLE:
            return None
        looks = looks_of(element.get("style") or "", element.get("align") or "", name)
        if name in _CELLS:
            return Opened("td", looks, _span(element.get("colspan")), _span(element.get("rowspan")), indent_of(element))
        if name in _KEPT:
            return Opened(name, "".join(one for one in looks if one in "ts") if name == "tr" else "")
        if len(self._stack) >= DEEPEST or name in _SHAPELESS:
            return None
        if name in elements().blocks:
            return Opened("div", looks, indent=indent_of(element))
        emphasis = "".join(one for one in looks if one in _EMPHASIS)
        return Opened("span", emphasis) if emphasis else None

    def _words(self, piece: Piece) -> None:
        """Write a piece of text on its page, the elements around it first."""
        start, end = self._places.get(piece, (0, 0))
        if end <= start:
            return
        at = bisect_right(self._starts, start) - 1
        number = self._pages[at].number if at >= 0 and start < self._pages[at].end else 0
        if number != self._page:
            self._close_page()
            self._page = number
        if not number:
            return
        for one in self._stack:
            self._write_open(one)
        self._tokens[number].append(Run(start, end))

    def _write_open(self, one: _Open) -> None:
        if one.written or one.token is None:
            return
        one.written = True
        self._tokens[self._page] += [one.token, *one.waiting]
        one.waiting = []

    def _end(self, name: str) -> None:
        ended = self._stack.pop()
        if ended.token is None:
            return
        if ended.written:
            self._tokens[self._page].append(Closed())
        elif name in _CELLS:
            self._note_empty(ended.token)

    def _note_empty(self, cell: Opened) -> None:
        """Keep a cell without words: it holds its column open; one before the first words of its row waits for them."""
        shown = [one for one in self._stack if one.token]
        if not shown or shown[-1].token is None or shown[-1].token.tag != "tr":
            return
        if shown[-1].written:
            self._tokens[self._page] += [cell, Closed()]
        else:
            shown[-1].waiting += [cell, Closed()]

    def _close_page(self) -> None:
        """Close what is open on this page; it is opened again where its words go on."""
        for one in reversed(self._stack):
            if one.written:
                self._tokens[self._page].append(Closed())
                one.written = False


def _span(text: str | None) -> int:
    return max(1, min(int(text), MOST_SPAN)) if text and text.isascii() and text.isdigit() and len(text) <= 4 else 1
