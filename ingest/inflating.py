"""Compressed bodies into plain ones, never more of them than allowed: a kilobyte can hold a gigabyte."""

from __future__ import annotations

import zlib

from research.errors import CouldNotAskError, LimitExceededError

# What is asked for; whatever else a server sends is refused.
ACCEPTED = "gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_MARK = b"\x1f\x8b"
# A file of many parts, each empty, would take time without giving bytes.
_MAX_MEMBERS = 100


def inflate(content: bytes, encoding: str, *, most: int, name: str) -> bytes:
    """Return a body as it was before a Content-Encoding ("", "identity", "gzip", "x-gzip" or "deflate").

    Raises CouldNotAskError for another encoding, several of them, and what is damaged or cut off; LimitExceededError over `most` bytes.
    """
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"} or not content:
        plain = content
    elif encoding in {"gzip", "x-gzip"}:
        plain = _gzip(content, most, name)
    elif encoding == "deflate":
        plain, _ = _inflated(content, _ZLIB if _is_zlib(content) else _RAW, most, name)
    else:
        raise CouldNotAskError(f"{name}: sends in an encoding that was not asked for", "tell its publisher")
    if len(plain) > most:
        raise _too_much(name, most)
    return plain


def _gzip(content: bytes, most: int, name: str) -> bytes:
    """Return the parts of a gzip file joined (RFC 1952, 2.2); what follows the last one is padding."""
    plain = bytearray()
    for _ in range(_MAX_MEMBERS):
        part, content = _inflated(content, _GZIP, most - len(plain), name)
        plain += part
        if not content.startswith(_GZIP_MARK):
            return bytes(plain)
    raise LimitExceededError(f"{name}: a gzip body of more than {_MAX_MEMBERS} parts", "tell its publisher")


def _inflated(content: bytes, window: int, most: int, name: str) -> tuple[bytes, bytes]:
    """Return what one stream holds, and the bytes after its end."""
    stream = zlib.decompressobj(window)
    try:
        plain = stream.decompress(content, most + 1)
    except zlib.error as error:
        raise CouldNotAskError(f"{name}: sends damaged compressed bytes", "try again later") from error
    if len(plain) > most:
        raise _too_much(name, most)
    if not stream.eof:
        raise CouldNotAskError(f"{name}: the compressed bytes end too early", "try again later")
    return plain, stream.unused_data


def _is_zlib(content: bytes) -> bool:
    """Return whether bytes begin as RFC 1950 says; some servers send "deflate" without that frame."""
    return len(content) > 1 and content[0] & 0x0F == 8 and (content[0] << 8 | content[1]) % 31 == 0


def _too_much(name: str, most: int) -> LimitExceededError:
    return LimitExceededError(f"{name}: more than {most:,} bytes when inflated", "tell its publisher, or leave it out")
