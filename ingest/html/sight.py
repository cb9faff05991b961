"""Whether a reader sees a text of a page: what style attributes, old attributes and simple rules of style sheets say of it.

Colours are compared with the ground that the nearest element around declares, white without one. What cannot be known (a picture as
ground, a variable, a sheet elsewhere) hides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from colorsys import hls_to_rgb
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from typing import TypeAlias

from ingest.html.markup import Element, name_of
from research.text.patterns import read_beside

Colour: TypeAlias = tuple[int, int, int]

# Text of fewer points is read by nobody; levels of 255 by which letters differ from their ground, so far that one can read them.
TINY = 1.5
CONTRAST = 20
# What is moved so many points off the page, or is less opaque than this, is not seen.
FAR, FARTHEST = -300.0, 5_000.0
CLEAR = 0.08
_SIZE = 12.0
_MOST_RULES, _LONGEST_SHEET, _LONGEST_STYLE = 4_000, 400_000, 6_000
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_LENGTH = re.compile(r"(-?\d{0,7}(?:\.\d{0,6})?)(pt|px|in|cm|mm|pc|em|rem|%|vw|vh)?")
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])([0-9a-f])?")
_LONG = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3}%?)[\s,]+(\d{1,3}%?)[\s,]+(\d{1,3}%?)\s*(?:[,/]\s*([\d.]{1,6}%?)\s*)?\)")
_HSL = re.compile(r"hsla?\(\s*(-?\d{1,3})(?:deg)?[\s,]+(\d{1,3})%[\s,]+(\d{1,3})%\s*(?:[,/]\s*([\d.]{1,6}%?)\s*)?\)")
_NO_AREA = re.compile(
    r"rect\((?:[01](?:px|pt)?[\s,]*){4}\)|inset\((?:[5-9]\d|100)%.{0,40}\)|(?:circle|ellipse)\(0.{0,20}\)|polygon\((?:0(?:px|%)?[\s,]*){2,20}\)"
)
# The size in the short form of all that is said of a font.
_FONT = re.compile(r"(?<![\w.#-])(\d{1,4}(?:\.\d{0,4})?(?:pt|px|in|cm|mm|pc|em|rem|%)|0(?=[\s/]))")
_MOVED = frozenset({"absolute", "fixed", "relative", "sticky"})
_AWAY = re.compile(r"scale[xy3d]{0,2}\(\s*0(?:\.0\d*)?\s*[,)]|translate[xy3d]{0,2}\(\s*-\d{4,6}")
# One that is not closed runs to the end, as browsers read it.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][\w-]{0,60})?((?:[.#][\w-]{1,100}){0,6})")
_NAME = re.compile(r"[.#][\w-]{1,100}")
_HERE = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$")


@dataclass(frozen=True, slots=True)
class Sight:
    """What holds for the text in an open element: whether it is gone with all it holds, its colour and ground where known, its size."""

    gone: bool = False
    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)
    size: float = _SIZE

    @property
    def sees(self) -> bool:
        """Return whether a reader sees text here."""
        if self.gone or self.size < TINY:
            return False
        if self.colour is None or self.ground is None:
            return True
        return any(abs(one - other) >= CONTRAST for one, other in zip(self.colour, self.ground, strict=True))


PLAIN = Sight()


class Sheet:
    """The simple rules of a page's own style sheets: for an element's name, classes and id, without what stands around it."""

    def __init__(self, root: Element | None = None) -> None:
        self._rules: list[tuple[str, frozenset[str], str]] = []
        self._found: dict[str, list[int]] = {}
        for element in () if root is None else root.iter():
            if len(self._rules) < _MOST_RULES and isinstance(element.tag, str) and name_of(element.tag) == "style" and element.text:
                self._rules += islice(_rules(element.text), _MOST_RULES - len(self._rules))
        often = Counter(one for _, needed, _ in self._rules for one in needed)
        for at, (tag, needed, _) in enumerate(self._rules):
            self._found.setdefault(min(needed, key=lambda one: (often[one], one), default=tag), []).append(at)
        self._said = cache(self._find)

    def said(self, name: str, classes: str, identity: str) -> str:
        """Return the declarations for an element, in order, "" for none."""
        return self._said(name, classes, identity) if self._rules else ""

    def _find(self, name: str, classes: str, identity: str) -> str:
        has = {f".{one}" for one in classes.split()} | ({f"#{identity}"} if identity else set())
        # Looked at are the rules that one of the element's own names leads to: a page may have a thousand times as many.
        found, length = [], 0
        for at in sorted(at for key in (name, *has) for at in self._found.get(key, ())):
            tag, needed, said = self._rules[at]
            if tag in ("", name) and needed <= has:
                found.append(said)
                length += len(said)
            if length > _LONGEST_STYLE:
                break
        return ";".join(found)


def see(element: Element, name: str, around: Sight, sheet: Sheet) -> Sight:
    """Return what holds in an element that stands in what `around` says."""
    style, classes, identity = element.get("style") or "", element.get("class") or "", element.get("id") or ""
    said = sheet.said(name, classes, identity)
    ground, colour = element.get("bgcolor"), element.get("color") if name == "font" else element.get("text") if name == "body" else None
    if (name == "dialog" and element.get("open") is None) or element.get("popover") is not None:
        return replace(around, gone=True)
    if not (style or said or ground or colour):
        return around
    old = f"background-color:{_attribute(ground)};" if ground else ""
    old += f"color:{_attribute(colour)};" if colour else ""
    found = _told(f"{old}{said};{style}", around)
    # A page that hides itself as a whole shows itself by a script.
    return replace(found, gone=around.gone) if name in {"html", "body"} else found


def sees(style: str) -> bool:
    """Return whether a reader sees the text in an element of which no more than its style attribute is known."""
    return _told(style, PLAIN).sees


def named_colour(name: str) -> Colour | None:
    """Return the colour of a name (lower case), None for one that names none."""
    return _names().get(name)


@lru_cache(maxsize=8192)
def _told(text: str, around: Sight) -> Sight:
    said: dict[str, str] = {}
    for one in text[:_LONGEST_STYLE].lower().split(";"):
        name, _, value = one.partition(":")
        if value.strip():
            said[name.strip()] = value.replace("!important", "").strip()
    found = replace(around, gone=around.gone or _is_gone(said), size=_size(said, around.size))
    letters = said.get("-webkit-text-fill-color") or said.get("color") or "inherit"
    if letters not in ("inherit", "currentcolor"):
        colour, opacity = _colour(letters)
        found = replace(found, colour=found.ground if opacity is not None and opacity < CLEAR else colour)
    ground = said.get("background-color") or said.get("background")
    if "background-image" in said and said["background-image"] != "none":
        ground = "url("
    if ground and ground not in ("inherit", "initial", "unset", "none", "0"):
        shade, opacity = _ground(ground)
        found = found if opacity is not None and opacity < CLEAR else replace(found, ground=shade if opacity == 1 else None)
    return found


def _is_gone(said: dict[str, str]) -> bool:
    if said.get("display") == "none" or said.get("visibility") in {"hidden", "collapse"} or said.get("content-visibility") == "hidden":
        return True
    opacity = said.get("opacity", "") or said.get("filter", "").removeprefix("opacity(").removesuffix(")")
    if any(share is not None and share < CLEAR for share in (_share(opacity), _share(said.get("scale", "")), _share(said.get("zoom", "")))):
        return True
    if _is_away(said) or _NO_AREA.search(said.get("clip", "") + " " + said.get("clip-path", "")) or _AWAY.search(said.get("transform", "")):
        return True
    cut = said.get("overflow", said.get("overflow-x", said.get("overflow-y", ""))) in {"hidden", "clip"}
    return cut and any(side in said and 0 <= _points(said[side], none=99.0) <= 1 for side in ("width", "height", "max-width", "max-height"))


def _is_away(said: dict[str, str]) -> bool:
    """Return whether what is said moves words off the page."""
    moved = [said.get(side, "") for side in ("left", "right", "top", "bottom")] if said.get("position") in _MOVED else []
    far = [_points(one) for one in (*moved, said.get("text-indent", ""), said.get("margin-left", ""), said.get("margin-top", ""))]
    return any(one <= FAR or one >= FARTHEST for one in far)


def _size(said: dict[str, str], around: float) -> float:
    short = _FONT.search(said.get("font", ""))
    text = said.get("font-size", "") or (short[1] if short else "")
    found = _LENGTH.fullmatch(text)
    if found is None or not found[1].strip("-."):
        return around
    number, unit = float(found[1]), found[2] or ""
    if unit in {"em", "%"}:
        return min(around * (number if unit == "em" else number / 100), 1000.0)
    if unit in {"vw", "vh"} or (not unit and number):
        return around
    return number * (_SIZE if unit == "rem" else _POINTS.get(unit, 1.0))


def _points(text: str, *, none: float = 0.0) -> float:
    found = _LENGTH.fullmatch(text)
    if found is None or not found[1].strip("-."):
        return none
    unit = found[2] or "px"
    return float(found[1]) * _POINTS.get(unit, _SIZE if unit in {"em", "rem"} else 5.0)


def _share(text: str) -> float | None:
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text[:12])
    except ValueError:
        return None


def _ground(text: str) -> tuple[Colour | None, float | None]:
    """Return the colour that a background declares and how opaque it is; (None, 1) for what is none, or more than one."""
    if "url(" in text or "gradient" in text or "var(" in text:
        return None, 1
    whole = _RGB.search(text) or _HSL.search(text)
    for one in [whole[0]] if whole else text.split():
        found = _colour(one)
        if found[1] is not None:
            return found
    return None, 1


def _colour(text: str) -> tuple[Colour | None, float | None]:
    """Return a colour and how opaque it is, (None, None) for one that is not known."""
    if text == "transparent":
        return None, 0.0
    if found := _SHORT.fullmatch(text):
        return (int(found[1] * 2, 16), int(found[2] * 2, 16), int(found[3] * 2, 16)), int(found[4] or "f", 16) / 15
    if found := _LONG.fullmatch(text):
        return (int(found[1], 16), int(found[2], 16), int(found[3], 16)), int(found[4] or "ff", 16) / 255
    if found := _RGB.fullmatch(text):
        red, green, blue = (min(round(float(one[:-1]) * 2.55) if one.endswith("%") else int(one), 255) for one in found.group(1, 2, 3))
        return (red, green, blue), (1 if found[4] is None else _share(found[4]))
    if found := _HSL.fullmatch(text):
        shares = hls_to_rgb(int(found[1]) % 360 / 360, min(int(found[3]) / 100, 1.0), min(int(found[2]) / 100, 1.0))
        return (round(shares[0] * 255), round(shares[1] * 255), round(shares[2] * 255)), (1 if found[4] is None else _share(found[4]))
    named = _names().get(text)
    return (named, 1) if named else (None, None)


@cache
def _names() -> dict[str, Colour]:
    """Return the colours by their names, from `colours.toml`."""
    raw = read_beside(__file__, "colours.toml")
    return {name: (value >> 16, value >> 8 & 255, value & 255) for name, value in raw.items()}


def _attribute(colour: str) -> str:
    """Return an old attribute's colour as a style writes it: it may lack its hash."""
    return f"#{colour}" if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else colour.replace(";", "")


def _rules(text: str) -> Iterator[tuple[str, frozenset[str], str]]:
    """Yield the rules with simple selectors that hold on a screen: the element's name ("" for any), the names needed, the declarations."""
    for selectors, said in _on_screen(_COMMENT.sub(" ", text[:_LONGEST_SHEET])):
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found and (found[1] or found[2]):
                yield (found[1] or "").lower(), frozenset(_NAME.findall(found[2])), said


def _on_screen(text: str) -> Sequence[tuple[str, str]]:
    """Return the rules of a sheet, selectors and declarations, those in blocks for other media and features left out."""
    found: list[tuple[str, str]] = []
    depth, kept, at, end = 0, True, 0, 0
    for brace in re.finditer(r"[{}]", text):
        before = text[at : brace.start()].strip().rpartition(";")[2].strip()
        at = brace.end()
        if brace[0] == "}":
            depth = max(depth - 1, 0)
            kept = kept or depth == 0
        elif before.startswith("@"):
            depth += 1
            kept = kept and bool(_HERE.match(before.lower()))
        else:
            depth += 1
            end = end if end < 0 or end >= at else text.find("}", at)
            if kept and end >= 0 and len(found) < _MOST_RULES:
                found.append((before, text[at : min(end, at + _LONGEST_STYLE)]))
    return found
