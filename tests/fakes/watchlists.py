"""Watchlists in memory with the promises of their protocol, and a market that closes at one hour of each weekday."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.protocols.watchlists import MarketClose


class FakeWatchlistStore:
    """Lists in a dictionary by user and name."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], Watchlist] = {}

    def put(self, access: Access, watchlist: Watchlist) -> Watchlist:
        kept = replace(watchlist, user=access.user)
        self._lists[_key(access.user), _key(kept.name)] = kept
        return kept

    def get(self, access: Access, name: str) -> Watchlist:
        owner, slash, own = name.rpartition("/")
        user = _key(owner if slash else access.user)
        found = self._lists.get((user, _key(own)))
        if found is None or not (found.shared or user == _key(access.user)):
            raise NotFoundError(f"no watchlist {name}")
        return found

    def all(self, access: Access) -> list[Watchlist]:
        reader = _key(access.user)
        ordered = sorted(self._lists.items(), key=lambda one: (one[0][0] != reader, one[0]))
        return [held for (user, _), held in ordered if held.shared or user == reader]

    def remove(self, access: Access, name: str) -> None:
        if self._lists.pop((_key(access.user), _key(name)), None) is None:
            raise NotFoundError(f"no watchlist {name}")

    def watched(self) -> list[WatchedCompany]:
        found = {replace(company, owner="") for held in self._lists.values() for company in held.companies}
        return sorted(found, key=lambda one: (one.company, one.ticker, one.sector))


class FakeMarketHours:
    """One market, "XNYS", that closes at 21:00 UTC of each weekday."""

    def markets(self) -> list[str]:
        return ["XNYS"]

    def last_close(self, market: str, before: datetime) -> MarketClose:
        if market != "XNYS":
            raise UsageError(f"market {market} is not known")
        at = datetime.combine(before.astimezone(UTC).date(), time(21), tzinfo=UTC)
        while at >= before or at.weekday() > 4:
            at -= timedelta(days=1)
        return MarketClose(at)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
