"""The user's table of company names in `catalog.db`."""

from __future__ import annotations

from datetime import UTC, datetime

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant
from research.directory import identity
from research.errors import NotFoundError

_PUT = """
INSERT INTO company_names (identity, name, company, changed_at, changed_by) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (identity) DO UPDATE SET name = excluded.name, company = excluded.company,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by"""
_GROW = "UPDATE catalog_version SET number = number + 1"


class SqliteCompanyNames:
    """The `CompanyNames` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, str]:
        """Return the company meant by each name, ordered by name."""
        with self._database.read() as connection:
            return {row["name"]: row["company"] for row in connection.execute("SELECT name, company FROM company_names ORDER BY name")}

    def put(self, name: str, company: str, *, user: str) -> None:
        """Say which company a name means, in place of what was said before."""
        with self._database.write() as connection:
            connection.execute(_PUT, (identity(name), name, company, pack_instant(datetime.now(UTC)), user))
            connection.execute(_GROW)

    def remove(self, name: str) -> None:
        """Forget a name; raises NotFoundError."""
        with self._database.write() as connection:
            if not connection.execute("DELETE FROM company_names WHERE identity = ?", (identity(name),)).rowcount:
                raise NotFoundError(f"the table of company names has no {name}", "list it with `desk names`")
            connection.execute(_GROW)
