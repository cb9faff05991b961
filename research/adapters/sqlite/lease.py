"""The lease in `catalog.db` that lets one worker at a time ingest.

One row names the holder and its process. A holder whose process ended on this host has lost the lease at once; one that
cannot be seen (another container) or has stopped renewing loses it when it expires. `tenure` counts how often the lease was taken.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from research.adapters.sqlite.database import Database
from research.adapters.sqlite.liveness import ProcessIdentity, is_dead, this_process
from research.adapters.sqlite.packing import pack_instant, unpack_instant
from research.errors import CouldNotAskError
from research.nouns.jobs import Lease

_TAKE = """
UPDATE lease SET tenure = tenure + 1, holder = :holder, host = :host, pid = :pid, started = :started, expires_at = :expires_at"""
_RENEW = "UPDATE lease SET expires_at = ? WHERE tenure = ? AND holder IS NOT NULL"
_GIVE_BACK = "UPDATE lease SET holder = NULL, host = NULL, pid = NULL, started = NULL, expires_at = NULL WHERE tenure = ?"
_RENEWALS_PER_TERM = 3


@dataclass(frozen=True, slots=True)
class Tenure:
    """The lease as it stands: who holds it, in which process, until when, and the number of this tenure."""

    holder: str
    process: ProcessIdentity
    expires_at: datetime
    number: int

    def stands(self, now: datetime) -> bool:
        """Return whether the holder still has the lease."""
        return now < self.expires_at and not is_dead(self.process)


def read_tenure(connection: sqlite3.Connection) -> Tenure | None:
    """Return the tenure that the row holds, standing or not; None when the lease was given back."""
    row = connection.execute("SELECT * FROM lease").fetchone()
    if row["holder"] is None:
        return None
    process = ProcessIdentity(row["host"], row["pid"], row["started"])
    return Tenure(row["holder"], process, unpack_instant(row["expires_at"]), row["tenure"])


def standing_lease(database: Database) -> Lease | None:
    """Return who holds the lease now, None when nobody alive does."""
    with database.read() as connection:
        tenure = read_tenure(connection)
    return Lease(tenure.holder, tenure.expires_at) if tenure and tenure.stands(datetime.now(UTC)) else None


@contextmanager
def worker_lease(database: Database, holder: str, *, seconds: float) -> Iterator[bool]:
    """Yield True while the lease is held, renewed by a thread; False when another holds it, also one of this process."""
    if seconds <= 0:
        raise ValueError(f"a lease of {seconds} seconds")
    number = _take(database, holder, seconds)
    if number is None:
        yield False
        return
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(database, number, seconds, ended), name="lease", daemon=True)
    renewing.start()
    try:
        yield True
    finally:
        ended.set()
        renewing.join()
        # A database that is closed or held up keeps the lease; it ends with this process, or when it expires.
        with suppress(CouldNotAskError), database.write() as connection:
            connection.execute(_GIVE_BACK, (number,))


def _take(database: Database, holder: str, seconds: float) -> int | None:
    """Take the lease when it is free and return the number of this tenure, else None."""
    process = this_process()
    with database.write() as connection:
        now = datetime.now(UTC)
        standing = read_tenure(connection)
        if standing and standing.stands(now):
            return None
        connection.execute(
            _TAKE,
            {
                "holder": holder,
                "host": process.host,
                "pid": process.pid,
                "started": process.started,
                "expires_at": pack_instant(now + timedelta(seconds=seconds)),
            },
        )
        return int(connection.execute("SELECT tenure FROM lease").fetchone()["tenure"])


def _renew(database: Database, number: int, seconds: float, ended: threading.Event) -> None:
    """Move the end of the lease ahead until told to stop, or until another has taken it."""
    while not ended.wait(seconds / _RENEWALS_PER_TERM):
        try:
            with database.write() as connection:
                ours = connection.execute(_RENEW, (pack_instant(datetime.now(UTC) + timedelta(seconds=seconds)), number)).rowcount
        except CouldNotAskError:
            continue  # a writer that takes long: tried again, and the worker itself meets any lasting failure
        if not ours:
            return
