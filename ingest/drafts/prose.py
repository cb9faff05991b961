"""Running text with the way back to its file: where each sentence begins and ends, and the notes that it refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.text.words import sentences

_HAN_STOP = re.compile(r"(?<=[。！？])")
# What an abbreviation ends with; the sentence goes on after it.
_GOES_ON = re.compile(
    r"(?:;|\b(?:Fig|Figs|Ex|Exh|Eq|Tab|pp?|cf|ca|est|incl|excl|resp|viz|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)$"
)
# What says where something stands: "Source: …", or a title with its pages; none with an amount or a verb, which may say more.
_SOURCE = re.compile(r"(?:sources?|来源|资料来源|数据来源)\s*[:：]", re.IGNORECASE)
_PAGES = re.compile(r",\s*(?:pages?|pp?\.)\s*\d[\d,]*(?:\s*[,–-]\s*\d[\d,]*)*(?=[.,;]|\s*$)", re.IGNORECASE)
# A title with its day and page says no more, whatever the title does; likewise each of several titles with their pages after "Source:".
_TITLED = re.compile(r".+,\s*\d{1,2}\s+[^\W\d_]{3,9}\s+(?:19|20)\d\d,\s*(?:pages?|pp?\.)\s*\d[\d,\s–-]*\.?", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?:sources?|来源|资料来源|数据来源)\s*[:：](?:[^;]+,\s*(?:pages?|pp?\.)\s*\d[\d,\s–-]*(?:;|\.?\s*$))+", re.IGNORECASE
)
_SAYS_MORE = re.compile(
    r"[$€£¥%]|\d\.\d|\b(?:million|billion|thousand|per cent|percent|was|were|is|are|be|been|had|has|have|rose|fell|grew|declined|"
    r"increased|decreased|said|says|reported|expects?)\b",
    re.IGNORECASE,
)
LONGEST_FRAGMENT = 60
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of a paragraph or cell. `marks` are the notes it refers to: the offset in the text behind which each stands, and its mark.

    `origin` gives for each character its offset in the file, None where the text's own offsets are the place. `lines` says that each
    line break parts what stands before and after it.
    """

    text: str
    marks: Sequence[tuple[int, str]] = ()
    origin: Sequence[int] | None = None
    lines: bool = False

    def spans(self) -> list[tuple[int, int]]:
        """Return the offsets of its sentences, in order, outer white space left out."""
        found: list[tuple[int, int]] = []
        at = 0
        for piece in self.text.splitlines(keepends=True) if self.lines else [self.text]:
            found.extend((at + start, at + end) for start, end in _sentences(piece))
            at += len(piece)
        return found

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start`–`end` of the text stand: in the file when it has an origin, else in the text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def notes(self, start: int, until: int) -> tuple[str, ...]:
        """Return the marks that stand behind `start` and not behind `until`, where the next sentence begins."""
        return tuple(mark for offset, mark in self.marks if start < offset <= until)


def one_line(text: str) -> str:
    """Return a text with every stretch of white space made one space."""
    return " ".join(text.split())


def is_source(text: str, *, of_note: bool) -> bool:
    """Return whether a line only says where something stands: "Source: …", of a note or list also "Fennimore 10-K 2024, page 41"."""
    if _SEVERAL.fullmatch(text) or (of_note and _TITLED.fullmatch(text)):
        return True
    found = _SOURCE.match(text) or (of_note and _PAGES.search(text))
    return bool(found) and _SAYS_MORE.search(text) is None


def is_prose(text: str) -> bool:
    """Return whether words in a table say something by themselves and are more than a head or a label."""
    words = text.split()
    return len(text) > LONGEST_FRAGMENT or (len(words) >= FEWEST_WORDS and text.rstrip().endswith((".", "!", "?"))) or "。" in text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    open_at: int | None = None
    spans = sentences(text)
    for number, (start, end) in enumerate(spans):
        first = start if open_at is None else open_at
        if number + 1 < len(spans) and _GOES_ON.search(text[first:end]):
            open_at = first
            continue
        open_at = None
        yield from _by_han_stops(text, first, end)


def _by_han_stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for part in _HAN_STOP.split(text[start:end]):
        if bare := part.strip():
            first = at + len(part) - len(part.lstrip())
            yield first, first + len(bare)
        at += len(part)
