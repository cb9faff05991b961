"""What is on its way in `ledger.db`.

Each step of a try is one transaction, on the disk before the step that it tells of: a process that is killed leaves behind either an
item that nobody has got, or one of which it is known that it was being handed over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.liveness import ProcessIdentity, is_dead, this_process
from research.adapters.sqlite.packing import pack_instant, pack_instant_or_none, pack_json, unpack_instant, unpack_instant_or_none
from research.adapters.sqlite.schedules import pack_digest
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.sending import Channel, Outgoing, OutgoingState, ScheduleRun, Settled

_DONE = """
UPDATE schedules SET done_at = :due, window_end = :window_end, sent = :sent WHERE id = :schedule AND (done_at IS NULL OR done_at < :due)"""
_PUT = """
INSERT INTO outbox (id, user, channel, target, name, digest, content, state, created_at, due_at, documents)
VALUES (:id, :user, :channel, :target, :name, :digest, :content, 'waiting', :created_at, :due_at, :documents) ON CONFLICT (id) DO NOTHING"""
_DUE = """
SELECT * FROM outbox WHERE user = :user AND due_at <= :now
AND (state = 'waiting' OR state = 'sending' OR (state = 'handed over' AND channel = 'file')) ORDER BY due_at, number"""
_CLAIM = """
UPDATE outbox SET state = CASE state WHEN 'waiting' THEN 'sending' ELSE state END, token = :token, host = :host, pid = :pid,
started = :started, held_until = :held_until WHERE number = :number"""
_HAND_OVER = "UPDATE outbox SET state = 'handed over', handed_by = token WHERE id = ? AND token = ? AND state = 'sending'"
_SETTLE = """
UPDATE outbox SET state = :state, error = :error, settled_at = :settled_at, due_at = coalesce(:due_at, due_at), tries = tries + 1,
token = CASE :state WHEN 'waiting' THEN '' ELSE token END, handed_by = CASE :state WHEN 'waiting' THEN '' ELSE handed_by END,
content = CASE :state WHEN 'sent' THEN NULL ELSE content END,
held_until = CASE :state WHEN 'handed over' THEN :settled_at ELSE held_until END
WHERE id = :id AND token = :token AND state IN ('sending', 'handed over', 'unsure')"""
_HANDED_MAIL = "SELECT * FROM outbox WHERE user = ? AND state = 'handed over' AND channel = 'mail' ORDER BY number"
_UNSURE = "UPDATE outbox SET state = 'unsure', error = ?, settled_at = ? WHERE number = ?"
_AGAIN = """
UPDATE outbox SET state = 'waiting', error = '', token = '', handed_by = '', due_at = :now
WHERE user = :user AND id = :id AND state IN ('failed', 'unsure') AND content IS NOT NULL"""
_FIND = """
SELECT * FROM outbox WHERE user = :user AND (:states = '[]' OR state IN (SELECT value FROM json_each(:states)))
ORDER BY number DESC LIMIT :limit"""
NEVER_HEARD = "it was handed over to the server, and the answer was never heard; it may or may not have arrived"


class SqliteOutbox:
    """The `Outbox` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def queue(self, run: ScheduleRun | None, items: Sequence[Outgoing]) -> bool:
        """Queue a run's messages and mark the schedule as done up to the run's moment, all or nothing; return whether that was done."""
        with self._database.write() as connection:
            if run is not None:
                done = {"due": pack_instant(run.due), "window_end": pack_instant(run.digest.end), "sent": pack_digest(run.digest)}
                if not connection.execute(_DONE, done | {"schedule": run.schedule}).rowcount:
                    return False
            connection.executemany(_PUT, [_row(item) for item in items])
        return True

    def claim(self, user: str, token: str, *, now: datetime, seconds: float) -> Outgoing | None:
        """Return the user's item that has been due longest, claimed for so many seconds under a token; None when none is due."""
        me = this_process()
        with self._database.write() as connection:
            for row in connection.execute(_DUE, {"user": user, "now": pack_instant(now)}).fetchall():
                if row["state"] != OutgoingState.WAITING and _is_held(row, now):
                    continue
                held = {"host": me.host, "pid": me.pid, "started": me.started, "held_until": pack_instant(now + timedelta(seconds=seconds))}
                connection.execute(_CLAIM, {"token": token, "number": row["number"], **held})
                return _read(connection.execute("SELECT * FROM outbox WHERE number = ?", (row["number"],)).fetchone())
        return None

    def hand_over(self, outgoing_id: str, token: str) -> bool:
        """Mark an item as handed over, durable when it returns; False when the claim was lost, and it must not be handed over."""
        with self._database.write() as connection:
            return connection.execute(_HAND_OVER, (outgoing_id, token)).rowcount == 1

    def settle(self, outgoing_id: str, token: str, outcome: Settled) -> bool:
        """Say what became of a try; False when the claim was lost and nothing was changed. The bytes of what was sent are forgotten."""
        row = {
            "id": outgoing_id,
            "token": token,
            "state": outcome.state.value,
            "error": outcome.error,
            "settled_at": pack_instant(outcome.at),
            "due_at": pack_instant_or_none(outcome.due_at),
        }
        with self._database.write() as connection:
            return connection.execute(_SETTLE, row).rowcount == 1

    def sweep(self, user: str, now: datetime) -> list[Outgoing]:
        """Mark as unsure, and return without bytes, the messages handed over by a process that has ended or whose time is over."""
        with self._database.read() as connection:
            if not connection.execute(_HANDED_MAIL, (user,)).fetchone():
                return []
        with self._database.write() as connection:
            left = [row for row in connection.execute(_HANDED_MAIL, (user,)).fetchall() if not _is_held(row, now)]
            connection.executemany(_UNSURE, [(NEVER_HEARD, pack_instant(now), row["number"]) for row in left])
            found = [connection.execute("SELECT * FROM outbox WHERE number = ?", (row["number"],)).fetchone() for row in left]
        return [_read(row, content=False) for row in found]

    def again(self, access: Access, outgoing_id: str, now: datetime) -> None:
        """Have an item that failed or is unsure sent once more; raises NotFoundError for any other."""
        with self._database.write() as connection:
            if not connection.execute(_AGAIN, {"user": access.user, "id": outgoing_id, "now": pack_instant(now)}).rowcount:
                raise NotFoundError(f"nothing that failed or is unsure is called {outgoing_id[:40]}", "desk schedule outbox lists what is")

    def find(self, access: Access, states: Sequence[OutgoingState] = (), *, limit: int = 100) -> list[Outgoing]:
        """Return the reader's items without their bytes, the last queued first: in some states (all when none is given)."""
        wanted = {"user": access.user, "states": pack_json(state.value for state in states), "limit": max(limit, 0)}
        with self._database.read() as connection:
            return [_read(row, content=False) for row in connection.execute(_FIND, wanted)]

    def next_due(self, user: str) -> datetime | None:
        """Return when the user's next waiting item is due, None when none waits."""
        with self._database.read() as connection:
            row = connection.execute("SELECT min(due_at) AS due FROM outbox WHERE user = ? AND state = 'waiting'", (user,)).fetchone()
        return unpack_instant_or_none(row["due"])


def _is_held(row: sqlite3.Row, now: datetime) -> bool:
    """Return whether the process that claimed a row still has it."""
    process = ProcessIdentity(row["host"], row["pid"], row["started"])
    return now < unpack_instant(row["held_until"]) and not is_dead(process)


def _row(item: Outgoing) -> dict[str, str | bytes]:
    return {
        "id": item.id,
        "user": item.user,
        "channel": item.channel.value,
        "target": item.target,
        "name": item.name,
        "digest": item.digest,
        "content": item.content,
        "created_at": pack_instant(item.created_at),
        "due_at": pack_instant(item.due_at),
        "documents": "" if item.documents is None else pack_json(item.documents),
    }


def _read(row: sqlite3.Row, *, content: bool = True) -> Outgoing:
    return Outgoing(
        documents=tuple(json.loads(row["documents"])) if row["documents"] else None,
        id=row["id"],
        user=row["user"],
        channel=Channel(row["channel"]),
        target=row["target"],
        name=row["name"],
        digest=row["digest"],
        content=(row["content"] or b"") if content else b"",
        created_at=unpack_instant(row["created_at"]),
        due_at=unpack_instant(row["due_at"]),
        state=OutgoingState(row["state"]),
        tries=row["tries"],
        error=row["error"],
        handed_by=row["handed_by"],
        settled_at=unpack_instant_or_none(row["settled_at"]),
    )
