"""`desk digest`: what is new and what changed for a watchlist."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from research.digests.past_days import has_news
from research.digests.service import DigestService
from research.digests.window import EARLIEST, LAST, Window
from research.errors import UsageError
from research.nouns.access import Access
from research.nouns.digests import Digest
from research.nouns.watchlists import Watchlist
from ui.cli.exporting import ForFile, export_file
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import check_writable, console, notes, print_json
from ui.out.links import links_of
from ui.render.digest_json import digest_json, digest_json_text
from ui.render.digest_markdown import digest_markdown
from ui.render.digest_view import DigestLinks
from ui.render.words import counted

if TYPE_CHECKING:
    from research.workspace import Workspace

FORMATS = ("md", "html", "json")
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")


def digest_command(
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day (YYYY-MM-DD) in the list's time zone (default: today, until now).")
    ] = None,
    watchlist: Annotated[
        str | None, typer.Option("--watchlist", metavar="NAME", help="The list; USER/NAME for another's (default: your only one).")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Begin then (YYYY-MM-DDTHH:MM) and not at the last market close.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="TIME", help="End then (YYYY-MM-DDTHH:MM, or a whole day), not now; later ends now.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md, html or json.")] = "md",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file.")] = None,
    no_llm: Annotated[bool, typer.Option("--no-llm", help="Use no language model, even when one is configured.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is new and what changed for a watchlist, every line with its source.

    The window goes from the last close of the list's market before the day to the end of the day, or to now while it lasts. What came
    in it counts, whenever it was published, so that nothing that comes late is lost. Where a model is configured it writes a paragraph on
    top, each sentence checked against the lines below.

    Example: desk digest --watchlist Industrials --to 2025-02-14T07:30
    """
    if form not in FORMATS:
        raise UsageError(f"format {form!r} is not known", f"write one of: {', '.join(FORMATS)}")
    if output is not None:
        check_writable(output)
    with opened(home) as workspace:
        access = workspace.access()
        held = workspace.watchlists.the(access, watchlist)
        found = _summed_up(workspace, access, _digest(workspace.digests, access, held, day=day, bounds=(start, end)), no_llm=no_llm)
        links = links_of(workspace, access, found)
        text = _text(found, links, "json" if as_json else form)
        more = "" if has_news(found) else _last_day_line(workspace.digests, access, held, found)
        if output is not None:
            cited = tuple(one.document_id for section in found.sections for line in section.lines for one in line.citations)
            export_file(workspace.acts, access, output, ForFile(text.encode(), f"digest of {held.name}", cited))
    if output is not None:
        notes().print(f"{output}: {counted(sum(len(section.lines) for section in found.sections), 'line')}", soft_wrap=True)
    elif as_json:
        print_json(digest_json(found, links))
    else:
        console().print(text, end="")
    if more:
        notes().print(more, soft_wrap=True)


def _summed_up(workspace: Workspace, access: Access, digest: Digest, *, no_llm: bool) -> Digest:
    """Return a digest with a model's summary where one is to be asked; on a terminal a line tells of it."""
    if no_llm:
        return digest
    if not workspace.digest_summaries.is_configured:
        return workspace.digest_summaries.with_summary(digest, access)
    with notes().status("a model reads the lines"):
        return workspace.digest_summaries.with_summary(digest, access)


def _text(digest: Digest, links: DigestLinks, form: str) -> str:
    """Return a digest in a format; HTML is what a mail of it holds."""
    if form == "html":
        from ui.render.digest_html import digest_html  # noqa: PLC0415  (only this format needs it)

        return digest_html(digest, links)
    return digest_json_text(digest, links) if form == "json" else digest_markdown(digest, links)


def _digest(service: DigestService, access: Access, held: Watchlist, *, day: str | None, bounds: tuple[str | None, str | None]) -> Digest:
    """Return the digest of the day or the window that is asked for; raises UsageError for both or for a time that is none."""
    now = datetime.now(UTC)
    start, end = (_instant(text, held, is_end=at == 1) if text else None for at, text in enumerate(bounds))
    if day and (start or end):
        raise UsageError("--date with --from or --to", "give the day, or the times at which the window begins and ends")
    if start and start >= now:
        raise UsageError(f"{bounds[0]} has not come yet", "name a time that is past: a digest tells what came")
    end = min(end, now) if end else now
    if day:
        return service.of_day(access, held, _day(day), now=now)
    if start:
        return service.between(access, held, Window(start, end, held.zone))
    return service.until(access, held, end)


def _day(text: str) -> date:
    """Return a day; raises UsageError for what is none, or lies where no calendar goes."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"date {text!r} is not one", "write it as YYYY-MM-DD") from error
    if not EARLIEST.date() <= found <= LAST.date():
        raise _far_off(text)
    return found


def _instant(text: str, held: Watchlist, *, is_end: bool) -> datetime:
    """Return an instant in UTC; one without a time zone is on the list's clock, a day alone its begin, as an end its last instant."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"time {text!r} is not one", "write it as YYYY-MM-DDTHH:MM") from error
    if not EARLIEST.year < found.year < LAST.year:
        raise _far_off(text)
    if is_end and _DAY.fullmatch(text):
        found += timedelta(days=1)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(held.zone))).astimezone(UTC)


def _far_off(text: str) -> UsageError:
    return UsageError(f"{text} is too far off", f"name a time between {EARLIEST.year} and {LAST.year}")


def _last_day_line(service: DigestService, access: Access, held: Watchlist, found: Digest) -> str:
    """Return which day before a digest's window has something, "" where none has."""
    last = service.last_day(access, held, found.start)
    return f"{last.words} is {last.day}: desk digest --watchlist {shlex.quote(found.watchlist)} --date {last.day}" if last else ""
