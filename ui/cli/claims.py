"""`desk verify-claims`: claims against the pages or texts that they cite, one JSON object a line in, one a line out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from research.audit.acts import Act
from research.errors import CannotReadError, DeskError, UsageError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from ui.cli.batch import read_rows
from ui.cli.contract import Json, checked_json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json

if TYPE_CHECKING:
    from research.verification.evidence import Evidence
    from research.verification.results import CheckedText
    from research.workspace import Workspace

MISMATCH = 4
_SHAPE = 'write {"id": …, "claim": "…", "evidence": [{"document": "…", "page": 1} or "text"]}'


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page that a claim cites: the document's name and the 1-based page."""

    document: str
    page: int


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of a claims file: its id (None when it has none), the claim, what it cites, and the question it answers ("" for none)."""

    id: str | int | None
    claim: str
    evidence: tuple[PagePlace | str, ...]
    question: str


def verify_claims_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help='Claims, one JSON object a line: {"id", "claim", "evidence", "question"?}.')],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every figure of the claims against the pages or texts that they cite.

    A figure must have its value, unit, scale, sign, company, period and basis there, or follow from what stands there. A line that
    cannot be checked says so and the others go on. Ends with 4 when a claim contradicts its evidence, with 1 when a page that one cites
    is not there, with 2 when the file or a line of it is no claim.

    Example: desk verify-claims claims.jsonl --json
    """
    lines = _read(file)
    if not lines:
        notes().print(f"claims file {file} has no claims", soft_wrap=True)
    malformed = any(isinstance(line, DeskError) for line in lines)
    verdicts: list[Verdict | None] = []
    with opened(home) as workspace:
        access = workspace.access()
        for line in lines:
            verdict = _report(line, workspace, access, as_json=as_json)
            verdicts += [] if isinstance(line, DeskError) else [verdict]
        counts = Counter("unreadable" if one is None else one.value for one in verdicts)
        details = (("claims", str(len(verdicts))), *((name, str(count)) for name, count in sorted(counts.items())))
        workspace.acts.record(access, Act("verify claims", file.name, details))
    if Verdict.MISMATCH in verdicts:
        raise typer.Exit(MISMATCH)
    if None in verdicts:
        raise typer.Exit(1)
    if malformed:
        raise typer.Exit(UsageError.exit_code)


def _read(file: Path) -> tuple[ClaimLine | DeskError, ...]:
    """Return the lines of a claims file, an error for one that is none; raises UsageError for a file that cannot be read."""
    try:
        rows = list(read_rows(file, "claims file", "name a UTF-8 file; " + _SHAPE))
    except CannotReadError as error:
        raise UsageError(error.message, error.hint) from error
    return tuple(row if isinstance(row, DeskError) else _line(row, place) for row, place in rows)


def _report(line: ClaimLine | DeskError, workspace: Workspace, access: Access, *, as_json: bool) -> Verdict | None:
    """Print what was found of one line; return its verdict, None when it could not be checked."""
    from research.verification.gate import verify  # noqa: PLC0415  (only this command needs it)

    if isinstance(line, DeskError):
        _print_error(None, line, as_json=as_json)
        return None
    try:
        checked = verify(line.claim, _evidence(line, workspace, access), question=line.question)
    except DeskError as error:
        _print_error(line.id, error, as_json=as_json)
        return None
    if as_json:
        print_json({**({} if line.id is None else {"id": line.id}), **checked_json(checked)})
    else:
        _print(line, checked)
    return checked.verdict


def _evidence(line: ClaimLine, workspace: Workspace, access: Access) -> list[Evidence]:
    """Return what a claim cites; raises NotFoundError for a document or page that is not there."""
    from research.verification.evidence import Evidence  # noqa: PLC0415  (only this command needs it)

    pages = workspace.evidence.pages(access, [(one.document, one.page) for one in line.evidence if isinstance(one, PagePlace)])
    return [*pages, *(Evidence(one) for one in line.evidence if isinstance(one, str))]


def _print(line: ClaimLine, checked: CheckedText) -> None:
    out = console()
    name = "" if line.id is None else f"{line.id}: "
    out.print(f"{name}{checked.verdict.value.replace('_', ' ')}", style="bold")
    for figure in checked.figures:
        out.print(f"  {figure.text}: {figure.verdict.value.replace('_', ' ')}{f' ({figure.found})' if figure.found else ''}")
    for reason in checked.reasons:
        out.print(f"  {reason}", style="yellow")


def _print_error(number: str | int | None, error: DeskError, *, as_json: bool) -> None:
    if as_json:
        print_json({**({} if number is None else {"id": number}), "error": str(error)})
    else:
        console().print(f"{'' if number is None else f'{number}: '}error: {error}", style="red")


def _line(row: Json, place: str) -> ClaimLine | DeskError:
    """Return a row of the file as a claim, or the error that says what it lacks."""
    if not isinstance(row, dict) or not isinstance(row.get("claim"), str):
        return CannotReadError(f"{place} has no claim", _SHAPE)
    cited = row.get("evidence")
    places = list(_places(cited)) if isinstance(cited, list) else []
    if not places or None in places:
        return CannotReadError(f"{place} has no evidence that can be read", _SHAPE)
    number, question = row.get("id"), row.get("question")
    return ClaimLine(
        number if isinstance(number, str | int) else None,
        str(row["claim"]),
        tuple(one for one in places if one is not None),
        question if isinstance(question, str) else "",
    )


def _places(cited: Sequence[Json]) -> Iterator[PagePlace | str | None]:
    for one in cited:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and isinstance(one.get("document"), str) and type(one.get("page")) is int:
            yield PagePlace(str(one["document"]), int(str(one["page"])))
        else:
            yield None
