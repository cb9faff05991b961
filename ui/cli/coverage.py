"""`desk coverage` and `desk names`: what the library has of whom, and which name means which company."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from research.coverage import CompanyCoverage, Coverage, cover
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, print_json

names_app = typer.Typer(help="List and edit which name means which company.", invoke_without_command=True)


def coverage_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what is held, by company, period and type.

    Fiscal years without an annual filing between two that are held are named as gaps, and so are documents whose company or period
    is unknown: give it with `desk ingest --metadata`.
    """
    with opened(home) as workspace:
        access = Access(workspace.settings.user)
        found = cover(workspace.documents.find(access, DocumentFilter()), workspace.directory.companies(access))
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
        }
        for one in found.companies
    ]
    unplaced: list[Json] = [{"document": one.document, "missing": list(one.missing)} for one in found.unplaced]
    return {"companies": companies, "unplaced": unplaced}


@names_app.callback()
def names_command(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List and edit which name means which company.

    Without a command the table is listed. It survives every ingest.
    """
    if context.invoked_subcommand is None:
        with opened(home) as workspace:
            names = workspace.names.all()
        if as_json:
            rows: list[Json] = [{"name": name, "company": company} for name, company in names.items()]
            print_json({"names": rows})
        for name, company in names.items() if not as_json else ():
            console().print(f"{name} means {company}")


@names_app.command("add")
def add_name_command(
    name: Annotated[str, typer.Argument(help="A name as documents print it, or as people say it.")],
    company: Annotated[str, typer.Argument(help="The company that is meant.")],
    home: HomeOption = None,
) -> None:
    """Say which company a name means.

    Example: desk names add "Square, Inc." Block
    """
    with opened(home) as workspace:
        workspace.names.put(name.strip(), company.strip(), user=workspace.settings.user)


@names_app.command("remove")
def remove_name_command(name: Annotated[str, typer.Argument(help="The name to forget.")], home: HomeOption = None) -> None:
    """Forget what a name means."""
    with opened(home) as workspace:
        workspace.names.remove(name)


def _print_coverage(found: Coverage) -> None:
    table = Table("company", "period", "type", "documents", box=None, pad_edge=False)
    for company in found.companies:
        for at, cell in enumerate(company.cells):
            table.add_row("" if at else company.company, cell.period, cell.type, ", ".join(cell.documents))
    out = console()
    if table.row_count:
        out.print(table)
    for line in [*map(_gap_line, found.companies), *(f"{one.document}: {' and '.join(one.missing)} unknown" for one in found.unplaced)]:
        if line:
            out.print(line, style="yellow")
    out.print(f"{len(found.companies)} companies, {sum(len(cell.documents) for one in found.companies for cell in one.cells)} documents")


def _gap_line(company: CompanyCoverage) -> str:
    return f"{company.company}: no annual filing for {', '.join(company.gaps)}" if company.gaps else ""
