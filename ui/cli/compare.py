"""`desk compare`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from research.errors import NotFoundError, UsageError
from research.nouns.comparisons import Change, Comparison, Passage
from research.nouns.queries import DocumentFilter
from ui.cli.compare_json import comparison_json
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import AsOfOption, Filters, HomeOption, JsonOption, opened
from ui.cli.output import check_writable, console, notes, print_json
from ui.cli.suggestions import near_names
from ui.render.compare_html import comparison_html
from ui.render.compare_markdown import comparison_markdown
from ui.render.compare_view import change_words, counts_line, document_words, figure_words, place_words, size_words
from ui.render.escaping import shorten
from ui.render.words import counted

# So many changes are shown in a terminal, and so many figures.
SHOWN, FIGURES_SHOWN = 25, 20
WIDEST = 220
_WRITERS: dict[str, Callable[[Comparison], str]] = {".html": comparison_html, ".md": comparison_markdown}


def compare_command(
    first: Annotated[str, typer.Argument(metavar="DOC1", help="One document, by its name in the library.")],
    second: Annotated[str, typer.Argument(metavar="DOC2", help="Another document of the same company.")],
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Show so many changes.")] = SHOWN,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the whole comparison to this .html or .md file.")
    ] = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two documents of one company: what was added, removed, reworded, restated, and how the figures changed.

    The older one comes first, whichever is named first. The most material changes come first: new and dropped risk factors, restated
    figures, changed definitions, sections, then the rest by size. Both are compared as they were in the library by --as-of.

    Example: desk compare quillmere-10k-2023 quillmere-10k-2024 -o changes.html
    """
    if output is not None:
        _writer(output)
        check_writable(output)
    with opened(home) as workspace:
        access = Filters(as_of=as_of).access(workspace)
        try:
            comparison = workspace.comparer.compare(access, first, second)
        except NotFoundError as error:
            held = {one.name: one.name for one in workspace.documents.find(access, DocumentFilter())}
            wrong = next((name for name in (first, second) if name not in held), "")
            when = f", as it was known by {as_of}" if as_of else ""
            raise NotFoundError(f"{error.message}{when}", near_names(wrong, held) or error.hint) from error
        if output is not None:
            what = f"comparison of {comparison.older.name} and {comparison.newer.name}"
            content = _writer(output)(comparison).encode()
            export_file(workspace.acts, access, output, ForFile(content, what, (comparison.older.id, comparison.newer.id)))
    if as_json:
        print_json({**comparison_json(comparison), **({"output": str(output)} if output else {})})
    elif output is not None:
        notes().print(f"{counted(len(comparison.changes), 'change')} written to {output}", soft_wrap=True)
    else:
        _print(comparison, limit)


def _writer(output: Path) -> Callable[[Comparison], str]:
    """Return what makes a file's text; raises UsageError for a file of another kind."""
    writer = _WRITERS.get(output.suffix.lower())
    if writer is None:
        raise UsageError(f"file {output} is neither HTML nor Markdown", "name a file that ends in .html or .md")
    return writer


def _print(comparison: Comparison, limit: int) -> None:
    out = console()
    out.print(comparison.company, style="bold")
    for word, document in (("older", comparison.older), ("newer", comparison.newer)):
        out.print(f"  {word}: {document.name} ({document_words(document)})")
    out.print(f"  {counts_line(comparison)}")
    numbered = list(enumerate(comparison.changes[:limit], 1))
    for topic, group in groupby(numbered, key=lambda one: one[1].topic):
        out.print(f"\n{topic.value.capitalize()}", style="bold")
        for number, change in group:
            _print_change(out, number, change)
    if len(comparison.changes) > limit:
        out.print(
            f"\n{counted(len(comparison.changes) - limit, 'more change')}: --limit {len(comparison.changes)} or -o FILE.html", style="dim"
        )
    _print_figures(out, comparison)
    for line in comparison.missing:
        out.print(f"missing: {line}", style="yellow")


def _print_change(out: Console, number: int, change: Change) -> None:
    size = f" ({size_words(change)})" if size_words(change) else ""
    out.print(f"{number:>3}. {change_words(change)}: {shorten(change.title, WIDEST)}{size}")
    for sign, passage in (("-", change.older), ("+", change.newer)):
        if passage:
            out.print(f"     {sign} {_where(passage)}", style="dim")
    for line in change.figure.caveats if change.figure else ():
        out.print(f"       {line}", style="yellow")


def _where(passage: Passage) -> str:
    name = passage.citations[0].document if passage.citations else ""
    return f"{name}, {place_words(passage)}"


def _print_figures(out: Console, comparison: Comparison) -> None:
    if not comparison.figures:
        return
    first = comparison.figures[0]
    out.print(f"\nFigures: {first.older.period.label} and {first.newer.period.label}", style="bold")
    for figure in comparison.figures[:FIGURES_SHOWN]:
        older, newer, moved = figure_words(figure)
        noted = f"  ({'; '.join(figure.caveats)})" if figure.caveats else ""
        out.print(f"  {figure.name}: {older} → {newer}, {moved} [pages {figure.older.page} and {figure.newer.page}]{noted}")
    if len(comparison.figures) > FIGURES_SHOWN:
        out.print(f"  {counted(len(comparison.figures) - FIGURES_SHOWN, 'more figure')} with --json or -o FILE", style="dim")
