"""Ranks of figures held against the years, and the parts, that the library states."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from research.answering.sentences import lowered
from research.answering.targets import title_of_target
from research.concepts.catalogue import normalize_label
from research.drafting.checking.fitting import shown
from research.drafting.checking.judging import PART_WORDS, Judged, open_question, target_of
from research.drafting.checking.library import LibraryFigures, Wanted, first_fact
from research.drafting.checking.names import topics_known
from research.drafting.checking.ranks import EACH, EXTREME, FIRST, RECORD, ROW, Rank
from research.drafting.checking.reading import SentenceRead, is_known
from research.drafting.checking.when import Around, Times
from research.drafting.checking.words import UP
from research.nouns.answers import Operation, PeriodTerm, Verdict
from research.nouns.facts import Calculation, Fact, fiscal_label
from research.planning.topics import find_topics
from research.text.words import words

# So many years back at most.
_FARTHEST = 15
# Two figures that are nearer to each other are of one rank.
_SAME = Decimal("0.0005")
_PART = re.compile(
    r"\b(?:the\s+)?(?:(?P<grew>fastest|slowest)[\s-]growing|(?P<size>largest|biggest|smallest))\s+(?:[\w-]+\s+){0,2}?"
    r"(?:segment|division|business|unit|region|market|category|product\s+line|product\s+group)\b",
    re.IGNORECASE,
)
_NO_PART = re.compile(r"\b(?:total|corporate|eliminations?|other|unallocated|intersegment|reconcil\w+|adjustments?)\b", re.IGNORECASE)
Series = dict[int, Calculation]


class RankJudge:
    """Holds what drafts say of the rank of figures against those of the library."""

    def __init__(self, library: LibraryFigures) -> None:
        self._library = library

    def judge(self, rank: Rank) -> Judged:
        """Return the verdict on a rank; an open question, with why, where the library does not hold the years that it speaks of."""
        target = target_of(rank.topic.topic.name, rank.topic.words, rank.narrowing)
        of_some_part = bool(rank.narrowing) and not set(rank.narrowing) - PART_WORDS
        if rank.company is None or rank.period is None or not is_known(rank.period) or rank.period.on or target is None or of_some_part:
            return open_question(f"“{rank.said}” is not checked: of what or of when it is is not told", Verdict.NOT_CHECKABLE)
        period = PeriodTerm(rank.period.fiscal_year, rank.period.fiscal_period, "")
        wanted = Wanted(rank.company, target, period, rank.topic.words, is_plain=True)
        ways = [False, True] if rank.is_growth is None else [rank.is_growth]
        found = [
            _on_one_basis(rank, self._series(replace(wanted, operation=Operation.GROWTH if one else None)), self._ranked) for one in ways
        ]
        return min(found, key=lambda one: (one.verdict is not Verdict.SUPPORTED, one.verdict is Verdict.MISMATCH))

    def judge_parts(self, read: SentenceRead, around: Around) -> Judged | None:
        """Return the verdict on what a sentence says of the rank of a part of a company among the others, None where it says nothing."""
        match = _PART.search(read.text)
        if match is None:
            return None
        company = next((one.company for one in read.companies), around.company)
        period = Times(read, around).main().period
        none = open_question(f"“{match[0]}” is not checked: the figures of the parts are not stated alike", Verdict.NOT_CHECKABLE)
        if company is None or period is None or not is_known(period):
            return none
        part = self._part_named(read.text, company)
        topic = read.topics[0].topic.name if read.topics else "revenue"
        if not part or (match["size"] and topic != "revenue"):
            return none
        facts = self._of_revenue(self._library.part_facts(company, period))
        before = PeriodTerm((period.fiscal_year or 1) - 1, period.fiscal_period, "")
        then = self._of_revenue(self._library.part_facts(company, before))
        values = _values(facts, then, part, growth=bool(match["grew"]))
        return _of_parts(values, part, match, none)

    def _part_named(self, text: str, company: str) -> str:
        plain = f" {' '.join(words(text))} "
        named = [one for one in self._library.parts(company) if f" {' '.join(words(one))} " in plain and not _NO_PART.search(one)]
        return max(named, key=len, default="")

    @staticmethod
    def _of_revenue(facts: Sequence[Fact]) -> list[Fact]:
        """Return the revenue of parts among some figures, by its concept or by the name of the row."""
        of_one = (one for one in facts if len(one.dimensions) == 1 and not _NO_PART.search(one.dimensions[0][1]))
        return [one for one in of_one if one.concept == "revenue" or _is_revenue(one.label)]

    def _series(self, wanted: Wanted) -> Series:
        """Return a figure for each year back from the one asked, as far as the library states it without a gap at the beginning."""
        found: Series = {}
        last = wanted.period.fiscal_year or 0
        for year in range(last, last - _FARTHEST, -1):
            values = self._library.values(replace(wanted, period=PeriodTerm(year, wanted.period.fiscal_period, "")))
            if not values:
                if year < last - 1:
                    break
                continue
            found[year] = values[0].calculation
        return found

    @staticmethod
    def _ranked(rank: Rank, series: Series) -> Judged:
        last = rank.period.fiscal_year if rank.period else None
        if last is None or last not in series:
            return open_question(f"“{rank.said}” is not checked: the figure is not stated", Verdict.NOT_CHECKABLE)
        if rank.what == EACH:
            return _each(rank, series)
        if rank.what == ROW:
            return _in_a_row(rank, series, last)
        return _first(rank, series, last) if rank.what == FIRST else _extreme(rank, series, last)


def _on_one_basis(rank: Rank, series: Series, ranked: Callable[[Rank, Series], Judged]) -> Judged:
    """Return what is found of a rank; what several filings state by the share, or of shares, may be on both sides of a split."""
    found = ranked(rank, series)
    is_of_shares = any("share" in one.unit for one in series.values())
    filings = {first_fact(one).document_id for one in series.values()}
    if found.verdict is Verdict.MISMATCH and is_of_shares and len(filings) > 1:
        return open_question(f"“{rank.said}” is not checked: the shares may have been split in between", Verdict.NOT_CHECKABLE)
    return found


@cache
def _is_revenue(label: str) -> bool:
    """Return whether a row's name is one of revenue and nothing else."""
    found = find_topics(label, topics_known())
    return [one.topic.name for one in found] == ["revenue"] and normalize_label(found[0].words) == normalize_label(label)


def _extreme(rank: Rank, series: Series, last: int) -> Judged:
    """Return the verdict on a highest or lowest figure: no year that is meant may be beyond it."""
    first = min(series) if rank.what == RECORD else _first_year(rank, last) if rank.what == EXTREME else last
    main = series[last]
    meant = range(first, last)
    beyond = [year for year in meant if year in series and _is_beyond(series[year], main, up=rank.way == UP)]
    if beyond:
        year = beyond[-1]
        return Judged(Verdict.MISMATCH, f"“{rank.said}”: {_told(series, [year, last])}", series[year], _of_year(series, year))
    missing = [year for year in meant if year not in series]
    if missing or rank.what == RECORD:
        years = f"{fiscal_label(min(series))}–{fiscal_label(last)}"
        return open_question(f"“{rank.said}” is not checked: the library states it for {years}, where it holds", Verdict.NOT_CHECKABLE)
    return Judged(Verdict.SUPPORTED, f"“{rank.said}”: {_told(series, [*meant, last])}", main)


def _first_year(rank: Rank, last: int) -> int:
    """Return the first year that a figure is to be beyond: the one after that since which it is so, or the first of so many."""
    if rank.since is not None:
        return rank.since + 1
    return last - rank.years + 1 if rank.years else last


def _in_a_row(rank: Rank, series: Series, last: int) -> Judged:
    """Return the verdict on so many rises or falls in a row."""
    count = rank.years or 0
    years = range(last - count + 1, last + 1)
    moved = {year: _way(series, year) for year in years}
    against = [year for year, way in moved.items() if way and (way == UP) != (rank.way == UP)]
    if against:
        year = against[-1]
        return Judged(Verdict.MISMATCH, f"“{rank.said}”: {_told(series, [year - 1, year])}", series[year], _told(series, [year - 1, year]))
    if not all(moved.values()) or not count:
        return open_question(f"“{rank.said}” is not checked: the library does not state all of these years", Verdict.NOT_CHECKABLE)
    earlier = _way(series, last - count)
    if earlier and (earlier == UP) == (rank.way == UP):
        return open_question(f"“{rank.said}”: it went so in {fiscal_label(last - count)} too", Verdict.NOT_CHECKABLE)
    return Judged(Verdict.SUPPORTED, f"“{rank.said}”: {_told(series, [years[0] - 1, *years])}", series[last])


def _first(rank: Rank, series: Series, last: int) -> Judged:
    """Return the verdict on the first rise or fall since a year: it is one, and none of the years between was."""
    if not (now := _way(series, last)):
        return open_question(f"“{rank.said}” is not checked: the year before is not stated", Verdict.NOT_CHECKABLE)
    if (now == UP) != (rank.way == UP):
        return Judged(Verdict.MISMATCH, f"“{rank.said}”: {_told(series, [last - 1, last])}", series[last], _told(series, [last - 1, last]))
    between = range(_first_year(rank, last), last)
    alike = [year for year in between if (way := _way(series, year)) and (way == UP) == (rank.way == UP)]
    if alike:
        year = alike[-1]
        return Judged(Verdict.MISMATCH, f"“{rank.said}”: {_told(series, [year - 1, year])}", series[year], _told(series, [year - 1, year]))
    if not all(_way(series, year) for year in between):
        return open_question(f"“{rank.said}” is not checked: the library does not state all of these years", Verdict.NOT_CHECKABLE)
    return Judged(Verdict.SUPPORTED, f"“{rank.said}”: {_told(series, [*between, last])}", series[last])


def _each(rank: Rank, series: Series) -> Judged:
    """Return the verdict on a figure that is said to have gone one way in each of the years that the sentence lists."""
    years = [one.fiscal_year for one in rank.periods if one.fiscal_year]
    held = [year for year in years if year in series]
    pairs = list(pairwise(held))
    against = [pair for pair in pairs if (way := _moved(series[pair[0]], series[pair[1]])) and (way == UP) != (rank.way == UP)]
    if against:
        return Judged(Verdict.MISMATCH, f"“{rank.said}”: {_told(series, against[-1])}", series[against[-1][1]], _told(series, against[-1]))
    if len(years) < 2 or held != years or not all(_moved(series[one], series[other]) for one, other in pairs):
        return open_question(f"“{rank.said}” is not checked: the library does not state all of these years", Verdict.NOT_CHECKABLE)
    return Judged(Verdict.SUPPORTED, f"“{rank.said}”: {_told(series, held)}", series[held[-1]])


def _way(series: Series, year: int) -> str:
    return _moved(series[year - 1], series[year]) if year in series and year - 1 in series else ""


def _moved(first: Calculation, last: Calculation) -> str:
    """Return "up" or "down" for what lies between two figures, "" where they are of one size."""
    if abs(last.value - first.value) <= _slack(first, last):
        return ""
    return UP if last.value > first.value else "down"


def _is_beyond(one: Calculation, main: Calculation, *, up: bool) -> bool:
    apart = one.value - main.value if up else main.value - one.value
    return apart > _slack(one, main)


def _slack(one: Calculation, other: Calculation) -> Decimal:
    return Decimal("0.05") if one.unit in {"%", "pp"} else abs(other.value) * _SAME


def _told(series: Series, years: Sequence[int]) -> str:
    first = next(iter(series.values()))
    return f"{lowered(title_of_series(first))} of {first.company}: {', '.join(_of_year(series, year) for year in years if year in series)}"


def title_of_series(value: Calculation) -> str:
    """Return what a figure of a series of years is called."""
    target = target_of(value.metric, "", ())
    return title_of_target(target) if target else value.metric


def _of_year(series: Series, year: int) -> str:
    return f"{fiscal_label(year)} {shown(series[year])}"


def _values(facts: Sequence[Fact], then: Sequence[Fact], part: str, *, growth: bool) -> dict[str, tuple[Decimal, Fact]]:
    """Return what is ranked of each part on the axis, and in the document, that states the one named; {} where that is not stated."""
    named = next((one for one in facts if one.dimensions[0][1].casefold() == part), None)
    if named is None:
        return {}
    found: dict[str, tuple[Decimal, Fact]] = {}
    for one in facts:
        if (one.document_id, one.dimensions[0][0], one.label) != (named.document_id, named.dimensions[0][0], named.label):
            continue
        base = next(
            (old for old in then if old.dimensions == one.dimensions and old.document_id == one.document_id and old.label == one.label),
            None,
        )
        if growth and (base is None or base.value <= 0):
            return {}
        value = (one.value - base.value) / base.value * 100 if growth and base is not None else one.value
        found.setdefault(one.dimensions[0][1].casefold(), (value, one))
    return found


def _of_parts(values: dict[str, tuple[Decimal, Fact]], part: str, match: re.Match[str], none: Judged) -> Judged:
    if len(values) < 2 or part not in values:
        return none
    is_most = (match["grew"] or match["size"]).lower() in {"fastest", "largest", "biggest"}
    order = sorted(values, key=lambda one: values[one][0], reverse=is_most)
    first, (value, fact) = order[0], values[order[0]]
    growth = bool(match["grew"])
    told = ", ".join(
        f"{values[one][1].dimensions[0][1]} {values[one][0]:+.1f}%"
        if growth
        else f"{values[one][1].dimensions[0][1]} {values[one][1].printed}"
        for one in order[:4]
    )
    main = Calculation(fact.label, fact.label, "", fact.value, fact.unit, fact.period, fact.company, ((fact.label, fact),))
    if first == part:
        return Judged(Verdict.SUPPORTED, f"“{match[0]}”: {told}", main)
    own = values[part][0]
    if abs(own - value) <= (Decimal("0.1") if growth else abs(value) * _SAME):
        return none
    return Judged(Verdict.MISMATCH, f"“{match[0]}” is {fact.dimensions[0][1]}: {told}", main, fact.dimensions[0][1])
