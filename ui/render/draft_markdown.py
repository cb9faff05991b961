"""A draft as Markdown: tables as tables, charts as words and figures, places as footnotes; text of documents is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import (
    Block,
    ChartBlock,
    CitedSource,
    Draft,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    TableBlock,
    Voice,
)
from ui.render.digest_markdown import plain
from ui.render.draft_view import VOICES, document_words, has_computed, is_figures, is_head_row, open_words, state_words
from ui.render.web_links import web_link
from ui.render.word.remarks import page_words

_BULLETS = frozenset({ParagraphStyle.BULLET})


def draft_markdown(draft: Draft) -> str:
    """Return a draft as Markdown text that ends with a line feed; the same draft gives the same text."""
    return "\n".join(_parts(draft)).rstrip() + "\n"


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# {plain(draft.title)}"
    yield from ("", " · ".join(filter(None, (state_words(draft), plain(draft.subtitle)))))
    if items := open_words(draft):
        yield from ("", "Open before it is final:", "", *(f"- {plain(item)}" for item in items))
    notes = Notes(draft.sources)
    for section in draft.sections:
        yield from _section(section, notes)
    if draft.sources:
        yield from ("", "## Sources", "")
        yield from (f"[^{number}]: {_note(places)}" for number, places in notes.listed())


class Notes:
    """The footnotes of a draft: one for each page that it cites, by the order of its sources."""

    def __init__(self, sources: Sequence[CitedSource]) -> None:
        self._places: dict[tuple[str, int], list[CitedSource]] = {}
        for one in sources:
            self._places.setdefault((one.citation.document_id, one.citation.page), []).append(one)
        self._numbers = {place: number for number, place in enumerate(self._places, 1)}

    def marks(self, citations: Sequence[Citation]) -> str:
        """Return the marks of the pages of citations, each once."""
        return "".join(f"[^{number}]" for number in dict.fromkeys(self._numbers[one.document_id, one.page] for one in citations))

    def listed(self) -> Iterator[tuple[int, tuple[CitedSource, ...]]]:
        """Yield each footnote's number with the places on its page."""
        yield from ((number, tuple(self._places[place])) for place, number in self._numbers.items())


def _note(places: Sequence[CitedSource]) -> str:
    """Return a footnote: the page, the rows that are cited on it, and a link to it."""
    words = page_words([one.citation for one in places], {one.citation.marker: one for one in places})
    link = web_link(words.link)
    return f"{plain(words.text)}{f' <{link}>' if link else ''}"


def _section(section: Section, notes: Notes) -> Iterator[str]:
    yield from ("", f"{'#' * (section.level + 1)} {plain(section.heading)}")
    before: Block | None = None
    for block in section.blocks:
        if not (_is_item(before) and _is_item(block)):
            yield ""
        yield from _block(block, notes)
        before = block


def _is_item(block: Block | None) -> bool:
    return isinstance(block, MissingBlock) or (isinstance(block, ParagraphBlock) and block.style in _BULLETS)


def _block(block: Block, notes: Notes) -> Iterator[str]:
    if isinstance(block, ParagraphBlock):
        yield _paragraph(block, notes)
    elif isinstance(block, TableBlock):
        yield from _table(block, notes)
    elif isinstance(block, ChartBlock):
        yield from _chart(block, notes)
    else:
        yield f"- *{plain(block.text)}*"


def _paragraph(block: ParagraphBlock, notes: Notes) -> str:
    said = " ".join(f"{plain(claim.text)}{notes.marks(claim.citations)}" for claim in block.claims)
    voice = f"**{VOICES[block.voice]}:** " if block.voice is not Voice.FACT else ""
    begin = {ParagraphStyle.BULLET: "- ", ParagraphStyle.QUOTE: "> "}.get(block.style, "")
    return f"{begin}{voice}{said}"


def _table(block: TableBlock, notes: Notes) -> Iterator[str]:
    yield f"**{plain(block.caption)}**{f' ({plain(block.unit)})' if block.unit else ''}"
    yield from ("", _row([plain(one) for one in block.header]))
    yield _row(["---:" if is_figures(block, at) else "---" for at in range(len(block.header))])
    for at, row in enumerate(block.rows):
        yield _row(_cells(row, total=at in block.totals))
    yield from _sources(block.sources, notes, computed=has_computed(block))


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


def _chart(block: ChartBlock, notes: Notes) -> Iterator[str]:
    yield f"**{plain(block.caption)}**{f' ({plain(block.unit)})' if block.unit else ''}"
    yield from ("", plain(block.alt_text))
    yield from _sources(block.sources, notes, computed=False)


def _sources(citations: Sequence[Citation], notes: Notes, *, computed: bool) -> Iterator[str]:
    """Yield the line under a table or chart that says where its figures are from."""
    if not citations:
        return
    places = "; ".join(
        f"{plain(name)} page{'s' if len(pages) > 1 else ''} {', '.join(f'{one.page}{notes.marks([one])}' for one in pages)}"
        for name, pages in document_words(citations)
    )
    worked = " Ratios and sums are computed from the rows cited." if computed else ""
    yield from ("", f"Source: {places}.{worked}")
