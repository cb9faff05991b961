"""Numbers for the places that a draft cites, in the order in which they come, and what the list of sources says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from research.drafting.writing.tables import sources_of
from research.nouns.answers import Citation, Claim
from research.nouns.documents import Document
from research.nouns.drafts import Block, ChartBlock, CitedSource, ParagraphBlock, Section, TableBlock
from research.nouns.facts import Fact

_Place = tuple[str, int, int, int]


def numbered(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return sections with their citations numbered in order, one place of a document by one number; a table's sources each once."""
    numbers: dict[_Place, str] = {}
    return tuple(replace(section, blocks=tuple(_numbered(block, numbers) for block in section.blocks)) for section in sections)


def sources_for(sections: Iterable[Section], documents: Mapping[str, Document], rows: Mapping[_Place, Fact]) -> tuple[CitedSource, ...]:
    """Return what footnotes say of each number, in order; `rows` has a fact of each place that is a row of a table."""
    cited: dict[str, Citation] = {}
    for section in sections:
        for citation in sources_of(section.blocks):
            cited.setdefault(citation.marker, citation)
    return tuple(_source(cited[marker], documents, rows) for marker in sorted(cited, key=int))


def place_of(citation: Citation) -> _Place:
    """Return what makes two citations one: the same words of the same page."""
    return citation.document_id, citation.page, citation.start, citation.end


def _source(citation: Citation, documents: Mapping[str, Document], rows: Mapping[_Place, Fact]) -> CitedSource:
    document = documents.get(citation.document_id)
    fact = rows.get(place_of(citation))
    table = fact.statement.value if fact and fact.statement else ""
    return CitedSource(
        citation,
        (document.title or document.name) if document else citation.document,
        document.published_at if document else None,
        table,
        fact.label if fact else "",
    )


def _numbered(block: Block, numbers: dict[_Place, str]) -> Block:
    def mark(citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """Return citations with their numbers, each number once."""
        marked = (replace(one, marker=numbers.setdefault(place_of(one), str(len(numbers) + 1))) for one in citations)
        return tuple({one.marker: one for one in marked}.values())

    def claim(one: Claim) -> Claim:
        """Return a claim with its citations numbered."""
        return replace(one, citations=mark(one.citations)) if one.citations else one

    if isinstance(block, ParagraphBlock):
        return replace(block, claims=tuple(map(claim, block.claims)))
    if isinstance(block, TableBlock):
        rows = tuple(tuple(map(claim, row)) for row in block.rows)
        return replace(block, rows=rows, sources=mark(block.sources))
    return replace(block, sources=mark(block.sources)) if isinstance(block, ChartBlock) else block
