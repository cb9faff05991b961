"""A SQLite file that threads and processes read while one of them writes.

WAL mode, `synchronous=FULL`: what was committed survives a kill and a power cut. Readers never wait for the writer. Every
write, checkpoint and close is made under the file's `WriterLock`; the reason is told there.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from research.adapters.sqlite.checking import LARGE_BYTES, LastCheck
from research.adapters.sqlite.connections import ConnectionPool, connect, damaged, desk_errors, make_private
from research.adapters.sqlite.locking import WriterLock
from research.adapters.sqlite.migration import Migration, apply_migrations, pending_migrations, read_migrations, upgrade
from research.adapters.sqlite.page_sums import PageSums
from research.errors import CouldNotAskError, disk_full

# The WAL is folded back into the database file when it has grown this large, in bytes.
CHECKPOINT_BYTES = 4 * 1024 * 1024
_HEADER_BYTES = 100


class Database:
    """One database file, brought up to date and checked when opened.

    At every open `quick_check` runs, holding up nobody, 1 ms a megabyte (`python -m tests.bench.sqlite_catalog`), and the sums of its
    pages are compared (`PageSums`), for SQLite looks at the structure alone. Both are left out only for a large file that has not
    changed since it was found whole, less than a day ago (`LastCheck`).
    """

    def __init__(
        self, path: Path, migrations: Path, *, busy_seconds: float = 30.0, large_bytes: int = LARGE_BYTES, with_sums: bool = True
    ) -> None:
        """Open `path`, or make it, by the SQL files of the folder `migrations`; wait at most `busy_seconds` for other writers.

        Files of `large_bytes` and more are not checked again while they stay as they are. Without `with_sums` a file is opened that was
        changed past this program, as long as SQLite can read it.

        Raises WorkspaceDamagedError (failed its check), CouldNotAskError (newer than this program, locked, not writable).
        """
        self._path = path
        self._busy_seconds = busy_seconds
        self._large_bytes = large_bytes
        self._next_checkpoint = CHECKPOINT_BYTES
        self._wal = path.with_name(f"{path.name}-wal")
        self._sums = PageSums(path)
        self._with_sums = with_sums
        self._within = threading.local()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = WriterLock(path.with_name(f"{path.name}.lock"), seconds=busy_seconds)
            with desk_errors(path):
                writer = self._open(read_migrations(migrations))
        except OSError as error:
            if full := disk_full(error, f"database {path}"):
                raise full from error
            raise CouldNotAskError(f"database {path} cannot be opened: {error}", "check the folder and its permissions") from error
        self._pool = ConnectionPool(path, writer, self._lock, self._sums, busy_seconds=busy_seconds)
        # Also at exit: the interpreter would otherwise close the connections, and so checkpoint, without the lock.
        self._finalizer = weakref.finalize(self, self._pool.close)

    @property
    def path(self) -> Path:
        """Return the file's path."""
        return self._path

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for reading; all that is read inside the block is of one moment."""
        with desk_errors(self._path), self._pool.reader() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what this thread writes inside the block one transaction, undone as a whole by an error. It reads what was there before.

        Blocks may stand in each other.
        """
        if self._is_together():
            yield
            return
        with self.write():
            self._within.together = True
            try:
                yield
            finally:
                self._within.together = False

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Lend the writing connection inside one transaction: committed and on the disk at the end of the block, undone by an error.

        Transactions do not nest, but inside `together` it is a part of that one, undone alone by an error that is caught there.
        Raises CouldNotAskError when another writer does not finish in time.
        """
        if self._is_together():
            with self._part() as connection:
                yield connection
            return
        self._pool.ensure_open()
        with self._lock.held(), desk_errors(self._path):
            self._pool.ensure_open()
            connection = self._pool.writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise
            if self._wal_bytes() >= self._next_checkpoint:
                # The transaction is safe in the WAL: a disk too full to fold it back must not make it look failed.
                with suppress(sqlite3.OperationalError):
                    self._checkpoint()

    def _is_together(self) -> bool:
        return getattr(self._within, "together", False)

    @contextmanager
    def _part(self) -> Iterator[sqlite3.Connection]:
        connection = self._pool.writer
        with desk_errors(self._path):
            connection.execute("SAVEPOINT part")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:  # a full disk ends the whole transaction by itself
                    connection.execute("ROLLBACK TO part")
                    connection.execute("RELEASE part")
                raise
            connection.execute("RELEASE part")

    def checkpoint(self) -> bool:
        """Fold the WAL back into the file; return False when a reader kept part of it in use."""
        self._pool.ensure_open()
        with self._lock.held(), desk_errors(self._path):
            self._pool.ensure_open()
            return self._checkpoint()

    def compact(self) -> None:
        """Write the file anew without free space, in which bytes of what was deleted may be, and empty the WAL.

        Holds up writers as long as it takes, and needs room for the file twice more. Raises CouldNotAskError when a reader does not finish
        in time: then bytes may be left in the WAL.
        """
        self._pool.ensure_open()
        with self._lock.held(), desk_errors(self._path):
            connection = connect(self._path, busy_seconds=self._busy_seconds)
            try:
                connection.execute("PRAGMA temp_store = FILE")  # it may be larger than memory
                connection.execute("VACUUM")
                with self._sums.around():
                    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                with self._sums.around():
                    connection.close()
            self._next_checkpoint = self._wal_bytes() + CHECKPOINT_BYTES
        if busy:
            raise CouldNotAskError(f"database {self._path} is being read without a pause", "try again when the reader has finished")

    def copy(self, path: Path) -> None:
        """Write the database as it is at one moment to a new file, only this user's to read; nobody waits for it meanwhile."""
        self._pool.ensure_open()
        make_private(path)
        with desk_errors(self._path):
            connection = connect(self._path, busy_seconds=self._busy_seconds)
            try:
                connection.execute("VACUUM INTO ?", (str(path),))
            finally:
                # The last connection to close folds the WAL back, which is for the holder of the lock to do.
                with self._lock.held(), self._sums.around():
                    connection.close()

    def close(self) -> None:
        """Close every connection; the database cannot be used afterwards. Closing twice is no error."""
        with desk_errors(self._path):
            self._finalizer()

    def _open(self, known: tuple[Migration, ...]) -> sqlite3.Connection:
        with self._lock.held():
            if not self._path.exists():
                self._make(known)
            if self._path.stat().st_size < _HEADER_BYTES:
                raise damaged(self._path, "the file is empty")
            checked = LastCheck(self._path, large_bytes=self._large_bytes)
            connection = connect(self._path, busy_seconds=self._busy_seconds)
        try:
            self._check(connection, checked)
            if pending_migrations(connection, self._path, known):
                with self._lock.held():
                    upgrade(connection, self._path, known)
        except BaseException:
            with self._lock.held(), self._sums.around():
                connection.close()
            raise
        return connection

    def _make(self, known: tuple[Migration, ...]) -> None:
        """Make the file under another name first: a file of this name that is empty has then lost its content, and is not new."""
        for leftover in (".new", ".new-journal", ".new-wal", ".new-shm", "-wal", "-shm", ".sums"):
            self._path.with_name(f"{self._path.name}{leftover}").unlink(missing_ok=True)
        unfinished = self._path.with_name(f"{self._path.name}.new")
        make_private(unfinished)
        connection = connect(unfinished, busy_seconds=self._busy_seconds)
        try:
            apply_migrations(connection, known)
        finally:
            connection.close()
        unfinished.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _check(self, connection: sqlite3.Connection, last: LastCheck) -> None:
        with self._lock.held():
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise CouldNotAskError(f"database {self._path}: its file system allows no WAL mode", "keep the workspace on a local disk")
        if last.holds():
            return
        (problem,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if problem != "ok":
            raise damaged(self._path, problem)
        with self._lock.held():
            page = self._sums.wrong_page() if self._with_sums else None
        if page is not None:
            raise damaged(self._path, f"page {page} is not as it was written; if you put this file there, remove {self._path.name}.sums")
        last.keep()

    def _checkpoint(self) -> bool:
        connection = self._pool.writer
        # Readers are not waited for: what they still use is folded back next time.
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self._sums.around():
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(self._busy_seconds * 1000)}")
        self._next_checkpoint = (self._wal_bytes() if busy else 0) + CHECKPOINT_BYTES
        return not busy

    def _wal_bytes(self) -> int:
        try:
            return self._wal.stat().st_size
        except FileNotFoundError:
            return 0
