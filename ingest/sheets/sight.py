"""Which cells of a worksheet nobody sees: letters in the colour of their own ground, or tiny, where nothing else colours the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar

from lxml import etree

from ingest.office.elements import child, children

_T = TypeVar("_T")
Colour: TypeAlias = tuple[int, int, int]
# First row, first column, last row, last column, 0-based.
Area: TypeAlias = tuple[int, int, int, int]

# A font as far as it is known: its size in points and its colour; and the runs of a text, each with its words and its font.
Look: TypeAlias = "tuple[float | None, Colour | None]"
Runs: TypeAlias = "tuple[tuple[str, Look], ...]"
PLAIN: Look = (None, None)

# Points under which nobody reads; levels of 255 by which letters differ from their ground, so far that one can read them.
TINY = 1.5
CONTRAST = 20
WHITE: Colour = (255, 255, 255)
# Positions of the old palette, and of the theme, that are white and black as programs set them up.
_INDEXED = {0: (0, 0, 0), 1: WHITE, 8: (0, 0, 0), 9: WHITE, 64: (0, 0, 0), 65: WHITE}
_THEME = {0: WHITE, 1: (0, 0, 0)}
# A tint moves a colour of the theme this far before it is another.
_LEAST_TINT = 0.04


def seen_styles(root: etree._Element, formats: Iterable[etree._Element]) -> list[tuple[bool, Colour | None]]:
    """Return for each cell format of a workbook's styles whether its letters are not seen, and its ground, None where it is not known."""
    fonts = [one for group in children(root, "fonts") for one in children(group, "font")]
    fills = [_ground(one) for group in children(root, "fills") for one in children(group, "fill")]
    grounds = [_chosen(fills, one.get("fillId"), WHITE) for one in formats]
    return [(is_unseen(look_of(_chosen(fonts, one.get("fontId"))), ground), ground) for one, ground in zip(formats, grounds, strict=True)]


def look_of(font: etree._Element | None) -> Look:
    """Return the size and the colour that a font names."""
    size = child(font, "sz")
    return (None if size is None else _decimal(size.get("val"), 11.0)), _colour(child(font, "color"))


def is_unseen(look: Look, ground: Colour | None) -> bool:
    """Return whether letters are tiny, or in the colour of their ground."""
    size, colour = look
    if size is not None and 0 < size < TINY:
        return True
    return colour is not None and ground is not None and all(abs(a - b) < CONTRAST for a, b in zip(colour, ground, strict=True))


def is_within(row: int, column: int, areas: Sequence[Area]) -> bool:
    """Return whether a cell lies in one of some areas."""
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas)


def _chosen(listed: Sequence[_T], index: str | None, none: _T | None = None) -> _T | None:
    at = int(index) if index and index.isascii() and index.isdigit() and len(index) < 7 else 0
    return listed[at] if at < len(listed) else none


def _ground(fill: etree._Element) -> Colour | None:
    """Return the colour of a fill: white for none, None for a pattern or a colour that is not known."""
    pattern = child(fill, "patternFill")
    kind = "" if pattern is None else pattern.get("patternType") or "none"
    if kind == "none":
        return WHITE
    return _colour(child(pattern, "fgColor")) if kind == "solid" else None


def _colour(element: etree._Element | None) -> Colour | None:
    if element is None or abs(_decimal(element.get("tint"), 0.0)) > _LEAST_TINT:
        return None
    for name, known in (("theme", _THEME), ("indexed", _INDEXED)):
        said = element.get(name)
        if said is not None:
            return known.get(int(said)) if said.isascii() and said.isdigit() and len(said) < 4 else None
    try:
        value = int(element.get("rgb") or "", 16)
    except ValueError:
        return None
    return value >> 16 & 255, value >> 8 & 255, value & 255


def _decimal(text: str | None, none: float) -> float:
    try:
        return float((text or "")[:20])
    except ValueError:
        return none
