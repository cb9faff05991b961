"""Paths and folders to files: order, links, hidden entries, and what is left out and why."""

import os
from pathlib import Path

import pytest

from ingest.discovery import LeftOut, discover, is_gone
from ingest.formats import supported
from research.errors import LimitExceededError

PDF = b"%PDF-1.7\n"


def put(path: Path, content: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_folder_is_walked_to_the_bottom_in_name_order(tmp_path):
    files = [put(tmp_path / name) for name in ("a.pdf", "b/a.pdf", "b/c/z.PDF", "c.pdf")]
    assert discover([tmp_path]).files == tuple(files)


def test_arguments_keep_their_order_and_a_file_named_twice_comes_once(tmp_path):
    first, second = put(tmp_path / "z.pdf"), put(tmp_path / "a.pdf")
    assert discover([first, tmp_path, second]).files == (first, second)


def test_files_that_no_loader_reads_are_skipped_with_the_reason(tmp_path):
    notes = put(tmp_path / "notes.doc", b"\xd0\xcf\x11\xe0")
    plain = put(tmp_path / "README", b"text")
    found = discover([tmp_path])
    assert found.files == ()
    assert found.skipped == (
        LeftOut(str(plain), f"no loader reads this kind of files (supported: {supported()})"),
        LeftOut(str(notes), "is an old binary Word document (.doc), which is not read (save it as .docx)"),
    )


def test_a_file_without_its_suffix_is_known_by_how_it_begins(tmp_path):
    file = put(tmp_path / "annual-report")
    assert discover([file]).files == (file,)


def test_a_missing_path_fails_and_the_others_go_on(tmp_path):
    file = put(tmp_path / "a.pdf")
    found = discover([tmp_path / "gone.pdf", file])
    assert found.files == (file,)
    assert found.failed == (LeftOut(str(tmp_path / "gone.pdf"), "does not exist"),)


def test_hidden_entries_are_skipped_unless_named(tmp_path):
    hidden, inside = put(tmp_path / ".draft.pdf"), put(tmp_path / ".git" / "a.pdf")
    found = discover([tmp_path])
    assert found.files == ()
    assert found.skipped == (LeftOut(str(hidden), "is hidden"), LeftOut(str(inside.parent), "is hidden"))
    assert discover([hidden]).files == (hidden,)


def test_a_loop_of_links_ends_and_links_lead_to_the_file_once(tmp_path):
    file = put(tmp_path / "folder" / "a.pdf")
    (tmp_path / "folder" / "up").symlink_to(tmp_path)
    (tmp_path / "folder" / "self").symlink_to(tmp_path / "folder" / "self")
    (tmp_path / "same.pdf").symlink_to(file)
    found = discover([tmp_path])
    assert found.files == (file,)
    assert [one.path for one in found.failed] == [str(tmp_path / "folder" / "self")]


def test_a_broken_link_fails_with_that_word(tmp_path):
    link = tmp_path / "a.pdf"
    link.symlink_to(tmp_path / "gone.pdf")
    assert discover([link]).failed == (LeftOut(str(link), "is a broken link"),)


def test_a_pipe_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "a.pdf")
    assert discover([tmp_path]).skipped == (LeftOut(str(tmp_path / "a.pdf"), "is not a regular file"),)


def test_an_empty_folder_is_not_passed_over_in_silence(tmp_path):
    assert discover([tmp_path]).skipped == (LeftOut(str(tmp_path), "holds no file that is not already listed"),)


def test_a_name_that_is_not_utf8_fails_in_printable_words(tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.pdf"
    try:
        Path(os.fsdecode(raw)).write_bytes(PDF)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = discover([tmp_path])
    assert found.files == ()
    assert [one.reason for one in found.failed] == ["has a name that is not UTF-8; rename it"]
    found.failed[0].path.encode("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_fails_alone(tmp_path):
    locked, file = tmp_path / "locked", put(tmp_path / "z.pdf")
    locked.mkdir(mode=0)
    found = discover([tmp_path])
    assert found.files == (file,)
    assert found.failed == (LeftOut(str(locked), "may not be read by this user"),)


def test_what_may_not_be_looked_at_is_not_gone(tmp_path):
    file = put(tmp_path / "locked" / "a.pdf")
    assert [is_gone(path) for path in (file, tmp_path / "none.pdf", file / "below")] == [False, True, True]
    file.parent.chmod(0)
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    try:
        assert not is_gone(file)
    finally:
        os.seteuid(user)
        file.parent.chmod(0o700)


def test_a_workspace_and_its_originals_are_left_out_and_what_lies_beside_it_is_read(tmp_path):
    home = tmp_path / "desk"
    (home / "originals" / "ab").mkdir(parents=True)
    for name in ("catalog.db", "ledger.db", "notes.md", "originals/ab/secret.md"):
        (home / name).write_text("of a deal")
    (tmp_path / "note.md").write_text("for everybody")
    for given in (tmp_path, home, home / "originals"):
        found = discover([given])
        assert [path.name for path in found.files] == (["note.md"] if given is tmp_path else [])
        assert [left.reason.partition(":")[0] for left in found.skipped] == ["is a workspace"]


def test_a_run_has_so_many_files_and_gibibytes(tmp_path):
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        put(tmp_path / name)
    assert len(discover([tmp_path], most_files=3, most_gb=1).files) == 3
    with pytest.raises(LimitExceededError, match=r"more than 2 files to read in at a time; .*DESK_MAX_RUN_FILES"):
        discover([tmp_path], most_files=2)
    os.truncate(put(tmp_path / "d.pdf"), 1024**3)  # a hole: it takes no room
    with pytest.raises(LimitExceededError, match=r"more than 1 GiB to read in at a time; .*DESK_MAX_RUN_GB"):
        discover([tmp_path], most_gb=1)
