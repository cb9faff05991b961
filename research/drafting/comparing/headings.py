"""Headings of a document and the section that holds at each of its lines, from the sections that its chunks carry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from research.drafting.comparing.lines import PrintedLine
from research.nouns.comparisons import ChangeTopic
from research.nouns.documents import Chunk
from research.text.patterns import read_beside

BETWEEN = " › "
LONGEST = 110
_ITEM = re.compile(r"(?:part\s+[ivx]+\W+)?item\s*(?P<number>\d{1,2})(?P<letter>[a-c]?)\s*(?:[.:—–-]|$)(?P<title>.*)", re.IGNORECASE)
_NOTE = re.compile(r"note\s+\d{1,2}[a-z]?\s*[.:—–-]", re.IGNORECASE)
_HAN_PART = re.compile(r"第[一二三四五六七八九十百]+[节章]")
_HAN_HEAD = re.compile(r"[一二三四五六七八九十]+、[^。；]{2,30}$")
_HAN_SUB = re.compile(r"[(（][一二三四五六七八九十]+[)）][^。；]{2,30}$")
_EXHIBITS = re.compile(r"exhibit|10[-–]?\s?k summary|item\s*1[56]\b", re.IGNORECASE)
_CONTINUED = re.compile(r"\s*[(\[]continued[)\]]|\s*[-–—]\s*continued$", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^\w]|_")
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W*(?:(?:part\s+[ivx]+\W+)?item\s*\d{1,2}[a-c]?\b|note\s+\d{1,2}[a-z]?\b|第[一二三四五六七八九十百]+[节章]|[(（]?[一二三四五六七八九十]+[)）、])",
    re.IGNORECASE,
)


class Sections:
    """Tells which section holds at the lines of one document, asked in order."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks = sorted(chunks, key=lambda chunk: chunk.start)
        self._starts = [chunk.start for chunk in self._chunks]
        self._tails = {_tail(chunk.section) for chunk in chunks} - {""}
        self._part, self._head = "", ""
        self._section, self._chunk = "", -1
        self._item = (0, "")

    def at(self, line: PrintedLine) -> tuple[str, bool]:
        """Return the section of a line, and whether the line is a heading that opens it."""
        chunk = bisect_right(self._starts, line.start) - 1
        opens = self._opened_by(line)
        if opens:
            self._section, self._chunk = opens, chunk
            return opens, True
        if chunk >= 0 and chunk != self._chunk:
            self._chunk = chunk
            self._enter(self._chunks[chunk], line)
        heading = len(line.text) <= LONGEST and not self._goes_back(line.text) and _plain(line.text) in self._tails
        if heading:
            self._section = next(
                (one.section for one in self._chunks[max(chunk, 0) :] if _tail(one.section) == _plain(line.text)), self._section
            )
        return self._section, heading

    def _enter(self, chunk: Chunk, line: PrintedLine) -> None:
        """Take over the section of a chunk, unless its heading still comes in it, or the text shows sections of its own."""
        if chunk.section and not self._goes_back(chunk.section.split(BETWEEN)[0]) and not self._comes_later(chunk, line):
            self._section = chunk.section

    def _comes_later(self, chunk: Chunk, line: PrintedLine) -> bool:
        tail, offset = _tail(chunk.section), line.start - chunk.start
        later = chunk.text[offset + len(line.text) :].splitlines()
        return any(_plain(text) == tail for text in later if len(text) <= LONGEST)

    def _goes_back(self, text: str) -> bool:
        """Return whether a text names an earlier item and no title: a sentence's end that speaks of it ("as described in Item 1A.")."""
        item = _ITEM.match(text)
        return item is not None and not item["title"].strip() and (int(item["number"]), item["letter"].upper()) < self._item

    def _opened_by(self, line: PrintedLine) -> str:
        """Return the section that an item, a note or a Chinese heading opens, "" when the line is none of these."""
        text = _CONTINUED.sub("", line.text)
        if len(text) > LONGEST or line.row:
            return ""
        if (item := _ITEM.match(text)) and not self._goes_back(text):
            self._part, self._item = text, (int(item["number"]), item["letter"].upper())
            return text
        if _NOTE.match(text):
            return f"{self._part}{BETWEEN}{text}" if self._part else text
        if _HAN_PART.match(text):
            self._part, self._head = text, ""
            return text
        if _HAN_HEAD.fullmatch(text):
            self._head = text
            return f"{self._part}{BETWEEN}{text}" if self._part else text
        if _HAN_SUB.fullmatch(text) and self._head:
            return BETWEEN.join(part for part in (self._part, self._head, text) if part)
        return ""


def heading_key(section: str) -> str:
    """Return a section's innermost heading in letters alone, without its number: "Note 12. Income Taxes" is "incometaxes"."""
    heading = section.rsplit(BETWEEN, 1)[-1]
    return _DIGITS.sub("", _plain(_NUMBER.sub("", heading, count=1))) or _plain(heading)


def topic_of(section: str) -> ChangeTopic:
    """Return what a section is about, by its own heading first and then by those over it."""
    for heading in reversed(section.split(BETWEEN)):
        for topic, pattern in _topics():
            if pattern.search(heading):
                return topic
    return ChangeTopic.OTHER


def is_among_exhibits(section: str) -> bool:
    """Return whether a section stands under the items of exhibits and of the summary, or what is attached after them."""
    return _EXHIBITS.search(section) is not None


@cache
def _topics() -> tuple[tuple[ChangeTopic, re.Pattern[str]], ...]:
    table = read_beside(__file__, "comparing.toml")["topic"]
    return tuple((ChangeTopic(one["name"]), re.compile(one["pattern"], re.IGNORECASE)) for one in table)


def _tail(section: str) -> str:
    return _plain(section.rsplit(BETWEEN, 1)[-1])


def _plain(text: str) -> str:
    return _NOT_LETTERS.sub("", _CONTINUED.sub("", text)).casefold()
