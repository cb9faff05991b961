"""Batch files: one JSON object a line in, one a line out; a line that cannot be processed says so and the others go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from research.errors import CannotReadError, DeskError
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
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = (
            f"byte {error.start + 1} is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else (error.strerror or str(error)).lower()
        )
        raise CannotReadError(f"batch file {path}: {why}", 'name a UTF-8 file with {"id", "question"} on each line') from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _line(line, f"{path.name} line {number}")


def run_batch(path: Path, answer: Callable[[BatchLine], dict[str, Json]]) -> int:
    """Print one JSON object for each line; return 0 when every line was processed, else 1."""
    failed = False
    for line in read_batch(path):
        if isinstance(line, DeskError):
            print_json({"error": str(line)})
            failed = True
            continue
        try:
            result = answer(line)
        except DeskError as error:
            result = {"error": str(error)}
            failed = True
        print_json({"id": line.id, **result} if line.id is not None else result)
    return 1 if failed else 0


def _line(line: str, place: str) -> BatchLine | DeskError:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return CannotReadError(f"{place}: {error.msg}", "write one JSON object a line")
    question = row.get("question", row.get("query")) if isinstance(row, dict) else None
    if not isinstance(question, str):
        return CannotReadError(f"{place} has no question", 'write {"id": …, "question": "…"}')
    document = row.get("document")
    return BatchLine(row.get("id"), question, document if isinstance(document, str) else None)
