"""The one door to packed office files: checked before anything is inflated, parts read one by one, nothing outside ever fetched."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from lxml import etree

from ingest.loaded import Limits
from ingest.office.compound import compound_problem, is_compound
from ingest.packed import MOST_DIRECTORY_MB, has_huge_directory
from research.errors import CannotReadError, LimitExceededError

MOST_ENTRIES = 10_000
# Deflate cannot go over 1,032; sheets of equal rows reach 100. Only what inflates to more than this many MiB is looked at.
HIGHEST_RATIO = 300
RATIO_FROM_MB = 16
# A declaration stands before the root element, hence in the first bytes.
_DECLARATION_BYTES = 65_536
_DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le")
)
_MIB = 1024 * 1024
# ISO "strict" files name the same elements in other namespaces.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another: its id, the last word of its type ("worksheet", "notesSlide"), and the part's name."""

    id: str
    kind: str
    target: str


class Package:
    """An OOXML file, open. Raises CannotReadError or LimitExceededError, each naming the file, for what cannot be opened safely."""

    def __init__(self, content: bytes, *, name: str, limits: Limits) -> None:
        self.name = name
        if is_compound(content):
            raise compound_problem(content, name=name)
        if not content.startswith(b"PK"):
            raise CannotReadError(f"{name}: not an office file (no ZIP header)", "check what was saved under this name")
        if has_huge_directory(BytesIO(content)):
            raise LimitExceededError(f"{name}: its ZIP directory is larger than {MOST_DIRECTORY_MB} MiB", "split the file")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            entries = self._zip.infolist()
        except _DAMAGED as error:
            raise CannotReadError(f"{name}: damaged (its ZIP directory is missing or torn)", "fetch it again, or repair it") from error
        _check_entries(entries, name=name, limits=limits)
        self._names = {entry.filename.lstrip("/").casefold(): entry for entry in entries}
        self._entries = entries

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the parts as the file spells them, in the file's order."""
        return tuple(entry.filename for entry in self._names.values())

    @property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """Return what the file's directory says of its parts, in order: what is needed to write it again."""
        return tuple(self._entries)

    @property
    def repeated(self) -> str:
        """Return the name of a part that the file holds twice, "" for a sound file."""
        seen: set[str] = set()
        for entry in self._entries:
            if (key := entry.filename.lstrip("/").casefold()) in seen:
                return entry.filename
            seen.add(key)
        return ""

    def has(self, part: str) -> bool:
        """Return whether a part is there; names are compared without case, as the standard says."""
        return part.casefold() in self._names

    def read(self, part: str) -> bytes:
        """Return a part's bytes, in the usual namespaces; raises CannotReadError when it is missing, damaged or declares entities."""
        return _STRICT.sub(_TRANSITIONAL, self._content(part))

    def xml(self, part: str) -> etree._Element:
        """Return a part's root element; raises CannotReadError as `read`, and for a part that is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        return self._parsed(part, self.read(part), parser)

    def xml_as_written(self, part: str) -> etree._Element:
        """Return a part's root element with all that it holds, in the namespaces that it names itself: to be written back."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
        return self._parsed(part, self._content(part), parser)

    def _content(self, part: str) -> bytes:
        try:
            with self._open(part) as stream:
                content = stream.read()
        except _DAMAGED as error:
            raise self._damaged(part) from error
        self._reject_declarations(content, part)
        return content

    def _parsed(self, part: str, content: bytes, parser: etree.XMLParser) -> etree._Element:
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged(part) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._declares(part)
        return root

    def elements(self, part: str, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements of these local names as they end, each emptied before the next: for parts too large to hold."""
        try:
            with self._open(part) as stream:
                self._reject_declarations(stream.read(_DECLARATION_BYTES), part)
                stream.seek(0)
                wanted = tuple(f"{{*}}{tag}" for tag in tags)
                for _, element in etree.iterparse(
                    stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
                ):
                    yield element
                    _forget(element)
        except (etree.XMLSyntaxError, *_DAMAGED) as error:
            raise self._damaged(part) from error

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Return a part's links to other parts of the file; links to the outside are left out, never followed."""
        folder, _, file = part.rpartition("/")
        listing = f"{folder}/_rels/{file}.rels".lstrip("/")
        if not self.has(listing):
            return ()
        found = []
        for one in self.xml(listing):
            target = str(one.get("Target") or "")
            if one.get("TargetMode") != "External" and target:
                inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append(Relation(str(one.get("Id")), str(one.get("Type")).rpartition("/")[2], inside))
        return tuple(found)

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part of this kind that a part links to and that is there, None without."""
        return next((one.target for one in self.relations(part) if one.kind == kind and self.has(one.target)), None)

    def main(self) -> str:
        """Return the name of the main part (document, workbook, presentation); raises CannotReadError without one."""
        if found := self.related("", "officeDocument"):
            return found
        raise CannotReadError(f"{self.name}: damaged (no main part)", "open it in its program and save it again")

    def _open(self, part: str) -> IO[bytes]:
        entry = self._names.get(part.casefold())
        if entry is None:
            raise CannotReadError(f"{self.name}: damaged (part {part} is missing)", "open it in its program and save it again")
        return self._zip.open(entry)

    def _reject_declarations(self, content: bytes, part: str) -> None:
        if any(mark in content[:_DECLARATION_BYTES] for mark in _DECLARATIONS):
            raise self._declares(part)

    def _declares(self, part: str) -> CannotReadError:
        return CannotReadError(f"{self.name}: {part} declares entities, which no office program writes", "do not trust this file")

    def _damaged(self, part: str) -> CannotReadError:
        return CannotReadError(f"{self.name}: damaged (part {part} cannot be read)", "open it in its program and save it again")


def _check_entries(entries: list[zipfile.ZipInfo], *, name: str, limits: Limits) -> None:
    """Raise LimitExceededError for an archive that would inflate too far, CannotReadError for an encrypted one."""
    if len(entries) > MOST_ENTRIES:
        raise LimitExceededError(f"{name}: {len(entries)} packed parts, the limit is {MOST_ENTRIES}", "split the file")
    inflated = sum(entry.file_size for entry in entries)
    if inflated > limits.max_inflated_mb * _MIB:
        raise LimitExceededError(
            f"{name}: inflates to {inflated / _MIB:.0f} MiB, the limit is {limits.max_inflated_mb} MiB",
            "raise DESK_MAX_INFLATED_MB or split the file",
        )
    for entry in entries:
        if entry.file_size > RATIO_FROM_MB * _MIB and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise LimitExceededError(
                f"{name}: part {entry.filename[:60]} inflates {entry.file_size // max(entry.compress_size, 1)} times, as a ZIP bomb does",
                "do not trust this file",
            )
        if entry.flag_bits & 0x1:
            raise CannotReadError(f"{name}: is password-protected", "save a copy without a password")


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
