"""Sentences of papers that may be quoted by themselves: where they stand, and how well they fit a subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from research.drafting.writing.sentences import QUOTED, on_one_line, sentences_on
from research.nouns.documents import Document, Page
from research.text.han import is_han
from research.text.patterns import any_of, read_beside
from research.text.quotable import Part
from research.text.words import topic_stems

_SHORTEST, _LONGEST, _LONGEST_DEFINING = 45, 420, 620
# So much shorter is a sentence of Han text.
_HAN_SHARE = 3
# More words of those looked for do not make a sentence fit better, only longer.
_MOST_HITS = 3
# How much better a sentence fits that names what counts first, or says what a company is or does.
_FIRST, _DEFINING = 3, 2
_CAPITAL_BEGIN = re.compile(r"[A-Z0-9“\"\u4e00-\u9fff]")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_BEGUN, _LONG_BEFORE = re.compile(r"(?:In|Until|Since|During) (?:fiscal )?(?P<year>(?:19|20)\d\d)\b"), 2
# How a sentence begins that says what a company is or does; `_NAMED` is one that calls it by a name.
_BRACKETS = r"(?:\s*\([^)]{1,120}\))?"
_DOES = (
    r"\s+(?:(?:is|are)\s+(?:an?|the|one of|among|engaged|a leading|primarily)|"
    r"designs?|makes?|operates?|provides?|sells?|develops?|manufactures?|serves?|offers?|lends?|takes)\b"
)
_NAMED = re.compile(rf"(?:The company|(?!We\b|Our\b|The\b)[A-Z0-9][\w&.,'’ -]{{0,60}}?){_BRACKETS}{_DOES}")
_DEFINES = re.compile(rf"(?:We|[A-Z0-9][\w&.,'’ -]{{0,60}}?){_BRACKETS}{_DOES}|Our (?:company|principal business activity) is\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that may be quoted: its document, its page, its offset in the document, and how well it fits.

    `span` is the stretch of the document that was read for it. A `weak` one speaks of what is not told by itself, or is badly read: it is
    taken only where others are lacking.
    """

    document: Document
    page: int
    part: Part
    start: int
    score: int
    span: tuple[int, int]
    weak: bool = False

    @property
    def said(self) -> str:
        """Return its words on one line."""
        return on_one_line(self.part.text)

    @property
    def is_defining(self) -> bool:
        """Return whether it says what a company is or does."""
        return _DEFINES.match(self.part.text) is not None


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for on pages: `lead` words that tell of the subject, the subject's own words without any.

    A sentence with words of `without` is left out unless it says what a company is or does, one with words of `first` goes before others.
    `opening` takes only sentences that open a paragraph, as the headings of risks do, with `loose` those too that have none of the words;
    `own_period` none that tells of years before its paper's alone; with `defining` sentences that say what a company is or does go first.
    """

    lead: tuple[str, ...]
    about: str
    first: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    opening: bool = False
    own_period: bool = False
    defining: bool = False
    loose: bool = False

    def score(self, text: str, document: Document) -> int:
        """Return how well a sentence fits, 0 where it does not."""
        if self.without and _pattern(self.without).search(text) and not self._names_company(text):
            return 0
        if self.own_period and _tells_of_before(text, document):
            return 0
        hits = min(self._hits(text), _MOST_HITS)
        is_first = bool(self.first) and _pattern(self.first).search(text) is not None
        return hits + (_FIRST * is_first + _DEFINING * (self.defining and _DEFINES.match(text) is not None) if hits else 0)

    def _names_company(self, text: str) -> bool:
        """Return whether a sentence says what a company is that it calls by name."""
        named = _NAMED.match(text) if self.defining else None
        return named is not None and not _pattern(self.without).search(named.group())

    def _hits(self, text: str) -> int:
        if self.lead:
            return len({found.casefold() for found in _pattern(self.lead).findall(text)})
        return len(_stems(self.about) & _stems(text))


def _stems(text: str) -> frozenset[str]:
    """Return the stems of a text's words, those with a hyphen also without it: "e-commerce" and "eCommerce" are one."""
    return frozenset((*topic_stems(text), *topic_stems(text.replace("-", ""))))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(words)


def _tells_of_before(text: str, document: Document) -> bool:
    """Return whether a sentence names years before its paper's own alone, or, of a report of a quarter, longer stretches alone."""
    own = min(filter(None, (document.fiscal_year, document.period_end.year if document.period_end else 0)), default=0)
    years = [int(year) for year in _YEARS.findall(text)]
    if years and own and max(years) < own:
        return True
    is_part = (document.fiscal_period or "").startswith("Q") and document.fiscal_period != "Q1"
    return is_part and _longer_stretch().search(text) is not None and _own_stretch().search(text) is None


def _is_history(text: str, document: Document) -> bool:
    """Return whether a sentence begins with a year long before its paper's."""
    begun = _BEGUN.match(text)
    return begun is not None and int(begun["year"]) < (document.fiscal_year or 0) - _LONG_BEFORE


def places_on(document: Document, page: Page, text: str, *, span: tuple[int, int], looked: Looked) -> Iterator[Place]:
    """Yield the sentences of a page, within a stretch of its document, that may be quoted and have words that are looked for.

    An opening that is but a few words long is quoted with the sentence after it.
    """
    waiting: Part | None = None
    for part, opens in sentences_on(text):
        if looked.opening and not opens and waiting is None:
            continue
        one, waiting = _after(waiting, part, text) if waiting else part, None
        if looked.opening and one.kind in QUOTED and len(one.text) < _least(one.text):
            waiting = one if opens else None
            continue
        score = looked.score(one.text, document)
        start = page.start + one.start
        if span[0] <= start < span[1] and (score or looked.loose) and _is_quoted(one):
            weak = not score or _weak().search(one.text) is not None or _is_history(one.text, document)
            yield Place(document, page.number, one, start, score, span, weak)


def _after(first: Part, second: Part, text: str) -> Part:
    """Return a short opening with the sentence after it; the second alone where it begins another paragraph."""
    if first.paragraph != second.paragraph:
        return second
    return replace(first, end=second.start + len(second.text), text=text[first.start : second.start + len(second.text)])


def _least(text: str) -> int:
    return _SHORTEST // (_HAN_SHARE if is_han(text) else 1)


def _is_quoted(part: Part) -> bool:
    """Return whether a sentence may stand by itself."""
    defines = _DEFINES.match(part.text) is not None
    if part.kind not in QUOTED or not _least(part.text) <= len(part.text) <= (_LONGEST_DEFINING if defines else _LONGEST):
        return False
    said = part.text.strip()
    return said[-1] in ".。!；" and bool(_CAPITAL_BEGIN.match(said)) and not _skipped().search(_unnamed(said) if defines else said)


def _unnamed(text: str) -> str:
    """Return a sentence without the first brackets, in which a company says what it is called."""
    return re.sub(r"\s*\([^)]{1,120}\)", "", text, count=1)


@cache
def _skipped() -> re.Pattern[str]:
    return _any("skipped")


@cache
def _weak() -> re.Pattern[str]:
    return _any("weak")


@cache
def _longer_stretch() -> re.Pattern[str]:
    return _any("longer_stretch")


@cache
def _own_stretch() -> re.Pattern[str]:
    return _any("own_stretch")


def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(read_beside(__file__, "words.toml")[name]), re.IGNORECASE)
