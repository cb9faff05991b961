"""Whether bytes stand anywhere in the files of a folder: as they are, inflated, in pages of databases, in UTF-16."""

import base64
import io
import quopri
import re
import zipfile
import zlib
from functools import partial

# Where a deflate stream with a zlib or gzip head may begin: nothing of ours packs otherwise.
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
LARGEST = 64 * 1024 * 1024


def forms(canary):
    """Return the ways in which a word may stand in bytes: UTF-8 in either case, UTF-16, base64 at each of its three places."""
    plain = {canary, canary.lower(), canary.upper()}
    found = {word.encode(code) for word in plain for code in ("utf-8", "utf-16-le", "utf-16-be")}
    for shift in range(3):
        packed = base64.b64encode(b"x" * shift + canary.encode())
        found.add(packed[4 if shift else 0 : -4])
    return found


def hits(folder, canaries, *, ignored=()):
    """Return (file, canary, how) for each place where a canary stands in a file under a folder, or in a file's name."""
    wanted = {canary: forms(canary) for canary in canaries}
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in ignored:
            continue
        name = path.relative_to(folder).as_posix()
        found += [(name, canary, "name") for canary in canaries if canary.lower() in name.lower()]
        for how, content in [("raw", path.read_bytes()), *_inflated(path.read_bytes())]:
            found += [(name, canary, how) for canary, ways in wanted.items() if any(way in content for way in ways)]
    return sorted(set(found))


def _inflated(content):
    """Yield what streams in a file unpack to, wherever they begin: also those cut in pieces by pages of a database, as far as they go."""
    for match in _ZLIB.finditer(content):
        wbits = 31 if match[0][:1] == b"\x1f" else 15
        stream = content[match.start() : match.start() + LARGEST]
        yield from _tried("zlib", partial(zlib.decompressobj(wbits).decompress, stream, LARGEST))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.namelist():
                yield from _tried("zip", partial(archive.read, one))
    if b"=" in content and b"Content-Transfer-Encoding" in content:
        yield "quoted-printable", quopri.decodestring(content)


def _tried(name, step):
    """Yield what a step unpacks; bytes that only looked like the head of a stream yield nothing."""
    try:
        yield name, step()
    except (zlib.error, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, NotImplementedError):
        return
