"""Behind walls: what comes in tells nothing of a document that its reader may not see, by a copy, a name or an id."""

import pytest

from ingest.naming import source_mark
from research.nouns.documents import Kind
from research.nouns.labels import OPEN
from research.settings import Settings
from tests.ingest.samples import REPORT, ingest, only


@pytest.mark.parametrize(
    ("by", "label", "outcome"),
    [
        ("olga", None, "added"),
        ("olga", "public", "added"),
        ("olga", "personal:olga", "added"),
        ("olga", "deal:falcon", "skipped"),
        (None, None, "skipped"),
    ],
)
def test_behind_walls_what_a_user_brings_is_no_copy_of_what_is_restricted(workspace, file, tmp_path, by, label, outcome):
    workspace.settings = Settings(max_file_mb=1, walls=True)
    ingest(workspace, file, label="deal:falcon")
    twin = tmp_path / "copy.pdf"
    twin.write_text(REPORT)
    (job,) = ingest(workspace, twin, label=label, by=by)
    assert (job.outcome, job.error) == (outcome, "" if outcome == "added" else "same content as a document of the library")
    if outcome == "added":
        assert only(workspace, names=(workspace.documents.newest(str(twin)).name,)).label == (label or "public")


@pytest.mark.parametrize(
    ("closed", "label", "outcome"), [((), None, "skipped"), (("Quillmere",), None, "added"), (("Quillmere",), "internal", "added")]
)
def test_behind_walls_what_is_closed_is_no_more_told_than_what_is_restricted(workspace, file, tmp_path, closed, label, outcome):
    workspace.settings, workspace.closed = Settings(max_file_mb=1, walls=True), frozenset(closed)
    ingest(workspace, file, label="internal")
    twin = tmp_path / "copy.pdf"
    twin.write_text(REPORT)
    (job,) = ingest(workspace, twin, label=label, by="olga")
    assert job.outcome == outcome


@pytest.mark.parametrize(("by", "to"), [(None, "away"), ("olga", "away"), ("ann", ".")])
def test_behind_walls_a_renamed_file_takes_its_label_along(workspace, file, by, to):
    workspace.settings = Settings(max_file_mb=1, walls=True)
    workspace.labels_of = {"olga": OPEN | {"deal:falcon"}, "ann": OPEN}
    (first,) = ingest(workspace, file, label="deal:falcon")
    folder = file.parent / to
    folder.mkdir(exist_ok=True)
    (job,) = ingest(workspace, file.rename(folder / "renamed.pdf"), by=by)
    assert (job.outcome, job.document_id, only(workspace).label) == ("unchanged", first.document_id, "deal:falcon")


@pytest.mark.parametrize(("label", "closed"), [("deal:falcon", ()), ("internal", ("Quillmere",))])
@pytest.mark.parametrize("given", [None, "internal"])
def test_behind_walls_who_brings_the_bytes_of_what_they_may_not_see_does_not_take_its_place(workspace, file, label, closed, given):
    workspace.settings, workspace.closed = Settings(max_file_mb=1, walls=True), frozenset(closed)
    workspace.labels_of = {"olga": OPEN}
    (first,) = ingest(workspace, file, label=label)
    folder = file.parent / ("away" if given is None else ".")
    folder.mkdir(exist_ok=True)
    (job,) = ingest(workspace, file.rename(folder / "renamed.pdf"), label=given, by="olga")
    assert (job.outcome, job.document_id == first.document_id) == ("added", False)
    assert workspace.documents.newest(str(file)).label == label


@pytest.mark.parametrize(("label", "closed"), [("internal", ("Quillmere",)), ("deal:falcon", ())])
def test_behind_walls_what_is_hidden_gives_its_name_to_what_everybody_may_see(workspace, file, tmp_path, label, closed):
    workspace.settings = Settings(max_file_mb=1, walls=True)
    names = []
    for folder in ("one", "two", "three"):
        path = tmp_path / folder / file.name
        path.parent.mkdir()
        path.write_text(f"{REPORT} Copy {folder}.")
        (job,) = ingest(workspace, path, label="internal" if not names else "public", by="olga")
        if not names:
            workspace.documents.relabel(job.document_id, label)
            workspace.closed = frozenset(closed)
        names.append(workspace.documents.newest(str(path)).name)
    hidden = workspace.documents.newest(str(tmp_path / "one" / file.name)).name
    assert names == [file.stem, file.stem, f"{file.stem}~2"]
    assert hidden.startswith(f"{file.stem}~")
    assert len(hidden) == len(file.stem) + 7


def test_behind_walls_what_is_hidden_gives_way_also_where_the_name_that_it_would_get_is_taken(workspace, file, tmp_path):
    workspace.settings = Settings(max_file_mb=1, walls=True)
    (first,) = ingest(workspace, file, by="olga")
    workspace.documents.relabel(first.document_id, "deal:falcon")
    taken = f"{file.stem}~{source_mark(str(file))}"
    for number, name in enumerate((taken, file.stem)):
        path = tmp_path / str(number) / f"{name}{file.suffix}"
        path.parent.mkdir()
        path.write_text(f"{REPORT} Copy {number}.")
        (job,) = ingest(workspace, path, by="olga")
        assert (job.outcome, workspace.documents.newest(str(path)).name) == ("added", name)
    assert workspace.documents.newest(str(file)).name == f"{taken}~2"


def test_behind_walls_an_id_tells_nothing_of_a_restricted_file_of_the_same_bytes_that_got_its_label_by_its_kind(workspace, file, tmp_path):
    twin = tmp_path / "copy.pdf"
    twin.write_text(REPORT)
    ids = []
    for labels in (dict.fromkeys(Kind, "desk:equity"), {}):
        workspace.settings = Settings(max_file_mb=1, walls=True, kind_labels=labels, unlabelled="public")
        (job,) = ingest(workspace, file if labels else twin, label=None if labels else "public", by="olga")
        ids.append(str(job.document_id).split("-"))
    assert [len(one) for one in ids] == [2, 2]
    assert ids[0][0] == ids[1][0]
    assert ids[0][1] != ids[1][1]
