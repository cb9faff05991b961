"""Tables and charts made of figures, with what is lacking from them by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from research.drafting.templates.evidence import ChartSpec, FiguresSpec
from research.drafting.writing.caveats import notes_of
from research.drafting.writing.figures import Grid, Lack, Named, Outcome, Row
from research.drafting.writing.gatekeeper import as_cell
from research.drafting.writing.house import NOT_MEANINGFUL, NOT_THERE, head_of, shown, unit_line
from research.metrics.operands import facts_of
from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, ChartForm, ChartSeries, MissingBlock, ParagraphBlock, ParagraphStyle, TableBlock
from research.nouns.facts import Calculation, Status

_MOST_NAMES = 6
_LONGEST_ALT = 600
_YEAR = re.compile(r"FY\d{4}")


def table_blocks(spec: FiguresSpec, grid: Grid) -> list[Block]:
    """Return a table of a grid, the notes below it and what is lacking; rows and periods of which nothing is known are not in it."""
    rows = _with_heads([row for row in grid.rows if row.spec.head or row.calculations])
    columns = _columns(grid, rows)
    if not columns:
        return [MissingBlock(f"Not in the library: any figure for “{spec.caption}”")]
    head = ("", *(head_of(grid.periods[at].label, _statuses(rows, at)) for at in columns))
    cells = tuple((Claim(row.label), *(_cell(row, at) for at in columns)) for row in rows)
    held = [one for row in rows for one in row.calculations]
    sources = tuple(citation for row in cells for cell in row for citation in cell.citations)
    table = TableBlock(spec.caption, head, cells, sources, unit_line(held, grid.scale))
    said = tuple(Claim(note) for note in notes_of(grid))
    below: list[Block] = [ParagraphBlock(said, ParagraphStyle.NOTE)] if said else []
    return [table, *below, *missing_blocks(grid)]


def chart_blocks(spec: ChartSpec, grid: Grid) -> list[Block]:
    """Return a chart of a grid with its words for those who do not see it; what is lacking where fewer than two periods are known."""
    rows = [row for row in grid.rows if row.calculations]
    columns = _columns(grid, rows)
    units = {one.unit for row in rows for one in row.calculations}
    if len(columns) < 2 or len(units) != 1:
        return [MissingBlock(f"Not in the library: figures of two years or more in one unit for the chart “{spec.caption}”")]
    labels = tuple(head_of(grid.periods[at].label, _statuses(rows, at)) for at in columns)
    series = tuple(ChartSeries(row.label, tuple(one.passed.number if one.passed else None for one in _at(row, columns))) for row in rows)
    sources = tuple(citation for row in rows for one in _at(row, columns) if one.passed for citation in one.passed.citations)
    held = [one for row in rows for one in row.calculations]
    unit = unit_line(held, grid.scale) or next(iter(units))
    words = _in_words(rows, columns, labels)
    return [ChartBlock(spec.caption, words, unit, labels, series, sources, ChartForm(spec.form))]


def missing_blocks(grid: Grid) -> list[Block]:
    """Return a line for each period, or run of rows, of which figures are lacking, by name."""
    lacking = [one.lacking for row in grid.rows for one in row.outcomes if one.lacking]
    return [MissingBlock(line) for line in missing_lines(lacking)]


def missing_lines(lacking: Iterable[Named]) -> list[str]:
    """Return lines that name figures that are not there, those of the same periods together."""
    named = list(dict.fromkeys(lacking))
    periods: dict[tuple[str, str], list[str]] = {}
    for one in named:
        periods.setdefault((one.name, one.why), []).append(one.period)
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (name, why), labels in periods.items():
        groups.setdefault((tuple(sorted(set(labels), key=_in_time)), why), []).append(name)
    lines = []
    for (of, why), names in groups.items():
        what = f"{periods_in_words(of)} {_listed(names)}"
        lines.append(f"Not shown: {what}: {why}" if why else f"Not in the library: {what}")
    return lines


def _with_heads(rows: Sequence[Row]) -> list[Row]:
    """Return rows without a head that has none below it."""
    following = [*rows[1:], None]
    return [row for row, after in zip(rows, following, strict=True) if not row.spec.head or (after is not None and not after.spec.head)]


def _columns(grid: Grid, rows: Sequence[Row]) -> list[int]:
    """Return the places of the periods of a table, from the first of which something is known."""
    known = [at for at in range(len(grid.periods)) if any(row.outcomes and row.outcomes[at].passed for row in rows)]
    return list(range(known[0], len(grid.periods))) if known else []


def _cell(row: Row, at: int) -> Claim:
    if not row.outcomes:
        return Claim("")
    one = row.outcomes[at]
    if one.calculation is None or one.passed is None:
        return Claim(NOT_MEANINGFUL if one.lack is Lack.SENSELESS else NOT_THERE)
    return as_cell(shown(one.passed.number, one.calculation.unit, one.decimals), one.calculation, one.passed.citations)


def _at(row: Row, columns: Sequence[int]) -> list[Outcome]:
    return [row.outcomes[at] for at in columns]


def _statuses(rows: Sequence[Row], at: int) -> set[Status]:
    calculations = [row.outcomes[at].calculation for row in rows if row.outcomes and row.outcomes[at].passed]
    return {fact.status for one in calculations if one for fact in facts_of(one)}


def _in_words(rows: Sequence[Row], columns: Sequence[int], labels: Sequence[str]) -> str:
    """Return a chart in words: each of its lines with its figures and whether they rose or fell throughout."""
    said = []
    for row in rows:
        held = [(label, one) for label, one in zip(labels, _at(row, columns), strict=True) if one.passed and one.calculation]
        told = ", ".join(
            f"{label} {shown(one.passed.number, one.calculation.unit, one.decimals)}"
            for label, one in held
            if one.passed and one.calculation
        )
        said.append(f"{row.label}{_way([one.calculation for _, one in held if one.calculation])}: {told}.")
    return " ".join(said)[:_LONGEST_ALT]


def _way(figures: Sequence[Calculation]) -> str:
    steps = {one.value < other.value for one, other in pairwise(figures)}
    if len(figures) < 3 or len(steps) != 1:
        return ""
    return " rose in each period" if steps.pop() else " fell in each period"


def _listed(names: Sequence[str]) -> str:
    most = [*names[:_MOST_NAMES], *([f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else [])]
    return most[0] if len(most) == 1 else f"{', '.join(most[:-1])} and {most[-1]}"


def periods_in_words(labels: Sequence[str]) -> str:
    """Return labels of periods as they are listed, years that follow each other as a stretch: "FY2020–FY2022 and FY2024"."""
    runs: list[list[str]] = []
    for label in labels:
        if runs and _YEAR.fullmatch(label) and _YEAR.fullmatch(runs[-1][-1]) and int(label[2:]) == int(runs[-1][-1][2:]) + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return _listed([f"{run[0]}–{run[-1]}" if len(run) > 2 else _listed(run) for run in runs])


def _in_time(label: str) -> tuple[str, str]:
    return label[-4:], label


def sources_of(blocks: Iterable[Block]) -> tuple[Citation, ...]:
    """Return every place that blocks cite, in order."""
    found: list[Citation] = []
    for block in blocks:
        if isinstance(block, ParagraphBlock):
            found += [citation for claim in block.claims for citation in claim.citations]
        elif isinstance(block, TableBlock):
            found += [*(citation for row in block.rows for cell in row for citation in cell.citations), *block.sources]
        elif isinstance(block, ChartBlock):
            found += block.sources
    return tuple(found)
