"""One SQLite file: schema upgrades, damage, snapshots, the WAL, and who may write."""

import json
import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from research.adapters.sqlite import open_catalog, open_ledger
from research.adapters.sqlite.checking import TRUSTED_SECONDS
from research.adapters.sqlite.database import CHECKPOINT_BYTES, Database
from research.adapters.sqlite.locking import WriterLock
from research.errors import CouldNotAskError, WorkspaceDamagedError

FIRST = """-- A table; with a semicolon in a comment.
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TRIGGER kept BEFORE DELETE ON notes
BEGIN
    SELECT RAISE(ABORT, 'kept');
END;
"""
SECOND = "ALTER TABLE notes ADD COLUMN author TEXT;\nUPDATE notes SET author = 'ann';\n"


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text(FIRST)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "notes.db"


def write(database: Database, *texts: str | None) -> None:
    with database.write() as connection:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", [(text,) for text in texts])


def notes(database: Database) -> list[str]:
    with database.read() as connection:
        return [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]


def made(path: Path, migrations: Path, *texts: str) -> None:
    database = Database(path, migrations)
    write(database, *texts)
    database.close()


def test_a_database_is_made_with_the_settings_that_keep_it_safe(path, migrations):
    database = Database(path, migrations)
    with database.write() as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")}
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert connection.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == 0
    with database.read() as connection, database.read() as other:
        assert other is not connection
    with pytest.raises(CouldNotAskError, match="readonly"), database.read() as connection:
        connection.execute("DELETE FROM notes")
    database.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["notes.db", "notes.db.lock", "notes.db.sums"]


def test_an_upgrade_copies_first_and_keeps_the_rows(path, migrations):
    made(path, migrations, "one")
    (migrations / "0002_author.sql").write_text(SECOND)
    database = Database(path, migrations)
    with database.read() as connection:
        assert tuple(connection.execute("SELECT text, author FROM notes").fetchone()) == ("one", "ann")
        assert [row["number"] for row in connection.execute("SELECT number FROM schema_version")] == [1, 2]
    database.close()
    assert path.with_name("notes.db.schema0001").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(path.with_name("notes.db.schema0001")) as copy:
        assert copy.execute("SELECT * FROM notes").fetchall() == [(1, "one")]
    copy.close()


def test_an_upgrade_that_fails_leaves_the_old_schema(path, migrations):
    made(path, migrations, "one")
    (migrations / "0002_author.sql").write_text("CREATE TABLE half (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Database(path, migrations)
    (migrations / "0002_author.sql").write_text(SECOND)
    database = Database(path, migrations)
    assert notes(database) == ["one"]
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0
    database.close()


def test_a_database_of_a_newer_program_is_refused_in_one_line(path, migrations):
    (migrations / "0002_author.sql").write_text(SECOND)
    made(path, migrations, "one")
    (migrations / "0002_author.sql").unlink()
    with pytest.raises(
        CouldNotAskError, match=r"notes\.db has schema 2, this program knows schemas up to 1; open it with the newer"
    ) as caught:
        Database(path, migrations)
    assert "\n" not in str(caught.value)


def test_a_migration_that_was_changed_after_it_was_applied_is_refused(path, migrations):
    made(path, migrations, "one")
    (migrations / "0001_notes.sql").write_text(FIRST.replace("NOT NULL", ""))
    with pytest.raises(CouldNotAskError, match="another migration 0001"):
        Database(path, migrations)


def test_line_ends_of_a_checkout_do_not_change_a_migration(path, migrations):
    made(path, migrations, "one")
    (migrations / "0001_notes.sql").write_bytes(FIRST.replace("\n", "\r\n").encode())
    database = Database(path, migrations)
    assert notes(database) == ["one"]
    database.close()


@pytest.mark.parametrize(
    ("names", "message"),
    [(["0002_b.sql"], "without gaps"), (["0001_a.sql", "0003_c.sql"], "without gaps"), (["notes.sql"], "not named"), ([], "without gaps")],
)
def test_migrations_are_numbered_without_gaps(path, tmp_path, names, message):
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("SELECT 1;\n")
    with pytest.raises(ValueError, match=message):
        Database(path, folder)


def test_a_migration_that_ends_inside_a_statement_is_refused(path, migrations):
    (migrations / "0001_notes.sql").write_text("CREATE TABLE notes (id INTEGER)\n")
    with pytest.raises(ValueError, match="inside a statement"):
        Database(path, migrations)


def test_a_torn_page_is_found_when_opened(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    with path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xee" * 4096 * 3)
    with pytest.raises(WorkspaceDamagedError, match=r"notes\.db is damaged .*backup"):
        Database(path, migrations)


@pytest.mark.parametrize("content", [b"", b"SQLite", b"not a database at all " * 400])
def test_a_file_that_is_no_database_is_found_when_opened(path, migrations, content):
    made(path, migrations, "one")
    path.write_bytes(content)
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations)
    assert path.read_bytes() == content


def test_a_truncated_file_is_found_when_opened(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    path.write_bytes(path.read_bytes()[: 4096 * 4])
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations)


def test_damage_that_happens_later_is_told_by_the_read(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    database = Database(path, migrations)
    with path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xee" * 4096 * 20)
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        notes(database)
    database.close()


def test_an_old_wal_is_not_played_into_a_new_file(path, migrations):
    database = Database(path, migrations)
    write(database, "old")
    wal = path.with_name("notes.db-wal").read_bytes()
    database.close()
    path.unlink()
    path.with_name("notes.db-wal").write_bytes(wal)
    database = Database(path, migrations)
    assert notes(database) == []
    database.close()


def test_an_error_undoes_the_transaction(path, migrations):
    database = Database(path, migrations)
    write(database, "kept")
    with pytest.raises(sqlite3.IntegrityError), database.write() as connection:
        connection.executemany("INSERT INTO notes (text) VALUES (?)", [("lost",), (None,)])
    write(database, "after")
    assert notes(database) == ["kept", "after"]
    database.close()


def test_readers_see_one_moment_and_do_not_wait_for_the_writer(path, migrations):
    database = Database(path, migrations, busy_seconds=5)
    write(database, "one")
    with database.read() as connection:
        count = "SELECT count(*) FROM notes"
        assert connection.execute(count).fetchone()[0] == 1
        with database.write() as writing:
            writing.execute("INSERT INTO notes (text) VALUES ('two')")
            assert notes(database) == ["one"]
        assert connection.execute(count).fetchone()[0] == 1
        assert notes(database) == ["one", "two"]
    database.close()


def test_many_threads_read_while_one_writes(path, migrations):
    database = Database(path, migrations)
    seen: list[list[int]] = []

    def read() -> None:
        counts = [len(notes(database)) for _ in range(50)]
        seen.append(counts)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(50):
        write(database, str(number))
    for thread in threads:
        thread.join()
    assert len(seen) == 6
    assert all(counts == sorted(counts) for counts in seen)
    assert len(notes(database)) == 50
    database.close()


def test_the_wal_is_folded_back_when_it_has_grown(path, migrations):
    database = Database(path, migrations)
    wal = path.with_name("notes.db-wal")
    write(database, "small")
    assert 0 < wal.stat().st_size < CHECKPOINT_BYTES
    write(database, "x" * CHECKPOINT_BYTES)
    assert wal.stat().st_size == 0
    with database.read() as connection:
        connection.execute("SELECT count(*) FROM notes").fetchone()
        write(database, "y" * CHECKPOINT_BYTES)
        assert database.checkpoint() is False
        write(database, "not waited for")
    assert wal.stat().st_size > CHECKPOINT_BYTES
    assert database.checkpoint() is True
    assert wal.stat().st_size == 0
    assert len(notes(database)) == 4
    database.close()


def test_a_writer_waits_for_the_lock_and_then_says_who_has_it(path, migrations):
    import os

    database = Database(path, migrations, busy_seconds=0.2)
    with WriterLock(path.with_name("notes.db.lock"), seconds=1).held():
        with pytest.raises(CouldNotAskError, match=f"process {os.getpid()} has been writing"):
            write(database, "lost")
        with pytest.raises(CouldNotAskError, match="has been writing"):
            database.checkpoint()
        assert notes(database) == []
    write(database, "kept")
    assert notes(database) == ["kept"]
    database.close()


def test_a_write_inside_a_write_is_refused(path, migrations):
    database = Database(path, migrations, busy_seconds=0.1)
    with database.write(), pytest.raises(CouldNotAskError, match="another thread"):
        write(database, "nested")
    database.close()


def test_writes_of_a_block_are_kept_together_or_not_at_all(path, migrations):
    database = Database(path, migrations)
    with database.together(), database.together():
        write(database, "one")
        with pytest.raises(sqlite3.IntegrityError):
            write(database, "half", None)
        write(database, "two")
        assert notes(database) == []
    assert notes(database) == ["one", "two"]
    with suppress(ZeroDivisionError), database.together():
        write(database, "three")
        raise ZeroDivisionError
    write(database, "four")
    assert notes(database) == ["one", "two", "four"]
    database.close()


def test_a_closed_database_says_so_and_closes_its_last_reader(path, migrations):
    database = Database(path, migrations)
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 0
        database.close()
        database.close()
        assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 0
    for use in (notes, write, Database.checkpoint):
        with pytest.raises(CouldNotAskError, match="has been closed"):
            use(database)
    assert sorted(file.name for file in path.parent.iterdir()) == ["notes.db", "notes.db.lock", "notes.db.sums"]


def test_a_database_that_is_dropped_is_closed(path, migrations):
    database = Database(path, migrations)
    write(database, "one")
    del database
    assert sorted(file.name for file in path.parent.iterdir()) == ["notes.db", "notes.db.lock", "notes.db.sums"]


def test_a_database_in_a_deleted_folder_closes(path, migrations):
    import shutil

    database = Database(path, migrations)
    shutil.rmtree(path.parent)
    database.close()
    assert not path.parent.exists()


def test_a_database_of_another_program_is_not_touched(path, migrations):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(CouldNotAskError, match="not one of this program"):
        Database(path, migrations)


def test_a_forked_child_is_told_to_open_its_own(path, migrations):
    import os

    database = Database(path, migrations)
    write(database, "one")
    if (child := os.fork()) == 0:
        status = 1
        try:
            notes(database)
        except CouldNotAskError as error:
            database.close()
            status = 0 if f"opened by process {os.getppid()}" in str(error) else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert notes(database) == ["one"]
    database.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path, migrations):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CouldNotAskError, match=r"cannot be opened"):
        Database(tmp_path / "file" / "notes.db", migrations)


def test_both_databases_open_in_one_folder_and_again(tmp_path):
    for _ in range(2):
        catalog, ledger = open_catalog(tmp_path / "home"), open_ledger(tmp_path / "home")
        assert catalog.documents.version() == 0
        catalog.close()
        ledger.close()
    assert sorted(file.name for file in (tmp_path / "home").glob("*.db")) == ["catalog.db", "ledger.db"]


def hollow(path):
    """Damage a file without a trace in its size and times."""
    times = path.stat()
    with path.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xee" * 4096 * 3)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_large_file_that_has_not_changed_is_not_checked_again_for_a_day(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    note = path.with_name("notes.db.checked")
    Database(path, migrations, large_bytes=1_000).close()
    kept = json.loads(note.read_text())
    assert note.stat().st_mode & 0o777 == 0o600
    hollow(path)
    Database(path, migrations, large_bytes=1_000).close()
    note.write_text(json.dumps(kept | {"at": kept["at"] - TRUSTED_SECONDS}))
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations, large_bytes=1_000)


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"files": [], "at": "now"}', None])
def test_a_note_of_a_check_that_says_nothing_is_not_trusted(path, migrations, note):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    Database(path, migrations, large_bytes=1_000).close()
    place = path.with_name("notes.db.checked")
    place.unlink() if note is None else place.write_text(note)
    hollow(path)
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations, large_bytes=1_000)


def test_a_large_file_that_was_written_is_checked_again(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    database = Database(path, migrations, large_bytes=1_000)
    write(database, "more")
    database.close()
    hollow(path)
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations, large_bytes=1_000)


def test_a_small_file_is_always_checked(path, migrations):
    made(path, migrations, *(f"{number:04d}" * 200 for number in range(200)))
    Database(path, migrations).close()
    assert not path.with_name("notes.db.checked").exists()
    hollow(path)
    with pytest.raises(WorkspaceDamagedError, match="is damaged"):
        Database(path, migrations)
