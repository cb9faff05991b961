"""Presentations (.pptx, .pptm): a page for each slide, its words in reading order, tables, charts' figures and the speaker's notes."""

from __future__ import annotations

from lxml import etree

from ingest.loaded import Limits, Loaded, Stated
from ingest.office.elements import attribute, child, children, local
from ingest.office.package import Package
from ingest.office.properties import is_meant, read_properties
from ingest.slides.charts import chart_rows
from ingest.slides.shapes import Placeholders, Shape, paragraphs_of, read_shapes, table_rows, words_of
from ingest.slides.sight import SlideSight, slide_sight
from ingest.writing import TextWriter
from research.errors import CannotReadError
from research.nouns.documents import Defect

NOTES = "Speaker notes"


class PptxLoader:
    """Reads a presentation; hidden slides too, each with a defect line that says so. Words that nobody sees on a slide are left out."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the slides; raises CannotReadError or LimitExceededError, each naming the file."""
        package = Package(content, name=name, limits=self._limits)
        main = package.main()
        root = package.xml(main)
        if local(root) != "presentation":
            raise CannotReadError(f"{name}: its main part is no presentation", "check what was saved under this name")
        targets = {one.id: one.target for one in package.relations(main)}
        listed = [targets.get(_relation_id(one), "") for one in children(child(root, "sldIdLst"), "sldId")]
        writer = TextWriter(self._limits, name=name)
        slides = _SlideWriter(writer, package, root)
        for part in listed:
            slides.write(part)
        writer.stated.extend(read_properties(package))
        if slides.first_title and not any(one.field == "title" for one in writer.stated):
            writer.stated.append(Stated("title", slides.first_title, "first slide"))
        return writer.loaded()


class _SlideWriter:
    """Writes the slides of one presentation, each on a page of its own."""

    def __init__(self, writer: TextWriter, package: Package, presentation: etree._Element) -> None:
        self._writer, self._package, self._presentation = writer, package, presentation
        self._sight = SlideSight()
        self.first_title = self._title = ""

    def write(self, part: str) -> None:
        """Write a slide's title, its shapes in reading order and its notes; a damaged slide is a page with a defect."""
        writer = self._writer
        writer.begin_page()
        page = writer.page_number
        try:
            slide = self._package.xml(part)
        except CannotReadError as error:
            writer.defects.append(Defect("slide_unread", f"Slide {page} is not read: {error.message}.", page))
            return
        if attribute(slide, "show") in ("0", "false"):
            writer.defects.append(Defect("hidden_slide", f"Slide {page} is hidden in the presentation; it is read all the same.", page))
        start, self._title = writer.offset, ""
        self._sight = slide_sight(self._package, part, slide, self._presentation)
        for shape in read_shapes(slide, Placeholders(self._package, part)):
            if self._sight.sees_shape(shape.element):
                self._write_shape(shape, part)
            else:
                writer.hidden.add(" ".join(one.text or "" for one in shape.element.iter() if local(one) == "t"), page)
        if writer.offset == start:
            writer.defects.append(Defect("no_text", f"Slide {page} holds no words, only pictures or nothing.", page))
        self._write_notes(part)

    def _write_shape(self, shape: Shape, part: str) -> None:
        if shape.is_title:
            title = self._title = " ".join(" ".join(self._paragraphs(shape.element)).split())
            self._writer.heading(title)
            if self._writer.page_number == 1 and is_meant("title", title):
                self.first_title = self.first_title or title
            return
        for one in shape.element.iter():
            if local(one) == "tbl":
                self._writer.table(table_rows(one, lambda cell: self._hidden(shape.element, cell)))
            elif local(one) == "chart" and (identity := attribute(one, "id")):
                self._write_chart(part, identity)
        if local(shape.element) != "graphicFrame":
            self._writer.paragraph("\n".join(self._paragraphs(shape.element)))

    def _paragraphs(self, shape: etree._Element) -> list[str]:
        return paragraphs_of(shape, self._hidden(shape, shape))

    def _hidden(self, shape: etree._Element, holder: etree._Element) -> frozenset[etree._Element]:
        """Return the runs of a shape's text, or of a cell's, that nobody sees, and count them."""
        found = self._sight.hidden_words(shape, holder)
        self._writer.hidden.add(" ".join(map(words_of, found)), self._writer.page_number)
        return found

    def _write_chart(self, part: str, identity: str) -> None:
        target = next((one.target for one in self._package.relations(part) if one.id == identity), "")
        try:
            title, rows = chart_rows(self._package.xml(target))
        except CannotReadError as error:
            page = self._writer.page_number
            self._writer.defects.append(Defect("chart_unread", f"A chart on slide {page} is not read: {error.message}.", page))
            return
        if title:
            self._writer.paragraph(title)
        if len(rows) > 1:
            self._writer.table(rows, title=title or self._title)

    def _write_notes(self, part: str) -> None:
        notes = self._package.related(part, "notesSlide")
        if notes is None:
            return
        bodies = [shape for shape in read_shapes(self._package.xml(notes), None) if shape.placeholder == "body"]
        text = "\n".join(line for shape in bodies for line in paragraphs_of(shape.element))
        if text.strip():
            self._writer.heading(NOTES, 2)
            self._writer.paragraph(text)


def _relation_id(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
