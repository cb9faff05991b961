"""The colours of a presentation: those that a fill names itself, and those of the theme by the names that the master gives them."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass, field

from lxml import etree

from ingest.html.sight import named_colour
from ingest.office.colours import Colour, hexadecimal
from ingest.office.elements import attribute, child, local, whole

# Levels of 255 by which letters differ from their ground, so far that one can read them.
CONTRAST = 20
# Thousandths of a per cent: what is less opaque than this is not seen, what is as good as opaque.
_FAINT, _WHOLE = 8_000, 92_000
# What paints nothing, and what paints something that is no known colour.
CLEAR, UNKNOWN = object(), object()
# What changes a colour further than can be told here.
_CHANGES = frozenset({"tint", "shade", "satMod", "inv", "gray", "comp", "hueOff", "hueMod", "satOff"})


@dataclass(frozen=True, slots=True)
class Colours:
    """The theme's colours by their own names, and which of them each name of the master means."""

    theme: dict[str, Colour] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, theme: etree._Element | None, *roots: etree._Element | None) -> Colours:
        """Return the colours of a theme under the names that master, layout and slide give them, the last that does counting."""
        scheme = child(theme, "themeElements", "clrScheme")
        known = {local(one): found for one in (() if scheme is None else scheme) if (found := _plain_colour(one)) is not None}
        names: dict[str, str] = {}
        for root in roots:
            said = child(root, "clrMapOvr", "overrideClrMapping")
            said = child(root, "clrMap") if said is None else said
            names |= {str(key): str(value) for key, value in (() if said is None else said.attrib.items())}
        return cls(known, names)

    def of_fill(self, fill: etree._Element) -> Colour | object:
        """Return the colour of a fill; CLEAR for none and for what is as good as none, UNKNOWN for a picture, a pattern or a gradient."""
        if local(fill) == "noFill":
            return CLEAR
        return self.of_holder(fill) if local(fill) == "solidFill" else UNKNOWN

    def of_holder(self, holder: etree._Element) -> Colour | object:
        """Return the colour that an element holds; CLEAR and UNKNOWN as `of_fill`."""
        one = next(iter(holder), None)
        if one is None:
            return UNKNOWN
        opaque = whole(attribute(child(one, "alpha"), "val"), 100_000)
        if opaque < _FAINT:
            return CLEAR
        if opaque < _WHOLE or any(local(change) in _CHANGES for change in one):
            return UNKNOWN
        name = attribute(one, "val") or ""
        found = self.theme.get(self.names.get(name, name)) if local(one) == "schemeClr" else _colour(one)
        return UNKNOWN if found is None else _lightened(found, one)


def is_near(one: Colour, other: Colour) -> bool:
    """Return whether letters in one colour cannot be read on the other."""
    return all(abs(a - b) < CONTRAST for a, b in zip(one, other, strict=True))


def _plain_colour(holder: etree._Element) -> Colour | None:
    one = next(iter(holder), None)
    return None if one is None else _colour(one)


def _colour(element: etree._Element) -> Colour | None:
    name = local(element)
    if name == "srgbClr":
        return hexadecimal(attribute(element, "val"))
    if name == "sysClr":
        return hexadecimal(attribute(element, "lastClr")) or named_colour((attribute(element, "val") or "").lower())
    if name == "prstClr":
        return named_colour((attribute(element, "val") or "").lower())
    if name == "scrgbClr":
        shares = [whole(attribute(element, channel), -1) for channel in ("r", "g", "b")]
        return None if min(shares) < 0 else (_level(shares[0]), _level(shares[1]), _level(shares[2]))
    return None


def _lightened(colour: Colour, element: etree._Element) -> Colour:
    """Return a colour as its element lightens or darkens it."""
    factor = whole(attribute(child(element, "lumMod"), "val"), 100_000) / 100_000
    added = whole(attribute(child(element, "lumOff"), "val")) / 100_000
    if (factor, added) == (1, 0):
        return colour
    hue, light, full = rgb_to_hls(*(level / 255 for level in colour))
    red, green, blue = hls_to_rgb(hue, min(light * factor + added, 1.0), full)
    return round(red * 255), round(green * 255), round(blue * 255)


def _level(share: int) -> int:
    """Return the level of a linear share in thousandths of a per cent, as screens show it."""
    return round(float(min(share / 100_000, 1.0) ** (1 / 2.2)) * 255)
