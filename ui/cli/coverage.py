"""`desk coverage` and `desk names`: what the library has of whom, and which name means which company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Annotated

import typer
from rich.table import Table

from ingest.upkeep import Upkeep
from research.calendars import CompanyCalendar
from research.comparatives import Restatement
from research.concepts.catalogue import find_concept
from research.coverage import CompanyCoverage, Coverage, cover
from research.nouns.facts import Fact, fiscal_label
from research.nouns.queries import DocumentFilter, FactFilter
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.render.words import counted

# Rows of a restatement that are shown with their figures.
MOST_ROWS = 3
MOST_LABEL = 60
names_app = typer.Typer(
    help="List and edit which name means which company.", invoke_without_command=True, add_completion=False, rich_markup_mode=None
)


def coverage_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what is held, by company, period and type.

    Fiscal years without an annual filing between two that are held are named as gaps, and so are documents whose company or period
    is unknown: give it with `desk ingest --metadata`. Statements that do not tie out are named, and figures that a later filing states
    differently than an earlier one.
    """
    with opened(home) as workspace:
        access = workspace.access()

        def facts_of(ids: Sequence[str]) -> Sequence[Fact]:
            """Return the facts of some documents, by their ids."""
            return workspace.facts.find(access, FactFilter(document_ids=tuple(ids)))

        found = cover(workspace.documents.find(access, DocumentFilter()), workspace.directory.companies(access), facts_of)
    if as_json:
        print_json(coverage_json(found))
    else:
        _print_coverage(found)


def coverage_json(found: Coverage) -> dict[str, Json]:
    """Return the coverage as plain data."""
    companies: list[Json] = [
        {
            "company": one.company,
            "periods": [{"period": cell.period, "type": cell.type, "documents": list(cell.documents)} for cell in one.cells],
            "gaps": list(one.gaps),
            "untied": [{"document": held.document, "finding": held.finding, "page": held.page} for held in one.untied],
            "restated": [_restated_json(held) for held in one.restated],
            "splits": [{"split": held.name, "before": held.before, "after": held.after} for held in one.splits],
            "calendar": _calendar_json(one.calendar),
        }
        for one in found.companies
    ]
    unplaced: list[Json] = [{"document": one.document, "missing": list(one.missing)} for one in found.unplaced]
    return {"companies": companies, "unplaced": unplaced}


def _calendar_json(calendar: CompanyCalendar | None) -> Json:
    if calendar is None:
        return None
    ends: dict[str, Json] = {fiscal_label(year): end.isoformat() for year, end in sorted(calendar.year_ends.items())}
    return {
        "year_ends_on": calendar.describe(),
        "year_ends": ends,
        "years_of_53_weeks": [fiscal_label(year) for year in calendar.long_years],
    }


def _restated_json(found: Restatement) -> dict[str, Json]:
    rows: list[Json] = [
        {
            "label": row.later.label,
            "concept": row.later.concept,
            "unit": row.later.unit,
            "earlier": {"value": f"{row.earlier.value:f}", "page": row.earlier.page},
            "later": {"value": f"{row.later.value:f}", "page": row.later.page},
        }
        for row in found.rows
    ]
    return {"statement": found.statement.value, "period": found.period, "earlier": found.earlier, "later": found.later, "rows": rows}


@names_app.callback()
def names_command(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List and edit which name means which company.

    Without a command the table is listed. It survives every ingest.
    """
    if context.invoked_subcommand is None:
        with opened(home) as workspace:
            names = Upkeep(workspace).names(workspace.access())
        if as_json:
            rows: list[Json] = [{"name": name, "company": company} for name, company in names.items()]
            print_json({"names": rows})
        for name, company in names.items() if not as_json else ():
            console().print(f"{name} means {company}")
        if not names:
            notes().print('no name was set yet: desk names add "NAME" COMPANY says which company a name means', soft_wrap=True)


@names_app.command("add")
def add_name_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as documents print it, or as people say it.")],
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="The company that is meant.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which company a name means.

    Example: desk names add "Square, Inc." Block
    """
    with opened(home) as workspace:
        Upkeep(workspace).add_name(workspace.access(), name, company)
    said = {"name": " ".join(name.split()), "company": " ".join(company.split())}
    if as_json:
        print_json({**said})
    else:
        console().print(f"{said['name']} means {said['company']} from now on")


@names_app.command("remove")
def remove_name_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to forget.")], home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Forget what a name means."""
    with opened(home) as workspace:
        Upkeep(workspace).remove_name(workspace.access(), name)
    if as_json:
        print_json({"removed": name})
    else:
        console().print(f"{name} is forgotten")


def _print_coverage(found: Coverage) -> None:
    table = Table("company", "period", "type", "documents", box=None, pad_edge=False)
    for company in found.companies:
        for at, cell in enumerate(company.cells):
            table.add_row("" if at else company.company, cell.period, cell.type, ", ".join(cell.documents))
    out = console()
    if table.row_count:
        out.print(table)
    for company in found.companies:
        for line in (
            *(f"{one.document}: {one.finding}" for one in company.untied),
            *map(restated_line, company.restated),
            *_notes(company),
        ):
            out.print(line, style="yellow", markup=False, highlight=False)
    for line in [*map(_gap_line, found.companies), *(f"{one.document}: {' and '.join(one.missing)} unknown" for one in found.unplaced)]:
        if line:
            out.print(line, style="yellow")
    documents = sum(len(cell.documents) for one in found.companies for cell in one.cells)
    apart = f", {counted(len(found.unplaced), 'document')} without a place" if found.unplaced else ""
    out.print(f"{counted(len(found.companies), 'company', 'companies')}, {counted(documents, 'document')}{apart}")


def _gap_line(company: CompanyCoverage) -> str:
    return f"{company.company}: no annual filing for {', '.join(company.gaps)}" if company.gaps else ""


def _notes(company: CompanyCoverage) -> Iterator[str]:
    """Yield what compares periods badly: stock splits between filings, and fiscal years of 53 weeks."""
    for split in company.splits:
        yield f"{company.company}: {split.name} between {split.before} and {split.after}: figures per share before it are on another basis"
    if company.calendar and company.calendar.long_years:
        years = ", ".join(map(fiscal_label, company.calendar.long_years))
        yield f"{company.company}: 53 weeks in {years} (years end on {company.calendar.describe()})"


def restated_line(found: Restatement) -> str:
    """Return in a sentence what a later filing states differently, the first rows with both figures."""
    rows = [f"{_row_name(row.later)} {row.earlier.value:,f} → {row.later.value:,f}" for row in found.rows[:MOST_ROWS]]
    left = len(found.rows) - MOST_ROWS
    more = f" and {counted(left, 'more row')}" if left > 0 else ""
    return f"{found.later}: {found.statement.value} {found.period} differs from {found.earlier} (restated?): {'; '.join(rows)}{more}"


def _row_name(fact: Fact) -> str:
    """Return what a row states: its concept's title, which stands without the row's head, else its label, cut short."""
    concept = find_concept(fact.concept) if fact.concept else None
    return concept.title if concept else shorten(fact.label, MOST_LABEL, placeholder=" …")
