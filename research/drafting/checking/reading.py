"""A sentence of a draft taken apart: its figures, companies, periods and the figures' names, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from research.drafting.checking.words import checking_words
from research.nouns.answers import PeriodTerm
from research.planning.companies import NameMatch, find_companies
from research.planning.folding import fold
from research.planning.periods import PlacedPeriod, place_periods
from research.planning.topics import Topic, TopicMatch, attributed, find_topics, per_share
from research.text.figures import PERCENT, PrintedFigure, printed_figures

_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "final": "4"}
# A part of a year that is named without its year, which is then that of what stands around it.
_YEARLESS = re.compile(
    r"\b(?:(?:the\s+)?(?P<ordinal>first|second|third|fourth|final|1st|2nd|3rd|4th)(?:\s+fiscal)?[\s-]+(?P<what>quarter|half)|Q(?P<quarter>[1-4])|"
    r"H(?P<half>[12])|(?:the\s+)?(?:first\s+)?(?P<nine>nine\s+months)|(?:the\s+)?(?:first\s+)?(?P<six>six\s+months)|"
    r"the\s+(?P<unknown>quarter|half(?:-year)?|month)|"
    r"(?P<unknown2>quarterly))\b(?!\s+of\s+(?:the|its|all)\b)(?![\s-]+(?:over|on)[\s-]+(?:quarter|half)\b)",
    re.IGNORECASE,
)
# What somebody had expected is said beside what happened: "below the 5% that management had guided to".
_HAD_EXPECTED = re.compile(
    r"\b(?:that|which|as)\s+(?:[\w'’]+\s+){0,4}?(?:guided|expected|forecast(?:ed)?|targeted|promised|predicted|planned|projected)\b",
    re.IGNORECASE,
)
# "Since" with a year says when, not why.
_SINCE_WHEN = re.compile(r"since\s+(?:at\s+least\s+)?(?:fiscal\s+(?:year\s+)?|FY\s?)?(?:19|20)\d\d", re.IGNORECASE)
_AFTER_WORD = re.compile(r"[A-Za-z]\s+$")
_AFTER_FIGURE = re.compile(r"\d(?:\s?(?:%|m|mn|bn|million|billion|percent))?\s+$", re.IGNORECASE)
# After one of these a figure in brackets may well be a negative one.
_MAY_BE_NEGATIVE = re.compile(
    r"\b(?:was|were|is|of|by|to|at|growth|change|grew|increase|decrease|decline|up|down|yoy|y/y)\s+$", re.IGNORECASE
)
_FIGURE_NEXT = re.compile(r"\s*[$€£¥]?\d")
_RANGE_ON = re.compile(r"(?:\s*(?:to|and|[-–—])\s*[$€£¥]?[\d.,]+\s?(?:%|percent|million|billion|bn|m)?)?\s+", re.IGNORECASE)
# The part of a year that could not be told.
UNTOLD = "?"


@dataclass(frozen=True, slots=True)
class SentenceRead:
    """A sentence in plain letters and what was found in it, everything in order of its place.

    `asides` are the offsets of the words that only say why. A period of `periods` without a year and a day is a part of a year whose year
    is not said; `UNTOLD` one that is not told at all.
    """

    text: str
    figures: tuple[PrintedFigure, ...]
    companies: tuple[NameMatch, ...]
    periods: tuple[PlacedPeriod, ...]
    topics: tuple[TopicMatch, ...]
    asides: tuple[tuple[int, int], ...] = ()

    def spans(self, *, topics: bool = False) -> list[tuple[int, int]]:
        """Return the offsets of the companies, periods and figures, and of the figures' names where these are wanted too."""
        found = [(one.start, one.end) for one in self.companies]
        found += [(one.start, one.end) for one in self.periods]
        found += [(one.start, one.end) for one in self.figures]
        return found + ([(one.start, one.end) for one in self.topics] if topics else [])

    def is_aside(self, at: int) -> bool:
        """Return whether a place is in words that say why, or something besides."""
        return any(start <= at < end for start, end in self.asides)


def read_sentence(said: str, names: Mapping[str, Iterable[str]], topics: tuple[Topic, ...]) -> SentenceRead:
    """Return a sentence as read. `names` maps each company of the library to its other names; `topics` are what figures are known of."""
    text = " ".join(fold(said).split())
    figures = tuple(_set_apart(text, one) for one in printed_figures(text))
    companies = find_companies(text, names)
    periods = _periods(text)
    taken = [*((one.start, one.end) for one in companies), *((one.start, one.end) for one in periods)]
    matches = find_topics(blanked(text, [*taken, *((one.start, one.end) for one in figures)]), topics)
    matches = attributed(text, matches, [(one.start, one.end) for one in companies], topics)
    matches = per_share(text, matches, topics)
    return SentenceRead(text, figures, companies, periods, tuple(sorted(matches, key=lambda one: one.start)), asides_in(text))


def _set_apart(text: str, figure: PrintedFigure) -> PrintedFigure:
    """Return a figure in brackets as itself where prose only sets it apart: a percentage after a word, any figure after another one."""
    before = text[: figure.start]
    is_bracketed = figure.number < 0 and figure.unit == PERCENT and text[figure.start] == "("
    after_word = is_bracketed and _AFTER_WORD.search(before) and not _MAY_BE_NEGATIVE.search(before)
    after_figure = figure.number < 0 and text[figure.start] == "(" and _AFTER_FIGURE.search(before)
    return replace(figure, number=-figure.number) if after_word or after_figure else figure


def asides_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the words of a sentence that only say why: to the next comma, a whole clause to the end of the sentence."""
    known = checking_words()
    found = []
    for pattern, stops in ((known.cause, ",;，；"), (known.cause_clause, ";；"), (_HAD_EXPECTED, ",;，；")):
        for match in pattern.finditer(text):
            if _SINCE_WHEN.match(text, match.start()) or (pattern is known.cause_clause and _FIGURE_NEXT.match(text, match.end())):
                continue
            stop = re.search(f"[{',;，；' if not match.start() else stops}](?!\\d)", text[match.end() :])
            found.append((match.start(), match.end() + stop.start() if stop else len(text)))
    return tuple(sorted(found))


def had_been_expected(text: str, end: int) -> bool:
    """Return whether the words right after a figure, or the range that it begins, say that somebody had expected it."""
    range_on = _RANGE_ON.match(text, end)
    return _HAD_EXPECTED.match(text, range_on.end() if range_on else end) is not None


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with spans of it turned into line feeds, which no name goes on beyond; offsets kept."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "\n" * (end - start)
    return "".join(characters)


def _periods(text: str) -> tuple[PlacedPeriod, ...]:
    """Return the periods of a sentence, those without their year too; such a one beside the only year of the sentence is of that year."""
    placed = place_periods(text)
    rest = blanked(text, ((one.start, one.end) for one in placed))
    for match in _YEARLESS.finditer(rest):
        placed.append(PlacedPeriod(PeriodTerm(None, _part(match), match.group()), *match.span()))
    return tuple(sorted(placed, key=lambda one: one.start))


def _part(match: re.Match[str]) -> str:
    if match["unknown"] or match["unknown2"]:
        return UNTOLD
    if match["nine"]:
        return "9M"
    if match["six"]:
        return "H1"
    number = match["quarter"] or match["half"] or _ORDINALS[(match["ordinal"] or "").lower()]
    is_half = bool(match["half"]) or (match["what"] or "").lower() == "half"
    return f"H{number}" if is_half else f"Q{number}"


def with_year(term: PeriodTerm, year: int | None) -> PeriodTerm:
    """Return a part of a year with the year given to it; any other period as it is."""
    is_open = term.fiscal_year is None and term.on is None and term.fiscal_period != UNTOLD
    return replace(term, fiscal_year=year) if is_open and year is not None else term


def is_known(term: PeriodTerm) -> bool:
    """Return whether it is told when a period is."""
    return term.fiscal_period != UNTOLD and (term.fiscal_year is not None or term.on is not None)
