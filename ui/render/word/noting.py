"""Comments and footnotes put into a Word file: into its own parts for them, or into new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from lxml import etree

from ingest.office.elements import attribute, children, local, whole
from ingest.office.package import Package
from ui.render.word.markup import Links, Markup
from ui.render.word.package import PackageWriter, declared, style_ids, written
from ui.render.word.remarks import Words

AUTHOR, INITIALS = "Research Desk", "RD"
# In half points.
SMALL = 18


class _Part:
    """A part of comments or notes: the file's own, or a new one."""

    def __init__(self, package: Package, main: str, kind: str, writer: PackageWriter) -> None:
        found = package.related(main, kind)
        self.root = package.xml_as_written(found) if found else None
        self.name = writer.spelt(found) if found else writer.free(main.rpartition("/")[0], kind, "xml")
        self.links = Links(writer.relation_ids(self.name))
        self._is_new = found is None
        self._main, self._kind, self._writer = main, kind, writer

    def save(self, root: etree._Element) -> None:
        """Write the part with what was added."""
        if self._is_new:
            self._writer.add(self._main, self._kind, self.name, declared(root))
        else:
            self._writer.parts[self.name] = written(root)
        self._writer.link(self.name, self.links.by_address)


class Comments:
    """The comments of a file: those that it has, and ours."""

    def __init__(self, package: Package, main: str, markup: Markup, writer: PackageWriter, *, at: datetime, body: etree._Element) -> None:
        self._markup = markup
        self._at = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._part = _Part(package, main, "comments", writer)
        self._root = self._part.root if self._part.root is not None else markup.element("comments")
        self._first = self._next = _free(self._root, "comment", body, least=0)

    def add(self, lines: Sequence[Words]) -> tuple[etree._Element, list[etree._Element]]:
        """Add a comment of these lines; return the mark of where its words begin, and those of where they end."""
        make, identity = self._markup, self._next
        self._next += 1
        sign = make.holding(make.element("annotationRef"))
        paragraphs = [make.paragraph(*([] if number else [sign]), *make.words(line, self._part.links)) for number, line in enumerate(lines)]
        self._root.append(make.element("comment", *paragraphs, id=identity, author=AUTHOR, date=self._at, initials=INITIALS))
        reference = make.holding(make.element("commentReference", id=identity), make.element("sz", val=16))
        return make.element("commentRangeStart", id=identity), [make.element("commentRangeEnd", id=identity), reference]

    def save(self) -> None:
        """Write the part when something was added."""
        if self._next > self._first:
            self._part.save(self._root)


class Footnotes:
    """The footnotes of a file: those that it has, and ours; in its own styles for them, or set small and raised without any.

    `named` are the ids of styles by their names, by default those of the file.
    """

    def __init__(
        self,
        package: Package,
        main: str,
        markup: Markup,
        writer: PackageWriter,
        *,
        named: Mapping[str, str] | None = None,
        body: etree._Element,
    ) -> None:
        self._markup = markup
        self._part = _Part(package, main, "footnotes", writer)
        self._root = self._part.root if self._part.root is not None else _parted(markup)
        self._first = self._next = _free(self._root, "footnote", body, least=1)
        if named is None:
            styles = package.related(main, "styles")
            named = style_ids(package.xml(styles) if styles else None)
        self._text, self._reference = named.get("footnote text", ""), named.get("footnote reference", "")

    def add(self, said: Words, *, apart: bool = False) -> list[etree._Element]:
        """Add a footnote and return the runs that refer to it; `apart` sets a comma before, after another reference."""
        make, identity = self._markup, self._next
        self._next += 1
        content = make.words(said, self._part.links, size=0 if self._text else SMALL)
        mark = make.holding(make.element("footnoteRef"), *self._raised())
        close = [] if self._text else [make.element("spacing", after=0, line=240, lineRule="auto")]
        note = make.paragraph(mark, make.run(" "), *content, style=self._text, formats=close)
        self._root.append(make.element("footnote", note, id=identity))
        comma = [make.run(", ", make.element("vertAlign", val="superscript"))] if apart else []
        return [*comma, make.holding(make.element("footnoteReference", id=identity), *self._raised())]

    def save(self, *, always: bool = False) -> None:
        """Write the part when something was added, or `always`: settings may name the two notes that part notes from text."""
        if always or self._next > self._first:
            self._part.save(self._root)

    def _raised(self) -> list[etree._Element]:
        make = self._markup
        return [make.element("rStyle", val=self._reference)] if self._reference else [make.element("vertAlign", val="superscript")]


def _parted(markup: Markup) -> etree._Element:
    """Return a part of footnotes with the two that part notes from text."""
    root = markup.element("footnotes")
    for identity, name in ((-1, "separator"), (0, "continuationSeparator")):
        line = markup.paragraph(
            markup.holding(markup.element(name)), formats=[markup.element("spacing", after=0, line=240, lineRule="auto")]
        )
        root.append(markup.element("footnote", line, type=name, id=identity))
    return root


def _free(root: etree._Element, name: str, body: etree._Element, *, least: int) -> int:
    """Return the first id above all that a part gives and that the body refers to, some of which may lead nowhere."""
    marks = (f"{name}Reference", f"{name}RangeStart", f"{name}RangeEnd")
    used = [*children(root, name), *(one for one in body.iter() if local(one) in marks)]
    return max([least - 1, *(whole(attribute(one, "id")) for one in used)]) + 1
