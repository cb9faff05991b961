"""Whether a reader of a Word document sees a run: not when it is hidden, tiny, squeezed flat or in its ground's own colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ingest.office.colours import Colour, hexadecimal
from ingest.office.elements import attribute, child, is_on, lead, local, whole

# Half points under which nobody reads, per cent of their width to which letters may be squeezed.
TINY, FLAT = 3, 10
CONTRAST = 20
# In English Metric Units: so far left of what it is placed by, or anywhere, nothing stands on a page any more.
_INCH = 914_400
_FARTHEST = 40 * _INCH
_DEEPEST = 20
_WHITE: Colour = (255, 255, 255)
_THEME = {"background1": _WHITE, "light1": _WHITE, "bg1": _WHITE, "lt1": _WHITE}
_HIGHLIGHTS = {"white": _WHITE, "black": (0, 0, 0), "yellow": (255, 255, 0), "lightGray": (192, 192, 192)}


@dataclass(slots=True)
class RunSight:
    """Tells which runs are seen, from the styles of one document by their id and what all runs begin with (None without)."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    whole: etree._Element | None = None
    _chains: dict[str, tuple[etree._Element, ...]] = field(default_factory=dict)

    def sees(self, run: etree._Element) -> bool:
        """Return whether a reader sees a run's words."""
        properties = self._properties(run)
        hidden = _first(properties, "vanish")
        if (hidden is not None and is_on(hidden)) or is_on(_first(properties, "webHidden")):
            return False
        if whole(attribute(_first(properties, "sz"), "val"), 22) < TINY or whole(attribute(_first(properties, "w"), "val"), 100) < FLAT:
            return False
        colour = _colour(_first(properties, "color"))
        if colour is None:
            return True
        ground = self._ground(run, properties)
        return ground is None or any(abs(one - other) >= CONTRAST for one, other in zip(colour, ground, strict=True))

    def _properties(self, run: etree._Element) -> list[etree._Element]:
        """Return what is said of a run, the nearest first: by itself, its style, its paragraph's style, the document."""
        own = lead(run, "rPr")
        paragraph = next((one for one in run.iterancestors() if local(one) == "p"), None)
        named = attribute(child(own, "rStyle"), "val") or ""
        style = attribute(child(lead(paragraph, "pPr"), "pStyle"), "val") or self.default
        found = [own] if own is not None else []
        found += [*self._chain(named), *self._chain(style)]
        return found if self.whole is None else [*found, self.whole]

    def _chain(self, name: str) -> tuple[etree._Element, ...]:
        """Return the run properties of a style and of those it is based on."""
        if name not in self._chains:
            found: list[etree._Element] = []
            at = name
            for _ in range(_DEEPEST):
                style = self.styles.get(at)
                if style is None:
                    break
                properties = child(style, "rPr")
                found += [] if properties is None else [properties]
                at = attribute(child(style, "basedOn"), "val") or ""
            self._chains[name] = tuple(found)
        return self._chains[name]

    def _ground(self, run: etree._Element, properties: Sequence[etree._Element]) -> Colour | None:
        """Return the colour that a run stands on, None where it is not known."""
        highlight = attribute(_first(properties, "highlight"), "val")
        if highlight and highlight != "none":
            return _HIGHLIGHTS.get(highlight)
        shade = _first(properties, "shd")
        if (found := _fill(shade)) is not None:
            return found
        for one in run.iterancestors():
            name = local(one)
            if name == "p":
                style = self.styles.get(attribute(child(lead(one, "pPr"), "pStyle"), "val") or self.default)
                shades: Iterable[etree._Element | None] = (child(lead(one, "pPr"), "shd"), child(style, "pPr", "shd"))
            elif name == "tc":
                shades = (child(lead(one, "tcPr"), "shd"),)
            elif name == "tbl":
                if self._is_shaded(attribute(child(lead(one, "tblPr"), "tblStyle"), "val") or ""):
                    return None
                shades = (child(lead(one, "tblPr"), "shd"),)
            elif name == "txbxContent":
                return None if _is_filled_shape(one) else _WHITE
            else:
                continue
            if (found := next((fill for shade in shades if (fill := _fill(shade)) is not None), None)) is not None:
                return found
        return _WHITE

    def _is_shaded(self, name: str) -> bool:
        """Return whether a table's style, or one that it is based on, shades any of its cells."""
        for _ in range(_DEEPEST):
            style = self.styles.get(name)
            if style is None:
                return False
            if any(_fill(one) not in (None, _WHITE) for one in style.iter() if local(one) == "shd"):
                return True
            name = attribute(child(style, "basedOn"), "val") or ""
        return False


def is_off_page(box: etree._Element) -> bool:
    """Return whether a text box is hidden, or placed where no page is."""
    for one in box.iterancestors():
        if local(one) in ("anchor", "inline"):
            wide = _number(attribute(child(one, "extent"), "cx"))
            places = [_number(place.text) for place in one.iter() if local(place) == "posOffset"]
            hidden = attribute(child(one, "docPr"), "hidden") in ("1", "true")
            return hidden or any(place + wide < -_INCH or place > _FARTHEST for place in places)
    return False


def _number(text: str | None) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.removeprefix("-").isdigit() and plain.isascii() and len(plain) < 13 else 0


def _first(properties: Iterable[etree._Element], name: str) -> etree._Element | None:
    return next((found for one in properties if (found := child(one, name)) is not None), None)


def _colour(element: etree._Element | None) -> Colour | None:
    theme = attribute(element, "themeColor")
    if theme in _THEME and attribute(element, "themeShade") is None:
        return _THEME[theme]
    return hexadecimal(attribute(element, "val"))


def _fill(shade: etree._Element | None) -> Colour | None:
    """Return the colour of a shading, None for none."""
    if shade is None or attribute(shade, "fill") in (None, "auto"):
        return None
    return hexadecimal(attribute(shade, "fill"))


def _is_filled_shape(box: etree._Element) -> bool:
    """Return whether the shape around a text box is filled with anything but white."""
    for one in box.iterancestors():
        if local(one) == "wsp":
            fill = next((fill for fill in child(one, "spPr") or () if local(fill).endswith("Fill")), None)
            plain = child(fill, "srgbClr") if fill is not None else None
            return fill is not None and local(fill) != "noFill" and hexadecimal(attribute(plain, "val")) != _WHITE
    return False
