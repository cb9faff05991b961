"""Word documents (.docx, .docm): their text as it stands with all changes accepted, by the pages that they give or by sections."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from ingest.loaded import Limits, Loaded, Stated
from ingest.office.elements import attribute, child, is_on, local
from ingest.office.package import Package
from ingest.office.properties import read_properties
from ingest.word.body import BodyWriter, notes_of
from ingest.word.styles import read_styles
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect

# Breaks of the author's are the document's pages when no stretch between two is longer than a dense printed page.
LONGEST_PAGE = 6_000


class DocxLoader:
    """Reads a Word document; macros are never run, links never followed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the document; raises CannotReadError or LimitExceededError, each naming the file."""
        package = Package(content, name=name, limits=self._limits)
        main = package.main()
        body = child(package.xml(main), "body")
        if body is None:
            raise CannotReadError(f"{name}: its main part is no document", "check what was saved under this name")
        page_ends = _page_ends(body)
        paged = _has_pages(body, page_ends)
        writer = TextWriter(self._limits, name=name, paginate=not paged)
        blocks = BodyWriter(writer, read_styles(package, main), sections=not paged, page_ends=page_ends)
        blocks.write(body)
        _write_notes(blocks, package, main)
        writer.stated.extend(read_properties(package))
        if blocks.title and not any(one.field == "title" for one in writer.stated):
            writer.stated.append(Stated("title", blocks.title, "title style"))
        writer.defects.extend(_remarks(package, main))
        return writer.loaded()


def _page_ends(body: etree._Element) -> list[etree._Element]:
    """Return the properties of the sections that end with a page: how a section begins stands with that section, at its end."""
    sections = [one for one in body.iter() if local(one) == "sectPr"]
    return [one for one, following in pairwise(sections) if attribute(child(following, "type"), "val") not in ("continuous", "nextColumn")]


def _has_pages(body: etree._Element, page_ends: list[etree._Element]) -> bool:
    """Return whether the document's own breaks make its pages: there are some, and no stretch between them is too long."""
    stretches = [0]
    for one in body.iter():
        name = local(one)
        if name == "t":
            stretches[-1] += len(one.text or "")
        elif (
            (name == "br" and attribute(one, "type") == "page")
            or (name == "sectPr" and one in page_ends)
            or (name == "pageBreakBefore" and is_on(one))
        ):
            stretches.append(0)
    return len(stretches) > 1 and max(stretches) <= LONGEST_PAGE


def _write_notes(blocks: BodyWriter, package: Package, main: str) -> None:
    for kind, name, heading, marks in (
        ("footnotes", "footnote", "Footnotes", blocks.marks.footnotes),
        ("endnotes", "endnote", "Endnotes", blocks.marks.endnotes),
    ):
        if marks and (part := package.related(main, kind)):
            blocks.writer.end_page()
            blocks.write_notes(heading, notes_of(package.xml(part), name), dict(marks))


def _remarks(package: Package, main: str) -> list[Defect]:
    """Return what is in the file and was not read."""
    found = []
    relations = package.relations(main)
    if comments := next((one.target for one in relations if one.kind == "comments" and package.has(one.target)), None):
        count = sum(1 for one in package.xml(comments) if local(one) == "comment")
        found += [Defect("comments_unread", f"The document's comments ({count}) are not read.")] if count else []
    for one in relations:
        if one.kind in ("oleObject", "package"):
            file = one.target.rpartition("/")[2]
            found.append(Defect("embedded_unread", f"not read: embedded file “{file}” (ingest it as a file of its own)"))
    return found
