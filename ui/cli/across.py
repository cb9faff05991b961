"""`desk ask --batch --across`: every line asked of every company, as JSON lines and as a workbook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from research.errors import DeskError, NotFoundError, UsageError
from research.nouns.grids import Grid, GridCell, GridQuestion
from research.nouns.queries import DocumentFilter
from ui.cli.batch import BatchLine, run_batch
from ui.cli.contract import Json, answer_json
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import named_companies
from ui.cli.output import check_writable, notes
from ui.render.words import counted

if TYPE_CHECKING:
    from research.answering.grid import GridAsker
    from research.audit.acts import Acts
    from research.directory import Company
    from research.nouns.access import Access

ALL = "all"


def check_across(across: list[str] | None, *, batch: Path | None, companies: list[str] | None, output: Path | None) -> None:
    """Raise UsageError when the options of a grid do not go together, before anything is asked."""
    if across and batch is None:
        raise UsageError("--across needs --batch FILE", "write the questions one a line; see desk ask --help")
    if across and companies:
        raise UsageError("--company and --across both say which company is asked", "give --across alone")
    if output is None:
        return
    if not across:
        raise UsageError("-o writes the grid of --batch and --across", "add --across COMPANY, or --across all")
    if output.suffix.lower() != ".xlsx" or not output.absolute().parent.is_dir():
        raise UsageError(f"-o {output} is no .xlsx file in a folder that exists", "name one, for example grid.xlsx")
    check_writable(output)


def ask_across(
    lines: Sequence[BatchLine | DeskError],
    asker: GridAsker,
    across: Sequence[str],
    for_line: Callable[[BatchLine], DocumentFilter],
    write: Callable[[Grid], None],
) -> int:
    """Print one JSON object for each line and company, and `write` the grid; return 0 when every one was asked, else 1.

    It is written with what is there when the run is stopped too. Raises UsageError, NotFoundError, CannotReadError.
    """
    columns = _columns(across, asker)
    asked = [line for line in lines if isinstance(line, BatchLine)]
    run = _Run(asker, columns, Grid(tuple(GridQuestion(line.question, line.id) for line in asked), tuple(c.name for c in columns)))
    with _progress() as bars:
        task = bars.add_task("", total=run.grid.size)

        def results(line: BatchLine) -> Iterator[dict[str, Json]]:
            """Yield what is printed for a line: one object for each company."""
            for cell in run.row(line, for_line(line)):
                bars.update(task, advance=1, description=f"{cell.company}: {line.question[:60]}")
                yield cell_json(cell)

        try:
            return run_batch(lines, results)
        finally:
            write(run.grid)


def cell_json(cell: GridCell) -> dict[str, Json]:
    """Return a cell as JSON: its company, then what `desk ask --json` prints of its answer, or why it could not be asked."""
    found: dict[str, Json] = answer_json(cell.answer) if cell.answer else {"question": cell.question.text, "error": str(cell.error)}
    return {"company": cell.company, **found}


class _Run:
    """The grid as far as it was asked, row by row in the order of the batch's lines."""

    def __init__(self, asker: GridAsker, columns: Sequence[Company], grid: Grid) -> None:
        self._asker = asker
        self._columns = columns
        self.grid = grid

    def row(self, line: BatchLine, wanted: DocumentFilter) -> Iterator[GridCell]:
        """Ask the next row, `line`'s, and yield its cells."""
        row = len(self.grid.cells) // len(self._columns)
        for column, company in enumerate(self._columns):
            cell = self._asker.cell(GridQuestion(line.question, line.id), company, wanted)
            self.grid = self.grid.put((row, column), cell)
            yield cell


def _columns(across: Sequence[str], asker: GridAsker) -> tuple[Company, ...]:
    """Return the companies that are named, after those of the whole library when `all` is."""
    named = [name for name in across if name.strip().lower() != ALL]
    everyone = asker.companies if len(named) < len(across) else ()
    if not named and not everyone:
        raise NotFoundError("no document of the library names its company", "add filings with desk ingest")
    columns = (*everyone, *named_companies(named, asker.companies))
    return tuple({company.name: company for company in columns}.values())


def _progress() -> Progress:
    """Return the bar of the cells, on a terminal whose lines do not go to the same screen; silent else."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = notes()
    return Progress(*columns, console=console, disable=not console.is_terminal or sys.stdout.isatty(), transient=True)


def write_grid(grid: Grid, acts: Acts, access: Access, path: Path | None) -> None:
    """Write the workbook whole or not at all, where a file was named; raises CannotReadError."""
    if path is None:
        return
    from ui.render.grid_workbook import grid_workbook  # noqa: PLC0415  (openpyxl, which only this needs)

    export_file(acts, access, path, ForFile(grid_workbook(grid), f"grid of {counted(len(grid.cells), 'cell')}", grid.cited))
