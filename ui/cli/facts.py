"""`desk facts`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from research.errors import NotFoundError, UsageError
from research.metrics.engine import of_periods
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Fact, Statement
from research.nouns.queries import FactFilter
from ui.cli.contract import Json, fact_json, fact_line
from ui.cli.options import DocumentOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json, write_file
from ui.cli.suggestions import near_names
from ui.render.sheet_export import SourcedFact, facts_csv

MOST_PERIODS = 8
FactPeriodOption = Annotated[str | None, typer.Option("--period", help="Only facts of this period, for example FY2018 or Q3 FY2018.")]

FactsFileOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write the facts with their sources to this .csv or .xlsx file.", show_default=False)
]


def facts_command(
    company: Annotated[str, typer.Argument(help="The company, by any of its names.")],
    concept: Annotated[list[str] | None, typer.Option("--concept", help="Only this concept, for example capital_expenditure.")] = None,
    period: FactPeriodOption = None,
    statement: Annotated[str | None, typer.Option("--statement", help="Only this statement: income, balance or cash.")] = None,
    document: DocumentOption = None,
    output: FactsFileOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a company's facts, each with its printed row; what was corrected or is uncertain is said below it.

    Example: desk facts 3M --concept capital_expenditure --period FY2018 -o capex.xlsx
    """
    _check_file(output)
    statements = (_statement(statement),) if statement is not None else ()
    concepts = tuple(_concept(name) for name in concept or ())
    filters = Filters((company,), None, (), tuple(document or ()))  # a later filing states the period too: it does not choose documents
    periods = Filters(period=period).periods()
    with opened(home) as workspace:
        access = filters.access(workspace.settings)
        wanted = filters.wanted(workspace, access)
        names = {one.id: one.name for one in filters.held(workspace, access, wanted)}
        asked = FactFilter(
            companies=wanted.companies,
            concepts=concepts,
            statements=statements,
            document_ids=tuple(names),
            everything=True,
        )
        facts = [fact for fact in workspace.facts.find(access, asked) if not periods or of_periods(fact, periods)]
        if not facts:
            known = workspace.facts.find(access, FactFilter(companies=wanted.companies, document_ids=tuple(names), everything=True))
            raise _no_facts(filters, [*concepts, *(one.value for one in statements)], periods, known)
        pages = {(f.document_id, f.page) for f in facts}
        texts = {key: workspace.documents.pages(access, key[0], [key[1]])[0] for key in pages}

    def quote(fact: Fact) -> str:
        page, text = texts[fact.document_id, fact.page]
        return text[fact.start - page.start : fact.end - page.start]

    if output:
        write_file(output, _content(output, [SourcedFact(fact, names[fact.document_id]) for fact in facts]))
    if as_json:
        rows: list[Json] = [fact_json(fact, names[fact.document_id], quote(fact)) for fact in facts]
        print_json({"facts": rows, **({"output": str(output)} if output else {})})
        return
    if output:
        notes().print(f"{len(facts):,} {'fact' if len(facts) == 1 else 'facts'} written to {output}")
        return
    for fact in facts:
        console().print(fact_line(fact, names[fact.document_id]))
        for caveat in fact.caveats:
            console().print(f"{'':>11}{caveat}", style="yellow")


def _check_file(output: Path | None) -> None:
    """Raise UsageError for a file that cannot be written as what its name says."""
    if output is None:
        return
    if output.suffix.lower() not in {".csv", ".xlsx"}:
        raise UsageError(f"{output} is neither .csv nor .xlsx", "write -o FILE.csv or -o FILE.xlsx")


def _content(output: Path, facts: Sequence[SourcedFact]) -> bytes:
    if output.suffix.lower() == ".csv":
        return facts_csv(facts)
    from ui.render.facts_workbook import facts_workbook  # noqa: PLC0415  (openpyxl, which only this needs)

    return facts_workbook(facts)


def _concept(name: str) -> str:
    """Return a concept's name; raises UsageError, which names near ones, when it is none."""
    from research.concepts.catalogue import concepts, find_concept  # noqa: PLC0415

    if find_concept(name):
        return name
    words = {word: concept.name for concept in concepts() for word in (concept.name, concept.title, *concept.aliases)}
    hint = near_names(name, words) or "desk facts COMPANY without --concept shows those that it states"
    raise UsageError(f"concept {name!r} is not known", hint)


def _no_facts(filters: Filters, asked: Sequence[str], periods: Sequence[PeriodTerm], known: Sequence[Fact]) -> NotFoundError:
    """Return the error that says which facts are not there, and which periods are."""
    what = f"no facts of {filters.companies[0]}" + (f" ({', '.join(asked)})" if asked else "")
    when = f" for {' or '.join(one.label for one in periods)}" if periods else ""
    where = f" in {' or '.join(filters.documents)}" if filters.documents else " in the library"
    held = sorted({(fact.period.fiscal_year, fact.period.label) for fact in known}, reverse=True)
    hint = f"there are facts for {', '.join(label for _, label in held[:MOST_PERIODS])}" if held else "its statements were not read"
    return NotFoundError(what + when + where, hint)


def _statement(text: str) -> Statement:
    wanted = " ".join(text.lower().replace("_", " ").split()).split(" statement")[0]
    found = [statement for statement in Statement if statement.value.startswith(wanted)]
    if not wanted or len(found) != 1:
        raise UsageError(f"statement {text!r} is not known", "write income, balance or cash")
    return found[0]
