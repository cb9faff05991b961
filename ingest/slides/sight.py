"""Whether a reader of a slide sees a shape and a run of its words: not when hidden, off it, tiny, clear, or in its own ground's colour.

Colours and sizes come from the run, its shape, the placeholder that the shape fills, and the master. What cannot be known (a picture or
another shape below, a table's style, a gradient) hides nothing. What moves on a slide may uncover what lies under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from ingest.office.colours import Colour
from ingest.office.elements import attribute, child, children, local, whole
from ingest.office.package import Package
from ingest.slides.colours import CLEAR, UNKNOWN, Colours, is_near
from research.errors import CannotReadError

# Hundredths of a point under which nobody reads.
TINY = 150
# A slide's size in English Metric Units where the presentation names none.
_WIDE, _HIGH = 9_144_000, 6_858_000
_DEEPEST = 30
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp"})
_STYLES = {"title": "titleStyle", "ctrTitle": "titleStyle", "body": "bodyStyle", "subTitle": "bodyStyle", "": "otherStyle"}

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(slots=True)
class SlideSight:
    """What the words of one slide are seen by: its colours, its size, its ground, and all its shapes in the order they are painted."""

    size: tuple[int, int] = (_WIDE, _HIGH)
    colours: Colours = field(default_factory=Colours)
    ground: Colour | None = None
    below: list[etree._Element] = field(default_factory=list)
    painted: list[etree._Element] = field(default_factory=list)
    placeholders: list[etree._Element] = field(default_factory=list)
    styles: etree._Element | None = None
    moves: bool = False

    def sees_shape(self, shape: etree._Element) -> bool:
        """Return whether anything of a shape stands on the slide, uncovered."""
        if any(_is_hidden(one) for one in (shape, *shape.iterancestors())):
            return False
        box = self._box(shape)
        if box is None:
            return True
        left, top, right, bottom = box
        reach = max(right - left, bottom - top) / 2
        across, down = (left + right) / 2, (top + bottom) / 2
        if not (-reach < across < self.size[0] + reach and -reach < down < self.size[1] + reach):
            return False
        return self.moves or not any(self._covers(other, box) for other in self._above(shape))

    def hidden_words(self, shape: etree._Element, holder: etree._Element) -> frozenset[etree._Element]:
        """Return the runs and fields of a text (a shape's or a table cell's) that are on the slide and not seen."""
        found = []
        for body in children(holder, "txBody"):
            shrunk = whole(attribute(child(body, "bodyPr", "normAutofit"), "fontScale"), 100_000) / 100_000
            for paragraph in children(body, "p"):
                given = self._given(shape, body, paragraph)
                runs = [one for one in paragraph if local(one) in ("r", "fld")]
                found += [one for one in runs if not self._sees_run(one, given, shape, holder, shrunk=shrunk)]
        return frozenset(found)

    def _sees_run(
        self, run: etree._Element, given: Sequence[etree._Element], shape: etree._Element, holder: etree._Element, *, shrunk: float
    ) -> bool:
        own = child(run, "rPr")
        said = [own, *given] if own is not None else list(given)
        size = next((text for one in said if (text := attribute(one, "sz"))), None)
        if whole(size, 1_800) * shrunk < TINY:
            return False
        filled = next((fill for one in said if (fill := _fill(one)) is not None), None)
        if filled is None or any(child(one, "ln") is not None for one in said[:1]):
            return True  # letters with an outline of their own are seen by that
        colour = self.colours.of_fill(filled)
        if colour is CLEAR:
            return False
        if not isinstance(colour, tuple):
            return True
        ground = self._highlight(said) or self._ground(shape, holder)
        return not (isinstance(ground, tuple) and is_near(colour, ground))

    def _highlight(self, said: Iterable[etree._Element]) -> Colour | object | None:
        marked = next((found for one in said if (found := child(one, "highlight")) is not None), None)
        return None if marked is None else self.colours.of_holder(marked)

    def _given(self, shape: etree._Element, body: etree._Element, paragraph: etree._Element) -> list[etree._Element]:
        """Return what is said of a paragraph's runs, the nearest first: by its text, the placeholders that it fills, the master."""
        level = f"lvl{min(whole(attribute(child(paragraph, 'pPr'), 'lvl')), 8) + 1}pPr"
        kind = _kind(shape)
        lists = [child(body, "lstStyle"), *(child(one, "txBody", "lstStyle") for one in self._filled(shape))]
        lists.append(child(self.styles, _STYLES.get(kind[0] if kind else "", "bodyStyle")))
        return [found for one in lists if (found := child(one, level, "defRPr")) is not None]

    def _filled(self, shape: etree._Element) -> Iterator[etree._Element]:
        """Yield the placeholders of layout and master that a shape takes after."""
        kind = _kind(shape)
        if kind is not None:
            for one in self.placeholders:
                other = _kind(one)
                if other is not None and (other == kind or (other[0] == kind[0] and other[1] == "") or _plain(other[0]) == _plain(kind[0])):
                    yield one

    def _ground(self, shape: etree._Element, holder: etree._Element) -> Colour | object | None:
        """Return the colour that a shape's words stand on, not a colour where that is not known."""
        if local(holder) == "tc":
            fill = _fill(child(holder, "tcPr"))
            if fill is None:
                return None  # a table's style fills its cells
            if local(fill) != "noFill":
                return self.colours.of_fill(fill)
        elif (filled := self._own_ground(shape)) is not CLEAR:
            return filled
        box = self._box(shape)
        if box is None or any(self._lies_below(one, box) for one in (*self.below, *self._painted_before(shape))):
            return None
        return self.ground

    def _own_ground(self, shape: etree._Element) -> Colour | object | None:
        """Return the colour of a shape's own fill, CLEAR for none."""
        for one in (shape, *self._filled(shape)):
            fill = _fill(child(one, "spPr"))
            if fill is not None:
                return self.colours.of_fill(fill)
            named = child(one, "style", "fillRef")
            if named is not None and attribute(named, "idx") not in (None, "0"):
                return UNKNOWN
        grouped = next((one for one in shape.iterancestors() if local(one) == "grpSp"), None)
        return UNKNOWN if grouped is not None and _fill(child(grouped, "grpSpPr")) is not None else CLEAR

    def _lies_below(self, other: etree._Element, box: Box) -> bool:
        """Return whether a shape paints anything where a box is."""
        place = self._box(other)
        if place is not None and not (place[0] < box[2] and box[0] < place[2] and place[1] < box[3] and box[1] < place[3]):
            return False
        return local(other) in ("pic", "graphicFrame") or self._own_ground(other) is not CLEAR

    def _covers(self, other: etree._Element, box: Box) -> bool:
        """Return whether a shape covers a whole box: one that is filled with a colour that lets nothing through, and not turned."""
        if local(other) != "sp" or _is_hidden(other) or attribute(child(other, "spPr", "prstGeom"), "prst") != "rect":
            return False
        place = self._box(other)
        if place is None or attribute(child(other, "spPr", "xfrm"), "rot") not in (None, "0"):
            return False
        inside = place[0] <= box[0] and box[2] <= place[2] and place[1] <= box[1] and box[3] <= place[3]
        return inside and isinstance(self._own_ground(other), tuple)

    def _above(self, shape: etree._Element) -> list[etree._Element]:
        at = next((number for number, one in enumerate(self.painted) if one is shape), None)
        return [] if at is None else self.painted[at + 1 :]

    def _painted_before(self, shape: etree._Element) -> list[etree._Element]:
        at = next((number for number, one in enumerate(self.painted) if one is shape), len(self.painted))
        return self.painted[:at]

    def _box(self, shape: etree._Element) -> Box | None:
        """Return where a shape stands on the slide, None where that is not known: groups have a measure of their own."""
        for one in (shape, *self._filled(shape)):
            direct = child(one, "xfrm")
            box = _edges(direct if direct is not None else child(one, "spPr", "xfrm"), "off", "ext")
            if box is not None:
                return _grouped(box, one)
        return None


def slide_sight(package: Package, part: str, slide: etree._Element, presentation: etree._Element | None) -> SlideSight:
    """Return what is known of a slide's looks; a layout or master that cannot be read leaves unknown what it says."""
    size = child(presentation, "sldSz")
    wide, high = whole(attribute(size, "cx"), _WIDE), whole(attribute(size, "cy"), _HIGH)
    layout, layout_part = _related(package, part, "slideLayout")
    master, master_part = _related(package, layout_part, "slideMaster")
    theme, _ = _related(package, master_part, "theme")
    colours = Colours.read(theme, master, layout, slide)
    around = [one for one in (layout, master) if one is not None]
    shows_master = all(attribute(one, "showMasterSp") not in ("0", "false") for one in (slide, *around[:1]))
    below = [one for root in (around if shows_master else around[:1]) for one in shapes_of(child(root, "cSld", "spTree"))]
    return SlideSight(
        size=(wide, high),
        colours=colours,
        ground=_slide_ground((slide, *around), colours),
        below=[one for one in below if _kind(one) is None],
        painted=list(shapes_of(child(slide, "cSld", "spTree"))),
        placeholders=[one for root in around for one in shapes_of(child(root, "cSld", "spTree")) if _kind(one) is not None],
        styles=child(master, "txStyles"),
        moves=child(slide, "timing") is not None,
    )


def shapes_of(tree: etree._Element | None, depth: int = 0) -> Iterator[etree._Element]:
    """Yield the shapes of a tree and of its groups, in the order in which they are painted."""
    if tree is None or depth > _DEEPEST:
        return
    for one in tree:
        name = local(one)
        if name in _SHAPES:
            yield one
        elif name == "grpSp":
            yield from shapes_of(one, depth + 1)
        elif name == "AlternateContent":
            chosen = child(one, "Choice")
            yield from shapes_of(chosen if chosen is not None else child(one, "Fallback"), depth + 1)


def _related(package: Package, part: str, kind: str) -> tuple[etree._Element | None, str]:
    target = package.related(part, kind) if part else None
    if target is None:
        return None, ""
    try:
        return package.xml(target), target
    except CannotReadError:
        return None, ""


def _slide_ground(roots: Iterable[etree._Element], colours: Colours) -> Colour | None:
    """Return the colour of a slide's background, from the first of slide, layout and master that has one; None where that is no colour."""
    for root in roots:
        background = child(root, "cSld", "bg")
        if background is not None:
            fill, named = _fill(child(background, "bgPr")), child(background, "bgRef")
            # A reference into the theme's fills is plain in its first one only.
            is_plain = attribute(named, "idx") == "1001"
            found = colours.of_fill(fill) if fill is not None else colours.of_holder(named) if named is not None and is_plain else UNKNOWN
            return found if isinstance(found, tuple) else None
    return (255, 255, 255)


def _fill(holder: etree._Element | None) -> etree._Element | None:
    return next((one for one in holder if local(one).endswith("Fill")), None) if holder is not None else None


def _properties(shape: etree._Element) -> etree._Element | None:
    return next((one for one in shape if local(one).startswith("nv")), None)


def _is_hidden(shape: etree._Element) -> bool:
    return attribute(child(_properties(shape), "cNvPr"), "hidden") in ("1", "true")


def _kind(shape: etree._Element) -> tuple[str, str] | None:
    """Return a placeholder's kind and index, None for a shape that is none."""
    found = child(_properties(shape), "nvPr", "ph")
    return None if found is None else (attribute(found, "type") or "body", attribute(found, "idx") or "")


def _plain(kind: str) -> str:
    return {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(kind, kind)


def _edges(place: etree._Element | None, start: str, extent: str) -> Box | None:
    off, ext = child(place, start), child(place, extent)
    numbers = [attribute(off, "x"), attribute(off, "y"), attribute(ext, "cx"), attribute(ext, "cy")]
    try:
        left, top, wide, high = (int(one or "") for one in numbers)
    except ValueError:
        return None
    return float(left), float(top), float(left + wide), float(top + high)


def _grouped(box: Box, shape: etree._Element) -> Box:
    for one in shape.iterancestors():
        if local(one) == "grpSp":
            place = child(one, "grpSpPr", "xfrm")
            outer, inner = _edges(place, "off", "ext"), _edges(place, "chOff", "chExt")
            if outer and inner:
                box = _moved(box, outer, inner)
    return box


def _moved(box: Box, outer: Box, inner: Box) -> Box:
    wide = (outer[2] - outer[0]) / ((inner[2] - inner[0]) or 1.0)
    high = (outer[3] - outer[1]) / ((inner[3] - inner[1]) or 1.0)
    left, top = outer[0] + (box[0] - inner[0]) * wide, outer[1] + (box[1] - inner[1]) * high
    return left, top, left + (box[2] - box[0]) * wide, top + (box[3] - box[1]) * high
