"""Files that are renamed, deleted, put back, or hold several documents."""

from dataclasses import replace

import pytest

from ingest.gone import retire_gone
from ingest.loaded import Part
from research.errors import CannotReadError
from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.jobs import JobState
from research.nouns.queries import DocumentFilter
from tests.ingest.samples import ingest, text_readers

READER = Access("tester")


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "other.pdf").write_text("Tarrowby other")
    path = folder / "report.pdf"
    path.write_text("Quillmere report of 120 pumps")
    return path


def found(workspace):
    return {one.name: one.source_key for one in workspace.documents.find(READER, DocumentFilter())}


def gone(workspace, folder):
    return [one.name for one in retire_gone(workspace.documents, workspace.jobs, READER, [folder], acts=workspace.acts)]


def test_a_renamed_file_moves_its_document(workspace, file):
    (first,) = ingest(workspace, file)
    renamed = file.rename(file.with_name("annual.pdf"))
    (job,) = ingest(workspace, renamed)
    assert (job.outcome, job.document_id) == ("unchanged", first.document_id)
    assert found(workspace) == {"report": str(renamed)}
    renamed.write_text("Quillmere report of 130 pumps")
    (job,) = ingest(workspace, renamed)
    assert job.outcome == "replaced"
    assert found(workspace) == {"report": str(renamed)}
    assert workspace.documents.get(READER, first.document_id).state is DocumentState.SUPERSEDED


def test_a_deleted_file_answers_no_more_and_answers_again_when_it_is_back(workspace, file):
    (first,) = ingest(workspace, file)
    content = file.read_text()
    assert gone(workspace, file.parent) == []
    file.unlink()
    assert gone(workspace, file.parent) == ["report"]
    assert found(workspace) == {}
    assert workspace.documents.get(READER, first.document_id).text.startswith("Quillmere")
    file.write_text(content)
    (job,) = ingest(workspace, file)
    assert job.outcome == "added"
    assert found(workspace) == {"report": str(file)}


def test_an_empty_or_absent_folder_tells_nothing(workspace, file):
    ingest(workspace, file)
    file.unlink()
    (file.parent / "other.pdf").unlink()
    assert gone(workspace, file.parent) == []
    file.parent.rmdir()
    assert gone(workspace, file.parent) == []
    assert list(found(workspace)) == ["report"]


def split_lines(content, *, name, settings):
    """Take "feed" files apart: one document a line, its first word the key."""
    if not content.startswith(b"feed"):
        return None
    lines = content.decode().splitlines()[1:]
    if not lines:
        raise CannotReadError(f"{name} holds no entries", "fetch it again")
    return [Part(line.split()[0], f"{name.partition('.')[0]}-{line.split()[0]}", line.encode()) for line in lines]


def feed(workspace, path):
    jobs = ingest(workspace, path, readers=replace(text_readers(), split=split_lines))
    return [(job.path.rpartition("/")[2], job.outcome) for job in jobs]


def test_every_entry_of_a_feed_is_a_document_and_only_what_changed_is_read_again(workspace, tmp_path):
    path = tmp_path / "news.xml"
    path.write_text("feed\none Quillmere sells a pump\ntwo Tarrowby bakes\n")
    assert feed(workspace, path) == [("news.xml", "expanded"), ("news.xml#one", "added"), ("news.xml#two", "added")]
    assert found(workspace) == {"news-one": f"{path}#one", "news-two": f"{path}#two"}
    path.write_text("feed\ntwo Tarrowby bakes bread\nthree Quillmere buys\n")
    assert feed(workspace, path) == [("news.xml", "expanded"), ("news.xml#two", "replaced"), ("news.xml#three", "added")]
    assert sorted(found(workspace)) == ["news-one", "news-three", "news-two"]
    path.unlink()
    assert gone(workspace, tmp_path) == []


def test_a_feed_without_entries_fails_with_one_line(workspace, tmp_path):
    path = tmp_path / "news.xml"
    path.write_text("feed\n")
    (job,) = ingest(workspace, path, readers=replace(text_readers(), split=split_lines))
    assert (job.state, job.error) == (JobState.FAILED, "news.xml holds no entries; fetch it again")
