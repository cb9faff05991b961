"""A backup holds what cannot be made again, is proved when it comes back, and answers as the workspace did."""

import hashlib
import json
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing

import pytest

from research.backups.manifest import MANIFEST
from research.backups.restoring import check_backup, restore_backup
from research.backups.writing import write_backup
from research.errors import CannotReadError, CouldNotAskError, DeskError, UsageError
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from research.workspace import Workspace
from tests.contracts.samples import make_chunks, make_document

ANN = Access("ann")
ORIGINAL = b"an original"
HASH = hashlib.sha256(ORIGINAL).hexdigest()
QUESTIONS = (
    "What was Quillmere's revenue in FY2024?",
    "What was Quillmere's net income in FY2023?",
    "What was Quillmere's capital expenditure in FY2024?",
    "What was Quillmere's operating margin in FY2024?",
    "What were Tarrowby Foods' net sales in FY2024?",
    "What was Tarrowby Foods' gross margin in FY2023?",
    "How much cash did Tarrowby Foods have at the end of FY2024?",
    "What drove Tarrowby Foods' gross margin?",
    "Who audits Quillmere?",
    "What does Quillmere do?",
    "What was Osgrove's free cash flow in FY2024?",
    "What was Osgrove's diluted EPS in FY2024?",
    "What are Quillmere's risk factors?",
    "What is the outlook of Quillmere?",
    "What was the total debt of Tarrowby Foods in FY2024?",
    "Which company had the highest gross margin in FY2024?",
    "What is the latest news on Quillmere?",
    "What dividend did Osgrove pay in FY2024?",
    "How many employees has Quillmere?",
    "What was the revenue of Acme Rockets in FY2024?",
)


def settings_of(home):
    return Settings(home=home)


@pytest.fixture
def home(tmp_path):
    """A workspace with two documents, one original, a template and a row of the trail."""
    folder = tmp_path / "home"
    with Workspace.open(settings_of(folder)) as workspace:
        for key in ("alpha", "beta"):
            document = make_document(key)
            workspace.documents.add(document, make_chunks(document), [])
        workspace.documents.keep_original(HASH, ORIGINAL)
    (folder / "templates").mkdir()
    (folder / "templates" / "own.md").write_text("own template")
    return folder


def backed_up(home, file):
    with Workspace.open(settings_of(home)) as workspace:
        return write_backup(workspace, file)


def held(home):
    with Workspace.open(settings_of(home), create=False) as workspace:
        return sorted(document.name for document in workspace.documents.find(ANN, DocumentFilter()))


def test_what_cannot_be_made_again_comes_back(home, tmp_path):
    backup = backed_up(home, tmp_path / "kept.zip")
    names = [member.name for member in backup.manifest.members]
    assert names == ["catalog.db", "ledger.db", f"originals/{HASH[:2]}/{HASH}", "templates/own.md"]
    assert check_backup(tmp_path / "kept.zip") == backup.manifest
    assert (tmp_path / "kept.zip").stat().st_mode & 0o077 == 0
    restored = restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "new"))
    assert (restored.aside, restored.manifest.documents) == (None, 2)
    assert held(tmp_path / "new") == held(home)
    assert (tmp_path / "new/templates/own.md").read_text() == "own template"
    assert (tmp_path / "new/originals" / HASH[:2] / HASH).read_bytes() == ORIGINAL
    with Workspace.open(settings_of(tmp_path / "new")) as workspace:
        assert [event.action for event in workspace.ledger.events(Access("analyst"))] == ["restore"]
    with Workspace.open(settings_of(home)) as workspace:
        (event,) = workspace.ledger.events(Access("analyst"))
        assert (event.action, dict(event.details)["sha256"]) == ("backup", backup.sha256)


def test_a_backup_is_written_while_others_write(home, tmp_path):
    done = threading.Event()
    told = threading.Event()

    def add():
        with Workspace.open(settings_of(home)) as other:
            for number in range(10_000):
                document = make_document(f"more {number}")
                other.documents.add(document, make_chunks(document), [])
                told.set()
                if done.is_set():
                    return

    writer = threading.Thread(target=add)
    writer.start()
    try:
        assert told.wait(30)
        backup = backed_up(home, tmp_path / "kept.zip")
    finally:
        done.set()
        writer.join()
    restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "new"))
    assert 3 <= len(held(tmp_path / "new")) <= len(held(home))
    assert backup.manifest.missing == 0


def test_a_workspace_that_is_there_is_moved_aside_only_when_that_is_said(home, tmp_path):
    backed_up(home, tmp_path / "kept.zip")
    with Workspace.open(settings_of(home)) as workspace:
        document = make_document("gamma")
        workspace.documents.add(document, make_chunks(document), [])
    with pytest.raises(UsageError, match="is not empty"):
        restore_backup(tmp_path / "kept.zip", settings_of(home))
    with Workspace.open(settings_of(home)), pytest.raises(CouldNotAskError, match="is open in another process"):
        restore_backup(tmp_path / "kept.zip", settings_of(home), replace=True)
    aside = restore_backup(tmp_path / "kept.zip", settings_of(home), replace=True).aside
    assert (len(held(home)), len(held(aside))) == (2, 3)


def test_a_damaged_catalog_says_what_to_do_and_comes_back_beside_its_ledger(home, tmp_path):
    backed_up(home, tmp_path / "kept.zip")
    with Workspace.open(settings_of(home)) as workspace:
        rows = len(workspace.ledger.events(Access("analyst")))
    (home / "catalog.db").write_bytes(b"torn" * 100)
    with pytest.raises(CouldNotAskError, match="desk restore FILE --replace"), Workspace.open(settings_of(home)):
        pass
    restore_backup(tmp_path / "kept.zip", settings_of(home), replace=True, catalog_only=True)
    assert len(held(home)) == 2
    with Workspace.open(settings_of(home)) as workspace:
        assert [event.action for event in workspace.ledger.events(Access("analyst"))] == ["restore", *["backup"] * rows]
    with pytest.raises(UsageError, match="has no ledger to keep"):
        restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "none"), catalog_only=True)


def spoil(number, file):
    content = bytearray(file.read_bytes())
    if number % 3 == 0:
        return bytes(content[: len(content) * (number + 1) // 14])
    place = len(content) * (number + 1) // 14
    content[place : place + 8] = bytes(one ^ 0xFF for one in content[place : place + 8])
    return bytes(content)


@pytest.mark.parametrize("number", range(12))
def test_a_spoiled_backup_is_refused_in_one_line_and_leaves_nothing(number, home, tmp_path):
    backed_up(home, tmp_path / "kept.zip")
    (tmp_path / "kept.zip").write_bytes(spoil(number, tmp_path / "kept.zip"))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(DeskError) as told:
        restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "new"))
    assert "\n" not in str(told.value)
    assert str(tmp_path / "kept.zip") in str(told.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def rewritten(file, change):
    """Write the archive again with another manifest, as somebody with bad intent would."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    said = json.loads(members.pop(MANIFEST))
    change(said, members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(said))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda said, _: said["members"].append({"name": "../out", "size": 1, "sha256": "0" * 64}), "that no backup has"),
        (lambda said, _: said["members"].append({"name": "templates/../../x", "size": 1, "sha256": "0" * 64}), "that no backup has"),
        (lambda said, _: said["members"].pop(0), "is not whole"),
        (lambda said, _: said["members"].append(said["members"][0]), "is not whole"),
        (lambda said, _: said.update(format=2), "has format 2"),
        (lambda said, _: said.update(more=1), "no backup of a workspace"),
        (lambda said, _: said["members"][2].update(size=3), "is not what was put in"),
        (lambda said, _: said["members"][2].update(size=10**15), "more than the disk has room for"),
        (lambda _, members: members.update({"catalog.db": b"another"}), "catalog.db is not what was put in"),
        (lambda _, members: members.pop("ledger.db"), "ledger.db is not what was put in"),
    ],
)
def test_a_forged_backup_is_refused(change, said, home, tmp_path):
    backed_up(home, tmp_path / "kept.zip")
    rewritten(tmp_path / "kept.zip", change)
    with pytest.raises(CannotReadError, match=said):
        restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_and_a_file_that_is_there_are_told(home, tmp_path):
    (tmp_path / "note.txt").write_text("no archive")
    with pytest.raises(CannotReadError, match="is no backup"):
        check_backup(tmp_path / "note.txt")
    with pytest.raises(CannotReadError, match="no such file"):
        check_backup(tmp_path / "none.zip")
    with Workspace.open(settings_of(home)) as workspace, pytest.raises(CannotReadError, match="is there already"):
        write_backup(workspace, tmp_path / "note.txt")
    with Workspace.open(settings_of(home)) as workspace, pytest.raises(CannotReadError, match="no such file or directory"):
        write_backup(workspace, tmp_path / "no" / "folder.zip")


def test_a_backup_whose_database_is_of_another_program_touches_nothing(home, tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE other (x)")
    backed_up(home, tmp_path / "kept.zip")

    def change(said, members):
        members["catalog.db"] = (tmp_path / "other.db").read_bytes()
        said["members"][0].update(size=len(members["catalog.db"]), sha256=hashlib.sha256(members["catalog.db"]).hexdigest())

    rewritten(tmp_path / "kept.zip", change)
    with pytest.raises(CouldNotAskError, match="is not one of this program"):
        restore_backup(tmp_path / "kept.zip", settings_of(home), replace=True)
    assert len(held(home)) == 2


def answers(home):
    with Workspace.open(settings_of(home), create=False) as workspace:
        return [shown(workspace.ask(question, ANN)) for question in QUESTIONS]


def shown(answer):
    return (answer.status, answer.text, [(one.document_id, one.page, one.quote) for one in answer.citations])


def test_twenty_of_twenty_answers_are_the_same_from_a_backup(sample_home, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    backed_up(home, tmp_path / "kept.zip")
    restore_backup(tmp_path / "kept.zip", settings_of(tmp_path / "new"))
    asked = answers(home)
    assert answers(tmp_path / "new") == asked
    assert sum(bool(citations) for _, _, citations in asked) >= 12
