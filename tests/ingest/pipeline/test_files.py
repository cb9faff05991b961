"""One file's way into the catalog: what is added, left, replaced, refused, and what the caller's words change."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest.metadata import read_metadata
from ingest.naming import document_stem
from research.errors import IndexDamagedError
from research.nouns.access import Access
from research.nouns.documents import DocumentState, Kind
from research.nouns.jobs import JobState
from research.nouns.queries import DocumentFilter
from tests.fakes.stores import fake_catalog
from tests.golden import calls
from tests.ingest.samples import (
    READER,
    REPORT,
    FakeWorkspace,
    WordEmbedder,
    ingest,
    only,
    text_readers,
)


def test_a_new_file_is_complete_in_catalog_and_indexes(workspace, file):
    (job,) = ingest(workspace, file)
    assert (job.state, job.outcome, job.error) == (JobState.DONE, "added", "")
    document = only(workspace)
    assert document.id == job.document_id
    assert (document.name, document.source_key, document.state) == ("quillmere", str(file), DocumentState.COMPLETE)
    assert (document.company, document.label, document.supersedes) == ("Quillmere", "public", None)
    assert document.page_count == 2
    chunks = workspace.documents.chunks(READER, document_ids=[document.id])
    assert [chunk.page for chunk in chunks] == [1, 2]
    assert workspace.documents.original(READER, document.id) == file.read_bytes()
    assert workspace.embeddings.missing(document.id, "words-1") == []
    assert workspace.lexical.held[document.id] == (tuple(chunks),)
    assert workspace.matrix.held[document.id][0] == [chunk.id for chunk in chunks]
    assert workspace.keeper.syncs == 1


def test_a_calls_chunks_say_who_speaks(workspace, tmp_path):
    file = tmp_path / "call.pdf"
    file.write_text(calls.DASHES)
    ingest(workspace, file, readers=replace(text_readers(), metadata=read_metadata))
    document = only(workspace)
    assert (document.kind, document.company, document.fiscal_period) == (Kind.TRANSCRIPT, "Quillmere Pumps", "Q3")
    (answer,) = [one for one in workspace.documents.chunks(READER, document_ids=[document.id]) if "third of it" in one.text]
    assert answer.section == "Q&A › Jane Roe, Chief Financial Officer"
    assert answer.context == "Quillmere Pumps · transcript · Q3 FY2024 · Q&A › Jane Roe, Chief"
    assert "Bob Lee" not in answer.text


def test_the_same_file_again_is_unchanged_and_nothing_is_embedded(workspace, file):
    first = ingest(workspace, file)
    embedded = len(workspace.embedder.embedded)
    (job,) = ingest(workspace, file)
    assert (job.outcome, job.document_id) == ("unchanged", first[0].document_id)
    assert len(workspace.embedder.embedded) == embedded


def test_another_model_makes_new_vectors_without_reading_the_file_again(workspace, file):
    ingest(workspace, file)
    workspace.embedder = WordEmbedder(fingerprint="words-2")
    (job,) = ingest(workspace, file)
    assert job.outcome == "unchanged"
    assert workspace.embeddings.missing(job.document_id, "words-2") == []


def test_a_changed_file_replaces_its_older_version(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text(REPORT.replace("120", "130"))
    (new,) = ingest(workspace, file)
    assert new.outcome == "replaced"
    document = only(workspace)
    assert (document.id, document.name, document.supersedes) == (new.document_id, "quillmere", old.document_id)
    assert "130" in document.text
    assert workspace.documents.get(READER, old.document_id).state is DocumentState.SUPERSEDED


def test_a_file_that_returns_to_an_earlier_state_is_a_document_of_its_own(workspace, file):
    (first,) = ingest(workspace, file)
    file.write_text(REPORT + " More.")
    ingest(workspace, file)
    file.write_text(REPORT)
    (third,) = ingest(workspace, file)
    assert third.outcome == "replaced"
    assert third.document_id == f"{first.document_id}-2"
    assert only(workspace).id == third.document_id
    assert ingest(workspace, file)[0].outcome == "unchanged"


def test_an_update_that_cannot_be_read_leaves_the_old_answering(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text("damaged")
    (job,) = ingest(workspace, file)
    assert (job.state, job.error) == (JobState.FAILED, "quillmere.pdf is damaged; fetch it again")
    assert only(workspace).id == old.document_id


def test_an_update_that_cannot_be_embedded_leaves_the_old_answering_until_the_next_run(workspace, file):
    (old,) = ingest(workspace, file)
    file.write_text(REPORT.replace("120", "130"))
    embedder, broken = workspace.embedder, WordEmbedder()
    broken.embed = lambda texts: 1 / 0
    workspace.embedder = broken
    (job,) = ingest(workspace, file)
    assert job.outcome == "replaced"
    assert only(workspace).id == old.document_id
    workspace.embedder = embedder
    (job,) = ingest(workspace, file)
    assert "130" in only(workspace).text
    assert only(workspace).id == job.document_id


@pytest.mark.parametrize(
    ("label", "told"),
    [("public", "same content as quillmere ({file}, label public)"), ("internal", "same content as a document of the library")],
)
def test_the_same_bytes_under_another_path_are_skipped_and_say_whose_they_are(workspace, file, tmp_path, label, told):
    (first,) = ingest(workspace, file, label=label)
    twin = tmp_path / "copy.pdf"
    twin.write_text(REPORT)
    (job,) = ingest(workspace, twin)
    assert (job.state, job.outcome, job.document_id) == (JobState.SKIPPED, "skipped", first.document_id)
    assert job.error == told.format(file=file)


def test_a_file_that_becomes_the_copy_of_another_still_replaces_its_own_old_version(workspace, file, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_text(REPORT.replace("120", "99"))
    ingest(workspace, file, other)
    other.write_text(REPORT)
    (job,) = ingest(workspace, other)
    assert job.outcome == "replaced"
    assert all("99" not in workspace.documents.get(READER, one.id).text for one in workspace.documents.find(READER, DocumentFilter()))


def test_two_files_of_one_name_have_two_names(workspace, tmp_path):
    for folder, figure in (("a", "1"), ("b", "2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.pdf").write_text(f"Quillmere {figure}")
    ingest(workspace, tmp_path / "a" / "report.pdf", tmp_path / "b" / "report.pdf")
    assert [one.name for one in workspace.documents.find(READER, DocumentFilter())] == ["report", "report~2"]


def test_the_callers_words_go_before_the_documents_and_are_marked(workspace, file):
    ingest(workspace, file, kind="results", metadata=(("company", "Tarrowby"), ("published_at", "2024-02-01"), ("kind", "report")))
    document = only(workspace)
    assert (document.company, document.kind) == ("Tarrowby", Kind.REPORT)
    assert document.published_at == datetime(2024, 2, 1, tzinfo=UTC)
    assert dict(document.sources) == {"company": "caller", "published_at": "caller", "kind": "caller"}
    chunks = workspace.documents.chunks(READER, document_ids=[document.id])
    assert chunks[0].context.startswith("Tarrowby · report")


def test_other_words_of_the_caller_derive_the_document_again_and_keep_when_it_was_known(workspace, file):
    ingest(workspace, file)
    before = only(workspace)
    (job,) = ingest(workspace, file, label="internal")
    assert job.outcome == "replaced"
    assert (only(workspace).label, only(workspace).known_at) == ("internal", before.known_at)
    assert workspace.documents.find(Access("guest", frozenset({"public"})), DocumentFilter()) == []


def test_an_update_without_words_keeps_label_and_fields_of_before(workspace, file):
    ingest(workspace, file, label="internal", metadata=(("company", "Tarrowby"), ("fiscal_year", "2023")))
    file.write_text(REPORT + " More.")
    (job,) = ingest(workspace, file)
    document = only(workspace)
    assert job.outcome == "replaced"
    assert (document.label, document.company, document.fiscal_year) == ("internal", "Tarrowby", 2023)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "quillmere.pdf is empty; fetch it again"),
        (b" \n \f ", "quillmere.pdf has no text (pages: 2); if it is a scan, run OCR on it first"),
        (b"x" * (1024 * 1024 + 1), "quillmere.pdf is larger than 1 MiB; raise DESK_MAX_FILE_MB or split the file"),
    ],
)
def test_files_that_cannot_answer_fail_with_one_line(workspace, file, content, error):
    file.write_bytes(content)
    (job,) = ingest(workspace, file)
    assert (job.state, job.error) == (JobState.FAILED, error)
    assert workspace.documents.find(READER, DocumentFilter(any_state=True)) == []


def test_a_file_that_is_gone_when_its_turn_comes_fails(workspace, tmp_path):
    (job,) = ingest(workspace, tmp_path / "gone.pdf")
    assert job.error == "gone.pdf: No such file or directory; check the file and its permissions"


def test_a_damaged_index_is_left_to_the_keeper(workspace, file):
    workspace.lexical.broken = IndexDamagedError("lexical index is torn")
    (job,) = ingest(workspace, file)
    assert job.outcome == "added"
    assert workspace.keeper.syncs == 2


def test_a_document_of_another_pipeline_version_is_derived_again(workspace, file):
    ingest(workspace, file)
    earlier = FakeWorkspace.over(fake_catalog())
    earlier.documents.add(replace(only(workspace), id="made-by-an-earlier-version"), (), ())
    (job,) = ingest(earlier, file)
    assert (job.outcome, job.document_id) == ("replaced", only(workspace).id)
    assert only(earlier).supersedes == "made-by-an-earlier-version"


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("/files/3M_2018_10K.pdf", "3M_2018_10K"),
        ("/files/report.2024.final.pdf", "report.2024.final"),
        ("/files/.pdf", ".pdf"),
        ("/files/a\x1b[31m.pdf", "a[31m"),
        ("/files/" + "n" * 300 + ".pdf", "n" * 120),
    ],
)
def test_names_start_from_the_files_stem(key, stem):
    assert document_stem(key) == stem


def test_what_a_file_says_again_and_again_is_embedded_once_at_a_time(workspace, tmp_path):
    path = tmp_path / "again.txt"
    path.write_text("".join(f"{word * 36}\n\n" for word in ("alpha ", "omega ") * 6))
    (job,) = ingest(workspace, path)
    chunks = workspace.documents.chunks(READER, document_ids=[job.document_id])
    assert len(workspace.embedder.embedded) < len(chunks)
    ids, vectors = workspace.embeddings.vectors([job.document_id], workspace.embedder.fingerprint)
    held = dict(zip(ids, vectors, strict=True))
    assert all(np.array_equal(held[one.id], WordEmbedder().embed([one.indexed_text])[0]) for one in chunks)
