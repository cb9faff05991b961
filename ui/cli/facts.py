"""`desk facts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.audit.acts import Act
from research.coverage import figures_unread
from research.errors import NotFoundError, UsageError
from research.metrics.engine import of_periods
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Fact, Statement
from research.nouns.queries import FactFilter
from ui.cli.contract import Json, fact_json, fact_line
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import DocumentOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.cli.suggestions import near_names
from ui.render.sheet_export import SourcedFact, facts_csv
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

MOST_PERIODS = 8
FactPeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help="Only facts of this period, for example FY2018 or Q3 FY2018.")
]

FactsFileOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the facts with their sources to this .csv or .xlsx file.", show_default=False
    ),
]


def facts_command(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="The company, by any of its names.")],
    concept: Annotated[
        list[str] | None, typer.Option("--concept", metavar="NAME", help="Only this concept, for example capital_expenditure.")
    ] = None,
    period: FactPeriodOption = None,
    statement: Annotated[
        str | None, typer.Option("--statement", metavar="NAME", help="Only this statement: income, balance or cash.")
    ] = None,
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
    asked = FactFilter(concepts=concepts, statements=statements, everything=True)
    periods = Filters(period=period).periods()
    with opened(home) as workspace:
        access = filters.access(workspace)
        facts = _find(workspace, access, filters, asked, periods)
        quotes = _quotes(workspace, access, facts) if as_json else ()
        documents = tuple(one.fact.document_id for one in facts)
        words = (("concepts", ", ".join(concepts)), ("period", period or ""), ("statement", statement or ""))
        details = (("facts", str(len(facts))), *(one for one in words if one[1]))
        workspace.acts.record(access, Act("facts", company, details, documents))
        if output:
            export_file(workspace.acts, access, output, ForFile(_content(output, facts), f"facts of {company}", documents))
    if as_json:
        rows: list[Json] = [fact_json(one.fact, one.document, quote) for one, quote in zip(facts, quotes, strict=True)]
        print_json({"facts": rows, **({"output": str(output)} if output else {})})
    elif output:
        notes().print(f"{counted(len(facts), 'fact')} written to {output}")
    else:
        _print_facts(facts)


def _find(
    workspace: Workspace, access: Access, filters: Filters, asked: FactFilter, periods: Sequence[PeriodTerm]
) -> tuple[SourcedFact, ...]:
    """Return the facts asked for, of these periods when there are any; raises NotFoundError, which says what is there instead."""
    wanted = filters.wanted(workspace, access)
    held = filters.held(workspace, access, wanted)
    for line in figures_unread(held):
        notes().print(line)
    names = {one.id: one.name for one in held}
    everything = FactFilter(companies=wanted.companies, document_ids=tuple(names), everything=True)
    found = workspace.facts.find(access, replace(everything, concepts=asked.concepts, statements=asked.statements))
    facts = tuple(SourcedFact(fact, names[fact.document_id]) for fact in found if not periods or of_periods(fact, periods))
    if not facts:
        said = [*asked.concepts, *(one.value for one in asked.statements)]
        raise _no_facts(filters, said, periods, workspace.facts.find(access, everything))
    return facts


def _quotes(workspace: Workspace, access: Access, facts: Sequence[SourcedFact]) -> tuple[str, ...]:
    """Return the printed rows of facts, in their order."""
    pages = {(one.fact.document_id, one.fact.page) for one in facts}
    texts = {key: workspace.documents.pages(access, key[0], [key[1]])[0] for key in pages}
    found = ((one.fact, *texts[one.fact.document_id, one.fact.page]) for one in facts)
    return tuple(text[fact.start - page.start : fact.end - page.start] for fact, page, text in found)


def _print_facts(facts: Sequence[SourcedFact]) -> None:
    for one in facts:
        console().print(fact_line(one.fact, one.document))
        for caveat in one.fact.caveats:
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
    """Return the name of the concept that is called so; raises UsageError, which names near ones, when none or several are."""
    from research.concepts.catalogue import concepts  # noqa: PLC0415

    wanted = " ".join(name.lower().replace("_", " ").split())
    called = [one.name for one in concepts() if wanted in {one.name.replace("_", " "), one.title.lower(), *one.aliases}]
    if len(called) == 1:
        return called[0]
    words = {word: concept.name for concept in concepts() for word in (concept.name, concept.title, *concept.aliases)}
    hint = near_names(name, words) or "desk facts COMPANY without --concept shows those that it states"
    raise UsageError(f"concept {name!r} is not known", hint)


def _no_facts(filters: Filters, asked: Sequence[str], periods: Sequence[PeriodTerm], known: Sequence[Fact]) -> NotFoundError:
    """Return the error that says which facts are not there, and which periods are."""
    what = f"no facts of {filters.companies[0]}" + (f" ({', '.join(asked)})" if asked else "")
    when = f" for {' or '.join(one.label for one in periods)}" if periods else ""
    where = f" in {' or '.join(filters.documents)}" if filters.documents else " in the library"
    held = sorted({(fact.period.fiscal_year, fact.period.label) for fact in known}, reverse=True)
    hint = (
        f"there are facts for {', '.join(label for _, label in held[:MOST_PERIODS])}"
        if held
        else "its statements were not read; desk status says of each document what is wrong with it"
    )
    return NotFoundError(what + when + where, hint)


def _statement(text: str) -> Statement:
    wanted = " ".join(text.lower().replace("_", " ").split()).split(" statement")[0]
    found = [statement for statement in Statement if statement.value.startswith(wanted)]
    if not wanted or len(found) != 1:
        raise UsageError(f"statement {text!r} is not known", "write income, balance or cash")
    return found[0]
