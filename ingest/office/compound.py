"""Compound (OLE) files: the old binary formats, which are not read, and the wrapping of encrypted new ones."""

from __future__ import annotations

from research.errors import CannotReadError, UnsupportedFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream's name in the directory, what the file then is, and what to save it as.
_STREAMS = (
    ("__properties_version1.0", "an Outlook message (.msg)", ".eml"),
    ("WordDocument", "an old binary Word document (.doc)", ".docx"),
    ("PowerPoint Document", "an old binary presentation (.ppt)", ".pptx"),
    ("Workbook", "an old binary workbook (.xls)", ".xlsx"),
    ("Book", "an old binary workbook (.xls)", ".xlsx"),
)


def is_compound(content: bytes) -> bool:
    """Return whether the bytes begin as a compound file does."""
    return content.startswith(MAGIC)


def compound_problem(content: bytes, *, name: str) -> CannotReadError:
    """Return the error that says what a compound file is and what to do with it: a password to remove, or another format to save as."""
    if _holds(content, "EncryptedPackage") or _holds(content, "EncryptionInfo"):
        return CannotReadError(f"{name}: is password-protected", "save a copy without a password")
    for stream, what, suffix in _STREAMS:
        if _holds(content, stream):
            return UnsupportedFileError(f"{name}: is {what}, which is not read", f"save it as {suffix}")
    return UnsupportedFileError(f"{name}: is a compound file of no known kind", "save it as .xlsx, .docx, .pptx, .eml or .pdf")


def _holds(content: bytes, stream: str) -> bool:
    # Directory entries hold the name in UTF-16, ended by a zero.
    return f"{stream}\0".encode("utf-16-le") in content
