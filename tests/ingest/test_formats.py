"""Which loader reads a file: by suffix, and by what is inside where that says otherwise."""

import docx
import pytest

from ingest.formats import load_file, recognise, recognise_file, why_not_read
from research.errors import CannotReadError, UnsupportedFileError
from research.settings import Settings
from tests.ingest.office_files import packed, saved, workbook


@pytest.fixture(scope="module")
def word():
    document = docx.Document()
    document.add_paragraph("Tarrowby opened a mill.")
    return saved(document)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.PDF", "PDF"),
        ("a.xlsx", "Excel"),
        ("a.xlsm", "Excel"),
        ("a.docx", "Word"),
        ("a.pptx", "PowerPoint"),
        ("a.csv", "separated values"),
        ("a.tsv", "separated values"),
        ("a.md", "Markdown"),
        ("a.txt", "plain text"),
        ("a.eml", "e-mail"),
    ],
)
def test_a_suffix_tells(name, kind):
    known = recognise(name)
    assert known is not None
    assert known.name == kind


def test_a_packed_file_without_suffix_is_known_by_its_parts(tmp_path, word):
    for content, kind in ((word, "Word"), (workbook({"S": [["a"]]}), "Excel"), (packed({"other/a": b""}), None)):
        (tmp_path / "file").write_bytes(content)
        by_file, by_head = recognise_file(tmp_path / "file"), recognise("file", content)
        assert [known.name if known else None for known in (by_file, by_head)] == [kind, kind]


def test_a_file_is_read_by_what_it_is_not_by_its_name(word):
    assert "Tarrowby opened a mill." in load_file(word, name="model.xlsx", settings=Settings()).text
    assert "Tarrowby opened a mill." in load_file(word, name="letter.doc", settings=Settings()).text


def test_old_formats_are_left_out_with_what_to_save_them_as(tmp_path):
    assert why_not_read(tmp_path / "model.XLS") == "no loader reads .XLS files (save it as .xlsx)"
    assert why_not_read(tmp_path / "mail.msg") == "no loader reads .msg files (save it as .eml)"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook\0".encode("utf-16-le")
    with pytest.raises(
        UnsupportedFileError, match=r"model\.xlsx: is an old binary workbook \(\.xls\), which is not read; save it as \.xlsx"
    ):
        load_file(old, name="model.xlsx", settings=Settings())
    with pytest.raises(UnsupportedFileError, match=r"a\.ppt: no loader reads this kind of file; save it as \.pptx"):
        load_file(b"words", name="a.ppt", settings=Settings())


def test_errors_of_the_new_loaders_cross_from_the_child():
    with pytest.raises(CannotReadError, match=r"^a\.docx: not an office file \(no ZIP header\); check"):
        load_file(b"words", name="a.docx", settings=Settings())


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b"Words."), ("a.md", b"# Words"), ("a.csv", b"a,b\n1,2"), ("a.eml", b"Subject: x\n\nWords.")]
)
def test_every_text_format_is_read_in_the_child(name, content):
    assert load_file(content, name=name, settings=Settings()).text.strip()
