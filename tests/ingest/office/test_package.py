"""Packed files are checked before they are opened; properties are stated only when somebody meant them."""

import struct
import zipfile

import pytest

from ingest.loaded import Limits
from ingest.office.compound import MAGIC
from ingest.office.package import Package
from ingest.office.properties import is_meant
from research.errors import CannotReadError, LimitExceededError, UnsupportedFileError
from tests.ingest.office_files import packed, repacked, workbook


def opened(content, **limits):
    return Package(content, name="odd.xlsx", limits=Limits(**limits))


def directory_entry(name):
    return f"{name}\0".encode("utf-16-le").ljust(64, b"\0")


def test_a_packed_file_that_would_inflate_too_far_is_not_opened():
    with pytest.raises(LimitExceededError, match=r"odd\.xlsx: inflates to 3 MiB, the limit is 2 MiB; raise DESK_MAX_INFLATED_MB"):
        opened(packed({"xl/a.xml": bytes(3 * 1024 * 1024)}, zipfile.ZIP_STORED), max_inflated_mb=2)


def test_a_bomb_is_known_by_its_ratio():
    with pytest.raises(LimitExceededError, match=r"odd\.xlsx: part xl/a\.xml inflates \d+ times, as a ZIP bomb does"):
        opened(packed({"xl/a.xml": bytes(20 * 1024 * 1024)}))


def test_too_many_parts_are_refused():
    with pytest.raises(LimitExceededError, match=r"odd\.xlsx: 10001 packed parts, the limit is 10000"):
        opened(packed({f"p{number}": b"" for number in range(10_001)}, zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 torn", packed({"a": b"text"})[:-30], packed({"a": b"text"})[:20]], ids=["no", "its end", "its files"]
)
def test_a_torn_archive_is_damaged(content):
    with pytest.raises(CannotReadError, match=r"odd\.xlsx: damaged \(its ZIP directory is missing or torn\)"):
        opened(content)


def test_other_content_is_no_office_file():
    with pytest.raises(CannotReadError, match=r"odd\.xlsx: not an office file"):
        opened(b"<html>an export that calls itself a workbook</html>")


def test_a_part_with_a_wrong_checksum_is_named():
    content = bytearray(packed({"xl/a.xml": b"<a>words</a>"}, zipfile.ZIP_STORED))
    content[content.index(b"words")] ^= 1
    with pytest.raises(CannotReadError, match=r"odd\.xlsx: damaged \(part xl/a\.xml cannot be read\)"):
        opened(bytes(content)).xml("xl/a.xml")


def test_encrypted_archives_and_documents_ask_for_a_copy_without_password():
    locked = bytearray(packed({"a": b"x"}, zipfile.ZIP_STORED))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", locked, locked.index(mark) + at, 1)
    for content in (bytes(locked), MAGIC + bytes(504) + directory_entry("EncryptedPackage")):
        with pytest.raises(CannotReadError, match=r"odd\.xlsx: is password-protected; save a copy without a password"):
            opened(content)


@pytest.mark.parametrize(
    ("stream", "suffix"),
    [("Workbook", "xlsx"), ("WordDocument", "docx"), ("PowerPoint Document", "pptx"), ("__properties_version1.0", "eml")],
)
def test_old_formats_say_what_to_save_them_as(stream, suffix):
    with pytest.raises(UnsupportedFileError, match=rf"^odd\.xlsx: is an .*, which is not read; save it as \.{suffix}$"):
        opened(MAGIC + bytes(504) + directory_entry(stream))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_in_every_encoding(encoding):
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY e "xxxx">]><a>&e;&e;</a>'.encode(encoding)
    package = opened(packed({"a.xml": bomb}))
    for read in (package.xml, lambda part: list(package.elements(part, "a"))):
        with pytest.raises(CannotReadError, match=r"odd\.xlsx: a\.xml declares entities"):
            read("a.xml")


def test_a_declaration_after_a_long_comment_is_found_too():
    late = b"<!--" + b" " * 70_000 + b'--><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
    with pytest.raises(CannotReadError, match="declares entities"):
        opened(packed({"a.xml": late})).xml("a.xml")


def test_links_to_the_outside_are_left_out():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/image" Target="http://tracker.example/a.png" TargetMode="External"/>'
        b'<Relationship Id="r2" Type="http://x/worksheet" Target="/xl/worksheets/a.xml"/>'
        b'<Relationship Id="r3" Type="http://x/worksheet" Target="../up.xml"/></Relationships>'
    )
    found = opened(packed({"xl/_rels/workbook.xml.rels": rels})).relations("xl/workbook.xml")
    assert [(one.id, one.kind, one.target) for one in found] == [("r2", "worksheet", "xl/worksheets/a.xml"), ("r3", "worksheet", "up.xml")]


def test_a_file_without_its_main_part_is_damaged():
    content = repacked(workbook({"S": [["a"]]}), {"xl/workbook.xml": None})
    with pytest.raises(CannotReadError, match=r"odd\.xlsx: damaged \(no main part\)"):
        opened(content).main()


@pytest.mark.parametrize(
    ("field", "value", "meant"),
    [
        ("title", "Fennimore: initiation", True),
        ("title", "PowerPoint Presentation", False),
        ("title", "Microsoft Word - draft3.docx", False),
        ("title", "final v2.docx", False),
        ("title", "7", False),
        ("company", "Tarrowby Research", True),
        ("company", "Administrator", False),
        ("company", "Microsoft Corporation", False),
    ],
)
def test_values_that_programs_fill_in_are_not_meant(field, value, meant):
    assert is_meant(field, value) is meant
