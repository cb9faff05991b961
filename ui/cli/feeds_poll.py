"""`desk feeds poll`: ask the feeds, read in what is new, and say what became of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from ingest.discovery import Discovery
from ingest.report import IngestReport, report_batch
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.feeds import error_of
from ui.cli.contract import Json
from ui.cli.ingest import INTERRUPTED, left_out_line, report_json
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, one_line, print_json
from ui.cli.progress import TerminalProgress
from ui.render.words import counted

if TYPE_CHECKING:
    from ingest.polling.report import FeedPoll, PollReport
    from ingest.subscriptions import Subscriptions
    from research.nouns.feeds import Feed
    from research.protocols.outside import Fetcher
    from research.workspace import Workspace


def poll_command(
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="FEED", help="Only these: addresses or titles; also those that wait.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only those that are due: for a timer.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the feeds for news and read in what is new.

    An entry that has changed replaces its older version, which stays in the history. A feed that its publisher has ended, or whose server
    asked to be left alone for a time, is asked only when it is named. A feed that cannot be read costs one line and exit code 1; the
    others are in. Run it again after an interruption: nothing is lost.

    Example: desk feeds poll --due
    """
    from ingest.fetch import SafeFetcher  # noqa: PLC0415

    if due and feeds:
        raise UsageError("--due and FEED contradict each other", "name feeds, or poll those that are due")
    try:
        with opened(home) as workspace:
            polled, read = poll_feeds(workspace, SafeFetcher(), feeds or (), due=due)
    except KeyboardInterrupt as error:
        notes().print("stopped; run it again, it goes on where it was")
        raise typer.Exit(INTERRUPTED) from error
    if as_json:
        print_json(poll_json(polled, read))
    else:
        _print_poll(polled, read)
    if polled.failed or read.failed:
        raise typer.Exit(1)


def poll_feeds(workspace: Workspace, fetcher: Fetcher, named: Sequence[str] = (), *, due: bool = False) -> tuple[PollReport, IngestReport]:
    """Return how the polls of feeds went, and what became of their entries, with progress on stderr when that is a terminal.

    Without names all feeds are asked that do not have to wait, with `due` only those that are due. Raises NotFoundError for a name,
    CouldNotAskError, WorkspaceDamagedError, ModelUnavailableError.
    """
    from ingest.polling.poller import poller_of  # noqa: PLC0415
    from ingest.polling.schedule import is_due, must_wait  # noqa: PLC0415

    started = time.perf_counter()
    subscriptions, access, now = subscriptions_of(workspace), reader_of(workspace), datetime.now(UTC)
    if named:
        feeds = list({feed.url: feed for feed in (subscriptions.find(access, name) for name in named)}.values())
    else:
        feeds = [feed for feed in subscriptions.all(access) if (is_due(feed, now) if due else not must_wait(feed, now))]
    with TerminalProgress(notes()) as progress:

        def told(poll: FeedPoll) -> None:
            """Show a feed that was asked, and how many entries are to come."""
            progress.stage(poll.feed.title or poll.feed.url, "asked")
            progress.expect(poll.new + poll.updated)

        polled = poller_of(workspace, fetcher).poll(feeds, told=told)
        work_through(workspace, polled.batches, progress)
    jobs = [job for batch in polled.batches for job in workspace.jobs.batch(batch)]
    seconds = time.perf_counter() - started
    report = report_batch(jobs, Discovery((), (), ()), gone=(), documents=workspace.documents, access=access, seconds=seconds)
    return polled, report


def feed_json(feed: Feed) -> dict[str, Json]:
    """Return a feed as `desk feeds list --json` prints it: instants in UTC, null where there is none."""
    return {
        "url": feed.url,
        "title": feed.title,
        "label": feed.label,
        "address": feed.address or feed.url,
        "every_minutes": feed.every_minutes,
        "articles": feed.articles,
        "ended": feed.stopped,
        "polled_at": _instant(feed.polled_at),
        "read_at": _instant(feed.read_at),
        "due_at": None if feed.stopped else _instant(feed.due_at),
        "newest_at": _instant(feed.newest_at),
        "entries": feed.entries,
        "failures": feed.failures,
        "error": feed.error,
    }


def poll_json(polled: PollReport, read: IngestReport) -> dict[str, Json]:
    """Return a poll as `desk feeds poll --json` prints it: feed by feed, then what became of the entries, as `desk ingest` does."""
    feeds: list[Json] = [
        feed_json(one.feed)
        | {
            "outcome": one.outcome.value,
            "entries": one.entries,
            "new": one.new,
            "updated": one.updated,
            "moved": one.moved,
            "error": one.error,
        }
        for one in polled.polls
    ]
    return {"feeds": feeds} | report_json(read)


def _print_poll(polled: PollReport, read: IngestReport) -> None:
    out = console()
    table = Table("feed", "outcome", "entries", "new", "updated", box=None, pad_edge=False)
    for one in polled.polls:
        counts = (one.entries, one.new, one.updated)
        table.add_row(one_line(one.feed.title or one.feed.url), one.outcome.value, *(str(count) for count in counts))
    if table.row_count:
        out.print(table)
    for one in polled.polls:
        if one.moved:
            out.print(one_line(f"{one.feed.title or one.feed.url} has moved to {one.feed.address or one.feed.url}"), style="yellow")
        if one.error:
            out.print(one_line(f"{one.feed.title or one.feed.url}: {error_of(replace(one.feed, error=one.error))}"), style="red")
    for left in read.failed:
        out.print(left_out_line("failed", left), style="red")
    out.print(
        f"{counted(len(polled.polls), 'feed')} asked{f', {len(polled.failed)} failed' if polled.failed else ''}; "
        f"{counted(len(read.added), 'entry', 'entries')} added, {len(read.replaced)} replaced, {len(read.skipped)} skipped, "
        f"{len(read.failed)} failed"
    )


def work_through(workspace: Workspace, batches: Sequence[str], progress: TerminalProgress) -> None:
    """Read in what is queued; when nothing is new, what an interrupted run has left, in the queue, without its vectors or not indexed.

    News that were understood by other rules, or before a company came on a list, are read anew.
    """
    from ingest.readers import file_readers  # noqa: PLC0415
    from ingest.worker import ENDED, IngestWorker  # noqa: PLC0415

    left = list(batches) or ([""] if workspace.jobs.waiting() or _is_unfinished(workspace) or workspace.news.outdated() else [])
    if not left and workspace.keeper.behind():
        left = [""]
    for batch in left:
        if not batch or any(job.state not in ENDED for job in workspace.jobs.batch(batch)):
            IngestWorker(workspace, file_readers(), progress).run(batch)


def read_anew(workspace: Workspace) -> None:
    """Look through the news that are held for the companies of the lists as they are now; does nothing where that was done."""
    if workspace.news.outdated():
        with TerminalProgress(notes()) as progress:
            work_through(workspace, [], progress)


def _is_unfinished(workspace: Workspace) -> bool:
    return any(state is not DocumentState.COMPLETE for _, state, _ in workspace.documents.sizes())


def subscriptions_of(workspace: Workspace) -> Subscriptions:
    """Return the feeds of a workspace."""
    from ingest.subscriptions import Subscriptions  # noqa: PLC0415

    return Subscriptions(workspace)


def reader_of(workspace: Workspace) -> Access:
    """Return the reader of a command."""
    return workspace.access()


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
