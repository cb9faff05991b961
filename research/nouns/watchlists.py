"""Who follows what: companies, sectors, events, keywords and sources, per person and per team."""

from __future__ import annotations

from dataclasses import dataclass

from research.nouns.news import EventType


@dataclass(frozen=True, slots=True)
class WatchedCompany:
    """A company on a watchlist: its name, its ticker, its sector, and who covers it ("" when not said)."""

    company: str
    ticker: str = ""
    sector: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What a person or a team follows. A team's holds other lists too (`includes`), whose companies are rolled up into it.

    An entry is wanted when it is about a watched company (of a watched sector), or says one of `keywords`; `events` and `sources`
    restrict when not empty, `muted` terms leave an entry out whatever else holds. `market` names the exchange whose close begins the
    window ("XNYS"), `zone` is the reader's IANA time zone. Names are unique for a user; case counts for nothing.
    An included list is one of the user's own ("Semis") or another's that is `shared` ("ann/Semis"): shared ones others may read, only
    their user changes them. `house` are names of the reader's own house: news that name it come first, and notes of it are "our" notes.
    """

    name: str
    user: str
    companies: tuple[WatchedCompany, ...] = ()
    sectors: tuple[str, ...] = ()
    events: tuple[EventType, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    market: str = "XNYS"
    zone: str = "America/New_York"
    shared: bool = False
    house: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Return how other users call the list: "ann/Semis"."""
        return f"{self.user}/{self.name}"
