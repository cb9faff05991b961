"""Which section each place of a document belongs to: its items, notes and capital headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.loaded import Heading as Given
from research.nouns.documents import Document, Table

LONGEST_HEADING = 110
LONGEST_SHOWN = 80
# A line that opens this many pages and more is the page's running head, not a section of its own.
RUNNING_HEAD_PAGES = 4
# So many items and notes on one page are a table of contents, unless as many lines of running text, so long at least, stand among them.
CONTENTS_ENTRIES = 4
RUNNING_LINE = 60

_ITEM = re.compile(r"(?:part\s+[ivx]+\W+)?item\s*\d{1,2}[a-c]?\s*(?:[.:—–-]|$)", re.IGNORECASE)
_NOTE = re.compile(r"note\s+\d{1,2}[a-z]?\s*(?:[.:—–-]|$)|notes to (?:the )?(?:\w+ )*financial statements$", re.IGNORECASE)
_PART = re.compile(r"part\s+[ivx]+\W*$", re.IGNORECASE)
_TRAILING_PAGE = re.compile(r"[\s.·…]+\d{1,3}$")
_CONTINUED = re.compile(r"\s*[(\[]continued[)\]]|\s*[-–—]\s*continued$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: where it starts, and the section that holds from there on ("Item 7. … › LIQUIDITY")."""

    start: int
    section: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's headings in order."""

    headings: tuple[Heading, ...]

    def section_at(self, offset: int) -> str:
        """Return the section that holds at `offset`, "" before the first heading."""
        place = bisect_right(self.headings, offset, key=_start)
        return self.headings[place - 1].section if place else ""

    def between(self, start: int, end: int) -> list[int]:
        """Return where headings start inside [start, end), in order."""
        first, last = bisect_left(self.headings, start, key=_start), bisect_left(self.headings, end, key=_start)
        return [heading.start for heading in self.headings[first:last]]


def _start(heading: Heading) -> int:
    return heading.start


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    page: int
    text: str


def read_outline(document: Document, tables: Sequence[Table] = (), *, headings: Sequence[Given] = ()) -> Outline:
    """Return the headings of a document: those given (marked by its format, or a call's turns), else those that its text shows.

    Given headings nest by their level ("Outlook › Margins"). Of those that the text shows ("Item 7.", "Note 5.", short lines in
    capitals) an item opens a section, a note or a
    capital line stands under the item; running heads, contents pages and the capitals inside tables are left out.
    """
    if headings:
        return Outline(tuple(_nested(headings)))
    lines = list(_outside(_lines(document), tables))
    pages_with = Counter(text for text, _ in {(_plain(line.text), line.page) for line in lines if _is_heading(line.text)})
    contents = _contents_pages(lines)
    top, found = "", []
    for line in lines:
        if line.page in contents or not _is_heading(line.text):
            continue
        if pages_with[_plain(line.text)] >= RUNNING_HEAD_PAGES:
            continue
        shown = _shown(line.text)
        if _ITEM.match(line.text):
            top, section = shown, shown
        else:
            section = f"{top} › {shown}" if top else shown
        found.append(Heading(line.start, section))
    return Outline(tuple(found))


def _outside(lines: Iterable[_Line], tables: Sequence[Table]) -> Iterator[_Line]:
    """Yield the lines, which come in order, that no table holds."""
    inside = sorted((table.start, table.end) for table in tables)
    at, end = 0, -1
    for line in lines:
        while at < len(inside) and inside[at][0] <= line.start:
            end = max(end, inside[at][1])
            at += 1
        if line.start >= end:
            yield line


def _contents_pages(lines: Sequence[_Line]) -> set[int]:
    """Return the pages that list items and notes, with their pages or little else; a page of short items says something of each."""
    entries, numbered, running = Counter[int](), Counter[int](), Counter[int]()
    for line in lines:
        has_page = _TRAILING_PAGE.search(line.text[-LONGEST_SHOWN:]) is not None
        if _is_entry(line.text):
            entries[line.page] += 1
            numbered[line.page] += has_page
        elif len(line.text) >= RUNNING_LINE and not has_page:
            running[line.page] += 1
    many = {page: count for page, count in entries.items() if count >= CONTENTS_ENTRIES}
    return {page for page, count in many.items() if running[page] < count or 2 * numbered[page] >= count}


def _is_entry(text: str) -> bool:
    return _ITEM.match(text) is not None or _NOTE.match(text) is not None


def _nested(given: Sequence[Given]) -> Iterator[Heading]:
    """Yield the headings with the sections that hold from there on: each under those before it of a higher level."""
    above: list[Given] = []
    for heading in sorted(given, key=lambda one: one.start):
        above = [one for one in above if one.level < heading.level] + [heading]
        yield Heading(heading.start, " › ".join(_shown(one.text) for one in above))


def _lines(document: Document) -> Iterator[_Line]:
    for page in document.pages:
        start = page.start
        for raw in document.text[page.start : page.end].splitlines(keepends=True):
            text = raw.strip()
            if text:
                yield _Line(start + len(raw) - len(raw.lstrip()), page.number, text)
            start += len(raw)


def _is_heading(text: str) -> bool:
    if len(text) > LONGEST_HEADING or _PART.match(text):
        return False
    if _is_entry(text):
        return True
    if not text.isupper():
        return False
    letters = [character for character in text if character.isalpha()]
    words = text.split()
    return (
        len(letters) >= 5
        and len(words) >= 2
        and len(letters) >= 0.7 * len("".join(words))
        and all(letter.isupper() for letter in letters)
        and text[-1] not in ",;"
    )


def _plain(text: str) -> str:
    return _TRAILING_PAGE.sub("", _CONTINUED.sub("", text)).casefold()


def _shown(text: str) -> str:
    shown = _CONTINUED.sub("", _TRAILING_PAGE.sub("", text)).strip()
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN].rsplit(" ", 1)[0] + "…"
