"""Jobs that waited when it was not kept yet who brought a file: one that a user gave no label is still no file that came by itself."""

import shutil
from pathlib import Path

from research.adapters.sqlite import open_catalog, stores
from research.adapters.sqlite.database import Database

INSERT = """
INSERT INTO jobs (batch, path, label, metadata, state, outcome, error, attempts, updated_at)
VALUES ('b', ?, ?, '[]', 'queued', '', '', 0, '2025-02-10T12:00:00.000000+00:00')"""


def test_a_job_of_an_older_queue_says_whether_somebody_brought_its_file(tmp_path):
    older, home = tmp_path / "migrations", tmp_path / "home"
    older.mkdir()
    for file in (Path(stores.__file__).parent / "migrations" / "catalog").glob("*.sql"):
        if file.name < "0011":
            shutil.copy(file, older)
    before = Database(home / "catalog.db", older)
    with before.write() as connection:
        for path, label in (("watched", None), ("brought", ""), ("labelled", "deal:falcon")):
            connection.execute(INSERT, (path, label))
    before.close()
    jobs = open_catalog(home).jobs.batch("b")
    assert [(one.path, one.label, one.brought_by) for one in jobs] == [
        ("watched", None, None),
        ("brought", None, "?"),
        ("labelled", "deal:falcon", None),
    ]
