"""Which loader reads a file: by suffix, and by what is inside where that says otherwise."""

import io
import re

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

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
    for name, words in (("model.XLS", "an old binary workbook (.xls)"), ("mail.msg", "an Outlook message (.msg)")):
        (tmp_path / name).write_bytes(b"words")
        assert why_not_read(tmp_path / name).startswith(f"is {words}, which is not read (save it as .")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook\0".encode("utf-16-le")
    with pytest.raises(
        UnsupportedFileError, match=r"model\.xlsx: is an old binary workbook \(\.xls\), which is not read; save it as \.xlsx"
    ):
        load_file(old, name="model.xlsx", settings=Settings())
    with pytest.raises(
        UnsupportedFileError, match=r"a\.ppt: is an old binary presentation \(\.ppt\), which is not read; save it as \.pptx"
    ):
        load_file(b"words", name="a.ppt", settings=Settings())


OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
UNREAD = [
    ("m.xlsb", packed({"xl/workbook.bin": b"\x83", "[Content_Types].xml": b"<x/>"}), "a binary workbook (.xlsb)", "save it as .xlsx"),
    ("m.ods", packed({"mimetype": f"{OPEN_DOCUMENT}.spreadsheet"}), "an OpenDocument spreadsheet", "save it as .xlsx"),
    ("m.odt", packed({"mimetype": f"{OPEN_DOCUMENT}.text"}), "an OpenDocument text", "save it as .docx"),
    ("m.numbers", packed({"Index/Document.iwa": b"x"}), "an Apple Numbers workbook", "export it as .xlsx"),
    ("m.pages", packed({"Index/Document.iwa": b"x"}), "an Apple Pages document", "export it as .docx"),
    ("m.key", packed({"Index.zip": b"x"}), "an Apple Keynote presentation", "export it as .pptx"),
    ("m.rtf", b"{\\rtf1 words}", "rich text (RTF)", "save it as .docx"),
    ("m.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "an image", "run OCR on it and save the result as a PDF with text"),
    ("m.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "an image", "run OCR on it and save the result as a PDF with text"),
    ("m.mp3", b"ID3\x03" + bytes(40), "a sound or video recording", "save its transcript as .txt or .docx"),
    ("m.mp4", b"\0\0\0\x18ftypisom" + bytes(40), "a sound or video recording", "save its transcript as .txt or .docx"),
    ("m.gz", b"\x1f\x8b\x08" + bytes(40), "an archive", "unpack it and ingest its files"),
]


@pytest.mark.parametrize(("name", "content", "what", "instead"), UNREAD, ids=[one[0] for one in UNREAD])
def test_kinds_that_are_not_read_say_what_they_are_and_what_to_do_instead(tmp_path, name, content, what, instead):
    (tmp_path / name).write_bytes(content)
    assert recognise_file(tmp_path / name) is None
    assert why_not_read(tmp_path / name) == f"is {what}, which is not read ({instead})"
    with pytest.raises(UnsupportedFileError) as raised:
        load_file(content, name=name, settings=Settings())
    assert str(raised.value) == f"{name}: is {what}, which is not read; {instead}"


@pytest.mark.parametrize(("name", "content", "what", "_"), [one for one in UNREAD if one[0] not in {"m.numbers", "m.pages", "m.key"}])
def test_a_kind_that_is_not_read_is_known_under_another_name(name, content, what, _):
    with pytest.raises(UnsupportedFileError, match=f"^renamed.xlsx: is {re.escape(what)}"):
        load_file(content, name="renamed.xlsx", settings=Settings())


def test_encrypted_files_ask_for_a_copy_without_password():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le")
    with pytest.raises(CannotReadError, match=r"^m\.xlsx: is password-protected; save a copy without a password$"):
        load_file(locked, name="m.xlsx", settings=Settings())
    with pytest.raises(CannotReadError, match=r"^m\.pdf: encrypted with a password; save a copy without the password"):
        load_file(locked_pdf(), name="m.pdf", settings=Settings())


def locked_pdf():
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 72, "Quillmere")
    canvas.save()
    return out.getvalue()


def test_words_that_begin_like_a_recording_are_text():
    assert "ID3 is a tag" in load_file(b"ID3 is a tag for songs.", name="a.txt", settings=Settings()).text


def test_errors_of_the_new_loaders_cross_from_the_child():
    with pytest.raises(CannotReadError, match=r"^a\.docx: not an office file \(no ZIP header\); check"):
        load_file(b"words", name="a.docx", settings=Settings())


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b"Words."), ("a.md", b"# Words"), ("a.csv", b"a,b\n1,2"), ("a.eml", b"Subject: x\n\nWords.")]
)
def test_every_text_format_is_read_in_the_child(name, content):
    assert load_file(content, name=name, settings=Settings()).text.strip()
