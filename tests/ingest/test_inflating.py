import zlib

import pytest

from ingest.inflating import inflate
from research.errors import CouldNotAskError, LimitExceededError
from tests.outside.server import packed

TEXT = b"<rss>" + b"a line of news\n" * 500 + b"</rss>"


def raw_deflate(content):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(content) + stream.flush()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT, ""),
        (TEXT, " Identity "),
        (packed(TEXT), "gzip"),
        (packed(TEXT), "X-GZIP"),
        (zlib.compress(TEXT), "deflate"),
        (raw_deflate(TEXT), "deflate"),
        (packed(TEXT[:100]) + packed(TEXT[100:]), "gzip"),
        (packed(TEXT) + b"\0" * 40, "gzip"),
    ],
)
def test_bodies_come_out_as_they_went_in(content, encoding):
    assert inflate(content, encoding, most=len(TEXT), name="feed") == TEXT


def test_no_body_needs_no_inflating():
    assert inflate(b"", "gzip", most=10, name="feed") == b""


@pytest.mark.parametrize(
    ("content", "encoding", "says"),
    [
        (b"\x0b\x02\x80abc\x03", "br", "not asked for"),
        (packed(packed(TEXT)), "gzip, gzip", "not asked for"),
        (packed(TEXT)[:-9], "gzip", "end too early"),
        (zlib.compress(TEXT)[:50], "deflate", "end too early"),
        (b"<rss/>", "gzip", "damaged"),
        (b"\xff" * 10, "deflate", "damaged"),
        (packed(TEXT)[:-8] + b"\0" * 8, "gzip", "damaged"),
    ],
)
def test_damage_is_told(content, encoding, says):
    with pytest.raises(CouldNotAskError, match=says):
        inflate(content, encoding, most=100_000, name="feed")


def deep():
    return packed(b"\0" * 50_000_000)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT, ""),
        (deep(), "gzip"),
        (zlib.compress(b"\0" * 50_000_000), "deflate"),
        (packed(b"a" * 600) * 2, "gzip"),
        (packed(b"") * 5_000, "gzip"),
    ],
)
def test_bombs_do_not_go_off(content, encoding):
    with pytest.raises(LimitExceededError):
        inflate(content, encoding, most=1_000, name="feed")
