"""Tables and charts made of figures, with what is lacking from them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from research.drafting.templates.evidence import ChartSpec, FiguresSpec
from research.drafting.writing.caveats import notes_of
from research.drafting.writing.figures import Grid, Lack, Outcome, Row
from research.drafting.writing.gatekeeper import as_cell
from research.drafting.writing.house import NOT_MEANINGFUL, NOT_THERE, head_of, shown, unit_line, unit_words
from research.drafting.writing.naming import missing_lines, periods_in_words
from research.metrics.operands import facts_of
from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, ChartForm, ChartSeries, MissingBlock, ParagraphBlock, ParagraphStyle, TableBlock
from research.nouns.facts import Calculation, Status

_LONGEST_ALT = 600
# A period of which less than this part of the rows is known is no column: one in three.
_LEAST_SHARE = 3


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
    return [table, *below, *missing_blocks(grid, columns)]


def chart_blocks(spec: ChartSpec, grid: Grid) -> list[Block]:
    """Return a chart of a grid with its words for those who do not see it; what is lacking where fewer than two periods are known."""
    rows = [row for row in grid.rows if len(row.calculations) > 1][: spec.most]
    columns = _columns(grid, rows, share=spec.most)
    units = {one.unit for row in rows for one in row.calculations}
    if len(columns) < 2 or len(units) != 1:
        return [MissingBlock(f"Not in the library: figures of two years or more in one unit for the chart “{spec.caption}”")]
    labels = tuple(head_of(grid.periods[at].label, _statuses(rows, at)) for at in columns)
    series = tuple(ChartSeries(row.label, tuple(one.passed.number if one.passed else None for one in _at(row, columns))) for row in rows)
    sources = tuple(citation for row in rows for one in _at(row, columns) if one.passed for citation in one.passed.citations)
    held = [one for row in rows for one in row.calculations]
    unit = unit_line(held, grid.scale) or unit_words(next(iter(units)))
    words = _in_words(rows, columns, labels)
    return [ChartBlock(spec.caption, words, unit, labels, series, sources, ChartForm(spec.form))]


def missing_blocks(grid: Grid, columns: Sequence[int]) -> list[Block]:
    """Return a line for each period, or run of rows, of which figures are lacking, by name."""
    left_out = [at for at in range(len(grid.periods)) if at not in columns]
    unknown = [at for at in left_out if not any(row.outcomes and row.outcomes[at].passed for row in grid.rows)]
    lines = (("most figures", [at for at in left_out if at not in unknown]), ("figures", unknown))
    most = [
        MissingBlock(f"Not in the library: {what} for {periods_in_words([grid.periods[at].label for at in places])}")
        for what, places in lines
        if places
    ]
    missed = [row for row in grid.rows if row.calculations or not row.optional]
    shown_periods = {grid.periods[at].label for at in columns}
    lacking = [(row, at, one.lacking) for row in missed for at, one in enumerate(row.outcomes) if one.lacking]
    # A row that is shown lacks nothing for being worked out over a year before the table's first one.
    named = (one for row, at, one in lacking if one.why or (at in columns and (one.period in shown_periods or not row.calculations)))
    return [*most, *map(MissingBlock, missing_lines(named))]


def _with_heads(rows: Sequence[Row]) -> list[Row]:
    """Return rows without a head that has none below it."""
    following = [*rows[1:], None]
    return [row for row, after in zip(rows, following, strict=True) if not row.spec.head or (after is not None and not after.spec.head)]


def _columns(grid: Grid, rows: Sequence[Row], *, share: int = _LEAST_SHARE) -> list[int]:
    """Return the places of the periods of a table, from the first to the last of which a part of its rows is known."""
    held = [row for row in rows if row.calculations]
    known = [at for at in range(len(grid.periods)) if share * sum(row.outcomes[at].passed is not None for row in held) >= len(held) > 0]
    return list(range(known[0], known[-1] + 1)) if known else []


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
