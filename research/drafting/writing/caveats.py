"""What is uncertain of a table's figures, in a few notes below it: what is said of most of them once, the weightiest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from research.drafting.writing.figures import Grid
from research.drafting.writing.naming import listed, periods_in_words
from research.metrics.operands import FROM_SEVERAL, facts_of
from research.nouns.facts import Calculation, Operand

_MOST_NOTES = 8
_PLACE = "\x00"
_PLACED = re.compile(_PLACE)
_MOST_ROWS, _MOST_VALUES = 3, 4
_COMPARATIVE = re.compile(
    r"from the comparative column of (?P<document>.+); the period's own filing (?:is not in the library|does not state it)"
)
_ELSEWHERE = re.compile(
    r"(?:restated in .+?: )?(?P<document>\S+?)(?:, the period's own filing,)? states (?P<value>.+) for the same period \(page \d+\)"
)
_ALSO_PRINTED = re.compile(r"(?P<what>the statement also prints “.+”) of .+ \(page \d+\)")
_SPLIT = re.compile(r"(?P<period>.+) is printed as .+ and was (?P<what>put on the basis after the .+ split)")
_WEIGHTY = re.compile(r"restated|split|stated twice|sign as printed", re.IGNORECASE)
_LONG = re.compile(r"(?:this fiscal year|(?P<year>FY\d{4})) has 53 weeks(?:, FY\d{4} (?:\d+ days|52(?: weeks)?))?")
_YEAR = re.compile(r"\b(?:Q[1-4] |H[12] |9M )?FY\d{4}\b")


@dataclass(slots=True)
class _Said:
    """Of which rows, and of which periods, something is said; in order, each once."""

    names: dict[str, None] = field(default_factory=dict)
    periods: dict[str, None] = field(default_factory=dict)

    def add(self, name: str, *periods: str) -> None:
        """Add a row with its periods."""
        self.names[name] = None
        self.periods |= dict.fromkeys(periods)


@dataclass(slots=True)
class _Notes:
    """What is said of the figures of a table, by what is said."""

    plain: dict[str, _Said] = field(default_factory=dict)
    # The values that other documents state, by period and value: of which rows, in which documents.
    elsewhere: dict[tuple[str, str], tuple[_Said, dict[str, None]]] = field(default_factory=dict)
    compared: _Said = field(default_factory=_Said)
    # The years of 53 weeks: that is said of a year, whatever rows are of it.
    long: _Said = field(default_factory=_Said)
    several: bool = False

    def add(self, caveat: str, name: str, period: str, calculation: Calculation) -> None:
        """Add what is said of an operand of a row's figure; `period` is the operand's."""
        if found := _COMPARATIVE.fullmatch(caveat):
            if len(facts_of(calculation)) == 1:
                self.compared.add(found["document"], calculation.period.label)
        elif found := _LONG.fullmatch(caveat.rstrip(" .")):
            self.long.add("", found["year"] or period)
        elif caveat == FROM_SEVERAL:
            self.several = True
        elif found := _ELSEWHERE.fullmatch(caveat):
            said, documents = self.elsewhere.setdefault((period, found["value"]), (_Said(), {}))
            said.add(name, period)
            documents[found["document"]] = None
        else:
            told = _shortened(caveat.rstrip(" ."))
            years = _YEAR.findall(told)
            self.plain.setdefault(_YEAR.sub(_PLACE, told), _Said()).add(name, *(years or [period]))


def notes_of(grid: Grid) -> tuple[str, ...]:
    """Return notes on a grid's figures: each caveat once, with its rows and years; what restates or splits comes first."""
    notes = _Notes()
    known = {row.spec.figure: {one for made in row.calculations for one in _caveats(made)} for row in grid.rows if not row.spec.growth}
    is_split = any(_SPLIT.search(caveat) for said in known.values() for caveat, _ in said)
    for row in grid.rows:
        # What is said of the figures that have grown is said of them in their own row.
        before = {caveat for caveat, _ in known.get(row.spec.figure, ())} if row.spec.growth else set()
        for calculation in row.calculations:
            for caveat, period in dict.fromkeys(_caveats(calculation)):
                elsewhere = _ELSEWHERE.fullmatch(caveat)
                is_known = caveat in before or (bool(before) and elsewhere is not None)
                if not is_known and not (is_split and elsewhere and "share" in elsewhere["value"]):
                    notes.add(caveat, row.label, period, calculation)
    ordered = sorted(notes.plain, key=lambda caveat: not _WEIGHTY.search(caveat))
    told = [*_elsewhere(notes.elsewhere), *(_note(caveat, notes.plain[caveat]) for caveat in ordered)]
    left = len(told) - _MOST_NOTES
    told = [*told[:_MOST_NOTES], *([f"And {left} more, which stand with these figures in the library."] if left > 0 else [])]
    if notes.long.periods:
        told.append(f"{_periods(notes.long)} {'has' if len(notes.long.periods) == 1 else 'have'} 53 weeks.")
    if notes.compared.names:
        told.append(f"{_periods(notes.compared)}: from the comparative columns of {', '.join(notes.compared.names)}.")
    if notes.several:
        told.append("The periods are drawn from several filings, which may state them on different bases.")
    return tuple(told)


def _caveats(operand: Operand) -> Iterator[tuple[str, str]]:
    """Yield what is uncertain of an operand and of those under it, each with the period of the one that it is said of."""
    yield from ((caveat, operand.period.label) for caveat in operand.caveats)
    if isinstance(operand, Calculation):
        for _, inner in operand.inputs:
            yield from _caveats(inner)


def _shortened(caveat: str) -> str:
    """Return a caveat without the values that make one for each year of what is said of all of them alike."""
    if also := _ALSO_PRINTED.fullmatch(caveat):
        return f"{also['what']}, with another value"
    split = _SPLIT.fullmatch(caveat)
    return f"{split['period']} {split['what']}" if split else caveat


def _elsewhere(stated: Mapping[tuple[str, str], tuple[_Said, dict[str, None]]]) -> Iterator[str]:
    """Yield a note for the rows of which other documents state other values: each value with its period and those documents."""
    by_rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (period, value), (said, documents) in sorted(stated.items(), key=lambda one: _in_time(one[0][0])):
        by_rows[tuple(said.names)].append(f"{period} {value} in {listed(list(documents))}")
    for rows, values in by_rows.items():
        more = f"; {len(values) - _MOST_VALUES} more" if len(values) > _MOST_VALUES else ""
        yield f"{_rows(rows)}: stated otherwise elsewhere: {'; '.join(values[:_MOST_VALUES])}{more}."


def _note(caveat: str, said: _Said) -> str:
    """Return a caveat as a sentence, with the rows and years that it is said of."""
    of = _rows(tuple(said.names))
    if caveat.count(_PLACE) > 1 or _PLACE not in caveat:
        years = iter(said.periods)
        told = _PLACED.sub(lambda _: next(years, ""), caveat)
        return f"{of}{'' if _PLACE in caveat else f', {_periods(said)}'}: {_lowered(told)}."
    return f"{of}: {_lowered(caveat.replace(_PLACE, _periods(said)))}."


def _rows(names: tuple[str, ...]) -> str:
    return ", ".join(names) if len(names) <= _MOST_ROWS else f"{names[0]} and {len(names) - 1} other rows"


def _periods(said: _Said) -> str:
    return periods_in_words(sorted(said.periods, key=_in_time))


def _in_time(label: str) -> tuple[str, str]:
    return label[-4:], label


def _lowered(caveat: str) -> str:
    return caveat[:1].lower() + caveat[1:] if caveat[1:2].islower() else caveat
