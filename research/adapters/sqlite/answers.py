"""Kept answers in `ledger.db`, each as JSON."""

from __future__ import annotations

import sqlite3
from functools import cache

from pydantic import TypeAdapter, ValidationError

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.packing import pack_instant
from research.errors import CannotReadError, NotFoundError
from research.nouns.conversations import KeptAnswer


class SqliteAnswerStore:
    """The `AnswerStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, kept: KeptAnswer) -> None:
        """Store an answer; durable when it returns. Raises ValueError for an id that is taken."""
        row = (kept.id, kept.user, pack_instant(kept.at), kept.answer.question, _codec().dump_json(kept).decode())
        try:
            with self._database.write() as connection:
                connection.execute("INSERT INTO answers (id, user, at, question, content) VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.IntegrityError as error:
            raise ValueError(f"an answer {kept.id} is kept already") from error

    def get(self, answer_id: str) -> KeptAnswer:
        """Return an answer, whoever asked it; raises NotFoundError, CannotReadError when another version of the program kept it."""
        with self._database.read() as connection:
            row = connection.execute("SELECT content FROM answers WHERE id = ?", (answer_id,)).fetchone()
        if row is None:
            raise NotFoundError(f"no answer {answer_id[:40]} is kept", "ask the question again")
        try:
            return _codec().validate_json(row["content"])
        except ValidationError as error:
            raise CannotReadError(f"answer {answer_id} was kept by another version of this program", "ask the question again") from error


@cache
def _codec() -> TypeAdapter[KeptAnswer]:
    """Return what writes an answer with all it stands on as JSON and reads it back equal."""
    return TypeAdapter(KeptAnswer)
