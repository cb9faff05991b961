"""SQLite connections as this program opens them, and its own words for SQLite's errors."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from research.adapters.sqlite.locking import WriterLock
from research.adapters.sqlite.open_files import hold, let_go
from research.adapters.sqlite.page_sums import PageSums
from research.errors import CouldNotAskError, WorkspaceDamagedError, no_room
from research.nouns.audit import fields_hash

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_RESTORE = "bring a backup back with desk restore FILE --replace, or move the file away and begin a new one"


def damaged(path: Path, problem: str) -> WorkspaceDamagedError:
    """Return the error that says that a database file is damaged, and what to do."""
    return WorkspaceDamagedError(f"{path} is damaged ({' '.join(problem.split())})", _RESTORE)


@contextmanager
def desk_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into WorkspaceDamagedError, DiskFullError or CouldNotAskError; the program's mistakes pass."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _DAMAGED:
            raise damaged(path, str(error)) from error
        if code is not None and code & 0xFF == sqlite3.SQLITE_FULL:
            raise no_room(f"database {path}") from error
        if isinstance(error, sqlite3.OperationalError) and code not in {None, sqlite3.SQLITE_ERROR}:
            raise CouldNotAskError(f"database {path}: {error}", "check the disk and the file's permissions, then try again") from error
        raise


class _Connection(sqlite3.Connection):
    """A connection whose file is held from before it is opened until after it is closed."""

    _key: tuple[int, int] | None = None

    def hold(self, key: tuple[int, int]) -> None:
        """Take over the file's key, to let go of it at the end."""
        self._key = key

    def close(self) -> None:
        """Close, then let go of the file; closing twice is no error."""
        super().close()
        key, self._key = self._key, None
        if key is not None:
            let_go(key)


def connect_bare(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection in autocommit mode to a file that is there, with SQLite's own settings; raises OSError."""
    key = hold(path)
    try:
        connection = sqlite3.connect(
            path, timeout=busy_seconds, isolation_level=None, check_same_thread=False, cached_statements=256, factory=_Connection
        )
    except BaseException:
        let_go(key)
        raise
    connection.hold(key)
    return connection


def connect(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection in autocommit mode with this program's settings; it checkpoints only when told to. Raises OSError."""
    connection = connect_bare(path, busy_seconds=busy_seconds)
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
        connection.create_function("audit_hash", 7, fields_hash, deterministic=True)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten; most builds of SQLite do so anyway
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def has_other_connections(path: Path) -> bool:
    """Return whether anybody has a database open: only a lone connection is given it for itself alone.

    False for a file that is damaged: nobody can say.
    """
    try:
        # Set before anything is read, or the WAL is opened for sharing.
        with PageSums(path).around(), closing(connect_bare(path, busy_seconds=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_BUSY
    except sqlite3.DatabaseError:
        return False
    return False


def make_private(path: Path) -> None:
    """Make an empty file that this user alone reads and writes, as SQLite then makes those it keeps beside it; OSError where one stands."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))


class ConnectionPool:
    """One connection that writes, kept to the last, and as many readers as threads read at the same time."""

    def __init__(self, path: Path, writer: sqlite3.Connection, lock: WriterLock, sums: PageSums, *, busy_seconds: float) -> None:
        self.writer = writer
        self._path = path
        self._lock = lock
        self._sums = sums
        self._busy_seconds = busy_seconds
        self._process = os.getpid()
        self._guard = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    def ensure_open(self) -> None:
        """Raise CouldNotAskError when the pool is closed, or belongs to the process that this one was forked from."""
        if self._closed:
            raise CouldNotAskError(f"database {self._path} has been closed", "open the workspace again")
        if os.getpid() != self._process:
            raise CouldNotAskError(f"database {self._path} was opened by process {self._process}", "open the workspace in this process")

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that cannot write; nobody else uses it inside the block."""
        connection = self._borrow()
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()
            with self._guard:
                kept = not self._closed
                if kept:
                    self._idle.append(connection)
            if not kept:
                with self._lock.held(), self._sums.around():
                    connection.close()

    def _borrow(self) -> sqlite3.Connection:
        with self._guard:
            self.ensure_open()
            if self._idle:
                return self._idle.pop()
        connection = connect(self._path, busy_seconds=self._busy_seconds)
        connection.execute("PRAGMA query_only = ON")
        return connection

    def close(self) -> None:
        """Close all connections, under the lock because the last close of a file checkpoints it; closing twice is no error.

        A connection that a thread is reading with is closed when it is given back. A forked child closes nothing.
        """
        if os.getpid() != self._process:
            return
        # Of a workspace that was deleted nothing is left to protect.
        with self._lock.held() if self._path.exists() else nullcontext():
            with self._guard:
                if self._closed:
                    return
                self._closed = True
                idle, self._idle = self._idle, []
            with self._sums.around():
                for connection in idle:
                    connection.close()
                self.writer.close()
