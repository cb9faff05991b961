"""A draft as one HTML file that stands by itself: for the screen in the light and the dark, and for paper; nothing in it is fetched.

Everything that comes from outside is escaped. Each figure leads to its place in the list of sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

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
)
from ui.render.draft_chart import chart_svg
from ui.render.draft_view import (
    VOICES,
    document_words,
    has_computed,
    is_figures,
    is_head_row,
    is_wide,
    open_words,
    source_words,
    state_words,
)
from ui.render.escaping import escape_html, visible_line

_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_NONE = frozenset({"n.a.", "n.m.", "open"})
_LONGEST_QUOTE = 220
_LONG_SECTION = 5
_MANY_COLUMNS = 6
# Beside a table of more rows there is room for charts.
_LONG_TABLE = 14


def draft_html(draft: Draft) -> str:
    """Return a draft as an HTML document; the same draft gives the same text."""
    title = _text(draft.title)
    places = {one.citation.marker: source_words(one) for one in draft.sources}
    inside = "".join((_band(draft), _open(draft), '<div class="body">', *_body(draft.sections, places), _sources(draft.sources), "</div>"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_CSP}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">'
        f'<meta name="referrer" content="no-referrer"><title>{title}</title><style>{_css()}</style></head>'
        f"<body><main>{inside}</main></body></html>\n"
    )


@cache
def _css() -> str:
    return Path(__file__).with_name("draft.css").read_text(encoding="utf-8")


def _band(draft: Draft) -> str:
    state = f'<span class="state">{_text(state_words(draft))}</span>' if state_words(draft) else ""
    return f'<header class="band"><h1>{_text(draft.title)}</h1>{state}<div class="sub">{_text(draft.subtitle)}</div></header>'


def _open(draft: Draft) -> str:
    items = open_words(draft)
    return f'<p class="open"><b>Open before it is final:</b> {_text("; ".join(items))}</p>' if items else ""


def _body(sections: Sequence[Section], places: dict[str, str]) -> Iterator[str]:
    """Yield sections in their order, narrow ones that follow each other side by side."""
    for wide, run in groupby(sections, key=lambda one: is_wide(one.blocks)):
        held = list(run)
        inside = "".join(_section(one, places) for one in held)
        yield inside if wide or len(held) == 1 else f'<div class="pair">{inside}</div>'


def _section(section: Section, places: dict[str, str]) -> str:
    level = min(section.level + 1, 4)
    long = ' class="long"' if len(section.blocks) > _LONG_SECTION else ""
    charts = [block for block in section.blocks if isinstance(block, ChartBlock)]
    others = [block for block in section.blocks if not isinstance(block, ChartBlock)]
    beside = bool(charts) and len(others) > 0 and any(isinstance(block, TableBlock) and len(block.rows) > _LONG_TABLE for block in others)
    inside = "".join(_blocks(others if beside else section.blocks, places))
    if beside:
        inside = f'<div class="beside"><div>{inside}</div><div>{"".join(map(_chart, charts))}</div></div>'
    return f"<section{long}><h{level}>{_text(section.heading)}</h{level}>{inside}</section>"


def _blocks(blocks: Sequence[Block], places: dict[str, str]) -> Iterator[str]:
    """Yield blocks, the items of a list and charts that follow each other together."""
    for kind, run in groupby(blocks, key=_kind):
        held = list(run)
        if kind == "bullet":
            yield f"<ul>{''.join(f'<li>{_words(one, places)}</li>' for one in held if isinstance(one, ParagraphBlock))}</ul>"
        elif kind == "missing":
            yield f'<ul class="missing">{"".join(f"<li>{_text(one.text)}</li>" for one in held if isinstance(one, MissingBlock))}</ul>'
        elif kind == "chart":
            charts = "".join(_chart(one) for one in held if isinstance(one, ChartBlock))
            yield f'<div class="charts{"" if len(held) > 1 else " one"}">{charts}</div>'
        else:
            yield from (_block(one, places) for one in held)


def _kind(block: Block) -> str:
    if isinstance(block, ParagraphBlock):
        return "bullet" if block.style is ParagraphStyle.BULLET else "words"
    return "missing" if isinstance(block, MissingBlock) else "chart" if isinstance(block, ChartBlock) else "table"


def _block(block: Block, places: dict[str, str]) -> str:
    if isinstance(block, TableBlock):
        return _table(block, places)
    if not isinstance(block, ParagraphBlock):
        return ""
    if block.style is ParagraphStyle.NOTE:
        return f'<div class="note">{"".join(f"<p>{_claim(claim, places)}</p>" for claim in block.claims)}</div>'
    said = f"<p>{_words(block, places)}</p>"
    return f"<blockquote>{said}</blockquote>" if block.style is ParagraphStyle.QUOTE else said


def _words(block: ParagraphBlock, places: dict[str, str]) -> str:
    voice = f'<span class="voice">{VOICES[block.voice]}</span>' if VOICES[block.voice] else ""
    return voice + " ".join(_claim(claim, places) for claim in block.claims)


def _claim(claim: Claim, places: dict[str, str]) -> str:
    marks = ",".join(
        f'<a href="#s{_text(one.marker)}" title="{_text(places.get(one.marker, ""))}">{_text(one.marker)}</a>' for one in claim.citations
    )
    return f"{_text(claim.text)}{f'<sup>{marks}</sup>' if marks else ''}"


def _table(block: TableBlock, places: dict[str, str]) -> str:
    right = [is_figures(block, at) for at in range(len(block.header))]
    unit = f'<span class="unit">{_text(block.unit)}</span>' if block.unit else ""
    heads = "".join(f'<th scope="col"{_right(right[at])}>{_text(one)}</th>' for at, one in enumerate(block.header))
    head = f"<thead><tr>{heads}</tr></thead>" if any(block.header) else ""
    rows = "".join(_row(row, right, places, total=at in block.totals) for at, row in enumerate(block.rows))
    wraps = " wraps" if len(block.header) > _MANY_COLUMNS or max(map(len, block.header)) > 24 else ""
    return (
        f'<div class="table{wraps}"><table><caption>{_text(block.caption)}{unit}</caption>{head}<tbody>{rows}</tbody></table></div>'
        f"{_source_line(block.sources, computed=has_computed(block))}"
    )


def _row(row: Sequence[Claim], right: Sequence[bool], places: dict[str, str], *, total: bool) -> str:
    texts = [cell.text for cell in row]
    if is_head_row(row, texts):
        return f'<tr class="head"><th scope="rowgroup" colspan="{len(row)}">{_text(texts[0])}</th></tr>'
    cells = "".join(_cell(cell, places, right=right[at + 1]) for at, cell in enumerate(row[1:]))
    return f'<tr{" class=total" if total else ""}><th scope="row">{_claim(row[0], places)}</th>{cells}</tr>'


def _cell(cell: Claim, places: dict[str, str], *, right: bool) -> str:
    """Return a cell; a figure leads to the first of its places, and says all of them and how it was worked out."""
    if not cell.citations:
        return f'<td class="{"n " if right else ""}{"none" if cell.text in _NONE else ""}">{_text(cell.text)}</td>'
    computed = cell.calculation is not None and len(cell.citations) > 1
    formula = f"{cell.calculation.formula}: " if cell.calculation and computed else ""
    said = formula + "; ".join(places.get(one.marker, "") for one in cell.citations)
    link = f'<a href="#s{_text(cell.citations[0].marker)}" title="{_text(said)}">{_text(cell.text)}</a>'
    return f"<td{_right(right)}>{link}</td>"


def _chart(block: ChartBlock) -> str:
    unit = f'<span class="unit">{_text(block.unit)}</span>' if block.unit else ""
    caption = f"<figcaption>{_text(block.caption)}{unit}</figcaption>"
    return f"<figure>{caption}{chart_svg(block)}{_source_line(block.sources, computed=False)}</figure>"


def _source_line(citations: Sequence[Citation], *, computed: bool) -> str:
    """Return the line under a table or chart: its documents with their pages, each of which leads to the list of sources."""
    if not citations:
        return ""
    named = []
    for name, pages in document_words(citations):
        links = ", ".join(f'<a href="#s{_text(one.marker)}">{one.page}</a>' for one in pages)
        named.append(f"{_text(name)}, page{'s' if len(pages) > 1 else ''} {links}")
    worked = " Ratios, sums and growth are computed from the rows cited." if computed else ""
    return f'<p class="source">Source: {"; ".join(named)}.{worked}</p>'


def _sources(sources: Sequence[CitedSource]) -> str:
    """Return the list of sources by document, each place with its words."""
    if not sources:
        return ""
    documents: dict[str, list[CitedSource]] = {}
    for one in sources:
        documents.setdefault(one.citation.document_id, []).append(one)
    parts = "".join(_document(places) for places in documents.values())
    return f'<section><h2>Sources</h2><div class="sources">{parts}</div></section>'


def _document(places: Sequence[CitedSource]) -> str:
    first = places[0]
    dated = f", {first.published_at.day} {first.published_at:%B %Y}" if first.published_at else ""
    return f"<h3>{_text(first.title)}{dated} ({_text(first.citation.document)})</h3><ol>{''.join(map(_place, places))}</ol>"


def _place(one: CitedSource) -> str:
    where = ", ".join(filter(None, (f"p. {one.citation.page}", one.table)))
    quote = visible_line(one.citation.quote)
    quote = f"{quote[:_LONGEST_QUOTE].rstrip()}…" if len(quote) > _LONGEST_QUOTE else quote
    said = _text(f"{where}: {quote}")
    linked = f' <a href="{_text(one.link)}" rel="noreferrer">open</a>' if one.link.startswith(("https://", "http://")) else ""
    return f'<li id="s{_text(one.citation.marker)}"><span class="m">{_text(one.citation.marker)}</span>{said}{linked}</li>'


def _right(right: bool) -> str:
    return ' class="n"' if right else ""


def _text(text: str) -> str:
    return escape_html(visible_line(text))
