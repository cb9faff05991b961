"""A draft as Markdown: tables as tables, charts as words and figures, places as footnotes; text of documents is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import Block, ChartBlock, Draft, MissingBlock, ParagraphBlock, ParagraphStyle, Section, TableBlock, Voice
from ui.render.digest_markdown import plain
from ui.render.draft_view import VOICES, document_words, has_computed, is_figures, is_head_row, open_words, source_words, state_words

_BULLETS = frozenset({ParagraphStyle.BULLET})


def draft_markdown(draft: Draft) -> str:
    """Return a draft as Markdown text that ends with a line feed; the same draft gives the same text."""
    return "\n".join(_parts(draft)).rstrip() + "\n"


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# {plain(draft.title)}"
    yield from ("", " · ".join(filter(None, (state_words(draft), plain(draft.subtitle)))))
    if items := open_words(draft):
        yield from ("", "Open before it is final:", "", *(f"- {plain(item)}" for item in items))
    for section in draft.sections:
        yield from _section(section)
    if draft.sources:
        yield from ("", "## Sources", "")
        yield from (f"[^{one.citation.marker}]: {plain(source_words(one))}" for one in draft.sources)


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"{'#' * (section.level + 1)} {plain(section.heading)}")
    before: Block | None = None
    for block in section.blocks:
        if not (_is_item(before) and _is_item(block)):
            yield ""
        yield from _block(block)
        before = block


def _is_item(block: Block | None) -> bool:
    return isinstance(block, MissingBlock) or (isinstance(block, ParagraphBlock) and block.style in _BULLETS)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, ParagraphBlock):
        yield _paragraph(block)
    elif isinstance(block, TableBlock):
        yield from _table(block)
    elif isinstance(block, ChartBlock):
        yield from _chart(block)
    else:
        yield f"- *{plain(block.text)}*"


def _paragraph(block: ParagraphBlock) -> str:
    said = " ".join(f"{plain(claim.text)}{_marks(claim.citations)}" for claim in block.claims)
    voice = f"**{VOICES[block.voice]}:** " if block.voice is not Voice.FACT else ""
    begin = {ParagraphStyle.BULLET: "- ", ParagraphStyle.QUOTE: "> "}.get(block.style, "")
    return f"{begin}{voice}{said}"


def _table(block: TableBlock) -> Iterator[str]:
    yield f"**{plain(block.caption)}**{f' ({plain(block.unit)})' if block.unit else ''}"
    yield from ("", _row([plain(one) for one in block.header]))
    yield _row(["---:" if is_figures(block, at) else "---" for at in range(len(block.header))])
    for at, row in enumerate(block.rows):
        yield _row(_cells(row, total=at in block.totals))
    yield from _sources(block.sources, computed=has_computed(block))


def _cells(row: Sequence[Claim], *, total: bool) -> list[str]:
    texts = [_cell(cell.text) for cell in row]
    if total or is_head_row(row, texts):
        return [f"**{one}**" if one else "" for one in texts]
    return texts


def _cell(text: str) -> str:
    """Return text for a cell: no list begins there, so that figures stand as they are."""
    return re.sub(r"^(\d+)\\([.)])", r"\1\2", plain(text))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chart(block: ChartBlock) -> Iterator[str]:
    yield f"**{plain(block.caption)}**{f' ({plain(block.unit)})' if block.unit else ''}"
    yield from ("", plain(block.alt_text))
    yield from _sources(block.sources, computed=False)


def _sources(citations: Sequence[Citation], *, computed: bool) -> Iterator[str]:
    """Yield the line under a table or chart that says where its figures are from."""
    if not citations:
        return
    places = "; ".join(
        f"{plain(name)} page{'s' if len(pages) > 1 else ''} {', '.join(str(one.page) for one in pages)}"
        for name, pages in document_words(citations)
    )
    worked = " Ratios and sums are computed from the rows cited." if computed else ""
    yield from ("", f"Source: {places}.{worked} {_marks(citations)}")


def _marks(citations: Sequence[Citation]) -> str:
    return "".join(f"[^{one.marker}]" for one in citations)
