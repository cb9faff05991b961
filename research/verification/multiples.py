"""Multiples said in words ("doubled", "more than tripled", "halved", "rose tenfold") against the words and amounts of the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from research.nouns.answers import Verdict
from research.text.figures import PrintedFigure
from research.verification.bounds import ABOVE, BELOW
from research.verification.claims import ClaimText, topics_of
from research.verification.evidence import Passage, Stated
from research.verification.moves import from_to, moved_since
from research.verification.results import CheckedFigure
from research.verification.words import years_in

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "hundred": 100}
_VERBS = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5}
_MULTIPLE = re.compile(
    r"(?:\b(?P<bound>more\s+than|over|at\s+least|nearly|almost|less\s+than|about|roughly|approximately)\s+)?"
    r"(?:\b(?P<verb>doubl|tripl|trebl|quadrupl|quintupl)(?:ed|ing|es|e(?=\s+(?:the|its|that|from|in|over|to)\b))\b(?!-)|\b(?P<half>halved|halving)\b|"
    rf"\b(?P<fold>(?:{'|'.join(_COUNTS)})|\d+(?:\.\d+)?)[\s-]?fold\b|(?P<han>翻了?一番|翻倍|减半))",
    re.IGNORECASE,
)
_SEAM = re.compile(r"[;:]\s|,\s|\s(?:and|while|whereas|but)\s|[，；。]|\n", re.IGNORECASE)
_BOUNDS = {"more": ABOVE, "over": ABOVE, "at": ABOVE, "nearly": BELOW, "almost": BELOW, "less": BELOW}
_ABOUT = frozenset({"about", "roughly", "approximately"})
# How far a ratio may lie from the multiple that is said: "doubled" of 1.95 to 2.05 times, a rounder word of a tenth.
_EXACT, _LOOSE = Decimal("0.05"), Decimal("0.1")
_ENOUGH_TOPICS = 0.5
_FAR = 300


@dataclass(frozen=True, slots=True)
class Multiple:
    """A multiple in a text: offsets, its words, how many times, and whether it is a bound ("more than", "less than", "about" or "")."""

    start: int
    end: int
    text: str
    times: Decimal
    bound: str

    def fits(self, ratio: Decimal) -> bool:
        """Return whether a ratio is what the words say."""
        if self.bound == ABOVE:
            return self.times <= ratio < self.times + max(self.times / 2, Decimal(1))
        if self.bound == BELOW:
            return self.times * (1 - 2 * _LOOSE) <= ratio <= self.times
        share = _LOOSE if self.bound else _EXACT
        return abs(ratio - self.times) <= self.times * share


@lru_cache(maxsize=8_000)
def multiples_in(text: str) -> tuple[Multiple, ...]:
    """Return the multiples that a text says in words, in order."""
    return tuple(_multiple(match) for match in _MULTIPLE.finditer(text))


@dataclass(frozen=True, slots=True)
class Known:
    """What a claim's multiples are held against: its figures that are supported, each with its place (None for one that follows from
    others), and all figures and sentences of the evidence.
    """

    figures: tuple[tuple[PrintedFigure, Stated | None], ...]
    stated: tuple[Stated, ...]
    passages: tuple[Passage, ...]


def check_multiples(claim: ClaimText, known: Known) -> list[CheckedFigure]:
    """Return each multiple of a claim with its verdict: by the amounts that it says rose or fell so, else by the words of the evidence."""
    return [_check(claim, one, known) for one in multiples_in(claim.text)]


def _check(claim: ClaimText, multiple: Multiple, known: Known) -> CheckedFigure:
    for ratio, how in (*_ratios(claim, known), *_ratios_of_rows(claim, multiple, known)):
        if multiple.fits(ratio):
            return _found(multiple, Verdict.SUPPORTED, how)
        return _found(multiple, Verdict.MISMATCH, how, f"multiple: the claim says {multiple.text}, {how} is {ratio:.2f} times")
    place = _place(claim, multiple, known.passages)
    if place is None:
        return _found(multiple, Verdict.NOT_CHECKABLE, "", f"nothing tells by how much “{multiple.text}” is meant")
    passage, other = place
    words = " ".join(passage.text.split())
    if (other.times, other.bound) == (multiple.times, multiple.bound):
        return _found(multiple, Verdict.SUPPORTED, words)
    return _found(multiple, Verdict.MISMATCH, words, f"multiple: the claim says {multiple.text}, the source {other.text}")


def _ratios(claim: ClaimText, known: Known) -> Iterator[tuple[Decimal, str]]:
    """Yield what the claim's amounts are to those that they are said to come from, in words."""
    supported = [figure for figure, _ in known.figures]
    for figure, stated in known.figures:
        pair = from_to(claim, figure)
        if pair and pair[0] in supported and pair[1] in supported and pair[0].value:
            yield abs(pair[1].value / pair[0].value), f"{pair[1].text} to {pair[0].text}"
        elif stated:
            yield from _since(stated)


def _ratios_of_rows(claim: ClaimText, multiple: Multiple, known: Known) -> Iterator[tuple[Decimal, str]]:
    """Yield the same for the rows that the claim names with no amount of theirs, in the year that it names."""
    subject = _subject(claim.text, multiple)
    for stated in known.stated:
        if stated.passage.is_row and years_in(stated.head) & claim.years and topics_of(stated.passage.label) == subject:
            yield from _since(stated)


def _since(stated: Stated) -> Iterator[tuple[Decimal, str]]:
    before = moved_since(stated)[1]
    if before and before.number:
        yield abs(stated.figure.number / before.number), f"{stated.figure.text} to {before.text}"


def _place(claim: ClaimText, multiple: Multiple, passages: Sequence[Passage]) -> tuple[Passage, Multiple] | None:
    """Return the sentence of the evidence whose clause with a multiple shares most words with the claim's, None where none does enough."""
    wanted = _subject(claim.text, multiple) or topics_of(claim.question)
    best: tuple[float, Passage, Multiple] | None = None
    for passage in passages:
        for other in () if passage.is_row else multiples_in(passage.text):
            share = len(wanted & _subject(passage.text, other)) / len(wanted) if wanted else 0.0
            years = years_in(passage.text)
            if share >= _ENOUGH_TOPICS and (not years or not claim.years or years & claim.years) and (best is None or share > best[0]):
                best = (share, passage, other)
    return (best[1], best[2]) if best else None


def _subject(text: str, multiple: Multiple) -> frozenset[str]:
    """Return the stems of the clause that a multiple stands in, its own words left out; the clause before where it has none."""
    begin = max(0, multiple.start - _FAR)
    seams = [begin, *(match.end() for match in _SEAM.finditer(text, begin, multiple.start))]
    after = _SEAM.search(text, multiple.end, multiple.end + _FAR)
    tail = text[multiple.end : after.start() if after else multiple.end + _FAR]
    for first in reversed(seams):
        if topics := topics_of(f"{text[first : multiple.start]} {tail}"):
            return topics
    return frozenset()


def _multiple(match: re.Match[str]) -> Multiple:
    if match["verb"]:
        times = Decimal(_VERBS[match["verb"].lower()])
    elif match["fold"]:
        count = match["fold"].lower()
        times = Decimal(_COUNTS.get(count, 0) or count)
    else:
        times = Decimal("0.5") if match["half"] or match["han"] == "减半" else Decimal(2)
    word = (match["bound"] or "").split()[0].lower() if match["bound"] else ""
    bound = "about" if word in _ABOUT else _BOUNDS.get(word, "")
    if times < 1 and bound in {ABOVE, BELOW}:
        bound = BELOW if bound == ABOVE else ABOVE
    return Multiple(match.start(), match.end(), " ".join(match[0].split()), times, bound)


def _found(multiple: Multiple, verdict: Verdict, found: str, *reasons: str) -> CheckedFigure:
    return CheckedFigure(multiple.text, multiple.start, multiple.end, verdict, found, reasons)
