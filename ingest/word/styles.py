"""What paragraphs are by their styles: headings and their levels, titles, and the labels of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.office.elements import attribute, child, children, whole
from ingest.office.package import Package
from ingest.word.runs import roman
from ingest.word.sight import RunSight

BULLET = "•"
TITLE = 1
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_PLACE = re.compile(r"%(\d)")
_DEEPEST_STYLE = 20


@dataclass(slots=True)
class _Level:
    """One level of a list: how its numbers are written, the pattern of its label, the first number."""

    form: str
    pattern: str
    start: int


@dataclass(slots=True)
class Styles:
    """The styles and lists of one document, and which runs are seen; counts the items of its lists as they are asked for."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    sight: RunSight = field(default_factory=RunSight)

    def level(self, paragraph: etree._Element) -> int | None:
        """Return a heading's level (1 is the topmost), None for a paragraph that is no heading."""
        for properties, style in self._chain(paragraph):
            outline = attribute(child(properties, "outlineLvl"), "val")
            if outline is not None:
                return whole(outline, 9) + 1 if whole(outline, 9) < 9 else None
            name = attribute(child(style, "name"), "val") or ""
            if match := _HEADING_NAME.fullmatch(name):
                return int(match[1]) or None
            if name.casefold() == "title":
                return TITLE
        return None

    def is_title(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph is in the style of titles."""
        return self.is_named(paragraph, "title")

    def is_named(self, paragraph: etree._Element, name: str) -> bool:
        """Return whether a paragraph is in the style of this name (lower case), or in one based on it."""
        return any((attribute(child(style, "name"), "val") or "").casefold() == name for _, style in self._chain(paragraph))

    def breaks_before(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph always begins a page."""
        for properties, _ in self._chain(paragraph):
            switch = child(properties, "pageBreakBefore")
            if switch is not None:
                return attribute(switch, "val") not in ("0", "false", "off")
        return False

    def label(self, paragraph: etree._Element) -> str:
        """Return what a list writes before a paragraph ("•", "2.1"), "" for one in no list; each call counts an item."""
        for properties, _ in self._chain(paragraph):
            numbered = child(properties, "numPr")
            if numbered is not None:
                identity = attribute(child(numbered, "numId"), "val") or "0"
                return self._label(identity, whole(attribute(child(numbered, "ilvl"), "val")))
        return ""

    def _chain(self, paragraph: etree._Element) -> list[tuple[etree._Element | None, etree._Element | None]]:
        """Return the paragraph's own properties, then those of its style and of the styles that it is based on."""
        own = child(paragraph, "pPr")
        found: list[tuple[etree._Element | None, etree._Element | None]] = [(own, None)]
        name = attribute(child(own, "pStyle"), "val") or self.default
        while name in self.styles and len(found) < _DEEPEST_STYLE:
            style = self.styles[name]
            found.append((child(style, "pPr"), style))
            name = attribute(child(style, "basedOn"), "val") or ""
        return found

    def _label(self, identity: str, depth: int) -> str:
        if identity not in self.lists:
            return ""
        group, levels = self.lists[identity]
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return BULLET
        counts = self.counts.setdefault(group, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return _PLACE.sub(lambda match: _written(levels, counts, int(match[1]) - 1), level.pattern)


def read_styles(package: Package, main: str) -> Styles:
    """Return the styles and lists of a document; empty ones where it has no such parts."""
    found = Styles()
    if part := package.related(main, "styles"):
        root = package.xml(part)
        for style in children(root, "style"):
            identity = attribute(style, "styleId") or ""
            found.styles[identity] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                found.default = identity
        found.sight = RunSight(found.styles, found.default, child(root, "docDefaults", "rPrDefault", "rPr"))
    if part := package.related(main, "numbering"):
        root = package.xml(part)
        groups = {attribute(one, "abstractNumId") or "": _levels(one) for one in children(root, "abstractNum")}
        for one in children(root, "num"):
            group = attribute(child(one, "abstractNumId"), "val") or ""
            if group in groups:
                # A list that starts again counts for itself; others with the same pattern go on counting.
                own = (attribute(one, "numId") or "") if child(one, "lvlOverride", "startOverride") is not None else ""
                found.lists[attribute(one, "numId") or ""] = (f"{group}/{own}", groups[group])
    return found


def _levels(group: etree._Element) -> dict[int, _Level]:
    return {
        whole(attribute(one, "ilvl")): _Level(
            attribute(child(one, "numFmt"), "val") or "decimal",
            attribute(child(one, "lvlText"), "val") or "",
            whole(attribute(child(one, "start"), "val"), 1),
        )
        for one in children(group, "lvl")
    }


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    form = level.form if level else "decimal"
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters[:8] if form == "lowerLetter" else letters[:8].upper()
    if form in ("lowerRoman", "upperRoman"):
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)
