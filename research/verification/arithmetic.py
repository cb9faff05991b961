"""Figures that stand nowhere but follow: from a calculation handed along, from the claim's own figures, from facts that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, permutations

from research.concepts.catalogue import find_concept
from research.nouns.facts import Calculation, Fact
from research.text.figures import PERCENT, POINTS, PrintedFigure
from research.verification.claims import ClaimText, concepts_in, topics_of
from research.verification.evidence import Stated
from research.verification.expressions import rounds_or_cuts_to, shown_result
from research.verification.periods import is_part_of_year, span_conflict
from research.verification.words import signal, spans_in, years_in

_MOST_CONCEPTS = 6
_DAYS = Decimal(365)
_HUNDRED = Decimal(100)
# Sums done by hand over rounded steps: said with "approximately", they may be off by this share, or by one unit of the last digit.
_ABOUT_SHARE = Decimal("0.001")
_ABOUT = re.compile(r"\b(?:approximately|about|around|roughly|approx|nearly)\b|[~≈]|约", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that follows from others, and how, in words; `kind` is "amount", "ratio" (1 is 100 %), "points" (of ratios) or "days"."""

    value: Decimal
    kind: str
    words: str


def computed_for(
    claim: ClaimText,
    figure: PrintedFigure,
    *,
    supported: Sequence[PrintedFigure],
    stated: Sequence[Stated],
    calculations: Iterable[Calculation],
) -> str:
    """Return how a claim's figure follows, in words, "" when it does not.

    `supported` are the claim's other figures that the evidence states. A calculation must be of the claim's period; facts must be
    named by the claim or its question, and so must be what is done with them ("growth", "divided by", "average").
    """
    if how := shown_result(claim.text, claim.figures, figure, supported):
        return how
    read = {id(one.passage.evidence): one.passage.evidence for one in stated}
    facts = tuple(fact for evidence in read.values() for fact in evidence.facts)
    found = chain(
        _of_calculations(claim, calculations), _of_shown(claim, figure, supported), _of_facts(claim, facts), _of_rows(claim, stated)
    )
    for one in found:
        if _fits(claim, figure, one):
            return one.words
    return ""


def _fits(claim: ClaimText, figure: PrintedFigure, one: Computed) -> bool:
    if (one.kind == "points") != (figure.unit == POINTS) or (one.kind == "amount" and figure.unit == PERCENT):
        return False
    if one.kind != "amount" and figure.scale:
        return False
    down = figure.number > 0 and one.value < 0
    falls = claim.direction_of(figure) == "down"
    if (down and not falls) or (falls and one.words.startswith("change") and figure.number > 0 and one.value > 0):
        return False
    value = abs(one.value) if down else one.value
    factor = _HUNDRED if figure.unit in {PERCENT, POINTS} else Decimal(1)
    scales = (1, claim.scale_asked or 1) if one.kind == "amount" and not figure.scale else (figure.scale or 1,)
    return any(_is_near(claim, value * factor, figure.number * scale, Decimal(scale).scaleb(-figure.places)) for scale in scales)


def _is_near(claim: ClaimText, value: Decimal, claimed: Decimal, step: Decimal) -> bool:
    if rounds_or_cuts_to(value, claimed, step):
        return True
    return bool(_ABOUT.search(claim.text)) and abs(value - claimed) <= max(step, abs(value) * _ABOUT_SHARE) and claimed != 0


def _of_calculations(claim: ClaimText, calculations: Iterable[Calculation]) -> Iterator[Computed]:
    for calculation in calculations:
        period = calculation.period
        years = {period.fiscal_year, period.end.year}
        if not claim.years or claim.years & years:
            percent = calculation.unit in {PERCENT, POINTS}
            value = calculation.value / _HUNDRED if percent else calculation.value
            kind = "points" if calculation.unit == POINTS else "ratio" if percent else "amount"
            yield Computed(value, kind, f"{calculation.metric}, {period.label}: {calculation.formula}")
        yield from _of_calculations(claim, [one for _, one in calculation.inputs if isinstance(one, Calculation)])


def _of_shown(claim: ClaimText, figure: PrintedFigure, shown: Sequence[PrintedFigure]) -> Iterator[Computed]:
    """Yield what two of the claim's own figures give, where its words ask for it."""
    text = f"{claim.text} {claim.question}"
    growth, difference, ratio, total = (bool(signal(name).search(text)) for name in ("growth", "difference", "ratio", "sum"))
    for first, second in permutations([one for one in shown if one != figure], 2):
        if not second.value or first.unit != second.unit:
            continue
        names = f"{first.text} and {second.text}"
        if growth and _is_later(claim, first, second) and first.unit != PERCENT:
            yield Computed((first.value - second.value) / abs(second.value), "ratio", f"change between {names}")
        if (growth or difference) and _is_later(claim, first, second):
            kind = "points" if first.unit == PERCENT else "amount"
            value = (first.value - second.value) / (_HUNDRED if kind == "points" else 1)
            yield Computed(value, kind, f"change between {names}")
        if ratio and first.unit != PERCENT:
            yield Computed(first.value / second.value, "ratio", f"{first.text} / {second.text}")
        if total:
            yield Computed(first.value + second.value, "amount", f"{first.text} + {second.text}")


def _is_later(claim: ClaimText, first: PrintedFigure, second: PrintedFigure) -> bool:
    """Return whether the claim's words do not speak against its first figure being the later one of the two."""
    one, other = claim.year_of(first), claim.year_of(second)
    if len(one) == len(other) == 1 and one != other:
        return min(one) > min(other)
    before = claim.text[: first.start].rstrip().lower()
    return not before.endswith(("from", "从"))


def _of_rows(claim: ClaimText, stated: Sequence[Stated]) -> Iterator[Computed]:
    """Yield how the rows that the claim or its question names changed between two years that they name."""
    text = f"{claim.question} {claim.text}"
    if not signal("growth").search(text):
        return
    named, years = topics_of(text), _years(text)
    for one in stated:
        label = topics_of(one.passage.label)
        if not one.passage.is_row or not label or not label <= named or not years_in(one.head) & set(years[-1:]):
            continue
        spans = spans_in(one.head)
        if span_conflict(claim.spans, spans) or (is_part_of_year(claim.spans) and not spans):
            continue
        yield from _changes_in_row(one, years)


def _changes_in_row(last: Stated, years: Sequence[int]) -> Iterator[Computed]:
    """Yield the changes of a row from its columns of other years to one of the last year named, of the year before where one is named."""
    year = min(years_in(last.head))
    rest = last.head.replace(str(year), "")
    passage = last.passage
    for first, head in zip(passage.figures, passage.heads, strict=False):
        of = years_in(head)
        if (
            len(of) != 1
            or not first.number
            or head.replace(str(min(of)), "") != rest
            or min(of) not in {*years[:-1], *([year - 1] if len(years) == 1 else [])}
        ):
            continue
        words = f"change of {passage.label} from {min(of)} to {year}"
        change = last.figure.number - first.number
        if PERCENT in {last.figure.unit, first.unit}:
            yield Computed(change / _HUNDRED, "points", words)
        else:
            yield Computed(change / abs(first.number), "ratio", words)
            yield Computed(change * (last.figure.scale or passage.scale or 1), "amount", words)


def _of_facts(claim: ClaimText, facts: Sequence[Fact]) -> Iterator[Computed]:
    """Yield what the facts give that the claim and its question name, for the years that they name."""
    text = f"{claim.question} {claim.text}"
    series = _series(text, facts)
    years = _years(text)
    if not years or len(series) > _MOST_CONCEPTS or is_part_of_year(claim.spans):
        return
    if signal("growth").search(text):
        for name, values in series.items():
            yield from _changes(name, values, years)
    yield from _of_days(text, series, years)
    by_year = {year: list(_of_year(text, series, year)) for year in years}
    if signal("average").search(text):
        yield from _averages(by_year)
    for found in by_year.values():
        yield from found


def _series(text: str, facts: Sequence[Fact]) -> dict[str, Mapping[int, Decimal]]:
    """Return the values of each concept that a text names by fiscal year, in the canonical sign; a year stated twice is left out."""
    named = set(concepts_in(text))
    named |= {name.removeprefix("change_in_") for name in named}
    if "margin" in text.lower():
        named.add("revenue")
    found: dict[str, dict[int, set[Decimal]]] = {}
    for fact in facts:
        concept = find_concept(fact.concept or "")
        if concept and concept.name in named and fact.is_of_whole and fact.period.fiscal_period == "FY":
            found.setdefault(concept.name, {}).setdefault(fact.period.fiscal_year, set()).add(concept.canonical(fact.value))
    return {name: {year: min(one) for year, one in values.items() if len(one) == 1} for name, values in found.items()}


def _years(text: str) -> list[int]:
    named = sorted(years_in(text))
    return list(range(named[0], named[-1] + 1)) if named and named[-1] - named[0] < 8 else named


def _changes(name: str, values: Mapping[int, Decimal], years: Sequence[int]) -> Iterator[Computed]:
    for first in years:
        for last in years:
            if first < last and values.get(first) and last in values:
                change = values[last] - values[first]
                yield Computed(change / abs(values[first]), "ratio", f"change of {name} from FY{first} to FY{last}")
                yield Computed(change, "amount", f"change of {name} from FY{first} to FY{last}")


def _of_year(text: str, series: Mapping[str, Mapping[int, Decimal]], year: int) -> Iterator[Computed]:
    """Yield sums, differences and ratios of one year, as the text's words ask for them."""
    values = {name: one[year] for name, one in series.items() if year in one}
    ratio, whole = bool(signal("ratio").search(text)), f"FY{year}"
    for first, second in permutations(values, 2):
        a, b = values[first], values[second]
        if signal("difference").search(text):
            yield Computed(a - abs(b), "amount", f"{first} - {second}, {whole}")
        if signal("sum").search(text):
            yield Computed(a + abs(b), "amount", f"{first} + {second}, {whole}")
        if (ratio or signal("rest").search(text)) and b:
            yield Computed(abs(a) / b, "ratio", f"{first} / {second}, {whole}")
            if signal("rest").search(text):
                yield Computed(1 - abs(a) / b, "ratio", f"1 - {first} / {second}, {whole}")
        for third in values if ratio and signal("sum").search(text) else ():
            if third not in {first, second} and values[third]:
                yield Computed((a + abs(b)) / values[third], "ratio", f"({first} + {second}) / {third}, {whole}")


def _averages(by_year: Mapping[int, Sequence[Computed]]) -> Iterator[Computed]:
    shapes: dict[str, list[Computed]] = {}
    for found in by_year.values():
        for one in found:
            shapes.setdefault(one.words.rpartition(",")[0], []).append(one)
    for words, found in shapes.items():
        if len(found) == len(by_year) > 1:
            yield Computed(sum((one.value for one in found), Decimal(0)) / len(found), found[0].kind, f"average of {words}")


def _of_days(text: str, series: Mapping[str, Mapping[int, Decimal]], years: Sequence[int]) -> Iterator[Computed]:
    """Yield days of a balance over a year's flow: 365 * average / flow, the change of another balance added where the text says so."""
    if "365" not in text or len(years) < 2:
        return
    for first, second in permutations(series, 2):
        before, after = (series[first].get(year) for year in years[-2:])
        flow = series[second].get(years[-1])
        if before is None or after is None or not flow:
            continue
        average = (before + after) / 2
        if "change in" not in text.lower():
            yield Computed(_DAYS * average / abs(flow), "days", f"365 * average {first} / {second}")
        for third in series:
            start, end = (series[third].get(year) for year in years[-2:])
            if third not in {first, second} and start is not None and end is not None:
                yield Computed(
                    _DAYS * average / (abs(flow) + end - start), "days", f"365 * average {first} / ({second} + change in {third})"
                )
