"""`desk audit`: the trail of who did what, proved row by row and written out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from research.audit.proving import prove, read_head
from research.audit.reading import TrailReader
from research.nouns.audit import AuditFilter, AuditProof
from research.opened import opened_trail
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, end_of_day, opened
from ui.cli.output import check_writable, console, notes, print_json, shown, write_file
from ui.cli.team import allowed_settings
from ui.render.compliance_view import trail_json, trail_lines
from ui.render.words import counted

FAULT_FOUND = 4

audit_app = typer.Typer(
    help="Prove the audit trail, list it, and write it out.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
UserOption = Annotated[str, typer.Option("--user", metavar="NAME", help="Only rows of this user.", show_default=False)]
ActionOption = Annotated[str, typer.Option("--action", metavar="ACTION", help="Only rows of this action, as ask.", show_default=False)]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this day on (YYYY-MM-DD, UTC).")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only up to this day, which counts.")]


@audit_app.command("verify")
def verify_command(
    head: Annotated[
        list[str] | None,
        typer.Option("--head", metavar="ROW:HASH", help="A head printed earlier and kept elsewhere; may be repeated."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove that every row of the audit trail is there, unchanged and in order, and print its head.

    Each row is bound by a hash to the one before. Keep the head elsewhere (a mail to yourself will do) and give it back later with
    --head: a trail that was written anew as a whole, or an older copy of it, shows then. The first bad row is named; exit code 4.
    """
    kept = [read_head(text) for text in head or ()]
    with opened_trail(allowed_settings(home)) as trail, trail.whole() as (end, rows):
        proof = prove(rows, end, kept)
    if as_json:
        print_json(_proof_json(proof))
    elif proof.fault:
        console().print(f"audit trail: {proof.fault}", style="red", soft_wrap=True)
        notes().print(
            f"{counted(proof.rows, 'row')} before it are whole; keep a copy of ledger.db and ask who could write to it", soft_wrap=True
        )
    else:
        console().print(f"{counted(proof.rows, 'row')}, each bound to the one before; head of {datetime.now(UTC):%Y-%m-%d}:")
        console().print(str(proof.head), soft_wrap=True)
    if proof.fault:
        raise typer.Exit(FAULT_FOUND)


@audit_app.command("list")
def list_command(
    user: UserOption = "",
    action: ActionOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many rows, the newest first.")] = 50,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was done, by whom and to what, the newest first."""
    wanted = _Wanted(user, action, since, until).filter()
    with opened(home) as workspace:
        rows = TrailReader(workspace.trail, workspace.acts, workspace.access()).newest(wanted, limit=limit)
    if as_json:
        print_json({"rows": [dict(trail_json(row)) for row in rows]})
        return
    table = Table("row", "when (UTC)", "user", "action", "what", box=None, pad_edge=False)
    for row in rows:
        table.add_row(str(row.id), row.at[:19].replace("T", " "), shown(row.user), shown(row.action), shown(row.subject))
    if rows:
        console().print(table)
    else:
        notes().print("no row fits: leave out a filter", soft_wrap=True)


@audit_app.command("export")
def export_command(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The file to write, one JSON object a line.")],
    user: UserOption = "",
    action: ActionOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the audit trail to a file, one JSON object a line in the order of recording, each with its hash.

    A row's hash is the SHA-256 of the JSON array [hash before, number, at, user, action, subject, details], written without spaces; the
    first row's hash before is 64 zeros.
    """
    wanted = _Wanted(user, action, since, until).filter()
    check_writable(output)
    with opened(home) as workspace:
        reader = TrailReader(workspace.trail, workspace.acts, workspace.access())
        content, rows = reader.export(wanted, str(output), trail_lines)
        write_file(output, content)
    if as_json:
        print_json({"file": str(output), "rows": rows})
    else:
        console().print(f"{counted(rows, 'row')} written to {output}", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The filters of a command as they were typed."""

    user: str
    action: str
    since: str | None
    until: str | None

    def filter(self) -> AuditFilter:
        """Return them as a filter; raises UsageError for a day that is none."""
        since = datetime.combine(end_of_day(self.since).date(), time.min, tzinfo=UTC) if self.since else None
        return AuditFilter(self.user, self.action, since, end_of_day(self.until) if self.until else None)


def _proof_json(proof: AuditProof) -> dict[str, Json]:
    return {"rows": proof.rows, "whole": not proof.fault, "head": str(proof.head), "fault": proof.fault or None, "row": proof.row}
