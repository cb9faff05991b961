"""What is uncertain of a table's figures, in a few notes below it: what is said of most of them once, the weightiest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from research.drafting.writing.figures import Grid
from research.drafting.writing.naming import periods_in_words
from research.metrics.operands import FROM_SEVERAL, caveats_of, facts_of

_MOST_NOTES = 8
_PLACE = "\x00"
_PLACED = re.compile(_PLACE)
_MOST_ROWS = 3
_COMPARATIVE = re.compile(
    r"from the comparative column of (?P<document>.+); the period's own filing (?:is not in the library|does not state it)"
)
_WEIGHTY = re.compile(r"restated|states .* for the same period|split|stated twice|sign as printed", re.IGNORECASE)
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


def notes_of(grid: Grid) -> tuple[str, ...]:
    """Return notes on a grid's figures: each caveat once, with its rows and years; what restates or splits comes first."""
    said: dict[str, _Said] = {}
    compared = _Said()
    several = False
    for row in grid.rows:
        for calculation in row.calculations:
            for caveat in caveats_of(calculation):
                if found := _COMPARATIVE.fullmatch(caveat):
                    if len(facts_of(calculation)) == 1:
                        compared.add(found["document"], calculation.period.label)
                elif caveat == FROM_SEVERAL:
                    several = True
                else:
                    years = _YEAR.findall(caveat)
                    said.setdefault(_YEAR.sub(_PLACE, caveat.rstrip(" .")), _Said()).add(row.label, *(years or [calculation.period.label]))
    ordered = sorted(said, key=lambda caveat: not _WEIGHTY.search(caveat))
    notes = [_note(caveat, said[caveat]) for caveat in ordered]
    left = len(notes) - _MOST_NOTES
    notes = [*notes[:_MOST_NOTES], *([f"{left} more notes stand with these figures in the library."] if left > 0 else [])]
    if compared.names:
        notes.append(f"{_periods(compared)}: from the comparative columns of {', '.join(compared.names)}.")
    if several:
        notes.append("The periods are drawn from several filings, which may state them on different bases.")
    return tuple(notes)


def _note(caveat: str, said: _Said) -> str:
    """Return a caveat as a sentence, with the rows and years that it is said of."""
    names = list(said.names)
    of = ", ".join(names) if len(names) <= _MOST_ROWS else f"{names[0]} and {len(names) - 1} other rows"
    if caveat.count(_PLACE) > 1 or _PLACE not in caveat:
        years = iter(said.periods)
        told = _PLACED.sub(lambda _: next(years, ""), caveat)
        return f"{of}{'' if _PLACE in caveat else f', {_periods(said)}'}: {_lowered(told)}."
    return f"{of}: {_lowered(caveat.replace(_PLACE, _periods(said)))}."


def _periods(said: _Said) -> str:
    return periods_in_words(sorted(said.periods, key=lambda label: (label[-4:], label)))


def _lowered(caveat: str) -> str:
    return caveat[:1].lower() + caveat[1:] if caveat[1:2].islower() else caveat
