"""Catalogs as earlier versions of the program made them."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from research.adapters.sqlite import stores
from research.adapters.sqlite.database import Database


@contextmanager
def older_catalog(folder: Path, *, before: str) -> Iterator[sqlite3.Connection]:
    """Lend a connection to the catalog that `folder/home` has from the migrations whose names come before; it is closed at the end."""
    older = folder / "migrations"
    older.mkdir()
    for file in (Path(stores.__file__).parent / "migrations" / "catalog").glob("*.sql"):
        if file.name < before:
            shutil.copy(file, older)
    database = Database(folder / "home" / "catalog.db", older)
    with database.write() as connection:
        yield connection
    database.close()
