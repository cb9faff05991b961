"""`desk schedule`: when digests go out by themselves, to whom, and what became of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.sending import FileFormat, Outgoing, OutgoingState, Schedule
from ui.cli.contract import Json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.out.delivery import delivered_line
from ui.out.scheduling import TROUBLED, Plan, Scheduling
from ui.out.times import days_words, next_due, read_days, read_time
from ui.render.digest_view import moment_words
from ui.render.schedule_view import schedule_line, schedule_row
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace
    from ui.out.delivery import Delivery
    from ui.out.due import DigestRun, DueDigests

IdArgument = Annotated[int, typer.Argument(metavar="ID", help="The schedule's number, as desk schedule list shows it.")]
schedule_app = typer.Typer(
    help="Say when digests go out by themselves, and to whom.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@dataclass(frozen=True, slots=True)
class _Sending:
    """What sends in one workspace, and for whom."""

    workspace: Workspace
    access: Access
    due: DueDigests
    delivery: Delivery


@schedule_app.command("add")
def add_command(
    watchlist: Annotated[str, typer.Argument(metavar="WATCHLIST", help="The watchlist whose digest goes out.")],
    at: Annotated[str, typer.Option("--at", metavar="HH:MM", help="The time of day, on the reader's clock.")],
    days: Annotated[str, typer.Option("--days", metavar="DAYS", help="The days: mon-fri, mon,wed or daily.")] = "mon-fri",
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="The reader's time zone, as Europe/Berlin (default: the watchlist's).")
    ] = None,
    mail: Annotated[list[str] | None, typer.Option("--mail", metavar="ADDRESS", help="Mail it to this address; may be repeated.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", metavar="FOLDER", help="Drop it into this folder as a file.")] = None,
    form: Annotated[FileFormat, typer.Option("--format", help="What the file is.")] = FileFormat.HTML,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have a watchlist's digest go out at a time of day, by mail, as a file, or both.

    `desk run` sends it, and so does `desk schedule run` from cron. A digest that was missed, because the machine slept, goes out once,
    later. It goes on from where the last one ended. Where the clock is put on or back it goes out once that day, too.

    Example: desk schedule add Pumps --at 07:30 --mail ann@example.org
    """
    with opened(home) as workspace:
        plan = Plan(watchlist, read_time(at), read_days(days), zone, tuple(mail or ()), folder, form)
        kept = _scheduling(workspace).add(plan)
    if as_json:
        print_json(schedule_json(kept))
    else:
        console().print(f"schedule {kept.id}: {schedule_line(schedule_row(kept, datetime.now(UTC)))}")


@schedule_app.command("list")
def list_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the schedules, when each is due next, and what has not gone out."""
    with opened(home) as workspace:
        scheduling = _scheduling(workspace)
        schedules, troubled = scheduling.all(), scheduling.troubled()
    if as_json:
        print_json({"schedules": [schedule_json(one) for one in schedules], "outbox": [outgoing_json(one) for one in troubled]})
        return
    table = Table("id", "watchlist", "when", "to", "next", "last", box=None, pad_edge=False)
    for one in schedules:
        row = schedule_row(one, datetime.now(UTC))
        table.add_row(str(row.id), row.watchlist, row.when, row.to, row.upcoming, row.last)
    if schedules:
        console().print(table)
    else:
        notes().print("nothing is scheduled yet: desk schedule add WATCHLIST --at 07:30 --mail ADDRESS", soft_wrap=True)
    for item in troubled:
        console().print(delivered_line(item), style="yellow")


@schedule_app.command("remove")
def remove_command(schedule_id: IdArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Forget a schedule. What is on its way goes out."""
    with opened(home) as workspace:
        _scheduling(workspace).remove(schedule_id)
    if as_json:
        print_json({"removed": schedule_id})
    else:
        console().print(f"schedule {schedule_id} is forgotten")


@schedule_app.command("run")
def run_command(
    schedule_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="Send this schedule's digest now, beside when it is due.", show_default=False)
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send what is due, once: for cron, where desk run does not run. With an ID that schedule's digest is sent now.

    Nothing goes out twice, also when desk run does the same meanwhile.
    """
    with _sending(home) as sending:
        runs = list(sending.due.queue()) if schedule_id is None else [sending.due.queue_now(_schedule(sending, schedule_id))]
        delivered = list(sending.delivery.deliver())
    failed = [one for one in delivered if one.state is not OutgoingState.SENT]
    if as_json:
        print_json({"runs": [run_json(one) for one in runs], "delivered": [outgoing_json(one) for one in delivered]})
    else:
        for line in (*map(run_line, runs), *map(delivered_line, delivered)):
            console().print(line)
        if not runs and not delivered:
            notes().print("nothing was due")
    if failed or any(one.error for one in runs):
        raise typer.Exit(1)


@schedule_app.command("outbox")
def outbox_command(
    everything: Annotated[bool, typer.Option("--all", help="Also what was sent.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what waits, what could not be sent and why, and what may or may not have arrived."""
    with opened(home) as workspace:
        found = workspace.outbox.find(workspace.access(), () if everything else TROUBLED)
    if as_json:
        print_json({"outbox": [outgoing_json(one) for one in found]})
        return
    for one in found:
        console().print(f"{one.id}  {delivered_line(one)}")
    if not found:
        notes().print("nothing was ever sent" if everything else "nothing waits, failed or is unsure")


@schedule_app.command("resend")
def resend_command(
    outgoing_id: Annotated[str, typer.Argument(metavar="ID", help="What failed or is unsure, as desk schedule outbox names it.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Send what failed or is unsure once more. What was unsure and did arrive then arrives twice, under the same Message-ID."""
    with _sending(home) as sending:
        sending.workspace.outbox.again(sending.access, outgoing_id, datetime.now(UTC))
        delivered = list(sending.delivery.deliver())
    if as_json:
        print_json({"delivered": [outgoing_json(one) for one in delivered]})
    for one in delivered if not as_json else ():
        console().print(delivered_line(one))
    if any(one.id == outgoing_id and one.state is not OutgoingState.SENT for one in delivered):
        raise typer.Exit(1)


@schedule_app.command("cron")
def cron_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print the lines for crontab that do what desk run does by the clock: poll the feeds that are due, and send what is due."""
    with opened(home) as workspace:
        folder = workspace.settings.home.resolve()
    desk = f"{shlex.quote(str(Path(sys.executable).with_name('desk')))} --home {shlex.quote(str(folder))}".replace("%", r"\%")
    line = f"*/5 * * * * {desk} feeds poll --due; {desk} schedule run"
    if as_json:
        print_json({"crontab": line})
    else:
        console().print(line)


def schedule_json(one: Schedule) -> dict[str, Json]:
    """Return a schedule as plain data."""
    return {
        "id": one.id,
        "watchlist": one.watchlist,
        "at": one.at.isoformat(timespec="minutes"),
        "days": days_words(one.days),
        "zone": one.zone,
        "mail": list[Json](one.recipients),
        "folder": one.folder or None,
        "format": one.format.value if one.folder else None,
        "next": next_due(one, datetime.now(UTC)).isoformat(),
        "last": one.done_at.isoformat() if one.done_at else None,
    }


def outgoing_json(one: Outgoing) -> dict[str, Json]:
    """Return what is on its way as plain data, without what it holds."""
    return {
        "id": one.id,
        "channel": one.channel.value,
        "to": one.target,
        "name": one.name,
        "digest": one.digest,
        "state": one.state.value,
        "tries": one.tries,
        "error": one.error,
        "created_at": one.created_at.isoformat(),
        "settled_at": one.settled_at.isoformat() if one.settled_at else None,
        "due_at": one.due_at.isoformat(),
    }


def run_json(run: DigestRun) -> dict[str, Json]:
    """Return what came of a schedule that was due as plain data."""
    error = str(run.error) if run.error else ""
    return {"schedule": run.schedule.id, "due": run.due.isoformat(), "queued": run.queued, "error": error}


def run_line(run: DigestRun) -> str:
    """Return what came of a schedule that was due, in a line."""
    what = f"digest of {run.schedule.watchlist} for {moment_words(run.due, run.schedule.zone)}"
    return f"not made: {what}: {run.error}" if run.error else f"made: {what}: {counted(run.queued, 'item')} on the way"


@contextmanager
def _sending(home: Path | None) -> Iterator[_Sending]:
    from ui.out.sending import delivery_of, due_digests_of  # noqa: PLC0415  (renders, mail and TLS: only for what sends)

    with opened(home) as workspace:
        access = workspace.access()
        yield _Sending(workspace, access, due_digests_of(workspace, access), delivery_of(workspace))


def _schedule(sending: _Sending, schedule_id: int) -> Schedule:
    found = [one for one in sending.workspace.schedules.all(sending.access) if one.id == schedule_id]
    if not found:
        raise NotFoundError(f"no schedule {schedule_id} of {sending.access.user}", "desk schedule list names those that there are")
    return found[0]


def _scheduling(workspace: Workspace) -> Scheduling:
    return Scheduling(workspace, workspace.access())
