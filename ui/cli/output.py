"""Writing results: JSON or plain text on stdout; everything else goes to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from research.errors import CannotReadError
from research.nouns.answers import Answer, AnswerStatus, Verdict
from ui.cli.contract import Json

STATUS_WORDS = {
    AnswerStatus.ANSWERED: "Answered",
    AnswerStatus.PARTIAL: "Answered in part",
    AnswerStatus.NEEDS_CLARIFICATION: "Which is meant?",
    AnswerStatus.INSUFFICIENT_EVIDENCE: "Not enough evidence",
}


def print_json(value: Mapping[str, Json]) -> None:
    """Write one JSON object on one line of stdout, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises CannotReadError."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise CannotReadError(f"file {path}: {(error.strerror or str(error)).lower()}", "name a file of yours with -o") from error


def console() -> Console:
    """Return the console of stdout: styled on a terminal, plain in a pipe, text never read as markup."""
    return Console(markup=False, highlight=False, soft_wrap=True)


def notes() -> Console:
    """Return the console of stderr, for progress and remarks."""
    return Console(stderr=True, markup=False, highlight=False)


def print_answer(answer: Answer) -> None:
    """Write an answer for a person: status, sentences, sources and what is missing."""
    out = console()
    out.print(STATUS_WORDS[answer.status], style="bold")
    out.print(answer.text)
    for claim in answer.claims:
        if claim.verdict is not Verdict.SUPPORTED:
            out.print(f"  checked against its source: {claim.verdict.value.replace('_', ' ')}: {claim.text[:80]}", style="yellow")
    if answer.calculation:
        out.print(f"  {answer.calculation.formula}", style="dim")
    if answer.citations:
        out.print("\nSources", style="bold")
    for citation in answer.citations:
        out.print(f"  [{citation.marker}] {citation.document}, page {citation.page}: {' '.join(citation.quote.split())}")
    for line in answer.missing:
        out.print(f"  missing: {line}", style="yellow")
    for choice in answer.choices:
        out.print(f"  {choice.label}: {choice.question}")
