"""`desk ask` and `desk search`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.errors import DeskError, LimitExceededError, UsageError
from research.models.service import SILENT, Telling
from research.nouns.answers import Answer, AnswerStatus
from research.nouns.queries import DocumentFilter
from ui.cli.across import ask_across, check_across, write_grid
from ui.cli.batch import BatchLine, read_batch, run_batch
from ui.cli.contract import Json, answer_json, search_json
from ui.cli.options import (
    AcrossOption,
    AsOfOption,
    BatchOption,
    CompanyOption,
    DocumentOption,
    Filters,
    FormOption,
    HomeOption,
    JsonOption,
    PeriodOption,
    UseDocumentOption,
    WorkbookOption,
    opened,
)
from ui.cli.output import console, notes, one_line, print_answer, print_json

if TYPE_CHECKING:
    from research.workspace import Workspace

INSUFFICIENT = 3
TopK = Annotated[
    int | None, typer.Option("--top-k", metavar="NUMBER", min=1, max=100, help="How many pages to return (default: DESK_TOP_K).")
]


def ask_command(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")] = None,
    batch: BatchOption = None,
    company: CompanyOption = None,
    period: PeriodOption = None,
    form_type: FormOption = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    top_k: TopK = None,
    use_document: UseDocumentOption = False,
    across: AcrossOption = None,
    output: WorkbookOption = None,
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Use no language model, even when one is configured.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the library, every figure with its source.

    A batch of questions that name no company can be asked across companies: a grid, as JSON lines and as a workbook, which asks no model.

    Example: desk ask "What is 3M's FY2018 capital expenditure in USD millions?"

    Example: desk ask --batch questions.jsonl --across 3M --across Amazon -o grid.xlsx
    """
    filters = Filters(tuple(company or ()), period, tuple(form_type or ()), tuple(document or ()), as_of)
    _one_of(question, batch, "question")
    check_across(across, batch=batch, companies=company, output=output)
    with _asking(home) as workspace:
        access = filters.access(workspace)
        wanted = filters.wanted(workspace, access)
        if batch is not None:
            lines = _lines(batch, workspace.settings.max_batch_questions)
            for_line = partial(_for_line, wanted, use_document=use_document)
            if across:
                write = partial(write_grid, acts=workspace.acts, access=access, path=output)
                raise typer.Exit(ask_across(lines, workspace.grid(access, top_k=top_k), across, for_line, write))
            ask = partial(_ask, workspace, filters, top_k=top_k, no_llm=no_llm)
            raise typer.Exit(run_batch(lines, lambda line: [answer_json(ask(line.question, for_line(line)))]))
        answer = _ask(workspace, filters, question or "", wanted, top_k=top_k, no_llm=no_llm)
        if as_json:
            print_json(answer_json(answer))
        else:
            print_answer(answer)
    if answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE:
        raise typer.Exit(INSUFFICIENT)


def search_command(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to search for, in quotation marks.")] = None,
    batch: BatchOption = None,
    company: CompanyOption = None,
    period: PeriodOption = None,
    form_type: FormOption = None,
    document: DocumentOption = None,
    as_of: AsOfOption = None,
    top_k: TopK = None,
    use_document: UseDocumentOption = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the pages that bear on a question, best first.

    Example: desk search "cash flow from operating activities" --company Amazon --period FY2017
    """
    filters = Filters(tuple(company or ()), period, tuple(form_type or ()), tuple(document or ()), as_of)
    _one_of(query, batch, "query")

    def found(workspace: Workspace, text: str, only: DocumentFilter) -> dict[str, Json]:
        """Return a query's plan and pages as plain data."""
        result = workspace.search(text, access, wanted=only, top_k=top_k)
        return search_json(text, result.reading.plan, result.retrieval.results)

    with _asking(home) as workspace:
        access = filters.access(workspace)
        wanted = filters.wanted(workspace, access)
        filters.held(workspace, access, wanted)
        if batch is not None:
            for_line = partial(_for_line, wanted, use_document=use_document)
            raise typer.Exit(
                run_batch(
                    _lines(batch, workspace.settings.max_batch_questions), lambda line: [found(workspace, line.question, for_line(line))]
                )
            )
        result = workspace.search(query or "", access, wanted=wanted, top_k=top_k)
        hits = result.retrieval.results
        if as_json:
            print_json(search_json(query or "", result.reading.plan, hits))
        else:
            for hit in hits:
                console().print(f"{hit.rank:>3}  {hit.document}, page {hit.chunk.page}: {' '.join(hit.chunk.text.split())[:160]}")
    for line in result.retrieval.degraded:
        notes().print(line)
    if not hits:
        notes().print("; ".join(("no page was found", *result.reading.scope.missing, "widen the filters or name another company")))
        raise typer.Exit(INSUFFICIENT)


@contextmanager
def _asking(home: Path | None) -> Iterator[Workspace]:
    """Open the workspace for questions; one that is over the limit is the caller's mistake, as an empty one is."""
    try:
        with opened(home) as workspace:
            yield workspace
    except LimitExceededError as error:
        raise UsageError(error.message, error.hint) from error


def _ask(workspace: Workspace, filters: Filters, question: str, wanted: DocumentFilter, *, top_k: int | None, no_llm: bool) -> Answer:
    """Return the answer to a question; where the filters leave no document, what is missing names them."""
    access = filters.access(workspace)
    with _telling(workspace, no_llm=no_llm) as telling:
        answer = workspace.ask(question, access, wanted=wanted, top_k=top_k, telling=telling)
    if filters == Filters() or workspace.documents.find(access, wanted):
        return answer
    return replace(answer, missing=(filters.none_left(),))


@contextmanager
def _telling(workspace: Workspace, *, no_llm: bool) -> Iterator[Telling | None]:
    """Lend what is told of a model's work: on a terminal one line that moves, in a pipe nothing; None where no model is to be asked."""
    if no_llm or not workspace.models:
        yield None if no_llm else SILENT
        return
    with notes().status("asking") as line:

        def words(said: str) -> None:
            """Tell how far a model is; what it says is told when it has been checked."""
            line.update(f"a model is writing, {len(said.split())} words so far")

        yield Telling(words, lambda step: line.update(f"asking apart: {one_line(step)}"), lambda: True)


def _lines(batch: Path, most: int) -> tuple[BatchLine | DeskError, ...]:
    """Return the lines of a batch file, after a word on stderr when it has none; raises CannotReadError, LimitExceededError."""
    lines = tuple(read_batch(batch))
    if len(lines) > most:
        raise LimitExceededError(
            f"batch file {batch} has {len(lines):,} questions, more than {most:,}", "split it or raise DESK_MAX_BATCH_QUESTIONS"
        )
    if not lines:
        notes().print(f"batch file {batch} has no questions", soft_wrap=True)
    return lines


def _one_of(text: str | None, batch: object, kind: str) -> None:
    """Raise UsageError unless there is either a text, called `kind`, or a batch file."""
    if (text is None) == (batch is None):
        given = "neither is given" if text is None else "both are given"
        raise UsageError(f"give either a {kind} in quotation marks or --batch FILE: {given}", "add --help for examples")


def _for_line(wanted: DocumentFilter, line: BatchLine, *, use_document: bool) -> DocumentFilter:
    return replace(wanted, names=(line.document,)) if use_document and line.document else wanted
