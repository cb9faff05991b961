"""Users of a team and their sessions in `ledger.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.ledger import record_event
from research.adapters.sqlite.packing import pack_instant, pack_instant_or_none, unpack_instant, unpack_instant_or_none
from research.nouns.queries import AuditEvent
from research.nouns.roles import Role
from research.nouns.users import Session, User, name_key

_ADD = """
INSERT INTO users (key, name, role, made_at, made_by, identity, secret) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_CHANGE = "UPDATE users SET role = ?, disabled_at = ? WHERE key = ?"
_BEGIN = "INSERT INTO sessions (token_sha256, user, way, made_at, seen_at) VALUES (?, ?, ?, ?, ?)"
_END = "UPDATE sessions SET ended_at = ?, ended_why = ? WHERE token_sha256 = ? AND ended_at IS NULL"
_END_ALL = "UPDATE sessions SET ended_at = ?, ended_why = ? WHERE user = ? AND ended_at IS NULL"
_OF = "SELECT * FROM sessions WHERE ? IN ('', user) ORDER BY made_at DESC, token_sha256"
_COUNT = "SELECT count(*), count(*) FILTER (WHERE bucket = ?) FROM sign_in_tries WHERE at > ?"


class SqliteUserStore:
    """The `UserStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, user: User, secret: str, event: AuditEvent) -> bool:
        """Keep a user with the hash of their password ("" for none); False, and nothing kept, where name or identity is taken."""
        row = (name_key(user.name), user.name, user.role.value, pack_instant(user.made_at), user.made_by, user.identity, secret)
        with self._database.write() as connection:
            made = connection.execute(_ADD, row).rowcount > 0
            if made:
                record_event(connection, event)
        return made

    def find(self, name: str) -> User | None:
        """Return the user of a name."""
        return self._one("SELECT * FROM users WHERE key = ?", name_key(name))

    def of_identity(self, identity: str) -> User | None:
        """Return the user whom the company's sign-in knows so."""
        return self._one("SELECT * FROM users WHERE identity = ? AND identity <> ''", identity)

    def all(self) -> list[User]:
        """Return all users by name, disabled ones too."""
        with self._database.read() as connection:
            return [_user(row) for row in connection.execute("SELECT * FROM users ORDER BY key")]

    def secret(self, name: str) -> str:
        """Return the hash of a user's password, "" where there is none."""
        with self._database.read() as connection:
            row = connection.execute("SELECT secret FROM users WHERE key = ?", (name_key(name),)).fetchone()
        return str(row["secret"]) if row else ""

    def change(self, user: User, event: AuditEvent) -> None:
        """Keep a user's role and state as they are given, the name being known."""
        with self._database.write() as connection:
            connection.execute(_CHANGE, (user.role.value, pack_instant_or_none(user.disabled_at), name_key(user.name)))
            record_event(connection, event)

    def set_secret(self, name: str, secret: str, event: AuditEvent | None = None) -> None:
        """Keep another hash of a user's password."""
        with self._database.write() as connection:
            connection.execute("UPDATE users SET secret = ? WHERE key = ?", (secret, name_key(name)))
            if event is not None:
                record_event(connection, event)

    def _one(self, query: str, value: str) -> User | None:
        with self._database.read() as connection:
            row = connection.execute(query, (value,)).fetchone()
        return _user(row) if row else None


class SqliteSessionStore:
    """The `SessionStore` over a ledger database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, session: Session, event: AuditEvent) -> None:
        """Keep a session; durable when it returns."""
        row = (session.token_sha256, session.user, session.way, pack_instant(session.made_at), pack_instant(session.seen_at))
        with self._database.write() as connection:
            connection.execute(_BEGIN, row)
            record_event(connection, event)

    def find(self, token_sha256: str) -> Session | None:
        """Return a session, ended ones too."""
        with self._database.read() as connection:
            row = connection.execute("SELECT * FROM sessions WHERE token_sha256 = ?", (token_sha256,)).fetchone()
        return _session(row) if row else None

    def touch(self, token_sha256: str, at: datetime) -> None:
        """Keep that a session is in use."""
        with self._database.write() as connection:
            connection.execute("UPDATE sessions SET seen_at = max(seen_at, ?) WHERE token_sha256 = ?", (pack_instant(at), token_sha256))

    def end(self, token_sha256: str, *, at: datetime, why: str, event: AuditEvent) -> bool:
        """End a session; return whether it was there and not ended."""
        with self._database.write() as connection:
            ended = connection.execute(_END, (pack_instant(at), why, token_sha256)).rowcount > 0
            if ended:
                record_event(connection, event)
        return ended

    def end_all(self, user: str, *, at: datetime, why: str, events: Sequence[AuditEvent] = ()) -> int:
        """End all sessions of a user and keep that what was begun until then counts no more; return how many were ended."""
        with self._database.write() as connection:
            ended = connection.execute(_END_ALL, (pack_instant(at), why, user)).rowcount
            connection.execute("UPDATE users SET signed_out_at = ? WHERE key = ?", (pack_instant(at), name_key(user)))
            for event in events:
                record_event(connection, event)
        return ended

    def of(self, user: str) -> list[Session]:
        """Return the sessions of a user, of everyone for "", the last begun first."""
        with self._database.read() as connection:
            return [_session(row) for row in connection.execute(_OF, (user,))]

    def try_now(self, bucket: str, *, at: datetime, since: datetime, most: tuple[int, int]) -> bool:
        """Count a try of a bucket and return True; False where it, or all together, had as many as they may have since then."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM sign_in_tries WHERE at <= ?", (pack_instant(since),))
            every, own = connection.execute(_COUNT, (bucket, pack_instant(since))).fetchone()
            if own >= most[0] or every >= most[1]:
                return False
            connection.execute("INSERT INTO sign_in_tries (bucket, at) VALUES (?, ?)", (bucket, pack_instant(at)))
        return True

    def forget_tries(self, bucket: str) -> None:
        """Count a bucket from nothing again."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM sign_in_tries WHERE bucket = ?", (bucket,))


def _user(row: sqlite3.Row) -> User:
    return User(
        name=row["name"],
        role=Role(row["role"]),
        made_at=unpack_instant(row["made_at"]),
        made_by=row["made_by"],
        identity=row["identity"],
        disabled_at=unpack_instant_or_none(row["disabled_at"]),
        signed_out_at=unpack_instant_or_none(row["signed_out_at"]),
    )


def _session(row: sqlite3.Row) -> Session:
    return Session(
        token_sha256=row["token_sha256"],
        user=row["user"],
        way=row["way"],
        made_at=unpack_instant(row["made_at"]),
        seen_at=unpack_instant(row["seen_at"]),
        ended_at=unpack_instant_or_none(row["ended_at"]),
        ended_why=row["ended_why"],
    )
