"""The styles of the file that a draft is written into: its own by their names, and the house's for those that it lacks."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from ingest.office.elements import attribute, child, children, local, whole
from ingest.office.package import Package
from ui.render.word.foundation import house_styles
from ui.render.word.markup import Markup
from ui.render.word.package import PackageWriter, declared, style_ids, written

_BULLET_INDENT = 360


class Styling:
    """Gives style ids by name, and the number of the list that bullets are in; `save` writes what was added."""

    def __init__(self, package: Package, main: str, markup: Markup, writer: PackageWriter) -> None:
        self._markup, self._writer, self._main = markup, writer, main
        self._styles_part = package.related(main, "styles")
        self._styles = package.xml_as_written(self._styles_part) if self._styles_part else markup.element("styles")
        self._ids = style_ids(self._styles)
        self._house = {(attribute(child(one, "name"), "val") or "").casefold(): one for one in children(house_styles(), "style")}
        self._numbering_part = package.related(main, "numbering")
        self._numbering = package.xml_as_written(self._numbering_part) if self._numbering_part else None
        self._changed = False
        self._bullets: int | None = None

    def id(self, name: str) -> str:
        """Return the id of the style of this name ("heading 1"); the house's is added when the file has none."""
        key = name.casefold()
        if key not in self._ids:
            self._ids[key] = self._add(deepcopy(self._house[key]))
        return self._ids[key]

    def has(self, name: str) -> bool:
        """Return whether the file itself has a style of this name."""
        return name.casefold() in self._ids

    def bullets(self) -> int:
        """Return the number of the list of bullets, which is added to the file's lists at its first use."""
        if self._bullets is None:
            self._bullets = self._add_bullets()
        return self._bullets

    def save(self) -> None:
        """Write the parts to which something was added."""
        if self._changed:
            self._put("styles", self._styles_part, self._styles)
        if self._bullets is not None and self._numbering is not None:
            self._put("numbering", self._numbering_part, self._numbering)

    def _add(self, style: etree._Element) -> str:
        taken = set(self._ids.values())
        identity = attribute(style, "styleId") or ""
        while identity in taken:
            identity = f"Desk{identity}"
        style.set(self._markup.name("styleId"), identity)
        style.attrib.pop(self._markup.name("default"), "")
        based = child(style, "basedOn")
        if based is not None:
            based.set(self._markup.name("val"), self._default())
        following = child(style, "next")
        if following is not None:
            style.remove(following)
        self._styles.append(style)
        self._changed = True
        return identity

    def _default(self) -> str:
        for one in children(self._styles, "style"):
            if attribute(one, "type") == "paragraph" and attribute(one, "default") in ("1", "true", "on"):
                return attribute(one, "styleId") or ""
        return self._ids.get("normal", "Normal")

    def _add_bullets(self) -> int:
        make = self._markup
        if self._numbering is None:
            self._numbering = make.element("numbering")
        root = self._numbering
        group = max((whole(attribute(one, "abstractNumId")) for one in children(root, "abstractNum")), default=-1) + 1
        number = max((whole(attribute(one, "numId")) for one in children(root, "num")), default=0) + 1
        level = make.element(
            "lvl",
            make.element("start", val=1),
            make.element("numFmt", val="bullet"),
            make.element("lvlText", val="•"),
            make.element("lvlJc", val="left"),
            make.element("pPr", make.element("ind", left=_BULLET_INDENT, hanging=_BULLET_INDENT - 120)),
            ilvl=0,
        )
        abstract = make.element("abstractNum", make.element("multiLevelType", val="hybridMultilevel"), level, abstractNumId=group)
        # The standard has all patterns before all lists.
        at = sum(1 for one in root if local(one) in ("numPicBullet", "abstractNum"))
        root.insert(at, abstract)
        after = sum(1 for one in root if local(one) in ("numPicBullet", "abstractNum", "num"))
        root.insert(after, make.element("num", make.element("abstractNumId", val=group), numId=number))
        return number

    def _put(self, kind: str, part: str | None, root: etree._Element) -> None:
        if part:
            self._writer.parts[self._writer.spelt(part)] = written(root)
        else:
            name = self._writer.free(self._main.rpartition("/")[0], kind, "xml")
            self._writer.add(self._main, kind, name, declared(root))
