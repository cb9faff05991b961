"""The report of an ingest: which file became what, totals of what can be found, and the JSON that other programs read."""

import pytest

from ingest.discovery import discover
from ingest.report import report_batch
from research.nouns.access import Access
from tests.fakes.stores import fake_catalog
from tests.ingest.samples import FakeWorkspace, ingest
from ui.cli.ingest import print_report, report_json

READER = Access("tester")


@pytest.fixture
def workspace():
    return FakeWorkspace.over(fake_catalog())


def report_of(workspace, *paths, access=READER):
    discovery = discover(paths)
    jobs = ingest(workspace, *discovery.files)
    return report_batch(jobs, discovery, gone=(), documents=workspace.documents, access=access, seconds=1.23456)


@pytest.fixture
def folder(tmp_path):
    for name, text in (("a", "Quillmere one\fpage two"), ("b", "Tarrowby two"), ("bad", "damaged")):
        (tmp_path / f"{name}.pdf").write_text(text)
    (tmp_path / "copy.pdf").write_text("Quillmere one\fpage two")
    (tmp_path / "notes.doc").write_text("x")
    return tmp_path


def test_every_file_is_in_exactly_one_list(workspace, folder):
    ingest(workspace, folder / "b.pdf")
    changed = folder / "c.pdf"
    changed.write_text("Quillmere three")
    ingest(workspace, changed)
    changed.write_text("Quillmere four")
    report = report_json(report_of(workspace, folder, folder / "gone.pdf"))
    entry = {"document": "a", "path": str(folder / "a.pdf"), "pages": 2, "chunks": 2, "facts": 0, "defects": []}
    assert report["added"] == [entry]
    assert [one["document"] for one in report["unchanged"]] == ["b"]
    assert [one["document"] for one in report["replaced"]] == ["c"]
    assert report["skipped"] == [
        {"path": str(folder / "notes.doc"), "reason": "is an old binary Word document (.doc), which is not read (save it as .docx)"},
        {"path": str(folder / "copy.pdf"), "reason": f"same content as a ({folder / 'a.pdf'}, label public)"},
    ]
    assert report["failed"] == [
        {"path": str(folder / "gone.pdf"), "error": "does not exist"},
        {"path": str(folder / "bad.pdf"), "error": "bad.pdf is damaged; fetch it again"},
    ]
    totals = {name: report[name] for name in ("documents", "pages", "chunks", "facts", "seconds")}
    assert totals == {"documents": 3, "pages": 4, "chunks": 4, "facts": 0, "seconds": 1.235}


def test_the_report_for_a_person_names_every_file_and_reason(workspace, folder, capsys):
    print_report(report_of(workspace, folder))
    printed = capsys.readouterr().out
    assert f"failed: {folder / 'bad.pdf'}: is damaged; fetch it again" in printed
    assert f"skipped: {folder / 'copy.pdf'}: same content as a" in printed
    assert "The library holds 2 documents: 3 pages, 3 chunks, 0 facts. This took 1.2 s." in printed


@pytest.mark.parametrize(
    ("access", "told"),
    [
        (READER, "same content as a ({path}, label internal)"),
        (Access("guest", frozenset({"public"})), "same content as a document of the library"),
    ],
)
def test_a_copy_names_its_document_only_to_a_reader_who_may_see_it(workspace, folder, access, told):
    ingest(workspace, folder / "a.pdf", label="internal")
    report = report_of(workspace, folder / "copy.pdf", access=access)
    assert [one.reason for one in report.skipped] == [told.format(path=folder / "a.pdf")]


def test_files_under_a_label_that_the_reader_may_not_see_are_counted_and_not_named(workspace, folder, capsys):
    outsider = Access("olga", frozenset({"public"}))
    discovery = discover([folder / "a.pdf", folder / "b.pdf", folder / "bad.pdf"])
    jobs = ingest(workspace, *discovery.files, label="deal:falcon")
    report = report_batch(jobs, discovery, gone=(), documents=workspace.documents, access=outsider, seconds=1.0)
    assert (report.added, report.unseen, report_json(report)["unseen"], report.documents) == ((), 2, 2, 0)
    print_report(report)
    printed = capsys.readouterr().out
    assert "2 documents of these are in the library and not shown to you" in printed
    assert "b.pdf" not in printed
    assert report_of(workspace, folder / "b.pdf").unseen == 0
