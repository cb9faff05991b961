"""The user's corrections in `catalog.db`."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

from research.adapters.sqlite.conditions import VISIBLE, access_parameters
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant, pack_instant_or_none, unpack_instant, unpack_instant_or_none
from research.errors import NotFoundError, UsageError
from research.nouns.access import PUBLIC, Access
from research.nouns.corrections import Corrected, Correction, needed_for

_INSERT = """
INSERT INTO corrections (kind, target, field, before, value, reason, origin, user, made_at, undone_at, undone_by, company)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
# Seen by those who may see the document's newest version.
_SEEN = f"""EXISTS (SELECT 1 FROM documents AS d WHERE {VISIBLE}
AND d.seq = (SELECT max(seq) FROM documents WHERE source_key = c.target))
AND (:as_of IS NULL OR c.made_at <= :as_of)"""  # noqa: S608 - constants only
_OF = f"SELECT c.* FROM corrections AS c WHERE c.kind = :kind AND c.target = :target AND {_SEEN} ORDER BY c.id"  # noqa: S608 - constants only
_ONE = f"SELECT c.* FROM corrections AS c WHERE c.id = :id AND {_SEEN}"  # noqa: S608 - constants only
_UNDO = "UPDATE corrections SET undone_at = ?, undone_by = ? WHERE id = ?"
_OF_COMPANY = f"SELECT c.* FROM corrections AS c WHERE c.kind = :kind AND c.company = :company AND {_SEEN} ORDER BY c.id"  # noqa: S608 - constants only
# One for a company counts where its own document is public or has the same label.
_HOLDING = """
SELECT * FROM corrections AS c WHERE c.kind = :kind AND c.undone_at IS NULL
AND (c.target = :target OR (c.company <> '' AND c.company = :company AND EXISTS (
  SELECT 1 FROM documents AS d WHERE d.label IN (:public, :label)
  AND d.seq = (SELECT max(seq) FROM documents WHERE source_key = c.target)))) ORDER BY c.id"""


class SqliteCorrectionStore:
    """The `CorrectionStore` over a catalog database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, correction: Correction) -> Correction:
        """Keep a correction and return it numbered; durable when it returns."""
        with self._database.write() as connection:
            return replace(correction, id=int(connection.execute(_INSERT, _row(correction)).lastrowid or 0))

    def undo(self, access: Access, correction_id: int, *, at: datetime) -> Correction:
        """Mark a correction as undone by the reader and return it; raises NotFoundError, and UsageError for one undone before."""
        with self._database.write() as connection:
            row = connection.execute(_ONE, access_parameters(access) | {"id": correction_id}).fetchone()
            if row is None:
                raise NotFoundError(f"no correction {correction_id}", "reload the page; it lists those that there are")
            access.need(needed_for(Corrected(row["kind"]), row["field"]))
            if row["undone_at"] is not None:
                raise UsageError(f"correction {correction_id} was undone before", "reload the page")
            connection.execute(_UNDO, (pack_instant(at), access.user, correction_id))
            return replace(_read(row), undone_at=at, undone_by=access.user)

    def of(self, access: Access, kind: Corrected, target: str) -> list[Correction]:
        """Return the corrections of a document that the reader may see, undone ones too, in the order they were made."""
        wanted = access_parameters(access) | {"kind": kind.value, "target": target}
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_OF, wanted)]

    def of_company(self, access: Access, kind: Corrected, company: str) -> list[Correction]:
        """Return the corrections made for all of a company's documents that the reader may see, undone ones too, in order."""
        wanted = access_parameters(access) | {"kind": kind.value, "company": company}
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_OF_COMPANY, wanted)] if company else []

    def holding(self, kind: Corrected, target: str, *, company: str = "", label: str = PUBLIC) -> list[Correction]:
        """Return the corrections that hold of a document, and those of its company made on public ones or ones of its label; for ingest."""
        wanted = {"kind": kind.value, "target": target, "company": company, "label": label, "public": PUBLIC}
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(_HOLDING, wanted)]


def _row(one: Correction) -> tuple[str | None, ...]:
    instants = (pack_instant(one.made_at), pack_instant_or_none(one.undone_at))
    return (
        one.kind.value,
        one.target,
        one.field,
        one.before,
        one.value,
        one.reason,
        one.origin,
        one.user,
        *instants,
        one.undone_by,
        one.company,
    )


def _read(row: sqlite3.Row) -> Correction:
    return Correction(
        kind=Corrected(row["kind"]),
        target=row["target"],
        field=row["field"],
        before=row["before"],
        value=row["value"],
        user=row["user"],
        made_at=unpack_instant(row["made_at"]),
        reason=row["reason"],
        origin=row["origin"],
        undone_at=unpack_instant_or_none(row["undone_at"]),
        undone_by=row["undone_by"],
        id=row["id"],
        company=row["company"],
    )
