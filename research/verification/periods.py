"""Of which period a figure of a sentence is: its year, quarter and span by the words that stand nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from research.nouns.facts import Span
from research.text.figures import PrintedFigure, printed_figures
from research.verification.clauses import START, runs_of, words_of
from research.verification.evidence import Stated, years_over
from research.verification.words import quarters_in, span_marks, spans_in, years_in

_YEAR = re.compile(
    r"(?<!\bAct of )(?<!\bCode of )(?<![\d,.$€£¥/])(?:19|20)\d\d(?![\d%]|,\d|\.\d)|\b(?:FY|fiscal)\s?['’]?\d\d\b", re.IGNORECASE
)
_RESPECTIVELY = re.compile(r"\brespectively\b|分别", re.IGNORECASE)
_JOINED = re.compile(r"[\s,/]*(?:and|or|to|through|与|和)?[\s,]*(?:fiscal(?:\s+years?)?|FY)?\s*", re.IGNORECASE)
_PARTS_OF_YEAR = frozenset({"quarter", "half", "nine months", "year to date"})
_TO_DATE = frozenset({"half", "nine months", "year to date"})
_SPAN_NAMES = {Span.QUARTER: "quarter", Span.HALF: "half", Span.NINE_MONTHS: "nine months", Span.YEAR: "year"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a sentence says of one figure or another, with its place: a year, a quarter, a span."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=20_000)
def years_of(text: str) -> tuple[frozenset[int], ...]:
    """Return for each figure of a sentence the years that it may be of: its own where the words place it, none where they do not.

    Where a sentence names one year, all its figures are of it; one that things rose from is of that year or the one before.
    """
    marks = [Mark(*match.span(), str(min(found))) for match in _YEAR.finditer(text) if (found := years_in(match[0]))]
    figures, words = printed_figures(text), words_of(text)
    named = [frozenset(int(name) for name in names) for names in _placed(text, figures, marks)]
    if len({mark.name for mark in marks}) != 1:
        return tuple(named)
    year = int(marks[0].name)
    return tuple(
        years | {year - 1} if one.role == START and not years_in(one.after) else years for years, one in zip(named, words, strict=True)
    )


@lru_cache(maxsize=20_000)
def quarters_of(text: str) -> tuple[frozenset[str], ...]:
    """Return for each figure of a sentence the numbers of the quarters that it may be of, "1" to "4"."""
    marks = [mark for start, end, name in span_marks(text) if name == "quarter" for mark in _quarter(text, start, end)]
    return _placed(text, printed_figures(text), marks)


@lru_cache(maxsize=20_000)
def spans_of(text: str) -> tuple[frozenset[str], ...]:
    """Return for each figure of a sentence the spans that it may be of: "quarter", "half", "nine months", "year", "year to date"."""
    return _placed(text, printed_figures(text), [Mark(*one) for one in span_marks(text)])


def _quarter(text: str, start: int, end: int) -> Iterator[Mark]:
    for number in sorted(quarters_in(text[max(0, start - 1) : end + 1])):
        yield Mark(start, end, number)


def _placed(text: str, figures: Sequence[PrintedFigure], marks: Sequence[Mark]) -> tuple[frozenset[str], ...]:
    """Return the marks of each figure: the only one there is, the one that "respectively" pairs with it, else its neighbour.

    Where a mark opens the sentence and none ends it, marks come before their figures; else after them.
    """
    if len({mark.name for mark in marks}) <= 1:
        return (frozenset(mark.name for mark in marks),) * len(figures)
    if not figures:
        return ()
    paired = _paired(text, figures, marks)
    first_opens = marks[0].start < figures[0].start and marks[-1].start < figures[-1].start
    found = []
    for at, figure in enumerate(figures):
        last = figures[at + 1].start if at + 1 < len(figures) else len(text)
        first = figures[at - 1].end if at else 0
        after = [mark.name for mark in marks if figure.end <= mark.start < last]
        before = [mark.name for mark in marks if first <= mark.start < figure.start]
        near = (before[-1:] or after[:1]) if first_opens else (after[:1] or before[-1:])
        found.append(frozenset({paired[at]}) if at in paired else frozenset(near))
    return tuple(found)


def _paired(text: str, figures: Sequence[PrintedFigure], marks: Sequence[Mark]) -> dict[int, str]:
    """Return the marks that "respectively" pairs with figures: as many in a list as there are figures in each list of theirs."""
    if not _RESPECTIVELY.search(text):
        return {}
    lists: list[list[Mark]] = [[marks[0]]]
    for mark in marks[1:]:
        if _JOINED.fullmatch(text[lists[-1][-1].end : mark.start]):
            lists[-1].append(mark)
        else:
            lists.append([mark])
    longest = max(lists, key=len)
    if len(longest) < 2:
        return {}
    if len(figures) == len(longest):
        return {at: mark.name for at, mark in enumerate(longest)}
    return {at: mark.name for run in runs_of(text, figures) if len(run) == len(longest) for at, mark in zip(run, longest, strict=True)}


def evidence_years(stated: Stated) -> frozenset[int]:
    """Return the years that a figure of the evidence may be of; none where nothing on the page places it."""
    if stated.fact:
        return frozenset({stated.fact.period.fiscal_year, stated.fact.period.end.year})
    if found := years_in(stated.head):
        return found
    passage = stated.passage
    if passage.is_row:
        over = years_over(passage)
        return over if len(passage.figures) == 1 and len(over) == 1 else frozenset()
    own = years_of(passage.text)[stated.at] or years_in(passage.text)
    return own or years_over(passage) or frozenset({year for year in (passage.evidence.fiscal_year,) if year})


def evidence_spans(stated: Stated) -> frozenset[str]:
    """Return the spans that a figure of the evidence may be of; none where nothing tells."""
    if stated.fact:
        name = _SPAN_NAMES.get(stated.fact.period.span)
        return frozenset({name}) if name else frozenset()
    if found := spans_in(stated.head):
        return found
    if found := spans_of(stated.passage.text)[stated.at]:
        return found
    if not stated.passage.is_row and stated.passage.evidence.fiscal_period == "FY":
        return frozenset({"year"})
    return frozenset()


def evidence_quarters(stated: Stated) -> frozenset[str]:
    """Return the numbers of the quarters that a figure of the evidence may be of; none where nothing names one."""
    return quarters_of(stated.passage.text)[stated.at] or quarters_in(stated.head) or quarters_in(stated.passage.context)


def fiscal_years(stated: Stated, years: frozenset[int]) -> frozenset[int]:
    """Return the fiscal years that the calendar years of column heads may be, by the document's own year and its end."""
    evidence = stated.passage.evidence
    ahead = evidence.fiscal_year - evidence.period_end.year if evidence.fiscal_year and evidence.period_end else 0
    return frozenset(year + ahead for year in years) if stated.head and ahead in {-1, 1} else frozenset()


def span_conflict(wanted: frozenset[str], known: frozenset[str]) -> str:
    """Return why a figure of one span is not of another, "" where it may be."""
    if not wanted or not known or wanted & known or (wanted & _TO_DATE and known & _TO_DATE and "year to date" in wanted | known):
        return ""
    if wanted & _PARTS_OF_YEAR or known & _PARTS_OF_YEAR:
        return f"period: the figure is of a {' or '.join(sorted(known))}, the claim says {' or '.join(sorted(wanted))}"
    return ""


def is_part_of_year(spans: Iterable[str]) -> bool:
    """Return whether any of some spans is shorter than a year."""
    return bool(_PARTS_OF_YEAR & frozenset(spans))
