"""Writing results: JSON or plain text on stdout; everything else goes to stderr."""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from research.errors import CannotReadError
from research.nouns.answers import Answer, AnswerStatus, Verdict
from ui.cli.contract import Json

STATUS_WORDS = {
    AnswerStatus.ANSWERED: "Answered",
    AnswerStatus.PARTIAL: "Answered in part",
    AnswerStatus.NEEDS_CLARIFICATION: "Which is meant?",
    AnswerStatus.INSUFFICIENT_EVIDENCE: "Not enough evidence",
}


# In a pipe no cell of a table is cut short: another program reads it.
PIPE_COLUMNS = 10_000


def print_json(value: Mapping[str, Json]) -> None:
    """Write one JSON object on one line of stdout, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises CannotReadError."""
    with _beside(path) as part:
        part.write_bytes(content)
        part.replace(path)


def check_writable(path: Path) -> None:
    """Raise CannotReadError where `write_file` would: before long work is done of which the result is to be written."""
    with _beside(path):
        if path.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend a new, empty file beside `path`, which is not there afterwards; raises CannotReadError.

    Its name is one that nobody can foresee, and it is made only where nothing stands, a link neither.
    """
    try:
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        part.touch(exist_ok=False)
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise CannotReadError(f"file {path}: {why}", "name a file in a folder that you may write to") from error


# What a terminal obeys in place of showing it: control characters but tab and line feed, and marks that turn the direction of text.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """Return text with what a terminal would obey written out: names and words of documents come from outside."""
    return _OBEYED.sub(_written_out, text)


def one_line(text: str) -> str:
    """Return text as one line: line feeds and tabs in it are written out too."""
    return re.sub(r"[\n\t\u2028\u2029]", _written_out, shown(text))


class _PlainConsole(Console):
    """A console that shows text as it is: no markup, no names of pictures (":100:"), and nothing that a terminal would obey."""

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 (rich's own options)
        """Return text as rich prints it."""
        return super().render_str(shown(text), **options)


def console() -> Console:
    """Return the console of stdout: styled on a terminal, plain and as wide as its lines in a pipe, text never read as markup."""
    width = None if sys.stdout.isatty() else PIPE_COLUMNS
    return _PlainConsole(markup=False, emoji=False, highlight=False, soft_wrap=True, width=width)


def notes(*, plain: bool = False) -> Console:
    """Return the console of stderr, for progress and remarks; a `plain` one draws nothing on a terminal either."""
    return _PlainConsole(stderr=True, markup=False, emoji=False, highlight=False, force_terminal=False if plain else None)


def print_answer(answer: Answer) -> None:
    """Write an answer for a person: status, sentences, sources and what is missing."""
    out = console()
    out.print(STATUS_WORDS[answer.status], style="bold")
    out.print(_unbroken(answer))
    for claim in answer.claims:
        if claim.verdict is not Verdict.SUPPORTED:
            out.print(f"  checked against its source: {claim.verdict.value.replace('_', ' ')}: {claim.text[:80]}", style="yellow")
    if answer.calculation:
        out.print(f"  {answer.calculation.formula}", style="dim")
    _print_sources(out, answer)
    for line in answer.missing:
        out.print(f"  missing: {line}", style="yellow")
    for choice in answer.choices:
        out.print(f"  {choice.label}: {choice.question}")
    for step in answer.steps:
        out.print(f"  asked apart: {step.question} ({STATUS_WORDS[step.status].lower()})", style="dim")
    if answer.model:
        out.print(f"  in the words of {answer.model}, each sentence held against its source", style="dim")


def _print_sources(out: Console, answer: Answer) -> None:
    from research.models.instructions import is_addressed  # noqa: PLC0415  (loads its word lists)

    if answer.citations:
        out.print("\nSources", style="bold")
    for citation in answer.citations:
        out.print(f"  [{citation.marker}] {citation.document}, page {citation.page}: {' '.join(citation.quote.split())}")
        if is_addressed(citation.quote):
            out.print("      these words are written to whoever answers, not to you: they changed nothing", style="yellow")


def _unbroken(answer: Answer) -> str:
    """Return an answer's text with each sentence on a line: a quotation has the line ends of its page."""
    text = answer.text
    for claim in answer.claims:
        text = text.replace(claim.text, " ".join(claim.text.split()))
    return text


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
