"""The printed lines of a document that say something: running heads, page numbers and rows of tables are told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from research.nouns.documents import Document, Page
from research.nouns.facts import Fact
from research.text.han import is_han
from research.text.passages import is_row

# So many lines at the top and the foot of a page may be its running head and foot: they recur on this many pages, and on this share.
EDGE_LINES = 3
RUNNING_PAGES, RUNNING_SHARE = 4, 0.1
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—|\s]*(?:[A-Z]{1,2}-)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_HAN_CLAUSE = re.compile(r"[，。；]")
_DIGITS = re.compile(r"\d+")
# A page lists contents when so many of its lines, and so large a share, end with a page number.
CONTENTS_LINES, CONTENTS_SHARE = 5, 0.4
_ENTRY = re.compile(r"\D.*[\s.·…]\d{1,3}")
# A line that fills so much of the page's width, with a label so long, is a sentence that ends in figures, and no row.
WIDE, LONGEST_LABEL, LONGEST_HAN_LABEL = 0.8, 45, 18
_FIGURES_ALONE = re.compile(r"[\s\d,.()$€£¥%—–\-*x|/]+")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page without its outer white space: offsets in the document, page number, text, and what is known of it.

    `blank_before` says that a gap stands before it on its page; `row` that it is a row of a table.
    """

    start: int
    end: int
    page: int
    text: str
    blank_before: bool
    row: bool = False


def printed_lines(document: Document, facts: Sequence[Fact]) -> list[PrintedLine]:
    """Return a document's lines in order without running heads, running feet and page numbers; rows that facts were read from are rows."""
    by_page = [list(_lines_of(document.text, page)) for page in document.pages]
    running = _running(by_page)
    rows = _Rows(facts)
    kept: list[PrintedLine] = []
    for lines in by_page:
        contents = _lists_contents(lines)
        widest = max((len(line.text) for line in lines), default=0)
        for at, line in enumerate(lines):
            if _is_edge(at, len(lines)) and (_key(line.text) in running or _PAGE_NUMBER.fullmatch(line.text)):
                continue
            listed = contents and _ENTRY.fullmatch(line.text) is not None
            is_table = listed or rows.hold(line) or _looks_like_row(line.text, widest)
            kept.append(replace(line, row=True) if is_table else line)
    return kept


def _lists_contents(lines: Sequence[PrintedLine]) -> bool:
    entries = sum(_ENTRY.fullmatch(line.text) is not None for line in lines)
    return entries >= CONTENTS_LINES and entries >= CONTENTS_SHARE * len(lines)


def _looks_like_row(text: str, widest: int) -> bool:
    """Return whether a line of a page is figures alone, or a label with figures after it."""
    if _FIGURES_ALONE.fullmatch(text):
        return not text.endswith((".", "。"))  # else the last line of a sentence
    if not is_row(text):
        return False
    figure = _DIGITS.search(text)
    if figure and _HAN_CLAUSE.search(text[: figure.start()]):
        return False
    longest = LONGEST_HAN_LABEL if is_han(text) else LONGEST_LABEL
    return len(text) < WIDE * widest or figure is None or figure.start() < longest


class _Rows:
    """The rows of tables from which facts were read."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        spans = sorted({(fact.start, fact.end) for fact in facts})
        self._starts = [start for start, _ in spans]
        self._spans = spans

    def hold(self, line: PrintedLine) -> bool:
        """Return whether a line begins inside a row or holds the beginning of one."""
        at = bisect_right(self._starts, line.end - 1) - 1
        return at >= 0 and self._spans[at][1] > line.start


def _lines_of(text: str, page: Page) -> Iterator[PrintedLine]:
    start, blank = page.start, False
    for raw in text[page.start : page.end].splitlines(keepends=True):
        shown = raw.strip()
        if shown:
            first = start + len(raw) - len(raw.lstrip())
            yield PrintedLine(first, first + len(shown), page.number, shown, blank)
        blank = not shown
        start += len(raw)


def _running(by_page: Sequence[Sequence[PrintedLine]]) -> frozenset[str]:
    """Return the keys of lines that recur at the edges of many pages."""
    seen = Counter(key for lines in by_page for key in {_key(line.text) for at, line in enumerate(lines) if _is_edge(at, len(lines))})
    least = max(RUNNING_PAGES, round(RUNNING_SHARE * len(by_page)))
    return frozenset(key for key, count in seen.items() if count >= least)


def _is_edge(at: int, count: int) -> bool:
    return at < EDGE_LINES or at >= count - EDGE_LINES


def _key(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).casefold()
