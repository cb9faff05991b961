"""`desk labels`: who may see which documents, until when and by whose leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from research.errors import UsageError
from research.nouns.labels import SHAPE, Grant, Restriction, check_label
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, end_of_day, opened, start_of_day
from ui.cli.output import console, notes, print_json, shown

if TYPE_CHECKING:
    from research.workspace import Workspace

labels_app = typer.Typer(
    help="Say who may see which documents, and until when.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)
UserArgument = Annotated[str, typer.Argument(metavar="USER", help="The user's name.")]
GrantedArgument = Annotated[str, typer.Argument(metavar="LABEL", help="A label, or company:NAME for a company on the restricted list.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the audit trail keeps it.")]
CompanyArgument = Annotated[str, typer.Argument(metavar="COMPANY", help="A company, by name or ticker.")]


@labels_app.callback()
def labels_command(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Say who may see which documents, and until when.

    Without a command your labels are listed, each with how many documents carry it that you may see. Labels are public, internal,
    desk:NAME, deal:NAME and personal:USER. With DESK_WALLS on, a user sees what is public, internal, labelled with their own name, or
    granted to them; without it, everyone sees everything.
    """
    if context.invoked_subcommand is None:
        _list_labels(home, as_json=as_json)


@labels_app.command("list")
def list_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the labels of the documents that you may see, and how many carry each."""
    _list_labels(home, as_json=as_json)


@labels_app.command("set")
def set_command(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document's name.")],
    label: Annotated[str, typer.Argument(metavar="LABEL", help=f"{SHAPE[0].upper()}{SHAPE[1:]}.")],
    reason: ReasonOption,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a document and all its versions another label, at once; updates of its file keep it.

    Example: desk labels set quillmere-memo deal:bluebird --reason "wall crossing of 3 March"
    """
    from ingest.upkeep import Upkeep  # noqa: PLC0415
    from research.purging.choosing import Chooser  # noqa: PLC0415

    with opened(home) as workspace:
        access = workspace.access()
        found = Chooser(workspace.documents, workspace.directory).source_of(access.above_walls(Action.LABEL), document)
        before, wanted = found.label, _label(label)
        batch = Upkeep(workspace).relabel(access, found.id, wanted, reason=reason)
        if batch:
            _work(workspace, batch)
    if as_json:
        print_json({"document": document, "label": wanted, "before": before})
    else:
        console().print(f"{shown(document)} is {wanted} now; it was {shown(before)}", soft_wrap=True)


@labels_app.command("grant")
def grant_command(
    user: UserArgument,
    label: GrantedArgument,
    approver: Annotated[str, typer.Option("--approver", metavar="NAME", help="By whose leave; not the user.")],
    reason: ReasonOption,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="From the start of this day (UTC); now when unset.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to the end of this day (UTC).")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a user see the documents of a label, or of a company on the restricted list, from their next request on.

    Example: desk labels grant okafor deal:bluebird --until 2027-03-31 --approver "C. Lindqvist" --reason "joins the deal team"
    """
    from research.rights.service import Leave  # noqa: PLC0415

    leave = Leave(approver, reason, start_of_day(since) if since else None, end_of_day(until) if until else None)
    with opened(home) as workspace:
        given = workspace.rights.grant(workspace.access(), user, label, leave)
    if as_json:
        print_json({"grant": grant_json(given)})
    else:
        ends = f"until {given.until:%Y-%m-%d}" if given.until else "until it is revoked"
        console().print(f"{shown(given.user)} may see {shown(given.label)} {ends}", soft_wrap=True)


@labels_app.command("revoke")
def revoke_command(
    user: UserArgument, label: GrantedArgument, reason: ReasonOption, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """End a user's grants of a label; it holds from their next request on."""
    with opened(home) as workspace:
        ended = workspace.rights.revoke(workspace.access(), user, label, reason=reason)
    if as_json:
        print_json({"user": user, "label": label, "ended": ended})
    else:
        console().print(f"{shown(user)} may no longer see {shown(label)}", soft_wrap=True)


@labels_app.command("grants")
def grants_command(
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Only grants of this user.", show_default=False)] = "",
    label: Annotated[str, typer.Option("--label", metavar="LABEL", help="Only grants of this label.", show_default=False)] = "",
    ended: Annotated[bool, typer.Option("--ended", help="Grants that are over, too.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the grants that hold or will, with approver and reason."""
    with opened(home) as workspace:
        found = workspace.rights.grants(workspace.access(), user=user, label=label, ended=ended)
    if as_json:
        print_json({"grants": [grant_json(one) for one in found]})
        return
    table = Table("user", "label", "from", "until", "approver", "reason", box=None, pad_edge=False)
    for one in found:
        until = f"{one.until:%Y-%m-%d %H:%M}" if one.until else ""
        over = f"ended {one.ended_at:%Y-%m-%d %H:%M}" if one.ended_at else until
        table.add_row(shown(one.user), shown(one.label), f"{one.since:%Y-%m-%d %H:%M}", over, shown(one.approver), shown(one.reason))
    if found:
        console().print(table)
    else:
        notes().print("no grant holds: desk labels grant USER LABEL gives one", soft_wrap=True)


@labels_app.command("restrict")
def restrict_command(company: CompanyArgument, reason: ReasonOption, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Put a company on the restricted list.

    With DESK_WALLS on, of its documents only those labelled public are seen, whatever labels a user has, unless the company itself is
    granted: desk labels grant USER company:NAME.
    """
    with opened(home) as workspace:
        made = workspace.rights.restrict(workspace.access(), company, reason=reason)
    if as_json:
        print_json({"restricted": restriction_json(made)})
    else:
        console().print(f"{shown(made.company)} is on the restricted list", soft_wrap=True)


@labels_app.command("unrestrict")
def unrestrict_command(company: CompanyArgument, reason: ReasonOption, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Take a company off the restricted list."""
    with opened(home) as workspace:
        name = workspace.rights.unrestrict(workspace.access(), company, reason=reason)
    if as_json:
        print_json({"company": name, "restricted": False})
    else:
        console().print(f"{shown(name)} is no longer on the restricted list", soft_wrap=True)


@labels_app.command("restricted")
def restricted_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show the restricted list."""
    with opened(home) as workspace:
        found = workspace.rights.restricted(workspace.access())
    if as_json:
        print_json({"restricted": [restriction_json(one) for one in found]})
        return
    for one in found:
        console().print(f"{shown(one.company)}, since {one.made_at:%Y-%m-%d} by {shown(one.made_by)}: {shown(one.reason)}", soft_wrap=True)
    if not found:
        notes().print("the restricted list is empty", soft_wrap=True)


def grant_json(one: Grant) -> Json:
    """Return a grant as plain data."""
    return {
        "id": one.id,
        "user": one.user,
        "label": one.label,
        "from": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "approver": one.approver,
        "reason": one.reason,
        "given_by": one.given_by,
        "given_at": one.given_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_by": one.ended_by or None,
    }


def restriction_json(one: Restriction) -> Json:
    """Return a company of the restricted list as plain data."""
    return {"company": one.company, "reason": one.reason, "since": one.made_at.isoformat(), "by": one.made_by}


def _list_labels(home: HomeOption, *, as_json: bool) -> None:
    from collections import Counter  # noqa: PLC0415

    with opened(home) as workspace:
        access = workspace.access()
        counts = Counter(one.label for one in workspace.documents.find(access, DocumentFilter()))
    labels = sorted({*counts, *(access.labels or ())})
    if as_json:
        rows: list[Json] = [{"label": one, "documents": counts[one]} for one in labels]
        print_json({"user": access.user, "walls": access.labels is not None, "labels": rows})
        return
    table = Table("label", "documents", box=None, pad_edge=False)
    for one in labels:
        table.add_row(shown(one), str(counts[one]))
    console().print(table)
    if access.labels is None:
        notes().print("the walls are down: every user sees everything; DESK_WALLS=true puts them up", soft_wrap=True)


def _work(workspace: Workspace, batch: str) -> None:
    """Have a document brought up to its correction."""
    from ui.cli.feeds_poll import work_through  # noqa: PLC0415
    from ui.cli.progress import TerminalProgress  # noqa: PLC0415

    with TerminalProgress(notes()) as progress:
        work_through(workspace, [batch], progress)


def _label(text: str) -> str:
    try:
        return check_label(text)
    except ValueError as error:
        raise UsageError(f"label {text[:60]!r} does not fit: {error}", "correct the label") from error
