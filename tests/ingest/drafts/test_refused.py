"""Drafts that are not read: one clear line that names the file, the cause and the next step."""

import hashlib
import io
import zipfile

import pytest

from ingest.drafts import read
from ingest.drafts.reading import MOST_MB
from research.errors import CannotReadError, DeskError, LimitExceededError, NotFoundError, UnsupportedFileError
from tests.ingest.drafts.word_files import lean_file, paragraph, run, word_file
from tests.ingest.office_files import packed, repacked, workbook

GOOD = word_file(paragraph(run("Sales rose.")))
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage\0".encode("utf-16-le")


def doubled():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"<x/>")
    return out.getvalue()


def long_part():
    """A file whose body is long without inflating as far as a ZIP bomb does."""
    noise = hashlib.shake_256(b"noise").hexdigest(8 * 1024).encode()
    words = b"".join(noise + b"0" * (48 * 1024) for _ in range(529))
    return repacked(GOOD, {"word/document.xml": lambda old: old.replace(b"Sales rose.", words)})


def bomb():
    return repacked(GOOD, {"word/media/x.xml": b"0" * (40 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("content", "name", "error", "words"),
    [
        (GOOD, "n.docm", CannotReadError, "n.docm: is a Word file with macros (.docm); save it as .docx, which has none"),
        (repacked(GOOD, {"word/vbaProject.bin": b"x"}), "n.docx", CannotReadError, "n.docx: holds macros; save it as .docx"),
        (GOOD[:-200], "n.docx", CannotReadError, "n.docx: damaged"),
        (repacked(GOOD, {"word/document.xml": b"<w:document"}), "n.docx", CannotReadError, "n.docx: damaged (part word/document.xml"),
        (repacked(GOOD, {"word/document.xml": b"<!DOCTYPE x><x/>"}), "n.docx", CannotReadError, "declares entities"),
        (repacked(GOOD, {"word/document.xml": None}), "n.docx", CannotReadError, "n.docx: damaged (no main part)"),
        (b"hello", "n.docx", CannotReadError, "n.docx: not an office file"),
        (b"", "n.docx", CannotReadError, "n.docx: is empty"),
        (LOCKED, "n.docx", CannotReadError, "n.docx: is password-protected; save a copy without a password"),
        (workbook({"A": [["x"]]}), "n.docx", CannotReadError, "n.docx: its main part is no Word document"),
        (doubled(), "n.docx", CannotReadError, "holds part word/document.xml twice"),
        (bomb(), "n.docx", LimitExceededError, "as a ZIP bomb does"),
        (packed({f"p{number}": b"" for number in range(10_001)}), "n.docx", LimitExceededError, "10001 packed parts"),
        (long_part(), "n.docx", LimitExceededError, "n.docx: part word/document.xml is 33 MiB, the limit is 32 MiB; split the draft"),
        (b"0" * (MOST_MB * 1024 * 1024 + 1), "n.docx", LimitExceededError, "n.docx: is 10.0 MiB, the limit for a draft is 10 MiB"),
        (b"%PDF-1.4", "n.pdf", UnsupportedFileError, "n.pdf: is no draft that is read; save it as .docx or .md"),
        ("Größe".encode("latin-1"), "n.md", CannotReadError, "n.md: is not UTF-8 text (byte 3); save it as UTF-8"),
        (b"a\0b", "n.md", CannotReadError, "n.md: holds no text but binary data"),
        (b"\n\n", "n.md", CannotReadError, "n.md: holds no text"),
        (b"5%.\n\n" * 20_001, "n.md", LimitExceededError, "more than 20,000 sentences"),
    ],
)
def test_each_says_what_is_wrong_in_one_line(content, name, error, words):
    with pytest.raises(error) as caught:
        read(content, name)
    assert words in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_a_file_is_read_by_its_path_and_a_missing_one_is_named(tmp_path):
    path = tmp_path / "note.md"
    path.write_text("Sales rose.", encoding="utf-8")
    assert read(path).name == "note.md"
    with pytest.raises(NotFoundError, match="does not exist"):
        read(tmp_path / "other.md")
    path.write_bytes(b"0" * (MOST_MB * 1024 * 1024 + 1))
    with pytest.raises(LimitExceededError):
        read(path)


def test_a_changed_byte_gives_the_draft_or_one_clear_line():
    whole, said = lean_file(paragraph(run("Sales rose."))), []
    for at in range(0, len(whole), 3):
        torn = bytearray(whole)
        torn[at] ^= 0xFF
        try:
            said.append(f"n.docx: {len(read(bytes(torn), 'n.docx').sentences)}")
        except DeskError as error:
            said.append(str(error))
    assert all(line.startswith("n.docx: ") and "\n" not in line for line in said)
