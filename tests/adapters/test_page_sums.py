"""What a disk changes in a database file is found when it is opened, whichever page it is in; what the program wrote never is."""

import os
import random
import subprocess
import sys
from contextlib import closing

import pytest

from research.adapters.sqlite.connections import has_other_connections
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.open_files import hold, let_go, looked_into
from research.adapters.sqlite.page_sums import PageSums
from research.errors import WorkspaceDamagedError

PAGE = 4096


@pytest.fixture
def migrations(tmp_path):
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_notes.sql").write_text("CREATE TABLE notes (text TEXT NOT NULL);\n")
    return folder


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "notes.db"


def fill(path, migrations, count=200, size=2000):
    with closing(Database(path, migrations)) as database, database.write() as connection:
        chance = random.Random(count)  # noqa: S311 - rows to fill pages with
        connection.executemany("INSERT INTO notes VALUES (?)", [(chance.randbytes(size // 2).hex(),) for _ in range(count)])


def opens(path, migrations):
    with closing(Database(path, migrations)) as database, database.read() as connection:
        return connection.execute("SELECT count(*) FROM notes").fetchone()[0]


def change(path, place, content):
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_changed_byte_is_found_in_every_page(path, migrations):
    fill(path, migrations)
    whole = path.read_bytes()
    assert len(whole) // PAGE > 100
    for page in range(len(whole) // PAGE):
        place = page * PAGE + PAGE // 2
        change(path, place, bytes([whole[place] ^ 0x01]))
        with pytest.raises(WorkspaceDamagedError, match=r"notes\.db is damaged"):
            Database(path, migrations)
        change(path, place, whole[place : place + 1])
    assert opens(path, migrations) == 200


def test_a_digit_of_a_row_is_found_that_sqlite_would_answer_with(path, migrations):
    with closing(Database(path, migrations)) as database, database.write() as connection:
        connection.execute("INSERT INTO notes VALUES ('revenue 1,577 million')")
    place = path.read_bytes().index(b"1,577")
    change(path, place, b"7,577")
    with pytest.raises(WorkspaceDamagedError, match=r"page \d is not as it was written; if .* remove notes\.db\.sums"):
        Database(path, migrations)
    path.with_name("notes.db.sums").unlink()
    assert opens(path, migrations) == 1


def test_many_writes_closes_and_deletions_leave_no_page_wrong(path, migrations):
    for round_ in range(12):
        with closing(Database(path, migrations)) as database:
            for number in range(8):
                with database.write() as connection:
                    connection.executemany("INSERT INTO notes VALUES (?)", [(f"{round_} {number} " + "x" * 3000,)] * 30)
            with database.write() as connection:
                connection.execute("DELETE FROM notes WHERE rowid % 3 = 0")
            database.checkpoint()
            with database.read() as other:
                other.execute("SELECT count(*) FROM notes").fetchone()
                with database.write() as connection:
                    connection.execute("UPDATE notes SET text = text || 'y'")
                assert database.checkpoint() in {True, False}
    assert opens(path, migrations) > 1000


def test_a_checkpoint_that_was_killed_leaves_its_pages_unknown_until_the_next(path, migrations):
    fill(path, migrations)
    sums = PageSums(path)
    kept = sums._load()
    kept.pending = {2, 3}
    sums._store(kept)
    whole = path.read_bytes()
    change(path, 2 * PAGE + 100, bytes([whole[2 * PAGE + 100] ^ 0xFF]))
    assert sums.wrong_page() is None
    change(path, 5 * PAGE + 100, bytes([whole[5 * PAGE + 100] ^ 0xFF]))
    assert sums.wrong_page() == 6


@pytest.mark.parametrize("content", [b"", b"page sums 1\n", b"something else" * 9])
def test_sums_that_cannot_be_trusted_are_taken_anew(path, migrations, content):
    fill(path, migrations)
    note = path.with_name("notes.db.sums")
    good = note.read_bytes()
    note.write_bytes(content)
    assert opens(path, migrations) == 200
    assert note.read_bytes() == good
    note.write_bytes(good[:-10] + bytes(6) + good[-4:])
    assert opens(path, migrations) == 200
    assert note.read_bytes() == good


def test_where_sums_cannot_be_kept_the_database_works_all_the_same(path, migrations):
    fill(path, migrations)
    note = path.with_name("notes.db.sums")
    note.unlink()
    part = note.with_name("notes.db.sums.part")
    part.mkdir()
    fill(path, migrations, 10)
    assert opens(path, migrations) == 210
    assert not note.exists()
    part.rmdir()
    assert opens(path, migrations) == 210
    assert note.exists()


def test_a_look_at_the_file_keeps_the_locks_that_sqlite_holds(path, migrations):
    """Closing a descriptor of a file gives up the process's locks on it: another process would be alone with it then."""
    fill(path, migrations)
    look = "from pathlib import Path; from research.adapters.sqlite.connections import has_other_connections"
    alone = f"{look}; print(has_other_connections(Path({str(path)!r})))"
    with closing(Database(path, migrations)):
        with looked_into(path) as file:
            assert os.pread(file, 6, 0) == b"SQLite"
        assert PageSums(path).wrong_page() is None
        assert has_other_connections(path)
        told = subprocess.run([sys.executable, "-c", alone], capture_output=True, text=True, check=True).stdout
        assert told == "True\n"
    assert not has_other_connections(path)
    assert opens(path, migrations) == 200


def test_a_file_that_is_held_twice_is_closed_by_the_last(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"content")
    before = len(os.listdir("/proc/self/fd"))
    first, second = hold(file), hold(file)
    assert (first == second, len(os.listdir("/proc/self/fd"))) == (True, before + 1)
    let_go(first)
    assert len(os.listdir("/proc/self/fd")) == before + 1
    let_go(second)
    assert len(os.listdir("/proc/self/fd")) == before
