"""The quotable parts of a page: whole sentences, rows, list items and signatures, each with the heading and sentence that govern it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from research.text.passages import SHORTEST, has_figure, is_heading_line, is_row
from research.text.words import sentences

LONGEST = 1_100
SHORTEST_LINE = 12
MOST_SIGNED_LINES = 6
# A place or a name below a signature is shorter.
SHORT_NAME = 30
LONGEST_TITLE = 95
_BULLET = re.compile(r"^\s*(?:[•·●○▪■◦◆–*-]\s*(?=\S)|\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})\)\s+(?=\S))")
_FURNITURE = re.compile(r"\s*(?:\d{1,4}|Table of Contents|\d{4} FORM 10-K \d+|[-–—_=\s]+)\s*", re.IGNORECASE)
_SPAN_HEADING = re.compile(
    r"[^.;]{0,60}(?:19|20)\d\d[^.;]{0,40}\b(?:compared?\s+(?:to|with)\b|versus\b|vs?\b\.?)[^.;]{0,60}(?:19|20)\d\d\s*", re.IGNORECASE
)
_SIGNED = re.compile(r"\s*/s/")
_DATED = re.compile(r"\s*(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},\s+\d{4}\W*")
_CAPTION_BELOW = re.compile(r"\s*\([^()]{8,80}\)(?:\s*\([^()]{4,60}\))*\s*")
# What a table's figures are in: "(in millions)". It stands at the head of a table, whatever stands above it.
_UNITS = re.compile(r"\s*\([^()]{0,60}\b(?:thousands?|millions?|billions?)\b[^()]{0,60}\)\s*", re.IGNORECASE)
# Heads of columns: days, years and nothing else.
_HEADS_ONLY = re.compile(r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\d+|change|[\W_])+", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:note|item)\s+\d{1,2}[A-Z]?\s*[.:–—-]\s+[A-Z][^.;]*[\w)]", re.IGNORECASE)
# An entry of a table of contents, and what those of filings begin with.
_ENTRY = re.compile(r"[^\d\s].*[^\d.,%$]\s(?P<page>\d{1,3})")
_PART_OF_PAPER = re.compile(r"(?:part|item|notes?|chapter|section|signatures?|exhibits?)\b", re.IGNORECASE)
_LEAST_ENTRIES = 3
# Columns of a table that stand in a sentence.
_RUN_OF_FIGURES = re.compile(r"(?:[$(]*\s?\d[\d,.]*\)?%?\s+){3}\(?[$]?\s?\d")
_FIGURE_BEGINS = re.compile(r"[\d$€£¥]")
# A row's label has fewer words before its first figure.
MOST_LABEL_WORDS = 7
_ENDS = '.!?;”")'


class PartKind(StrEnum):
    """What a quotable part is."""

    SENTENCE = "sentence"
    ROW = "row"
    ITEM = "item"
    LINE = "line"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Part:
    """A quotable part: its offsets in the page, what stands over it, and which paragraph it belongs to.

    `heading` is the nearest one above, `head` a row's line of column heads, `lead` the sentence that announces the list of an item
    ("… include:"). Parts of one paragraph share `paragraph` and are in order.
    """

    kind: PartKind
    start: int
    end: int
    text: str
    heading: str
    paragraph: int
    head: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def said(self) -> str:
        """Return the line without the white space around it."""
        return self.text.strip()


def quotable_parts(text: str) -> tuple[Part, ...]:
    """Return the parts of a page's text in order; half sentences at its edges, page furniture and mere headings are none."""
    reader = _Reader(text)
    for line in _lines(text):
        reader.take(line)
    reader.close(last=True)
    return tuple(reader.parts)


class _Reader:
    """Reads a page line by line into parts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.parts: list[Part] = []
        self._open: list[_Line] = []
        self._heading = self._head = self._lead = ""
        self._paragraph = 0
        self._is_item = False

    def take(self, line: _Line) -> None:
        """Read the next line."""
        said = line.said
        if not said:
            self.close()
        elif _FURNITURE.fullmatch(said):
            return
        elif is_row(line.text) and not _DATED.fullmatch(said) and not self._goes_on(line):
            self.close()
            self._add(PartKind.ROW, line.start + line.text.index(said), line.start + line.text.index(said) + len(said), head=self._head)
        elif _UNITS.fullmatch(said):
            self._begin_table(line)
        elif _BULLET.match(line.text):
            self.close()
            self._open, self._is_item = [line], True
        elif self._stands_over(said):
            self.close()
            self._heading, self._head, self._lead = said, "", ""
        else:
            if self._is_item and self._open[-1].said[-1] in ".;:" and said[0].isupper():
                self.close()
            self._open.append(line)

    def _begin_table(self, units: _Line) -> None:
        """End the paragraph above a table's units; its last line, when it ends nothing, is the table's title."""
        heads = self._open.pop().said if self._open and _HEADS_ONLY.fullmatch(self._open[-1].said) else ""
        title = self._open[-1:] if self._open and self._open[-1].said[-1] not in _ENDS + ",;:" and not self._is_item else []
        if title and len(self._open) > 1 and self._open[-2].said[-1] not in _ENDS + ":":
            title = []
        self._open = self._open[: len(self._open) - len(title)]
        self.close()
        if title:
            self._heading, self._lead = title[0].said, ""
        self._head = f"{heads} {units.said}".strip()

    def _goes_on(self, line: _Line) -> bool:
        """Return whether a line with figures is running text: it ends a sentence, or goes on with one."""
        said = line.said
        if said[-1] == "." and sum(letter.isalpha() for letter in said) > len(said) // 2:
            return True
        unended = bool(self._open) and self._open[-1].said[-1] not in _ENDS + ":"
        wordy = sum(letter.isalpha() for letter in said) > len(said) // 2 and len(said.split()) >= MOST_LABEL_WORDS
        return unended and (said[0].islower() or wordy or len(_FIGURE_BEGINS.split(said, maxsplit=1)[0].split()) >= MOST_LABEL_WORDS)

    def _stands_over(self, said: str) -> bool:
        """Return whether a line is a heading: before a paragraph, or set close between two."""
        if _SIGNED.match(said) or (not self._open and self.parts and self.parts[-1].kind is PartKind.SIGNATURE and len(said) < SHORT_NAME):
            return False
        if not self._open:
            return _is_heading(said)
        return self._open[-1].said[-1] in ".!?" and _is_heading(said)

    def close(self, *, last: bool = False) -> None:
        """End the paragraph that is open; the `last` one of a page may be cut off."""
        lines, is_item = self._open, self._is_item
        self._open, self._is_item = [], False
        if not lines:
            return
        self._paragraph += 1
        if not is_item and self._take_lines(lines):
            return
        start = lines[0].start + (found.end() if is_item and (found := _BULLET.match(lines[0].text)) else 0)
        end = lines[-1].start + len(lines[-1].text.rstrip())
        found_lead = ""
        for first, stop in sentences(self._text[start:end]):
            said = self._text[start + first : start + stop]
            cut = (last and stop == end - start and said[-1] not in _ENDS + ":") or (said[0].islower() and not is_item)
            if said[-1] == ":":
                found_lead = said
            if not cut:
                kind = PartKind.ITEM if is_item else PartKind.SENTENCE
                self._add(kind, start + first, start + stop, lead=self._lead if is_item else "")
        if not is_item:
            self._lead = found_lead

    def _take_lines(self, lines: list[_Line]) -> bool:
        """Read lines that are no running text: signatures, captions below a line, lists without bullets; return whether they were such."""
        if _is_contents(lines):
            return True
        if any(_SIGNED.match(line.text) or _DATED.fullmatch(line.said) for line in lines) and max(len(line.said) for line in lines) < 90:
            self._add_signature(lines)
            return True
        if self._signs_on(lines):
            return True
        captions = [place for place, line in enumerate(lines) if place and _CAPTION_BELOW.fullmatch(line.said)]
        if captions:
            for place in captions:
                self._add(PartKind.LINE, *_span(lines[place - 1 : place + 1]))
            return True
        loose = [line for line in lines if line.said[-1] not in ".!?;,:" and line.said[0].isupper()]
        if len(lines) > 1 and len(loose) == len(lines) and max(len(line.said) for line in lines) < 120:
            self._head = lines[0].said
            for line in lines:
                self._add(PartKind.LINE, *_span([line]), head=self._head)
            return True
        if len(lines) == 1 and loose and not has_figure(lines[0].said) and len(lines[0].said) < 80:
            self._heading, self._head, self._lead = lines[0].said, "", ""
            return True
        if len(loose) == len(lines):
            self._head = " ".join(line.said for line in lines)
        return False

    def _signs_on(self, lines: list[_Line]) -> bool:
        """Join a short paragraph to the signature before it: "We have served as the Company's auditor since 1996."."""
        before = self.parts[-1] if self.parts else None
        short = sum(len(line.said) for line in lines) < 120
        if before is None or before.kind is not PartKind.SIGNATURE or not short or before.text.count("\n") > MOST_SIGNED_LINES:
            return False
        self.parts.pop()
        self._add(PartKind.SIGNATURE, before.start, _span(lines)[1])
        return True

    def _add_signature(self, lines: list[_Line]) -> None:
        before = self.parts[-1] if self.parts else None
        start, end = _span(lines)
        if before is not None and before.kind is PartKind.SIGNATURE and before.text.count("\n") <= MOST_SIGNED_LINES:
            self.parts.pop()
            start = before.start
        self._add(PartKind.SIGNATURE, start, end)

    def _add(self, kind: PartKind, start: int, end: int, *, head: str = "", lead: str = "") -> None:
        said = self._text[start:end]
        least = SHORTEST if kind is PartKind.SENTENCE else SHORTEST_LINE
        if least <= len(said) <= LONGEST and not _is_garbled(kind, said):
            self.parts.append(Part(kind, start, end, said, self._heading, self._paragraph, head, lead))


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        found.append(_Line(offset, line))
        offset += len(line)
    return found


def _span(lines: list[_Line]) -> tuple[int, int]:
    first, last = lines[0], lines[-1]
    return first.start + len(first.text) - len(first.text.lstrip()), last.start + len(last.text.rstrip())


def _is_contents(lines: list[_Line]) -> bool:
    """Return whether lines are a table of contents: parts of a paper, each with its page, in order."""
    entries = [(line, found) for line in lines if (found := _ENTRY.fullmatch(line.said))]
    pages = [int(found["page"]) for _, found in entries]
    of_paper = sum(_PART_OF_PAPER.match(line.said) is not None for line, _ in entries)
    return len(entries) >= max(_LEAST_ENTRIES, len(lines) - 1) and pages == sorted(pages) and of_paper > 1


def _is_heading(said: str) -> bool:
    numbered = len(said) <= LONGEST_TITLE and _NUMBERED.fullmatch(said) is not None
    return numbered or _SPAN_HEADING.fullmatch(said) is not None or is_heading_line(said) or _is_long_title(said)


def _is_long_title(said: str) -> bool:
    """Return whether a line is a title of many words, nearly all of them with capitals."""
    long_words = [word for word in said.split() if len(word) > 3]
    small = sum(not word[0].isupper() for word in long_words)
    return len(said) <= LONGEST_TITLE and said[-1] not in '.!?;:,”"' and not has_figure(said) and small <= 1 < len(long_words)


def _is_garbled(kind: PartKind, said: str) -> bool:
    """Return whether a sentence is none: a title, or text of several columns run together with figures between."""
    return kind in {PartKind.SENTENCE, PartKind.ITEM} and (
        (kind is PartKind.SENTENCE and _is_unfinished(said)) or _RUN_OF_FIGURES.search(said) is not None
    )


def _is_unfinished(said: str) -> bool:
    """Return whether a sentence has no end, and is too short or too much of a title to be one all the same."""
    if said[-1] in _ENDS + ":" or has_figure(said):
        return False
    long_words = [word for word in said.split() if len(word) > 3]
    return len(said) < 80 or 10 * sum(word[0].isupper() for word in long_words) >= 6 * len(long_words)
