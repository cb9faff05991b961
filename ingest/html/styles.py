"""The few declarations of a style attribute that matter for a text's shape: bold, page breaks, how far it is set in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_BREAKS = frozenset({"always", "page", "left", "right", "recto", "verso"})
_LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{0,6})?)(pt|px|em|rem|in|cm|mm)?")
_POINTS = {"pt": 1.0, "px": 0.75, "em": 10.0, "rem": 10.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "": 0.75}
MOST_INDENT = 400.0


@dataclass(frozen=True, slots=True)
class Style:
    """What a style attribute says; `bold` is None where it says nothing, `indent` is in points and may be negative."""

    bold: bool | None = None
    break_before: bool = False
    break_after: bool = False
    indent: float = 0.0


PLAIN = Style()


@lru_cache(maxsize=4096)
def read_style(text: str) -> Style:
    """Return what a style attribute says; what it does not know it ignores."""
    said: dict[str, str] = {}
    for one in text[:2000].lower().split(";"):
        name, _, value = one.partition(":")
        said[name.strip()] = value.replace("!important", "").strip()
    return Style(
        bold=_bold(said.get("font-weight", "")),
        break_before=said.get("page-break-before") in _BREAKS or said.get("break-before") in _BREAKS,
        break_after=said.get("page-break-after") in _BREAKS or said.get("break-after") in _BREAKS,
        indent=_left(said, "padding") + _left(said, "margin") + _points(said.get("text-indent", "")),
    )


def _bold(weight: str) -> bool | None:
    if weight in {"bold", "bolder"} or (weight.isdigit() and len(weight) <= 4 and int(weight) >= 600):
        return True
    return False if weight else None


def _left(said: dict[str, str], name: str) -> float:
    """Return the left side of a box property in points: its own declaration, else the fourth of the short form."""
    if f"{name}-left" in said:
        return _points(said[f"{name}-left"])
    sides = said.get(name, "").split()
    return _points(sides[(0, 0, 1, 1, 3)[len(sides)]]) if 0 < len(sides) <= 4 else 0.0


def _points(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    if found is None or found[1] in {"", "-", ".", "-."}:
        return 0.0
    return max(-MOST_INDENT, min(MOST_INDENT, float(found[1]) * _POINTS[found[2] or ""]))
