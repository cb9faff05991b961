"""Companies side by side, each for its own newest fiscal year, in a table and with what is lacking of each."""

from __future__ import annotations

from collections.abc import Sequence

from research.drafting.templates.evidence import PeersSpec, RowSpec
from research.drafting.writing.figures import CompanyFigures, Grid, Lack, Named, Row, label_of
from research.drafting.writing.gatekeeper import as_cell
from research.drafting.writing.house import NOT_MEANINGFUL, NOT_THERE, shown
from research.drafting.writing.naming import missing_lines
from research.metrics.operands import facts_of
from research.nouns.answers import Claim
from research.nouns.drafts import Block, MissingBlock, TableBlock

_MEASURE = "revenue"


def peer_blocks(spec: PeersSpec, companies: Sequence[CompanyFigures]) -> list[Block]:
    """Return the table of companies side by side; a row that means nothing for a company is n.m. there."""
    columns = [column for one in companies if (column := _column(spec, one)) is not None]
    if len(columns) < 2:
        return [MissingBlock("Not in the library: a second company with figures to set beside this one")]
    head = ("", *(_head(one, grid) for one, grid in columns))
    rows = []
    for place, row in enumerate(spec.rows):
        cells = [Claim("") if row.head else _cell(one, grid, place) for one, grid in columns]
        if row.head or any(cell.calculation for cell in cells):
            rows.append((Claim(label_of(row)), *cells))
    sources = tuple(citation for row in rows for cell in row for citation in cell.citations)
    table = TableBlock(spec.caption, head, tuple(rows), sources, "amounts in millions of the currency that each company reports in")
    lines = [f"{one.held.company.name}: {line}" for one, grid in columns for line in missing_lines(_lacking(one, grid))]
    return [table, *map(MissingBlock, lines)]


def _column(spec: PeersSpec, company: CompanyFigures) -> tuple[CompanyFigures, Grid] | None:
    """Return a company's figures for its newest year, None for one of which nothing is known."""
    years = company.years([RowSpec(figure=_MEASURE)], 1) or company.years(spec.rows, 1)
    grid = company.grid(spec.rows, years, scale=10**6) if years else None
    return (company, grid) if grid and any(row.calculations for row in grid.rows) else None


def _head(company: CompanyFigures, grid: Grid) -> str:
    currencies = [fact.currency for row in grid.rows for one in row.calculations for fact in facts_of(one) if fact.currency]
    return f"{company.held.company.name} {grid.periods[0].label}A{f' ({currencies[0]})' if currencies else ''}"


def _cell(company: CompanyFigures, grid: Grid, place: int) -> Claim:
    row = grid.rows[place]
    one = row.outcomes[0]
    if one.calculation is None or one.passed is None:
        is_senseless = one.lack is Lack.SENSELESS or not _is_missed(company, row)
        return Claim(NOT_MEANINGFUL if is_senseless else NOT_THERE)
    return as_cell(shown(one.passed.number, one.calculation.unit, one.decimals), one.calculation, one.passed.citations)


def _lacking(company: CompanyFigures, grid: Grid) -> list[Named]:
    return [one.lacking for row in grid.rows for one in row.outcomes if one.lacking and (one.lacking.why or _is_missed(company, row))]


def _is_missed(company: CompanyFigures, row: Row) -> bool:
    """Return whether a row that a company does not state is one that its statements would have: a bank has no operating income."""
    return not row.optional and company.suits(row.spec)
