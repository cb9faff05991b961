"""Withdrawing the text of purged documents from `ledger.db`: answers, drafts, digests, what is on its way, remarks.

The audit trail is not touched: it has hashes, and what it told in words of documents stands beside it. Every step may be done again: what
it changes, the words beside the trail that tell of that, and the event that says what was changed are written in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace

from pydantic import TypeAdapter, ValidationError

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.draft_withdrawals import withdraw_drafts
from research.adapters.sqlite.ledger import record_event
from research.adapters.sqlite.packing import pack_instant, pack_json, unpack_pairs
from research.adapters.sqlite.schedules import pack_digest
from research.nouns.conversations import KeptAnswer
from research.nouns.digests import Digest
from research.nouns.purging import WITHDRAWN, PurgeOrder, Withdrawals
from research.nouns.queries import AuditEvent
from research.protocols.purging import Redactor

_ANSWERS_AT_ONCE = 200
# Nothing that was made before a document came says anything of it.
_ANSWERS = "SELECT rowid, id, content FROM answers WHERE at >= ? AND rowid > ? ORDER BY rowid LIMIT ?"
_GUARDS = (
    "signed_draft_is_never_changed",
    "signed_draft_is_never_withdrawn",
    "draft_sign_off_is_never_changed",
)
_CANCEL = """
UPDATE outbox SET content = NULL, token = '', handed_by = '', error = :error,
state = CASE state WHEN 'sent' THEN 'sent' ELSE 'failed' END WHERE number = :number"""
CANCELLED = "a document in it was purged before it went out"
_WORDS = "SELECT w.id, w.words FROM audit_words AS w JOIN audit AS a ON a.id = w.id WHERE a.at >= ?"
_FORGET_WORDS_OF = """
DELETE FROM audit_words WHERE id IN (
    SELECT w.id FROM audit_words AS w JOIN audit AS a ON a.id = w.id, json_each(a.details) AS told
    WHERE a.at >= :since AND json_extract(told.value, '$[1]') IN (SELECT value FROM json_each(:answers)))"""
_TOLD = "SELECT details FROM audit WHERE user = ? AND action = ? AND subject = ?"


class SqliteDerivedStore:
    """The `DerivedStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def withdraw(self, order: PurgeOrder, redactor: Redactor, event: AuditEvent) -> Withdrawals:
        """Withdraw the text of purged documents from everything, signed versions of drafts included; doing it twice is no error.

        `event` is recorded with each step of it, with what the step changed. Returns what is on record so, this time and before.
        """
        since = pack_instant(order.since)
        self._answers(since, redactor, event)
        with self._database.write() as connection, _unguarded(connection):
            drafts = withdraw_drafts(connection, redactor)
            remarks = _remarks(connection, redactor)
            digests, clean = _digests(connection, redactor)
            messages = _messages(connection, since, redactor, clean)
            _words(connection, since, redactor)
            # What was told of an answer after its words were withdrawn, by a page that still showed them.
            _words_of(connection, since, [one for details in _told(connection, event) for one in _listed(details, "withdrawn_from")])
            counts = {"draft_versions": len(drafts), "remarks": remarks, "digests": digests, "messages": messages}
            if any(counts.values()):
                _record(connection, event, counts, ("versions", drafts))
            return _total(_told(connection, event))

    def withdrawn(self, event: AuditEvent) -> Withdrawals:
        """Return what is on record of `withdraw` with such an event."""
        with self._database.read() as connection:
            return _total(_told(connection, event))

    def compact(self) -> None:
        """Write the store anew without its free space; raises CouldNotAskError while it is read."""
        self._database.compact()

    def _answers(self, since: str, redactor: Redactor, event: AuditEvent) -> None:
        """Withdraw text from kept answers and from what the trail told of them, some at a time so that nobody waits long."""
        last = 0
        while True:
            with self._database.read() as connection:
                rows = connection.execute(_ANSWERS, (since, last, _ANSWERS_AT_ONCE)).fetchall()
            if not rows:
                return
            last = rows[-1]["rowid"]
            made = [(row["id"], *new) for row in rows if redactor.suspects(row["content"]) and (new := _answer(row["content"], redactor))]
            if made:
                ids = [one for one, *_ in made]
                with self._database.write() as connection:
                    connection.executemany("UPDATE answers SET question = ?, content = ? WHERE id = ?", [(q, c, i) for i, q, c in made])
                    _words_of(connection, since, ids)
                    _record(connection, event, {"answers": len(ids)}, ("withdrawn_from", ids))


@contextmanager
def _unguarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Lift the database's guards of what is signed inside the block, and put them back as they were, in the same transaction.

    Nobody else ever sees the database without them.
    """
    marks = ", ".join("?" * len(_GUARDS))
    guards = connection.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})", _GUARDS)  # noqa: S608
    found = [(row["name"], row["sql"]) for row in guards]
    for name, _ in found:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        connection.execute(sql)


def _answer(content: str, redactor: Redactor) -> tuple[str, str] | None:
    """Return question and content of a kept answer without their text; None where it has none of it.

    One that another version of this program kept cannot be looked into, and goes as a whole.
    """
    codec = TypeAdapter(KeptAnswer)
    try:
        kept = codec.validate_json(content)
    except ValidationError:
        return WITHDRAWN, "{}"
    made = redactor.answer(kept)
    return None if made is kept else (made.answer.question, codec.dump_json(made).decode())


def _remarks(connection: sqlite3.Connection, redactor: Redactor) -> int:
    """Withdraw what somebody typed beside sentences and sign-offs; return how many remarks lost their text."""
    changed = 0
    for table, column in (("accepted_sentences", "reason"), ("draft_sign_offs", "comment")):
        key = "user, sentence, verdict" if table == "accepted_sentences" else "number"
        names = key.split(", ")
        match = " AND ".join(f"{name} = ?" for name in names)
        for row in connection.execute(f"SELECT {key}, {column} AS said FROM {table} WHERE {column} <> ''").fetchall():  # noqa: S608
            if redactor.words(row["said"]) != row["said"]:
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {match}", (WITHDRAWN, *(row[name] for name in names)))  # noqa: S608
                changed += 1
    return changed


def _digests(connection: sqlite3.Connection, redactor: Redactor) -> tuple[int, set[str]]:
    """Withdraw text from the digests that schedules sent last; return how many lost any, and the ids of those that lost none."""
    changed, clean = 0, set()
    codec = TypeAdapter(Digest)
    for row in connection.execute("SELECT id, sent FROM schedules WHERE sent IS NOT NULL").fetchall():
        try:
            digest = codec.validate_json(row["sent"])
        except ValidationError:
            connection.execute("UPDATE schedules SET sent = NULL WHERE id = ?", (row["id"],))
            changed += 1
            continue
        made = redactor.digest(digest)
        if made is digest:
            clean.add(digest.id)
        else:
            connection.execute("UPDATE schedules SET sent = ? WHERE id = ?", (pack_digest(made), row["id"]))
            changed += 1
    return changed, clean


def _messages(connection: sqlite3.Connection, since: str, redactor: Redactor, clean: Collection[str]) -> int:
    """Cancel what is on its way and may show a purged document: bytes that are ready to go cannot be mended. Return how many."""
    rows = connection.execute("SELECT number, name, digest FROM outbox WHERE content IS NOT NULL AND created_at >= ?", (since,)).fetchall()
    gone = [row["number"] for row in rows if row["digest"] not in clean or redactor.suspects(row["name"])]
    connection.executemany(_CANCEL, [{"number": number, "error": CANCELLED} for number in gone])
    return len(gone)


def _words(connection: sqlite3.Connection, since: str, redactor: Redactor) -> None:
    """Delete what the audit trail told in words of purged documents; the trail keeps its hash."""
    rows = connection.execute(_WORDS, (since,)).fetchall()
    gone = [(row["id"],) for row in rows if any(redactor.tells(value) for _, value in unpack_pairs(row["words"]))]
    connection.executemany("DELETE FROM audit_words WHERE id = ?", gone)


def _words_of(connection: sqlite3.Connection, since: str, answers: Collection[str]) -> None:
    """Delete what the audit trail told in words of answers; the trail keeps its hash."""
    if answers:
        connection.execute(_FORGET_WORDS_OF, {"since": since, "answers": pack_json(answers)})


def _record(connection: sqlite3.Connection, event: AuditEvent, counts: dict[str, int], changed: tuple[str, list[str]]) -> None:
    """Record how many things lost text, and the ids of some of them by name."""
    name, ids = changed
    told = (*((thing, str(number)) for thing, number in counts.items()), (name, ",".join(ids)))
    record_event(connection, replace(event, details=(*event.details, *told)))


def _told(connection: sqlite3.Connection, event: AuditEvent) -> list[dict[str, str]]:
    """Return the details of the events that are on record of the same act, in no order."""
    rows = connection.execute(_TOLD, (event.user, event.action, event.subject))
    return [dict(unpack_pairs(row["details"])) for row in rows]


def _listed(details: dict[str, str], name: str) -> list[str]:
    return [one for one in details.get(name, "").split(",") if one]


def _total(told: list[dict[str, str]]) -> Withdrawals:
    return Withdrawals(**{one.name: sum(int(details.get(one.name, "0")) for details in told) for one in fields(Withdrawals)})
