"""`desk purge` and `desk hold`: documents done away with for good, and what may not be."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from research.errors import CouldNotAskError, UsageError
from research.nouns.purging import Hold
from research.purging.choosing import Choice, checked_reason
from research.purging.files import files_outside
from research.purging.holds import hold_words
from research.purging.service import PurgePlan, PurgeReport
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.render.words import counted

MOST_NAMED = 20
# What one file of each sort is called.
_ONE_FILE = {
    "originals": "original",
    "uploads": "upload",
    "page images and layouts": "page image or layout",
    "copies of databases from upgrades": "copy of a database from an upgrade",
    "replies of models": "reply of a model",
    "unfinished files": "unfinished file",
}
DocumentArgument = Annotated[str | None, typer.Argument(metavar="DOCUMENT", help="The document's name.", show_default=False)]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="KEY", help="What was read from this path or address.")]
CompanyOption = Annotated[str | None, typer.Option("--company", metavar="NAME", help="Every document of this company.")]
LabelOption = Annotated[str | None, typer.Option("--label", metavar="LABEL", help="Every document with this access label.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence; it stays on record.")]
hold_app = typer.Typer(
    help="Forbid that documents are purged, list such legal holds, and lift them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def purge_command(
    reason: ReasonOption,
    document: DocumentArgument = None,
    source: SourceOption = None,
    company: CompanyOption = None,
    label: LabelOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking; without it what would go is shown first.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do away with documents for good: from every store, index, cache and free page, and out of what was made from them.

    All versions of a document go. In answers, drafts (signed ones too), digests and remarks "withdrawn" stands in place of what came from
    it; the audit trail keeps hashes. Copies of the same bytes under another source stay, and so do backups, exports, mails that were sent,
    and the file itself where it is not in the workspace. The indexes are made again. Cut off, it goes on with the next desk command.
    A legal hold forbids it: exit code 1.

    Example: desk purge harrow-note-2024 --reason "sent in error; client asked for deletion" --yes
    """
    choice = Choice.of(document, source, company, label)
    said = checked_reason(reason)
    with opened(home) as workspace:
        access = workspace.access()
        plan = workspace.purger.plan(access, choice)
        if not yes:
            _confirm(plan)
        report = workspace.purger.purge(access, plan, reason=said)
        left = files_outside(workspace.settings.home, report.order)
    if as_json:
        print_json(_report_json(report, plan, left))
    else:
        _print_report(report, plan, left)
    if report.problem:
        raise CouldNotAskError(f"the documents are gone from the library, but bytes may be left: {report.problem}", "run desk status later")


@hold_app.command("add")
def add_hold_command(
    reason: ReasonOption,
    document: DocumentArgument = None,
    source: SourceOption = None,
    company: CompanyOption = None,
    label: LabelOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forbid that documents are purged until the hold is lifted, those that come later too.

    Example: desk hold add --company Quillmere --reason "matter 2024-17, counsel's letter of 3 May"
    """
    with opened(home) as workspace:
        hold = workspace.legal_holds.add(workspace.access(), Choice.of(document, source, company, label), reason=reason)
    if as_json:
        print_json(_hold_json(hold))
    else:
        console().print(hold_words(hold), soft_wrap=True)


@hold_app.command("list")
def list_holds_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the legal holds that stand."""
    with opened(home) as workspace:
        holds = workspace.legal_holds.standing(workspace.access())
    if as_json:
        print_json({"holds": [_hold_json(one) for one in holds]})
        return
    table = Table("hold", "on", "", "since (UTC)", "by", "why", box=None, pad_edge=False)
    for one in holds:
        table.add_row(str(one.number), one.kind.value, one.shown, f"{one.held_at:%Y-%m-%d %H:%M}", one.held_by, one.reason)
    if holds:
        console().print(table)
    else:
        notes().print("no legal hold stands: desk hold add makes one", soft_wrap=True)


@hold_app.command("remove")
def remove_hold_command(
    number: Annotated[int, typer.Argument(metavar="HOLD", help="The hold's number, as desk hold list shows it.")],
    reason: ReasonOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Lift a legal hold; that it stood, and who lifted it why, stays on record."""
    with opened(home) as workspace:
        lifted = workspace.legal_holds.lift(workspace.access(), number, reason=reason)
    if as_json:
        print_json(_hold_json(lifted))
    else:
        console().print(f"hold {lifted.number} on {lifted.kind.value} {lifted.shown} is lifted", soft_wrap=True)


def _confirm(plan: PurgePlan) -> None:
    """Show what would go and ask; raises UsageError where nobody can be asked, and ends where the answer is no."""
    for line in _plan_lines(plan):
        notes().print(line, soft_wrap=True)
    if not sys.stdin.isatty():
        raise UsageError("nothing was purged", "say --yes")
    if not typer.confirm("Do away with them for good?", err=True):
        raise typer.Exit(1)


def _plan_lines(plan: PurgePlan) -> list[str]:
    lines = [f"  {one.name}  {one.source_key}  ({one.state.value})" for one in plan.documents[:MOST_NAMED]]
    lines += [f"  and {len(plan.documents) - MOST_NAMED} more"] if len(plan.documents) > MOST_NAMED else []
    return [f"{counted(len(plan.documents), 'document')}, versions counted:", *lines, *_copy_lines(plan)]


def _copy_lines(plan: PurgePlan) -> list[str]:
    if not plan.copies:
        return []
    names = ", ".join(sorted({one.name for one in plan.copies})[:MOST_NAMED])
    return [f"the same bytes stay in the library under another source: {names}"]


def _print_report(report: PurgeReport, plan: PurgePlan, left: list[str]) -> None:
    out, made = console(), report.withdrawn
    out.print(f"purged {counted(len(report.order.documents), 'document')}, on record as {report.order.id}", soft_wrap=True)
    changed = [
        *([f"{counted(made.answers, 'answer')}"] if made.answers else []),
        *([f"{counted(made.draft_versions, 'version')} of drafts"] if made.draft_versions else []),
        *([f"{counted(made.digests, 'digest')}"] if made.digests else []),
        *([f"{counted(made.remarks, 'remark')}"] if made.remarks else []),
    ]
    if changed:
        out.print(f"text withdrawn from {', '.join(changed)}", soft_wrap=True)
    if made.messages:
        out.print(f"{counted(made.messages, 'message')} on the way cancelled", soft_wrap=True)
    if report.files:
        out.print(f"deleted: {', '.join(_file_words(sort, count) for sort, count in report.files.items())}", soft_wrap=True)
    for line in (*_copy_lines(plan), *_left_lines(left)):
        out.print(line, soft_wrap=True)


def _file_words(sort: str, count: int) -> str:
    """Return a number of files of a sort: "1 original", "3 page images and layouts"."""
    one = _ONE_FILE.get(sort, sort)
    return counted(count, one, sort)


def _left_lines(left: list[str]) -> list[str]:
    files = [f"the file itself is still at {one}" for one in left[:MOST_NAMED]]
    return [*files, "backups made earlier, exports and mails that were sent still hold what they held: desk audit list names them"]


def _report_json(report: PurgeReport, plan: PurgePlan, left: list[str]) -> dict[str, Json]:
    made = report.withdrawn
    return {
        "purge": report.order.id,
        "documents": [{"id": one.id, "document": one.name, "content_hash": one.content_hash} for one in report.order.documents],
        "withdrawn": {
            "answers": made.answers,
            "draft_versions": made.draft_versions,
            "digests": made.digests,
            "messages": made.messages,
            "remarks": made.remarks,
        },
        "deleted_files": dict(report.files),
        "copies_left": [*sorted({one.name for one in plan.copies})],
        "files_left": list(left),
        "done": not report.problem,
        "at": datetime.now(UTC).isoformat(),
    }


def _hold_json(hold: Hold) -> dict[str, Json]:
    return {
        "hold": hold.number,
        "kind": hold.kind.value,
        "on": hold.shown,
        "reason": hold.reason,
        "by": hold.held_by,
        "since": hold.held_at.isoformat(),
        "lifted_by": hold.lifted_by,
        "lifted_at": hold.lifted_at.isoformat() if hold.lifted_at else None,
    }
