"""Coverage as a matrix: a row for each company, a column for each fiscal year, the types held in each cell, gaps in words and shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from research.coverage import CompanyCoverage, CoverageCell, Unplaced
from ui.render.escaping import escape_html
from ui.render.words import counted

MOST_YEARS = 10
_YEAR = re.compile(r"^(?:(.+) )?FY(\d{4})$")
_NO_ANNUAL = '<span class="rd-gap"><span aria-hidden="true">∅</span> no annual filing</span>'


def find_companies_covered(companies: Sequence[CompanyCoverage], typed: str) -> tuple[CompanyCoverage, ...]:
    """Return the companies whose name holds every word that was typed."""
    words = typed.casefold().split()
    return tuple(one for one in companies if all(word in one.company.casefold() for word in words))


def coverage_html(companies: Sequence[CompanyCoverage]) -> str:
    """Return the matrix of some companies: the newest years first, then earlier ones together, then what has no fiscal year."""
    years = sorted({year for one in companies for year in _years(one)}, reverse=True)
    shown, earlier = years[:MOST_YEARS], set(years[MOST_YEARS:])
    columns = [*(f"FY{year}" for year in shown), *(["Earlier"] if earlier else []), "Without a fiscal year"]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Company", *columns))
    body = "".join(_row(one, shown, earlier) for one in companies)
    return (
        '<div class="rd-scroll" tabindex="0" role="region" aria-label="Coverage by company and fiscal year">'
        f'<table class="rd-table rd-matrix" data-testid="coverage"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def gaps_line(companies: Sequence[CompanyCoverage]) -> str:
    """Return how many gaps there are, in words."""
    gaps = sum(len(one.gaps) for one in companies)
    if not gaps:
        return "No fiscal year lacks its annual filing between two that are held."
    return f"{counted(gaps, 'fiscal year lacks', 'fiscal years lack')} an annual filing between two that are held; the cells say so."


def unplaced_line(one: Unplaced) -> str:
    """Return what a document without a place lacks."""
    return f"{one.document}: {' and '.join(one.missing)} unknown"


def _row(one: CompanyCoverage, shown: Sequence[int], earlier: set[int]) -> str:
    by_year: dict[int | None, list[CoverageCell]] = {}
    for cell in one.cells:
        by_year.setdefault(_year(cell.period), []).append(cell)
    gaps = {_year(gap) for gap in one.gaps}
    cells = [_cell(by_year.get(year, ()), gap=year in gaps) for year in shown]
    if earlier:
        held = [cell for year, found in by_year.items() if year in earlier for cell in found]
        cells.append(_cell(held, gap=bool(gaps & earlier), whole=True))
    cells.append(_cell(by_year.get(None, ()), gap=False))
    return f'<tr><th scope="row">{escape_html(one.company)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _cell(held: Iterable[CoverageCell], *, gap: bool, whole: bool = False) -> str:
    counts: dict[str, list[str]] = {}
    for cell in held:
        found = _YEAR.match(cell.period)
        part = (cell.period if whole else found[1] if found else "") or ""
        counts.setdefault(f"{part} {cell.type}".strip(), []).extend(cell.documents)
    chips = "".join(_chip(name, documents) for name, documents in counts.items())
    return chips + (_NO_ANNUAL if gap else "") or '<span class="rd-muted" aria-label="nothing held">–</span>'


def _chip(name: str, documents: Sequence[str]) -> str:
    times = f" ×{len(documents)}" if len(documents) > 1 else ""
    listed = ", ".join(documents[:8]) + (f" and {len(documents) - 8} more" if len(documents) > 8 else "")
    return f'<span class="rd-held" title="{escape_html(listed)}">{escape_html(name)}{times}</span>'


def _years(one: CompanyCoverage) -> set[int]:
    periods = (*(cell.period for cell in one.cells), *one.gaps)
    return {year for period in periods if (year := _year(period)) is not None}


def _year(period: str) -> int | None:
    found = _YEAR.match(period)
    return int(found[2]) if found else None
