"""What of the queue a reader is told behind walls."""

from dataclasses import replace

import pytest

from ingest.telling import as_told, may_know, waiting_for
from research.nouns.access import Access
from research.nouns.jobs import IngestJob, JobState
from research.settings import Settings
from tests.contracts.samples import make_document
from tests.fakes.stores import fake_catalog

OLGA = Access("olga", frozenset({"public", "internal", "personal:olga"}))
WALLS = Settings(walls=True)
JOB = IngestJob(0, "", "/files/note.md", None, "deal:falcon", (), JobState.QUEUED)
COPY = replace(
    JOB, id=7, state=JobState.SKIPPED, outcome="skipped", document_id="id-twin", error="same content as a document of the library"
)


@pytest.fixture
def catalog():
    return fake_catalog()


@pytest.mark.parametrize(
    ("label", "metadata", "told"),
    [
        ("deal:falcon", (), False),
        ("public", (), True),
        (None, (), True),
        ("public", (("label", "deal:falcon"),), False),
    ],
)
def test_a_file_that_waits_is_told_of_by_its_label(catalog, label, metadata, told):
    job = replace(JOB, label=label, metadata=metadata)
    catalog.jobs.enqueue([job])
    assert may_know(job, OLGA, catalog.documents, WALLS) is told
    assert waiting_for(OLGA, catalog.jobs, catalog.documents, WALLS) == (int(told), "")
    assert waiting_for(Access("chief"), catalog.jobs, catalog.documents, WALLS) == (1, "")


def test_a_file_of_a_document_that_is_hidden_waits_unseen_and_its_worker_is_not_named(catalog):
    catalog.documents.add(make_document("d", source_key=JOB.path, label="deal:falcon"), (), ())
    catalog.jobs.enqueue([replace(JOB, label=None)])
    with catalog.jobs.lease("host:1:ingest", seconds=30):
        assert waiting_for(OLGA, catalog.jobs, catalog.documents, WALLS) == (0, "")
        assert waiting_for(Access("chief"), catalog.jobs, catalog.documents, WALLS) == (1, "host:1:ingest")


def test_a_copy_under_a_label_of_others_reads_like_a_new_file(catalog):
    catalog.documents.add(make_document("twin", label="deal:falcon"), (), ())
    told = as_told([COPY], catalog.documents, OLGA)
    assert told == (replace(COPY, state=JobState.DONE, outcome="added", error="", document_id=None),)
    new = replace(COPY, state=JobState.DONE, outcome="added", error="")
    assert as_told([new], catalog.documents, OLGA) == told
    assert as_told([COPY], catalog.documents, Access("ben", frozenset({"deal:falcon"}))) == (COPY,)
    own = replace(COPY, label="personal:olga")
    assert as_told([own], catalog.documents, OLGA) == (own,)


def test_whose_an_unread_file_is_nobody_knows_who_has_closed_companies(catalog):
    closed = replace(OLGA, closed=frozenset({"Alpha"}))
    told = [
        may_know(replace(JOB, label=label, metadata=metadata), closed, catalog.documents, WALLS)
        for label, metadata in (
            ("public", ()),
            ("internal", ()),
            ("internal", (("company", "Beta"),)),
            ("internal", (("company", "Alpha"),)),
        )
    ]
    assert told == [True, False, True, False]
