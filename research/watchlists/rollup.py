"""Lists that hold other lists: their companies in one, with who covers each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from research.errors import NotFoundError
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.checking import each_once


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A list with the companies of all that it holds, and what could not be taken in, one line each."""

    watchlist: Watchlist
    missing: tuple[str, ...]


def roll_up(watchlist: Watchlist, read: Callable[[str], Watchlist]) -> RolledUp:
    """Return a list with the companies of the lists that it holds and that those hold, of the watched sectors only where it names any.

    `read` returns the list that "user/name" says and raises NotFoundError. Of a company the list nearest to the top says most; one of
    another user's list is covered by that user when nothing says by whom.
    """
    missing: list[str] = []
    companies = each_once(_companies(watchlist, watchlist.user, read, seen=set(), missing=missing))
    if watchlist.sectors:
        wanted = {sector.casefold() for sector in watchlist.sectors}
        unplaced = [one.company for one in companies if not one.sector]
        missing += [f"{company} has no sector on the list, and only some sectors are followed" for company in unplaced]
        companies = tuple(one for one in companies if one.sector.casefold() in wanted)
    return RolledUp(replace(watchlist, companies=companies), tuple(missing))


def _companies(
    watchlist: Watchlist, top: str, read: Callable[[str], Watchlist], *, seen: set[str], missing: list[str]
) -> Iterator[WatchedCompany]:
    """Yield the companies of a list, then those of the lists it holds; one that holds itself is read once."""
    seen.add(watchlist.address.casefold())
    others = "" if watchlist.user.casefold() == top.casefold() else watchlist.user
    for company in watchlist.companies:
        yield replace(company, owner=company.owner or others)
    for name in watchlist.includes:
        address = name if "/" in name else f"{watchlist.user}/{name}"
        if address.casefold() in seen:
            continue
        try:
            held = read(address)
        except NotFoundError:
            missing.append(f"the watchlist {address}, which {watchlist.name} includes, is not there for you")
            seen.add(address.casefold())
            continue
        yield from _companies(held, top, read, seen=seen, missing=missing)
