"""Drafts in `ledger.db`, every version kept as JSON."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant
from research.errors import CouldNotAskError, NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import Draft


class SqliteDraftStore:
    """The `DraftStore` over a ledger database; each user's drafts are their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, access: Access, draft: Draft, *, expected: int) -> Draft:
        """Store the next version and return it numbered; `expected` is 0 for a draft that was never saved.

        Raises CouldNotAskError when `expected` is not the stored version: somebody saved in between.
        """
        with self._database.write() as connection:
            newest = "SELECT coalesce(max(version), 0) AS version FROM drafts WHERE user = ? AND id = ?"
            stored = connection.execute(newest, (access.user, draft.id)).fetchone()["version"]
            if stored != expected:
                raise CouldNotAskError(
                    f"draft {draft.id} was saved as version {stored} since version {expected} was opened",
                    "open the newest version and make the change there",
                )
            saved = replace(draft, version=expected + 1)
            connection.execute(
                "INSERT INTO drafts (user, id, version, saved_at, content) VALUES (?, ?, ?, ?, ?)",
                (access.user, saved.id, saved.version, pack_instant(saved.saved_at), _codec().dump_json(saved).decode()),
            )
        return saved

    def get(self, access: Access, draft_id: str) -> Draft:
        """Return the newest version of the reader's draft; raises NotFoundError."""
        newest = "SELECT content FROM drafts WHERE user = ? AND id = ? ORDER BY version DESC LIMIT 1"
        with self._database.read() as connection:
            row = connection.execute(newest, (access.user, draft_id)).fetchone()
        if row is None:
            raise NotFoundError(f"no draft {draft_id} of {access.user}", "save it first")
        return _codec().validate_json(row["content"])


@cache
def _codec() -> TypeAdapter[Draft]:
    """Return what writes a draft with its claims, citations and calculations as JSON and reads it back equal."""
    return TypeAdapter(Draft)
