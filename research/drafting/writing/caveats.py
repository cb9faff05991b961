"""What is uncertain of a table's figures, in a few notes below it: what is said of most of them once, the weightiest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.drafting.writing.figures import Grid
from research.metrics.operands import FROM_SEVERAL, caveats_of

_MOST_NOTES = 8
_MOST_ROWS = 3
_COMPARATIVE = re.compile(
    r"from the comparative column of (?P<document>.+); the period's own filing (?:is not in the library|does not state it)"
)
_WEIGHTY = re.compile(r"restated|states .* for the same period|split|stated twice|sign as printed", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:Q[1-4] |H[12] |9M )?FY\d{4}\b")


def notes_of(grid: Grid) -> tuple[str, ...]:
    """Return notes on a grid's figures: each caveat once, with the rows that it is said of; what restates or splits comes first."""
    said: dict[str, list[tuple[str, str]]] = {}
    for row in grid.rows:
        for calculation in row.calculations:
            for caveat in caveats_of(calculation):
                said.setdefault(caveat.rstrip(" ."), []).append((row.label, calculation.period.label))
    several = said.pop(FROM_SEVERAL, [])
    columns = [_COMPARATIVE.fullmatch(caveat) for caveat in said]
    own = [found for found in columns if found]
    plain = {caveat: rows for caveat, rows in said.items() if not _COMPARATIVE.fullmatch(caveat)}
    ordered = sorted(plain, key=lambda caveat: not _WEIGHTY.search(caveat))
    notes = list(dict.fromkeys(_note(caveat, plain[caveat]) for caveat in ordered))
    left = len(notes) - _MOST_NOTES
    if left > 0:
        notes = [*notes[:_MOST_NOTES], f"{left} more notes stand with these figures in the library."]
    if own:
        periods = dict.fromkeys(period for found in own for _, period in said[found[0]])
        documents = ", ".join(dict.fromkeys(found["document"] for found in own))
        notes.append(f"Of {', '.join(sorted(periods, key=lambda label: label[-4:]))}, figures are from comparative columns ({documents}).")
    if several:
        notes.append("The periods are drawn from several filings, which may state them on different bases.")
    return tuple(notes)


def _note(caveat: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a caveat as a sentence, with the rows and periods that it is said of where it does not name them itself."""
    named = list(dict.fromkeys(label if _YEAR.search(caveat) else f"{label} {period}" for label, period in rows))
    of = ", ".join(named) if len(named) <= _MOST_ROWS else f"{named[0]} and {len(named) - 1} more figures"
    return f"{of}: {caveat[:1].lower() + caveat[1:] if caveat[1:2].islower() else caveat}."
