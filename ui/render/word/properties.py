"""What a Word file says of itself: title, program, and the instant that the draft was completed at."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from ui.render.word.markup import clean
from ui.render.word.package import PackageWriter, declared

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TERMS, _ELEMENTS = "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
PROGRAM = "Research Desk"


def write_properties(writer: PackageWriter, *, title: str, at: datetime) -> None:
    """Write the file's properties."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _ELEMENTS, "dcterms": _TERMS, "xsi": _INSTANCE})
    for name, text in (("title", clean(title)), ("creator", PROGRAM)):
        etree.SubElement(root, f"{{{_ELEMENTS}}}{name}").text = text
    etree.SubElement(root, f"{{{_CORE}}}lastModifiedBy").text = PROGRAM
    for name in ("created", "modified"):
        one = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        one.set(f"{{{_INSTANCE}}}type", "dcterms:W3CDTF")
        one.text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    name = writer.free("docProps", "core", "xml")
    writer.parts[name] = declared(root)
    writer.declare(name, _TYPE)
    writer.relate("", _RELATION, name)
