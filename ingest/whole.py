"""Whether a file that was just written shows its end: kinds of files that say where they stop need not be watched for long."""

from __future__ import annotations

import re
from pathlib import Path

HEAD_BYTES = 1024
# A ZIP file's last record is 22 bytes and a comment, which office programs leave out.
TAIL_BYTES = 1024
_PDF, _PDF_END = b"%PDF-", b"%%EOF"
# A linearized PDF has an end in its middle, too, and says at its beginning how long it is (ISO 32000-1, annex F).
_LINEARIZED = re.compile(rb"/Linearized\b(?:(?!endobj).)*?/L\s+(\d+)", re.DOTALL)
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_ZIP_END_BYTES = 22
_MARKUP_ENDS = (b"</html>", b"</document>", b"</sec-document>")


def shows_its_end(path: Path) -> bool:
    """Return whether a file ends as its kind does when it is whole; False for kinds without such an end. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        size = stream.seek(0, 2)
        stream.seek(max(0, size - TAIL_BYTES))
        tail = stream.read(TAIL_BYTES)
    if _PDF in head:
        stated = _LINEARIZED.search(head)
        return _PDF_END in tail and (stated is None or size >= int(stated[1]))
    if head.startswith(_ZIP):
        at = tail.rfind(_ZIP_END)
        comment = tail[at + _ZIP_END_BYTES - 2 : at + _ZIP_END_BYTES] if at >= 0 else b""
        return len(comment) == 2 and at + _ZIP_END_BYTES + int.from_bytes(comment, "little") == len(tail)
    return tail.rstrip().lower().endswith(_MARKUP_ENDS)
