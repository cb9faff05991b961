"""A Word file that is written again: parts that nothing touched keep their bytes, new parts are declared and related."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from ingest.office.elements import attribute, child, local
from ui.render.word.markup import RELATIONS

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"/>'.encode()
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The first instant that a ZIP file can name: the same content gives the same bytes.
FIRST_INSTANT = (1980, 1, 1, 0, 0, 0)


def read_xml(content: bytes) -> etree._Element:
    """Return the root of a part that was checked when its file was opened, with all that it holds."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False))


def written(root: etree._Element) -> bytes:
    """Return a part's bytes, declared as it was when it was read."""
    tree = root.getroottree()
    encoding = tree.docinfo.encoding or "UTF-8"
    if tree.docinfo.standalone is None:
        return cast("bytes", etree.tostring(tree, xml_declaration=True, encoding=encoding))
    return cast("bytes", etree.tostring(tree, xml_declaration=True, encoding=encoding, standalone=tree.docinfo.standalone))


def declared(root: etree._Element) -> bytes:
    """Return a new part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


@dataclass(slots=True)
class PackageWriter:
    """The parts of a file by name, in order; `office` begins the names of its kinds of relations."""

    parts: dict[str, bytes]
    office: str = RELATIONS
    entries: Mapping[str, zipfile.ZipInfo] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes, *, office: str = RELATIONS) -> PackageWriter:
        """Return the writer of a file that was opened safely before."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            return cls({name: archive.read(name) for name in entries}, office, entries)

    def add(self, source: str, kind: str, name: str, content: bytes) -> str:
        """Add an XML part that another refers to as `kind` ("comments"); return the relation's id."""
        self.parts[name] = content
        self.declare(name, f"{_WORD_TYPE}.{kind}+xml")
        return self.relate(source, kind, name)

    def free(self, folder: str, stem: str, suffix: str) -> str:
        """Return a name in a folder that no part has, whatever its case."""
        taken = {name.lstrip("/").casefold() for name in self.parts}
        number = 1
        while True:
            name = posixpath.join(folder, f"{stem}{number if number > 1 else ''}.{suffix}")
            if name.casefold() not in taken:
                return name
            number += 1

    def declare(self, name: str, content_type: str) -> None:
        """Say of which type a part is."""
        root = read_xml(self.parts[CONTENT_TYPES])
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.parts[CONTENT_TYPES] = written(root)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Relate a part to another and return the relation's id; `kind` is the last word of its name, or the whole of it."""
        root = self._relations(source)
        identity = _free_id({str(one.get("Id")) for one in root})
        folder = source.rpartition("/")[0]
        kind = kind if ":" in kind else f"{self.office}/{kind}"
        _relation(root, Id=identity, Type=kind, Target=posixpath.relpath(target, folder or "."))
        self.parts[self.listing(source)] = written(root)
        return identity

    def link(self, source: str, addresses: Mapping[str, str]) -> None:
        """Relate a part to addresses of the web, given with the ids of the relations."""
        if addresses:
            root = self._relations(source)
            for address, identity in addresses.items():
                _relation(root, Id=identity, Type=f"{self.office}/hyperlink", Target=address, TargetMode="External")
            self.parts[self.listing(source)] = written(root)

    def relation_ids(self, source: str) -> frozenset[str]:
        """Return the ids of a part's relations."""
        return frozenset(str(one.get("Id")) for one in self._relations(source))

    def listing(self, source: str) -> str:
        """Return the name of the part that lists a part's relations, which need not be there; of the file's own for ""."""
        folder, _, file = source.rpartition("/")
        return self.spelt(f"{folder}/_rels/{file}.rels".lstrip("/"))

    def _relations(self, source: str) -> etree._Element:
        return read_xml(self.parts.get(self.listing(source), _NO_RELATIONS))

    def saved(self, *, dated: bool = True) -> bytes:
        """Return the file: parts in their order, each packed as it was; `dated` keeps the instants that the file gave them."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                old = self.entries.get(name)
                entry = zipfile.ZipInfo(name, old.date_time if old is not None and dated else FIRST_INSTANT)
                entry.compress_type = old.compress_type if old is not None else zipfile.ZIP_DEFLATED
                if old is not None:
                    entry.external_attr, entry.create_system, entry.comment = old.external_attr, old.create_system, old.comment
                archive.writestr(entry, content)
        return out.getvalue()

    def spelt(self, name: str) -> str:
        """Return a part's name as the file spells it."""
        return next((one for one in self.parts if one.lstrip("/").casefold() == name.casefold()), name)


def style_ids(styles: etree._Element | None) -> dict[str, str]:
    """Return the ids of a part's styles by their names in lower case; none of None."""
    if styles is None:
        return {}
    return {
        (attribute(child(one, "name"), "val") or "").casefold(): attribute(one, "styleId") or "" for one in styles if local(one) == "style"
    }


def _relation(root: etree._Element, **values: str) -> None:
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", values)


def _free_id(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"
