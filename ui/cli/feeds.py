"""`desk feeds`: subscribe to feeds, poll them, and see how each is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from ingest.subscriptions import FeedChange
from research.errors import CannotReadError, UsageError
from ui.cli.contract import Json
from ui.cli.feed_options import taking_change
from ui.cli.feeds_poll import feed_json, poll_command, reader_of, subscriptions_of, work_through
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, one_line, print_json
from ui.cli.progress import TerminalProgress
from ui.render.feeds_view import FeedRow, feed_rows
from ui.render.words import counted

if TYPE_CHECKING:
    from research.nouns.feeds import Feed

feeds_app = typer.Typer(
    help="Subscribe to news feeds and poll them: what they tell is read in like files.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
feeds_app.command("poll")(poll_command)
FeedArgument = Annotated[str, typer.Argument(metavar="FEED", help="A feed's address, or its title.")]
POLL_HINT = "desk feeds poll reads them"
WHOLE = ("title", "label", "every_minutes", "articles")


@feeds_app.command("add")
@taking_change(*WHOLE)
def add_command(
    addresses: Annotated[list[str], typer.Argument(metavar="URL", help="The addresses of the feeds themselves: RSS, Atom, RDF or JSON.")],
    change: FeedChange,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Subscribe to feeds. They are read by the next poll.

    Example: desk feeds add https://www.sec.gov/news/pressreleases.rss --every 15
    """
    if change.title is not None and len(addresses) > 1:
        raise UsageError("--title names one feed, not several", "add them one by one")
    with opened(home, create=True) as workspace:
        subscriptions, access = subscriptions_of(workspace), reader_of(workspace)
        feeds = [subscriptions.add(access, address, change) for address in addresses]
    _print_feeds(feeds, as_json=as_json, word="added", hint=POLL_HINT)


@feeds_app.command("list")
def list_command(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the feeds: when each was last read, when it is due, how many entries it held, and what is wrong with it."""
    with opened(home) as workspace:
        feeds = subscriptions_of(workspace).all(reader_of(workspace))
    if as_json:
        print_json({"feeds": [feed_json(feed) for feed in feeds]})
        return
    if not feeds:
        notes().print("no feed yet: desk feeds add URL subscribes to one, desk feeds import FILE.opml to a list")
        return
    _print_table(feed_rows(feeds, datetime.now(UTC)))


@feeds_app.command("edit")
@taking_change(*WHOLE)
def edit_command(
    feed: FeedArgument,
    change: FeedChange,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change how a feed is called, who may read it, how often it is due, and whether its articles are read.

    Entries that are in the library take another label at once.

    Example: desk feeds edit "Newswire" --every 10 --label desk
    """
    if change == FeedChange():
        raise UsageError("nothing to change was given", "say what with --title, --label, --every or --articles")
    with opened(home) as workspace:
        changed = subscriptions_of(workspace).edit(reader_of(workspace), feed, change)
    _print_feeds([changed], as_json=as_json, word="changed")


@feeds_app.command("remove")
def remove_command(
    feed: FeedArgument,
    entries: Annotated[
        bool, typer.Option("--entries", help="Take its entries out of the library, too; old answers still open them.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a subscription. Entries that are in the library stay there unless --entries is given."""
    with opened(home) as workspace:
        removed, batch = subscriptions_of(workspace).remove(reader_of(workspace), feed, with_entries=entries)
        with TerminalProgress(notes()) as progress:
            work_through(workspace, [batch] if batch else [], progress)
        taken_out = len(workspace.jobs.batch(batch)) if batch else 0
    if as_json:
        print_json({"removed": removed.url, "entries_removed": taken_out})
    else:
        out_too = f"; {counted(taken_out, 'entry', 'entries')} taken out of the library" if entries else "; its entries stay in the library"
        console().print(one_line(f"removed: {removed.url}{out_too}"))


@feeds_app.command("import")
@taking_change(*WHOLE[1:])
def import_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list of feeds in OPML, as feed readers export it.")],
    change: FeedChange,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Subscribe to the feeds of an OPML list, of up to 20,000. Those that are subscribed already are left as they are.

    An address that is none costs one line and exit code 1; the others are in.

    Example: desk feeds import subscriptions.opml
    """
    from ingest.opml import MAX_OPML_MB, read_opml  # noqa: PLC0415

    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_OPML_MB * 1024 * 1024 + 1)
    except OSError as error:
        raise CannotReadError(f"{file}: {error.strerror}", "check the path and its permissions") from error
    with opened(home, create=True) as workspace, notes().status("reading the list") as status:
        listed = read_opml(content, name=file.name, settings=workspace.settings)
        status.update(f"subscribing to {counted(len(listed), 'feed')}")
        done = subscriptions_of(workspace).add_all(reader_of(workspace), listed, change)
    if as_json:
        refused: list[Json] = [{"address": one.address, "error": one.why} for one in done.refused]
        print_json({"added": [feed_json(one) for one in done.added], "known": [one.url for one in done.known], "refused": refused})
    else:
        for one in done.refused:
            console().print(one_line(f"left out: {one.why}"), style="red")
        console().print(f"{counted(len(done.added), 'feed')} added, {len(done.known):,} subscribed already, {len(done.refused):,} left out")
        if not listed:
            notes().print(f"{one_line(file.name)} names no feed: feeds are outlines with an address in xmlUrl")
        elif done.added:
            notes().print(POLL_HINT)
    if done.refused:
        raise typer.Exit(1)


def _print_feeds(feeds: Sequence[Feed], *, as_json: bool, word: str, hint: str = "") -> None:
    if as_json:
        print_json({"feeds": [feed_json(feed) for feed in feeds]})
        return
    for feed in feeds:
        console().print(one_line(f"{word}: {feed.title or feed.url} (every {feed.every_minutes} minutes, label {feed.label})"))
    if hint:
        notes().print(hint)


def _print_table(rows: Sequence[FeedRow]) -> None:
    table = Table("feed", "read", "due", "entries", "state", box=None, pad_edge=False)
    for row in rows:
        table.add_row(one_line(row.title), row.read, row.due, row.entries, one_line(row.state))
    console().print(table)
