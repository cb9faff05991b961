"""Batch files: one JSON object a line in, one a line out; a line that cannot be processed says so and the others go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from research.errors import CannotReadError, DeskError
from research.text.lines import read_lines
from ui.cli.contract import Json
from ui.cli.output import print_json


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of a batch file: its id (None when it has none), the question, and the document it names."""

    id: str | int | None
    question: str
    document: str | None


def read_batch(path: Path) -> Iterator[BatchLine | DeskError]:
    """Yield the lines of a batch file in order, an error in place of a line that is none; raises CannotReadError for the file."""
    for row, place in read_rows(path, "batch file", 'name a UTF-8 file with {"id", "question"} on each line'):
        yield row if isinstance(row, DeskError) else _line(row, place)


def read_rows(path: Path, kind: str, hint: str) -> Iterator[tuple[Json | DeskError, str]]:
    """Yield the JSON value of each line of a file that is not blank, an error in place of a line that is no JSON, and the line's place.

    Raises CannotReadError for the file, called `kind`, with `hint` for what to do.
    """
    for number, line in read_lines(path, kind=kind, hint=hint):
        place = f"{path.name} line {number}"
        yield _json(line, place), place


def run_batch(lines: Iterable[BatchLine | DeskError], answer: Callable[[BatchLine], Iterable[dict[str, Json]]]) -> int:
    """Print the JSON objects that `answer` gives for each line, its id first; return 0 when none is an error, else 1."""
    failed = False
    for line in lines:
        for result in _results(line, answer):
            failed = failed or "error" in result
            print_json(result)
    return 1 if failed else 0


def _results(line: BatchLine | DeskError, answer: Callable[[BatchLine], Iterable[dict[str, Json]]]) -> Iterator[dict[str, Json]]:
    if isinstance(line, DeskError):
        yield {"error": str(line)}
        return
    try:
        for result in answer(line):
            yield {"id": line.id, **result} if line.id is not None else result
    except DeskError as error:
        yield {"id": line.id, "error": str(error)} if line.id is not None else {"error": str(error)}


def _json(line: str, place: str) -> Json | DeskError:
    try:
        row: Json = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return CannotReadError(f"{place} is no JSON: {getattr(error, 'msg', 'nested too deeply').lower()}", "write one JSON object a line")
    return row


def _line(row: Json, place: str) -> BatchLine | DeskError:
    question = row.get("question", row.get("query")) if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(question, str):
        return CannotReadError(f"{place} has no question", 'write {"id": …, "question": "…"}')
    document, number = row.get("document"), row.get("id")
    return BatchLine(number if isinstance(number, str | int) else None, question, document if isinstance(document, str) else None)
