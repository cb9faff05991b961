"""What every form of a draft says alike: where its sources are, what is open, and what a paragraph is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, CitedSource, Draft, ParagraphBlock, ParagraphStyle, Section, TableBlock, Voice

VOICES = {Voice.FACT: "", Voice.ESTIMATE: "Estimate", Voice.OPINION: "Opinion"}
DRAFT_WORD = "Draft"
# What stands in a cell without a figure.
EMPTY = frozenset({"", "n.a.", "n.m."})
OPEN_HEADING = "Open before it is final"


def state_words(draft: Draft) -> str:
    """Return how far a draft is: "Draft" until it is final."""
    return "" if draft.is_final else DRAFT_WORD


def open_words(draft: Draft) -> tuple[str, ...]:
    """Return what is open before a draft is final, none of a final one."""
    return () if draft.is_final else draft.open_items


def with_state(draft: Draft) -> Draft:
    """Return a draft whose own words say how far it is, for a form that has no other place for it: in its subtitle and first section."""
    items = tuple(ParagraphBlock((Claim(one),), ParagraphStyle.BULLET) for one in open_words(draft))
    first = (Section(OPEN_HEADING, items),) if items else ()
    subtitle = " · ".join(filter(None, (state_words(draft), draft.subtitle)))
    return replace(draft, subtitle=subtitle, sections=(*first, *draft.sections))


def source_words(source: CitedSource) -> str:
    """Return what the list of sources says of a place: title, day, page, table and row."""
    dated = f"{source.published_at.day} {source.published_at:%B %Y}" if source.published_at else ""
    row = f"row “{' '.join(source.row.split())}”" if source.row else ""
    return ", ".join(filter(None, (source.title, dated, f"page {source.citation.page}", source.table, row)))


def document_words(citations: Sequence[Citation]) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """Return the documents that are cited, in order, each with one citation for each of its pages, by number."""
    documents: dict[str, dict[int, Citation]] = {}
    for one in citations:
        documents.setdefault(one.document, {}).setdefault(one.page, one)
    return tuple((name, tuple(pages[number] for number in sorted(pages))) for name, pages in documents.items())


def has_computed(block: TableBlock) -> bool:
    """Return whether a table has a figure that is worked out and not printed."""
    return any(cell.calculation is not None and len(cell.citations) > 1 for row in block.rows for cell in row)


def is_head_row(row: Sequence[object], texts: Sequence[str]) -> bool:
    """Return whether a row of a table is a head over those below it: nothing stands in it but its name."""
    return len(row) > 1 and bool(texts[0]) and not any(texts[1:])


def is_figures(block: TableBlock, column: int) -> bool:
    """Return whether a column of a table holds figures, which stand to the right."""
    cells = [row[column] for row in block.rows if column < len(row)]
    is_empty = all(cell.text in EMPTY for cell in cells)
    return any(cell.calculation is not None for cell in cells) or (column > 0 and is_empty and any(cell.text for cell in cells))


def is_wide(blocks: Iterable[Block]) -> bool:
    """Return whether blocks need the whole width of a page: a chart, or a table of many columns."""
    return any(isinstance(block, ChartBlock) or (isinstance(block, TableBlock) and len(block.header) > 5) for block in blocks)


def is_words(blocks: Iterable[Block]) -> bool:
    """Return whether blocks are words alone."""
    return all(isinstance(block, ParagraphBlock) for block in blocks)
