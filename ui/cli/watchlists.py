"""`desk watchlists`: who follows which companies, sectors, events and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from ingest.encodings import decode_text
from research.directory import Company
from research.errors import CannotReadError, UsageError
from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.checking import company_key
from research.watchlists.matching import meant
from ui.cli.contract import Json
from ui.cli.exporting import ForFile, export_file
from ui.cli.feeds_poll import read_anew
from ui.cli.options import HomeOption, JsonOption, opened
from ui.cli.output import console, notes, print_json
from ui.render.watchlist_table import MOST_BYTES, read_table, write_table
from ui.render.words import counted

_T = TypeVar("_T")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The watchlist's name.")]
watchlists_app = typer.Typer(
    help="List and edit who follows which companies, sectors, events and words.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


@watchlists_app.callback()
def watchlists_command(context: typer.Context, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List and edit who follows which companies, sectors, events and words.

    Without a command the lists are listed: your own, then those that others share.
    """
    if context.invoked_subcommand is not None:
        return
    with opened(home) as workspace:
        found = workspace.watchlists.all(workspace.access())
    if as_json:
        print_json({"watchlists": [watchlist_json(one) for one in found]})
        return
    table = Table("name", "user", "companies", "follows", "market", "time zone", box=None, pad_edge=False)
    for one in found:
        table.add_row(one.name, one.user, str(len(one.companies)), "; ".join(_terms(one)), one.market, one.zone)
    if found:
        console().print(table)
    else:
        notes().print("there is no watchlist yet: desk watchlists add NAME COMPANY makes one", soft_wrap=True)


@watchlists_app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A list's name; USER/NAME for one that another user shares.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a list with the companies of the lists that it includes, and who covers each."""
    with opened(home) as workspace:
        access = workspace.access()
        held = workspace.watchlists.get(access, name)
        rolled = workspace.watchlists.rolled_up(access, held)
    if as_json:
        companies: list[Json] = [_company_json(one) for one in rolled.watchlist.companies]
        print_json({"watchlist": watchlist_json(held), "companies": companies, "missing": list[Json](rolled.missing)})
        return
    table = Table("company", "ticker", "sector", "owner", box=None, pad_edge=False)
    for one in rolled.watchlist.companies:
        table.add_row(one.company, one.ticker, one.sector, one.owner)
    out = console()
    if table.row_count:
        out.print(table)
    for line in _terms(held):
        out.print(line)
    out.print(f"{counted(len(rolled.watchlist.companies), 'company', 'companies')}; market {held.market}, time zone {held.zone}")
    for line in rolled.missing:
        out.print(f"missing: {line}", style="yellow")


@watchlists_app.command("add")
def add_command(
    name: NameArgument,
    company: Annotated[list[str], typer.Argument(metavar="COMPANY...", help="Companies to follow, by name or ticker.")],
    ticker: Annotated[str, typer.Option("--ticker", metavar="TICKER", help="The ticker of the one company that is named.")] = "",
    sector: Annotated[str, typer.Option("--sector", metavar="SECTOR", help="The sector that they are in.")] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="PERSON", help="Who covers them.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put companies on a list, which is made when it is not there.

    A ticker of the library stands for its company.

    Example: desk watchlists add Industrials Quillmere Osgrove --owner "M. Okafor"
    """
    if not all(one.strip() for one in company):
        raise UsageError("a company without a name", "name the companies to follow, by name or ticker")
    if ticker and len(company) > 1:
        raise UsageError(f"--ticker {ticker} with {len(company)} companies", "add one company at a time, or import a table")
    with opened(home, create=True) as workspace:
        access = workspace.access()
        directory = workspace.directory.companies(access)
        said = WatchedCompany("", ticker, sector, owner)
        named = {one: _named(one, directory) for one in company}
        kept = workspace.watchlists.add(access, name, [replace(said, company=one) for one in named.values()])
        read_anew(workspace)
    _tell_taken(named)
    _tell(kept, as_json=as_json)


@watchlists_app.command("drop")
def drop_command(
    name: NameArgument,
    company: Annotated[list[str], typer.Argument(metavar="COMPANY...", help="Companies to take off, by name or ticker.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take companies off a list."""
    with opened(home) as workspace:
        kept = workspace.watchlists.drop(workspace.access(), name, company)
    _tell(kept, as_json=as_json)


@watchlists_app.command("set")
def set_command(
    name: NameArgument,
    sector: Annotated[list[str] | None, typer.Option("--sector", help="Follow only companies of this sector.")] = None,
    event: Annotated[list[str] | None, typer.Option("--event", help=f"Only such events: {', '.join(EventType)}.")] = None,
    keyword: Annotated[list[str] | None, typer.Option("--keyword", help="Follow news that say this, whoever they are about.")] = None,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only news of this outlet.")] = None,
    mute: Annotated[list[str] | None, typer.Option("--mute", help="Leave out news that say this.")] = None,
    include: Annotated[list[str] | None, typer.Option("--include", help="Take in this list's companies; USER/NAME for another's.")] = None,
    house: Annotated[list[str] | None, typer.Option("--house", help="A name of your own house: news that name it come first.")] = None,
    market: Annotated[str | None, typer.Option("--market", metavar="CODE", help="The exchange whose close begins a digest.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Your time zone, for example Europe/London.")] = None,
    shared: Annotated[bool | None, typer.Option("--shared/--private", help="Let other users read and include the list.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what else a list follows and what it leaves out; the list is made when it is not there.

    Each option may be repeated and replaces what was said before; an empty one ("") takes it away.

    Example: desk watchlists set Industrials --keyword tariff --mute "class action" --zone Europe/London
    """
    if all(one is None for one in (sector, event, keyword, source, mute, include, house, market, zone, shared)):
        raise UsageError("nothing to change was given", "say what with --keyword, --mute, --include, --zone or another option")
    events = None if event is None else [_event(one) for one in event if one.strip()]
    with opened(home, create=True) as workspace:
        access = workspace.access()
        held = workspace.watchlists.own_or_new(access, name)
        changed = replace(
            held,
            sectors=_given(sector, held.sectors),
            events=_given(events, held.events),
            keywords=_given(keyword, held.keywords),
            sources=_given(source, held.sources),
            muted=_given(mute, held.muted),
            includes=_given(include, held.includes),
            house=_given(house, held.house),
            market=held.market if market is None else market,
            zone=held.zone if zone is None else zone,
            shared=held.shared if shared is None else shared,
        )
        kept = workspace.watchlists.save(access, changed)
        missing = workspace.watchlists.rolled_up(access, kept).missing
    for line in missing:
        notes().print(line, soft_wrap=True)
    _tell(kept, as_json=as_json, terms=True)


@watchlists_app.command("import")
def import_command(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with the columns company, ticker, sector, owner.")],
    replace_all: Annotated[bool, typer.Option("--replace", help="Take off the companies that the file does not name.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the companies of a table on a list, which is made when it is not there.

    The first line heads the columns, in any order; a file without heads is a company a line. Names are taken as by `desk watchlists add`.
    """
    table = read_table(decode_text(_content(file), name=file.name), name=file.name)
    with opened(home, create=True) as workspace:
        access = workspace.access()
        directory = workspace.directory.companies(access)
        named = {one.company: _named(one.company, directory) for one in table.companies}
        companies = [replace(one, company=named[one.company]) for one in table.companies]
        kept = workspace.watchlists.add(access, name, companies, instead=replace_all)
        read_anew(workspace)
    for line in (*table.told, *_meant_twice(named)):
        notes().print(f"{file.name}: {line}", soft_wrap=True)
    _tell_taken(named)
    _tell(kept, as_json=as_json)


@watchlists_app.command("export")
def export_command(
    name: NameArgument,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write to this file.")] = None,
    home: HomeOption = None,
) -> None:
    """Write a list's own companies as a table that `desk watchlists import` reads."""
    with opened(home) as workspace:
        access = workspace.access()
        held = workspace.watchlists.get(access, name)
        text = write_table(held.companies)
        if output is not None:
            export_file(workspace.acts, access, output, ForFile(text.encode("utf-8-sig"), f"watchlist {held.address}"))
    if output is None:
        typer.echo(text.replace("\r\n", "\n"), nl=False)


@watchlists_app.command("remove")
def remove_command(name: NameArgument, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Forget a list."""
    with opened(home) as workspace:
        workspace.watchlists.remove(workspace.access(), name)
    if as_json:
        print_json({"removed": name})
    else:
        console().print(f"{name} is forgotten")


def watchlist_json(one: Watchlist) -> dict[str, Json]:
    """Return a list as plain data."""
    return {
        "name": one.name,
        "user": one.user,
        "companies": [_company_json(company) for company in one.companies],
        "sectors": list(one.sectors),
        "events": [event.value for event in one.events],
        "keywords": list(one.keywords),
        "sources": list(one.sources),
        "muted": list(one.muted),
        "includes": list(one.includes),
        "house": list(one.house),
        "market": one.market,
        "zone": one.zone,
        "shared": one.shared,
    }


def _company_json(one: WatchedCompany) -> dict[str, Json]:
    return {"company": one.company, "ticker": one.ticker, "sector": one.sector, "owner": one.owner}


def _tell_taken(named: Mapping[str, str]) -> None:
    """Tell which typed names stand for companies of the library that are called otherwise."""
    for typed, taken in named.items():
        if typed != taken:
            notes().print(f"{typed} is taken for {taken}", soft_wrap=True)


def _meant_twice(named: Mapping[str, str]) -> Iterator[str]:
    """Yield which names of a table mean one company: what is said of the last of them holds."""
    first: dict[str, str] = {}
    for typed, taken in named.items():
        before = first.setdefault(taken, typed)
        if company_key(before) != company_key(typed):  # of names that are one by themselves the table tells
            yield f"{typed} and {before} are one company: what the later line says of it holds"


def _tell(kept: Watchlist, *, as_json: bool, terms: bool = False) -> None:
    if as_json:
        print_json({"watchlist": watchlist_json(kept)})
    else:
        parts = [counted(len(kept.companies), "company", "companies"), *(_terms(kept) if terms else [])]
        console().print(f"{kept.name}: {'; '.join(parts)}", soft_wrap=True)


def _terms(one: Watchlist) -> list[str]:
    """Return in words what a list follows beside its companies, and what it leaves out."""
    said: Sequence[tuple[str, Sequence[str]]] = (
        ("sectors", one.sectors),
        ("events", one.events),
        ("keywords", one.keywords),
        ("sources", one.sources),
        ("muted", one.muted),
        ("includes", one.includes),
        ("own house", one.house),
    )
    return [f"{name}: {', '.join(values)}" for name, values in said if values] + (["shared"] if one.shared else [])


def _given(typed: Sequence[_T] | None, held: tuple[_T, ...]) -> tuple[_T, ...]:
    return held if typed is None else tuple(typed)


def _named(typed: str, directory: Sequence[Company]) -> str:
    """Return the name of the company of the library that is typed; of another the words typed."""
    found = meant(WatchedCompany(typed), directory).companies
    return found[0].name if len(found) == 1 else typed


def _event(text: str) -> EventType:
    """Return the event of a word; raises UsageError, which names them all."""
    wanted = " ".join(text.casefold().split())
    found = [one for one in EventType if wanted in {one.value, one.name.casefold()}]
    if not found:
        raise UsageError(f"event {text!r} is not known", f"write one of: {', '.join(EventType)}")
    return found[0]


def _content(file: Path) -> bytes:
    """Return a table's bytes; raises CannotReadError."""
    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotReadError(f"file {file}: {(error.strerror or str(error)).lower()}", "name a CSV file") from error
    if len(content) > MOST_BYTES:
        raise CannotReadError(f"file {file} is larger than {MOST_BYTES // 1_000_000} MB", "a watchlist holds some thousand companies")
    return content
