"""Footnotes of a draft that is written: one for each place that reads differently, and references back to it where it is cited again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from research.nouns.answers import Citation
from research.nouns.drafts import CitedSource
from ui.render.word.markup import Markup
from ui.render.word.noting import Footnotes
from ui.render.word.remarks import Words, page_words


class References:
    """Refers to places: the first time by a footnote of their own, later by its number."""

    def __init__(self, notes: Footnotes, make: Markup, sources: Mapping[str, CitedSource]) -> None:
        self._notes, self._make, self._sources = notes, make, sources
        self._numbers: dict[Words, int] = {}

    def to(self, citations: Sequence[Citation]) -> list[etree._Element]:
        """Return the runs that refer to some places, with commas between; places that read alike are referred to once."""
        found: list[etree._Element] = []
        for citation in {page_words((one,), self._sources): one for one in citations}.values():
            found += self._one((citation,), apart=bool(found))
        return found

    def to_page(self, citations: Sequence[Citation]) -> list[etree._Element]:
        """Return the runs that refer to several places on one page by one note, which names their rows."""
        return self._one(tuple(citations), apart=False)

    def _one(self, citations: tuple[Citation, ...], *, apart: bool) -> list[etree._Element]:
        make, words = self._make, page_words(citations, self._sources)
        known = self._numbers.get(words)
        raised = make.element("vertAlign", val="superscript")
        comma = [make.run(", ", raised)] if apart else []
        if known is None:
            number = self._numbers[words] = len(self._numbers) + 1
            reference = self._notes.add(words)
            begin = make.element("bookmarkStart", id=_bookmark(number), name=_name(number))
            return [*comma, begin, *reference, make.element("bookmarkEnd", id=_bookmark(number))]
        field = make.element("fldSimple", make.run(str(known), make.element("vertAlign", val="superscript")))
        field.set(make.name("instr"), f" NOTEREF {_name(known)} \\f \\h ")
        return [*comma, field]


def _name(number: int) -> str:
    return f"_Ref8{number:08d}"


def _bookmark(number: int) -> int:
    return 10_000 + number
