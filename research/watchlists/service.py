"""A user's watchlists: kept tidy, rolled up for reading, each change in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.queries import AuditEvent
from research.nouns.roles import Action
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.protocols.ledger import Ledger
from research.protocols.watchlists import MarketHours, WatchlistStore
from research.watchlists.checking import checked, company_key
from research.watchlists.rollup import RolledUp, roll_up


class Watchlists:
    """The watchlists of one workspace, for a reader: what they may read, and what they change of their own."""

    def __init__(self, store: WatchlistStore, ledger: Ledger, hours: MarketHours) -> None:
        self._store = store
        self._ledger = ledger
        self._hours = hours

    def all(self, access: Access) -> list[Watchlist]:
        """Return the lists that the reader may read: their own by name, then the shared ones of others."""
        return [one for one in self._store.all(access) if one.user.casefold() == access.user.casefold() or access.may(Action.OTHERS)]

    def get(self, access: Access, name: str) -> Watchlist:
        """Return a list by its name, another user's by "user/name"; raises NotFoundError."""
        if "/" in name:
            access.need(Action.OTHERS)
        return self._store.get(access, name)

    def watched(self) -> tuple[str, ...]:
        """Return what lists, whosever they are, call companies: news may know one by such a name."""
        return tuple(dict.fromkeys(one.company for one in self._store.watched()))

    def the(self, access: Access, name: str | None) -> Watchlist:
        """Return the list of a name; without one the reader's only list. Raises NotFoundError, UsageError when they have several."""
        if name is not None:
            return self.get(access, name)
        own = [held for held in self.all(access) if held.user.casefold() == access.user.casefold()]
        if not own:
            raise NotFoundError(f"{access.user} has no watchlist", "make one with desk watchlists add NAME COMPANY")
        if len(own) > 1:
            raise UsageError(f"which watchlist: {', '.join(held.name for held in own)}", "name it with --watchlist NAME")
        return own[0]

    def rolled_up(self, access: Access, watchlist: Watchlist) -> RolledUp:
        """Return a list with the companies of the lists that it holds, as far as the reader may read them."""
        return roll_up(watchlist, partial(self.get, access))

    def save(self, access: Access, watchlist: Watchlist) -> Watchlist:
        """Keep one of the reader's own lists, tidied, in place of the one of that name; raises UsageError."""
        access.need(Action.LISTS)
        tidied = checked(watchlist, tuple(self._hours.markets()))
        with self._ledger.together():
            kept = self._store.put(access, tidied)
            self._record(access, "set watchlist", kept.name, (("companies", str(len(kept.companies))),))
        return kept

    def add(self, access: Access, name: str, companies: Iterable[WatchedCompany], *, instead: bool = False) -> Watchlist:
        """Put companies on one of the reader's own lists, made when it is not there; `instead` of those on it. Raises UsageError.

        What is said of a company that stands there already replaces what was said of it; what is not said is kept.
        """
        held = self.own_or_new(access, name)
        before = {} if instead else {company_key(one.company): one for one in held.companies}
        for company in companies:
            key = company_key(company.company)
            known = before.get(key, company)
            before[key] = replace(
                known,
                ticker=company.ticker or known.ticker,
                sector=company.sector or known.sector,
                owner=company.owner or known.owner,
            )
        return self.save(access, replace(held, companies=tuple(before.values())))

    def drop(self, access: Access, name: str, companies: Iterable[str]) -> Watchlist:
        """Take companies, by name or ticker, off one of the reader's own lists; raises NotFoundError for one that is not on it."""
        held = self._own(access, name)
        left = list(held.companies)
        for asked in companies:
            found = [one for one in left if company_key(one.company) == company_key(asked) or (one.ticker and one.ticker == asked.upper())]
            if not found:
                raise NotFoundError(f"{asked} is not on {held.name}", f"see what is with desk watchlists show {held.name!r}")
            left = [one for one in left if one not in found]
        return self.save(access, replace(held, companies=tuple(left)))

    def remove(self, access: Access, name: str) -> None:
        """Forget one of the reader's own lists; raises NotFoundError."""
        access.need(Action.LISTS)
        with self._ledger.together():
            self._store.remove(access, name)
            self._record(access, "remove watchlist", name)

    def own_or_new(self, access: Access, name: str) -> Watchlist:
        """Return a list that the reader may change, a new one where there is none of the name; raises UsageError for another's."""
        try:
            return self._own(access, name)
        except NotFoundError:
            return Watchlist(name, access.user)

    def _own(self, access: Access, name: str) -> Watchlist:
        """Return a list that the reader may change; raises NotFoundError, UsageError for another's."""
        if "/" in name:
            raise UsageError(f"{name} is another user's list", "only its own user changes it; include it in a list of yours")
        return self._store.get(access, name)

    def _record(self, access: Access, action: str, name: str, details: tuple[tuple[str, str], ...] = ()) -> None:
        self._ledger.record(AuditEvent(datetime.now(UTC), access.user, action, name, details))
