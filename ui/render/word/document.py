"""A draft of ours as a Word file: contents, footnotes with places, captions that count, tables, charts, and the list of its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from ingest.loaded import Limits
from ingest.office.elements import attribute, child, whole
from ingest.office.package import Package
from research.errors import CannotReadError
from research.nouns.answers import Citation
from research.nouns.drafts import (
    Block,
    ChartBlock,
    Draft,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    TableBlock,
)
from ui.render.draft_view import VOICES, has_computed
from ui.render.word.charts import add_chart
from ui.render.word.drawing import inline_chart
from ui.render.word.foundation import foundation
from ui.render.word.markup import Markup, clean, namespace_of
from ui.render.word.noting import Footnotes
from ui.render.word.package import PackageWriter, written
from ui.render.word.properties import write_properties
from ui.render.word.referring import References
from ui.render.word.remarks import source_words
from ui.render.word.styling import Styling
from ui.render.word.tables import word_table

SOURCES = "Sources"
DEEPEST = 3
# In twentieths of a point.
USUAL_WIDTH, NARROWEST = 9_638, 2_000
TABLE_STYLE = "Research Desk Table"
COMPUTED = " Ratios, sums and growth are computed from the rows cited."
_STYLES = {ParagraphStyle.BODY: "Normal", ParagraphStyle.QUOTE: "Quote", ParagraphStyle.NOTE: "Desk Small"}


def draft_word(draft: Draft, *, reference: bytes | None = None, name: str = "the reference document") -> bytes:
    """Return a draft as .docx; the same draft gives the same bytes.

    `reference` is a Word file whose styles, page, header and footer are taken, called `name` in errors. Raises CannotReadError or
    LimitExceededError for one that cannot be used.
    """
    base, main = foundation(reference, name=name)
    package = Package(base, name=name, limits=Limits())
    root = package.xml_as_written(main)
    markup = Markup(namespace_of(root))
    writer = PackageWriter.of(base, office=markup.relations)
    container = child(root, "body")
    if container is None:
        raise CannotReadError(f"{name}: damaged (its main part has no body)", "open it in Word and save it again")
    body = _Body(draft, _Target(package, main, markup, writer, _text_width(container)))
    for at, one in enumerate(body.blocks()):
        container.insert(at, one)
    body.save()
    writer.parts[main] = written(root)
    write_properties(writer, title=draft.title, at=draft.completed_at or draft.saved_at)
    return writer.saved(dated=False)


@dataclass(frozen=True, slots=True)
class _Target:
    """The file that is written into: as it was opened, its main part, how its elements are made, and how wide its text is."""

    package: Package
    main: str
    markup: Markup
    writer: PackageWriter
    width: int


class _Body:
    """Writes the blocks of a draft in order."""

    def __init__(self, draft: Draft, target: _Target) -> None:
        package, main, markup, writer = target.package, target.main, target.markup, target.writer
        self._draft, self._make, self._target = draft, markup, target
        self._styling = Styling(package, main, markup, writer)
        named = {name: self._styling.id(name) for name in ("footnote text", "footnote reference")}
        self._notes = Footnotes(package, main, markup, writer, named=named, body=markup.element("body"))
        self._references = References(self._notes, markup, {one.citation.marker: one for one in draft.sources})
        self._counts = {"Table": 0, "Chart": 0}

    def save(self) -> None:
        """Write the parts that the body refers to."""
        self._notes.save(always=True)
        self._styling.save()

    def blocks(self) -> Iterator[etree._Element]:
        """Yield the paragraphs and tables."""
        yield self._paragraph("Title", self._draft.title)
        if self._draft.subtitle:
            yield self._paragraph("Subtitle", self._draft.subtitle)
        headed = [(at, section.heading, _level(section)) for at, section in enumerate(self._draft.sections, 1) if section.heading]
        if len(headed) > 1:
            headed += [(len(self._draft.sections) + 1, SOURCES, 1)] if self._draft.sources else []
            yield from self._contents(headed)
        for at, section in enumerate(self._draft.sections, 1):
            yield from self._section(at, section)
        yield from self._sources()
        yield self._paragraph("Desk Small", _completed(self._draft))

    def _paragraph(self, style: str, text: str) -> etree._Element:
        return self._make.paragraph(self._make.run(clean(text)), style=self._styling.id(style))

    def _contents(self, headed: list[tuple[int, str, int]]) -> Iterator[etree._Element]:
        """Yield the list of contents: a field whose entries lead to their sections; Word puts in the pages when it is updated."""
        make = self._make
        yield self._paragraph("Desk Contents", "Contents")
        for number, (at, heading, level) in enumerate(headed):
            entry = make.element("hyperlink", make.run(clean(heading)), anchor=_heading_name(at), history=1)
            begin = self._field_begins(f' TOC \\o "1-{DEEPEST}" \\h \\z \\u ') if number == 0 else []
            end = [make.holding(make.element("fldChar", fldCharType="end"))] if number == len(headed) - 1 else []
            yield make.paragraph(*begin, entry, *end, style=self._styling.id(f"toc {level}"))

    def _field_begins(self, code: str) -> list[etree._Element]:
        make = self._make
        told = make.element("instrText")
        told.text = code
        told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        begin, apart = make.element("fldChar", fldCharType="begin"), make.element("fldChar", fldCharType="separate")
        return [make.holding(begin), make.holding(told), make.holding(apart)]

    def _heading(self, at: int, heading: str, level: int) -> etree._Element:
        make = self._make
        begin, end = make.element("bookmarkStart", id=at, name=_heading_name(at)), make.element("bookmarkEnd", id=at)
        return make.paragraph(begin, make.run(clean(heading)), end, style=self._styling.id(f"heading {level}"))

    def _section(self, at: int, section: Section) -> Iterator[etree._Element]:
        if section.heading:
            yield self._heading(at, section.heading, _level(section))
        for block in section.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[etree._Element]:
        if isinstance(block, ParagraphBlock):
            yield self._prose(block)
        elif isinstance(block, MissingBlock):
            yield self._paragraph("Desk Missing", block.text)
        elif isinstance(block, TableBlock):
            yield from self._caption("Table", block.caption, block.unit)
            if block.rows:
                yield self._table(block)
            yield self._cited(block)
        else:
            yield from self._caption("Chart", block.caption, "")
            yield self._chart(block)
            yield self._cited(block)

    def _table(self, block: TableBlock) -> etree._Element:
        style = self._styling.id(TABLE_STYLE) if self._styling.has(TABLE_STYLE) else ""
        return word_table(block, self._make, width=self._target.width, cell_style=self._styling.id("Desk Cell"), table_style=style)

    def _chart(self, block: ChartBlock) -> etree._Element:
        """Return the paragraph that shows a chart; one without figures is its words."""
        if not (block.labels and block.series):
            return self._paragraph("Normal", block.alt_text)
        relation = add_chart(self._target.writer, self._target.main, block)
        drawn = inline_chart(self._make, relation, block, number=self._counts["Chart"], width=self._target.width)
        return self._make.paragraph(self._make.holding(drawn), formats=[self._make.element("keepNext")])

    def _prose(self, block: ParagraphBlock) -> etree._Element:
        make = self._make
        runs: list[etree._Element] = []
        if voice := VOICES[block.voice]:
            runs.append(make.run(f"{voice}: ", make.element("b")))
        for at, claim in enumerate(block.claims):
            runs += [*([make.run(" ")] if at else []), make.run(clean(claim.text)), *self._references.to(claim.citations)]
        if block.style is not ParagraphStyle.BULLET:
            return make.paragraph(*runs, style=self._styling.id(_STYLES[block.style]))
        listed = make.element("numPr", make.element("ilvl", val=0), make.element("numId", val=self._styling.bullets()))
        return make.paragraph(*runs, style=self._styling.id("List Bullet"), formats=[listed])

    def _caption(self, kind: str, caption: str, unit: str) -> Iterator[etree._Element]:
        make = self._make
        self._counts[kind] += 1
        number = make.element("fldSimple", make.run(str(self._counts[kind])))
        number.set(make.name("instr"), f" SEQ {kind} \\* ARABIC ")
        words = make.run(f": {clean(caption)}")
        keep = [make.element("keepNext")]
        yield make.paragraph(make.run(f"{kind} "), number, words, style=self._styling.id("caption"), formats=keep)
        if unit:
            yield self._paragraph("Desk Unit", unit)

    def _cited(self, block: TableBlock | ChartBlock) -> etree._Element:
        """Return the line under a table or chart that says where its figures are from: each page with a note that names the rows."""
        make = self._make
        documents: dict[str, dict[int, list[Citation]]] = {}
        for one in dict.fromkeys(block.sources):
            documents.setdefault(one.document, {}).setdefault(one.page, []).append(one)
        titles = {one.citation.document: one.title for one in self._draft.sources if one.title}
        runs: list[etree._Element] = []
        for name, pages in documents.items():
            noun = "page" if len(pages) == 1 else "pages"
            runs.append(make.run(f"{'; ' if runs else 'Source: '}{clean(titles.get(name, name))}, {noun} "))
            for at, (page, cited) in enumerate(sorted(pages.items())):
                runs += [make.run(f"{', ' if at else ''}{page:,}"), *self._references.to_page(cited)]
        if runs:
            computed = isinstance(block, TableBlock) and has_computed(block)
            runs.append(make.run(f".{COMPUTED if computed else ''}"))
        return make.paragraph(*runs, style=self._styling.id("Desk Source"))

    def _sources(self) -> Iterator[etree._Element]:
        """Yield the list of sources: each document once, with the pages that are cited."""
        make = self._make
        documents: dict[str, list[int]] = {}
        for at, one in enumerate(self._draft.sources):
            documents.setdefault(one.citation.document_id, []).append(at)
        if not documents:
            return
        yield self._heading(len(self._draft.sections) + 1, SOURCES, 1)
        for places in documents.values():
            cited = [self._draft.sources[at] for at in places]
            first = source_words(cited[0].citation, cited[0]).text.split(", page ")[0]
            text = f"{first}, {_pages({one.citation.page for one in cited})}"
            yield make.paragraph(make.run(clean(text)), style=self._styling.id("Desk Small"))


def _text_width(body: etree._Element) -> int:
    """Return how wide the text of a page is, in twentieths of a point; that of A4 with ordinary margins when the file does not say."""
    last = child(body, "sectPr")
    page, margins = child(last, "pgSz"), child(last, "pgMar")
    width = whole(attribute(page, "w")) - whole(attribute(margins, "left")) - whole(attribute(margins, "right"))
    return width if width >= NARROWEST else USUAL_WIDTH


def _level(section: Section) -> int:
    return min(max(section.level, 1), DEEPEST)


def _heading_name(at: int) -> str:
    return f"_Toc7{at:08d}"


def _pages(numbers: set[int]) -> str:
    listed = ", ".join(f"{number:,}" for number in sorted(numbers))
    return f"page {listed}" if len(numbers) == 1 else f"pages {listed}"


def _completed(draft: Draft) -> str:
    at: datetime = (draft.completed_at or draft.saved_at).astimezone(UTC)
    word = "Completed" if draft.completed_at else "Saved"
    return f"{word} on {at.day} {at:%B %Y}, {at:%H:%M} UTC."
