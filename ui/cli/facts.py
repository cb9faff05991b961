"""`desk facts`."""

from __future__ import annotations

from typing import Annotated

import typer

from research.errors import NotFoundError, UsageError
from research.nouns.facts import Fact, Statement
from research.nouns.queries import DocumentFilter, FactFilter
from ui.cli.contract import Json, fact_json, number_text
from ui.cli.options import DocumentOption, Filters, HomeOption, JsonOption, PeriodOption, opened
from ui.cli.output import console, print_json


def facts_command(
    company: Annotated[str, typer.Argument(help="The company, by any of its names.")],
    concept: Annotated[list[str] | None, typer.Option("--concept", help="Only this concept, for example capital_expenditure.")] = None,
    period: PeriodOption = None,
    statement: Annotated[str | None, typer.Option("--statement", help="Only this statement: income, balance or cash.")] = None,
    document: DocumentOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a company's facts, each with its printed row.

    Example: desk facts 3M --concept capital_expenditure --period FY2018
    """
    statements = (_statement(statement),) if statement else ()
    filters = Filters((company,), period, (), tuple(document or ()))
    with opened(home) as workspace:
        access = filters.access(workspace.settings)
        wanted = filters.wanted(workspace, access)
        names = {d.id: d.name for d in workspace.documents.find(access, DocumentFilter(companies=wanted.companies, names=wanted.names))}
        if not names:
            raise NotFoundError(f"no document of {company} is in the library", "see desk status for what is")
        years = wanted.fiscal_years
        asked = FactFilter(
            companies=wanted.companies, concepts=tuple(concept or ()), fiscal_years=years, statements=statements, document_ids=tuple(names)
        )
        facts = workspace.facts.find(access, asked)
        pages = {(f.document_id, f.page) for f in facts}
        texts = {key: workspace.documents.pages(access, key[0], [key[1]])[0] for key in pages}

    def quote(fact: Fact) -> str:
        page, text = texts[fact.document_id, fact.page]
        return text[fact.start - page.start : fact.end - page.start]

    if as_json:
        rows: list[Json] = [fact_json(fact, names[fact.document_id], quote(fact)) for fact in facts]
        print_json({"facts": rows})
        return
    for fact in facts:
        place = f"{names[fact.document_id]}, page {fact.page}"
        console().print(
            f"{fact.period.label:>9}  {number_text(fact.value):>20} {fact.unit:<10} {fact.label}  ({fact.concept or '-'}; {place})"
        )


def _statement(text: str) -> Statement:
    found = [statement for statement in Statement if statement.value.startswith(text.lower().replace("_", " ").split(" statement")[0])]
    if len(found) != 1:
        raise UsageError(f"statement {text!r} is not known", "write income, balance or cash")
    return found[0]
