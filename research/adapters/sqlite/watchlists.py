"""Watchlists in `ledger.db`, each as JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError

from research.adapters.sqlite.database import Database
from research.errors import CannotReadError, NotFoundError
from research.nouns.access import Access
from research.nouns.watchlists import WatchedCompany, Watchlist

_PUT = "INSERT OR REPLACE INTO watchlists (user_key, name_key, shared, content) VALUES (?, ?, ?, ?)"
_GET = "SELECT content FROM watchlists WHERE user_key = :owner AND name_key = :name AND (shared OR user_key = :reader)"
_ALL = "SELECT content FROM watchlists WHERE user_key = :reader OR shared ORDER BY user_key <> :reader, user_key, name_key"
_REMOVE = "DELETE FROM watchlists WHERE user_key = ? AND name_key = ?"


class SqliteWatchlistStore:
    """The `WatchlistStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, access: Access, watchlist: Watchlist) -> Watchlist:
        """Keep one of the reader's lists in place of the one of that name; return it as kept: the reader's."""
        kept = replace(watchlist, user=access.user)
        row = (_key(access.user), _key(kept.name), int(kept.shared), _codec().dump_json(kept).decode())
        with self._database.write() as connection:
            connection.execute(_PUT, row)
        return kept

    def get(self, access: Access, name: str) -> Watchlist:
        """Return the reader's own list of a name, or the shared one that "user/name" says; raises NotFoundError, CannotReadError."""
        owner, slash, own = name.rpartition("/")
        asked = {"owner": _key(owner if slash else access.user), "name": _key(own), "reader": _key(access.user)}
        with self._database.read() as connection:
            row = connection.execute(_GET, asked).fetchone()
        if row is None:
            raise _no_list(name)
        return _read(row)

    def all(self, access: Access) -> list[Watchlist]:
        """Return the lists that the reader may read: their own by name, then the shared ones of others by user and name."""
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_ALL, {"reader": _key(access.user)})]

    def remove(self, access: Access, name: str) -> None:
        """Forget one of the reader's own lists; raises NotFoundError."""
        with self._database.write() as connection:
            if not connection.execute(_REMOVE, (_key(access.user), _key(name))).rowcount:
                raise _no_list(name)

    def watched(self) -> list[WatchedCompany]:
        """Return the companies that stand on any list, ordered, each once, owners left out: for reading news, not for readers."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT content FROM watchlists").fetchall()
        return _each_once(company for row in rows for company in _read(row).companies)


def _each_once(companies: Iterable[WatchedCompany]) -> list[WatchedCompany]:
    found = {replace(company, owner="") for company in companies}
    return sorted(found, key=lambda one: (one.company, one.ticker, one.sector))


def _no_list(name: str) -> NotFoundError:
    return NotFoundError(f"no watchlist {name[:80] or repr(name)}", "list those that there are with `desk watchlists`")


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def _codec() -> TypeAdapter[Watchlist]:
    """Return what writes a list as JSON and reads it back equal."""
    return TypeAdapter(Watchlist)


def _read(row: sqlite3.Row) -> Watchlist:
    try:
        return _codec().validate_json(row["content"])
    except ValidationError as error:
        raise CannotReadError("a watchlist was kept by another version of this program", "import its companies again") from error
