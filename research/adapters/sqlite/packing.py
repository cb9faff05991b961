"""How values that SQLite has no type for are kept: instants and dates, pairs, and the line boxes of a page."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from research.nouns.documents import Box, Line

_LINES_FORMAT = 1
# Most documents and facts of a large library have none.
NOTHING = "[]"
_HEADER = struct.Struct("<BI")


def pack_instant(instant: datetime) -> str:
    """Return an instant as ISO text in UTC with microseconds, so that text order is time order; ValueError when naive."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def pack_instant_or_none(instant: datetime | None) -> str | None:
    """Return `pack_instant`, or None."""
    return None if instant is None else pack_instant(instant)


def unpack_instant(text: str) -> datetime:
    """Return the aware UTC instant that `pack_instant` kept."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def unpack_instant_or_none(text: str | None) -> datetime | None:
    """Return `unpack_instant`, or None."""
    return None if text is None else unpack_instant(text)


def pack_date(day: date | None) -> str | None:
    """Return a date as ISO text, or None."""
    return None if day is None else day.isoformat()


def unpack_date(text: str | None) -> date | None:
    """Return the date that `pack_date` kept, or None."""
    return None if text is None else date.fromisoformat(text)


def pack_decimal(number: Decimal | None) -> str | None:
    """Return a number's exact decimal text, its trailing zeros included, or None."""
    return None if number is None else str(number)


def unpack_decimal(text: str | None) -> Decimal | None:
    """Return the number that `pack_decimal` kept, or None."""
    return None if text is None else Decimal(text)


def pack_json(values: Iterable[object]) -> str:
    """Return strings, numbers or tuples of them as a JSON array."""
    return json.dumps(list(values), ensure_ascii=False)


def unpack_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of strings that `pack_json` kept."""
    if text == NOTHING:
        return ()
    return tuple((name, value) for name, value in json.loads(text))


def unpack_strings(text: str) -> tuple[str, ...]:
    """Return the strings that `pack_json` kept."""
    if text == NOTHING:
        return ()
    return tuple(json.loads(text))


def pack_lines(lines: Sequence[Line]) -> bytes:
    """Return a page's lines, column by column and compressed: 32-bit offsets and rows, 64-bit coordinates."""
    count = len(lines)
    whole = [number for column in zip(*((line.start, line.end, line.row) for line in lines), strict=True) for number in column]
    boxes = [(line.box.x0, line.box.y0, line.box.x1, line.box.y1) for line in lines]
    coordinates = [number for column in zip(*boxes, strict=True) for number in column]
    return zlib.compress(_HEADER.pack(_LINES_FORMAT, count) + struct.pack(f"<{3 * count}i{4 * count}d", *whole, *coordinates))


def unpack_lines(packed: bytes) -> tuple[Line, ...]:
    """Return the lines that `pack_lines` kept; raises ValueError for a format that this program does not know."""
    content = zlib.decompress(packed)
    written, count = _HEADER.unpack_from(content)
    if written != _LINES_FORMAT:
        raise ValueError(f"line boxes are kept in format {written}, this program reads {_LINES_FORMAT}")
    values = struct.unpack_from(f"<{3 * count}i{4 * count}d", content, _HEADER.size)
    starts, ends, rows, *sides = (values[column * count : (column + 1) * count] for column in range(7))
    return tuple(
        Line(start, end, row, Box(x0, y0, x1, y1)) for start, end, row, x0, y0, x1, y1 in zip(starts, ends, rows, *sides, strict=True)
    )
