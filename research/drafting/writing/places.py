"""Sentences of papers that may be quoted by themselves: where they stand, and how well they fit a subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from research.nouns.documents import Document, Page
from research.text.patterns import any_of, read_beside
from research.text.quotable import Part, PartKind, quotable_parts
from research.text.words import topic_stems

_SHORTEST, _LONGEST = 45, 420
_MOST_HEADING_WORDS = 6
_QUOTED = frozenset({PartKind.SENTENCE, PartKind.ITEM})
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Where a sentence of Han text ends, and what its headings begin with; a line break inside a word of it is none of its own.
_HAN_END = re.compile(r"(?<=[。！？])")
_HAN_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[节章])[^。；，！？\n]{1,40}\n"
)
_HAN_BREAK = re.compile(r"(?<=[\u4e00-\u9fff，、；：。])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that may be quoted: its document, its page, its offsets in the document, and how well it fits.

    `span` is the stretch of the document that was read for it.
    """

    document: Document
    page: int
    part: Part
    start: int
    score: int
    span: tuple[int, int]

    @property
    def said(self) -> str:
        """Return its words on one line."""
        return " ".join(_HAN_BREAK.sub("", self.part.text).split())


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for on pages: words that tell of the subject, the subject's own words without any, and whether only openings count.

    `opening` takes only sentences that open a paragraph, as the headings of risks do.
    """

    lead: tuple[str, ...]
    about: str
    opening: bool = False

    def hits(self, text: str) -> int:
        """Return how many different words of those looked for a sentence has."""
        if self.lead:
            return len({found.casefold() for found in _pattern(self.lead).findall(text)})
        return len(set(topic_stems(self.about)) & set(topic_stems(text)))


@cache
def _pattern(lead: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(lead)


def places_on(document: Document, page: Page, text: str, *, span: tuple[int, int], looked: Looked) -> Iterator[Place]:
    """Yield the sentences of a page, within a stretch of its document, that may be quoted and have words that are looked for."""
    opened = set[int]()
    for whole in (one for part in quotable_parts(text) for one in han_sentences(part)):
        first = whole.paragraph not in opened
        opened.add(whole.paragraph)
        if looked.opening and not first:
            continue
        part, start = _without_headings(whole, page.start + whole.start)
        if span[0] <= start < span[1] and _is_quoted(part) and (hits := looked.hits(part.text)):
            yield Place(document, page.number, part, start, hits, span)


def han_sentences(part: Part) -> Iterator[Part]:
    """Yield the sentences of a part in Han characters, which no space parts, without the headings above them; any other as it is."""
    if part.kind not in _QUOTED or not _HAN.search(part.text):
        yield part
        return
    at = 0
    for said in _HAN_END.split(part.text):
        heading = _HAN_HEADING.match(said)
        while heading and (further := _HAN_HEADING.match(said, heading.end())):
            heading = further
        begin = heading.end() if heading else 0
        begin += len(said[begin:]) - len(said[begin:].lstrip())
        text = said[begin:].rstrip()
        if text:
            yield replace(part, text=text, start=part.start + at + begin, end=part.start + at + begin + len(text))
        at += len(said)


def _without_headings(part: Part, start: int) -> tuple[Part, int]:
    """Return a sentence without the headings that stand above it on lines of their own, and where it begins."""
    at = 0
    for line in part.text.splitlines(keepends=True):
        words = line.split()
        after = part.text[at + len(line) :].lstrip()
        is_heading = 0 < len(words) <= _MOST_HEADING_WORDS and words[-1][-1] not in ".,;:" and all(map(_is_capital, words))
        if not is_heading or not after[:1].isupper():
            break
        at += len(line)
    at += len(part.text[at:]) - len(part.text[at:].lstrip())
    return replace(part, text=part.text[at:]), start + at


def _is_capital(word: str) -> bool:
    return not word[0].islower() or len(word) < 4


def _is_quoted(part: Part) -> bool:
    """Return whether a sentence may stand by itself."""
    if part.kind not in _QUOTED or not _SHORTEST // (3 if _HAN.search(part.text) else 1) <= len(part.text) <= _LONGEST:
        return False
    said = part.text.strip()
    return said[-1] in ".。!；" and (said[0].isupper() or bool(_HAN.match(said)) or said[0] in '“"') and not _skipped().search(said)


@cache
def _skipped() -> re.Pattern[str]:
    return re.compile("|".join(read_beside(__file__, "words.toml")["skipped"]), re.IGNORECASE)
