"""Bytes of text files into text: the encodings that analysts' files come in."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE

from research.errors import CannotReadError

_MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF32_LE, "utf-32"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
_SAMPLE = 4_096
# So many of them are in a short text by accident, as what is copied out of a PDF has.
_STRAY = 4
# Bytes that no text has: control characters but tabs, line ends, page breaks, ends of files (Ctrl-Z) and escapes of a terminal.
_NEVER_TEXT = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f]")


def decode_text(content: bytes, *, name: str) -> str:
    """Return the text: by its byte order mark, else UTF-16 by its zero bytes, else UTF-8, else Windows-1252; lines end with a line feed.

    Raises CannotReadError for bytes that are no text.
    """
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; they show as replacement marks rather than stop the file.
        text = content.decode("cp1252", errors="replace")
    # A few stray zero bytes are dropped; many, or many others that no text has, mean that this is none at all.
    if max(text.count("\0"), sum(1 for _ in _NEVER_TEXT.finditer(text))) > max(len(text) // 100, _STRAY):
        raise CannotReadError(f"{name}: holds no text but binary data", "check what was saved under this name")
    return text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(content: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if marked:
        return marked
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 6 and even == 0:
        return "utf-16-le"
    if even > len(sample) // 6 and odd == 0:
        return "utf-16-be"
    return "utf-8"
