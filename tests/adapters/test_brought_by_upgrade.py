"""Jobs that waited when it was not kept yet who brought a file: one that a user gave no label is still no file that came by itself."""

from research.adapters.sqlite import open_catalog
from tests.adapters.older_catalogs import older_catalog

INSERT = """
INSERT INTO jobs (batch, path, label, metadata, state, outcome, error, attempts, updated_at)
VALUES ('b', ?, ?, '[]', 'queued', '', '', 0, '2025-02-10T12:00:00.000000+00:00')"""


def test_a_job_of_an_older_queue_says_whether_somebody_brought_its_file(tmp_path):
    with older_catalog(tmp_path, before="0011") as connection:
        for path, label in (("watched", None), ("brought", ""), ("labelled", "deal:falcon")):
            connection.execute(INSERT, (path, label))
    jobs = open_catalog(tmp_path / "home").jobs.batch("b")
    assert [(one.path, one.label, one.brought_by) for one in jobs] == [
        ("watched", None, None),
        ("brought", None, "?"),
        ("labelled", "deal:falcon", None),
    ]
