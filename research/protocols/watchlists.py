"""What the ledger keeps of who follows what, and what is known of markets' hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist


class WatchlistStore(Protocol):
    """Watchlists by user and name; case of either counts for nothing, and each user changes their own alone."""

    def put(self, access: Access, watchlist: Watchlist) -> Watchlist:
        """Keep one of the reader's lists in place of the one of that name, durable when it returns; return it as kept: the reader's."""
        ...

    def get(self, access: Access, name: str) -> Watchlist:
        """Return the reader's own list of a name, or the shared one that "user/name" says.

        Raises NotFoundError, which does not tell whether another user has a list that is not shared.
        """
        ...

    def all(self, access: Access) -> list[Watchlist]:
        """Return the lists that the reader may read: their own by name, then the shared ones of others by user and name."""
        ...

    def remove(self, access: Access, name: str) -> None:
        """Forget one of the reader's own lists; raises NotFoundError."""
        ...

    def watched(self) -> list[WatchedCompany]:
        """Return the companies that stand on any list, ordered, each once, owners left out: for reading news, not for readers."""
        ...


@dataclass(frozen=True, slots=True)
class MarketClose:
    """The end of a market's session (aware UTC); `note` says what is uncertain of it ("the holidays of 2027 are not known"), else ""."""

    at: datetime
    note: str = ""


class MarketHours(Protocol):
    """When markets close, by the codes of exchanges (ISO 10383: "XNYS")."""

    def markets(self) -> Iterable[str]:
        """Return the codes that are known, ordered."""
        ...

    def last_close(self, market: str, before: datetime) -> MarketClose:
        """Return the end of the last session that ended before an instant, half days and holidays counted; raises UsageError for a code."""
        ...
