"""What a section of a draft holds beside its text, as the editing page shows it: tables, charts, and what is still to be written.

Each figure is a button that names the marker of its source; `drafts.js` hears it. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from research.nouns.answers import Citation, Claim
from research.nouns.drafts import ChartBlock, MissingBlock, Section, TableBlock
from ui.render.draft_chart import chart_svg
from ui.render.draft_view import EMPTY, document_words, has_computed, is_figures, is_head_row
from ui.render.escaping import escape_html, visible_line

_CHART_STYLE = Path(__file__).with_name("draft_chart.css")


def table_html(block: TableBlock, places: Mapping[str, str], lit: str = "") -> str:
    """Return a table; `places` says of each marker where its source is, `lit` is the marker of the source that is open."""
    right = [is_figures(block, at) for at in range(len(block.header))]
    unit = f' <span class="rd-muted">{_text(block.unit)}</span>' if block.unit else ""
    heads = "".join(f'<th scope="col"{_right(right[at])}>{_text(one)}</th>' for at, one in enumerate(block.header))
    head = f"<thead><tr>{heads}</tr></thead>" if any(block.header) else ""
    marks = _Marks(places, lit)
    rows = "".join(_row(row, right, marks, total=at in block.totals) for at, row in enumerate(block.rows))
    worked = " Ratios, sums and growth are computed from the rows cited." if has_computed(block) else ""
    return (
        f'<figure class="rd-block" data-testid="draft-table"><div class="rd-block-wide" tabindex="0" role="group" '
        f'aria-label="{_text(block.caption)}"><table><caption>{_text(block.caption)}{unit}</caption>{head}<tbody>{rows}</tbody></table></div>'
        f"{_sources(block.sources, marks, worked)}</figure>"
    )


def chart_head_html(block: ChartBlock) -> str:
    """Return what stands over a chart."""
    unit = f' <span class="rd-muted">{_text(block.unit)}</span>' if block.unit else ""
    return f'<div class="rd-block-caption" data-testid="draft-chart">{_text(block.caption)}{unit}</div>'


def chart_source_html(block: ChartBlock, places: Mapping[str, str], lit: str = "") -> str:
    """Return the line under a chart that says where its figures are from, "" where it cites nothing."""
    return _sources(block.sources, _Marks(places, lit), "")


def chart_image(block: ChartBlock) -> str:
    """Return a chart as an SVG image that stands by itself, in the colours that the reader's scheme asks for."""
    return (
        chart_svg(block)
        .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        .replace(">", f"><style>{_chart_style()}</style>", 1)
    )


def chart_words(block: ChartBlock) -> str:
    """Return a chart in words, for those who do not see it."""
    return visible_line(f"{block.caption}. {block.alt_text}")


def missing_html(section: Section) -> str:
    """Return what a section lacks, one line each, "" where it lacks nothing."""
    lines = "".join(f"<li>{_text(block.text)}</li>" for block in section.blocks if isinstance(block, MissingBlock))
    return f'<ul class="rd-missing" data-testid="draft-missing">{lines}</ul>' if lines else ""


class _Marks:
    """How figures and marks of a section lead to their sources."""

    def __init__(self, places: Mapping[str, str], lit: str) -> None:
        self._places, self._lit = places, lit

    def button(self, text: str, marker: str, said: str = "") -> str:
        """Return words that open the source of a marker; `said` is told on hover beside where it is."""
        place = "; ".join(filter(None, (said, self._places.get(marker, ""))))
        pressed = str(marker == self._lit).lower()
        return (
            f'<button type="button" class="rd-cite" data-rd-marker="{_text(marker)}" aria-pressed="{pressed}" '
            f'title="{_text(place)}">{_text(text)}</button>'
        )


def _row(row: Sequence[Claim], right: Sequence[bool], marks: _Marks, *, total: bool) -> str:
    texts = [cell.text for cell in row]
    if is_head_row(row, texts):
        return f'<tr class="rd-block-head"><th scope="rowgroup" colspan="{len(row)}">{_text(texts[0])}</th></tr>'
    cells = "".join(f"<td{_right(right[at])}>{_cell(cell, marks)}</td>" for at, cell in enumerate(row) if at)
    return f'<tr{" class=rd-block-total" if total else ""}><th scope="row">{_cell(row[0], marks)}</th>{cells}</tr>'


def _cell(cell: Claim, marks: _Marks) -> str:
    """Return a cell; a figure leads to the first of its places, and says how it was worked out."""
    if not cell.citations:
        return f'<span class="rd-muted">{_text(cell.text)}</span>' if cell.text in EMPTY else _text(cell.text)
    computed = cell.calculation is not None and len(cell.citations) > 1
    return marks.button(cell.text, cell.citations[0].marker, cell.calculation.formula if cell.calculation and computed else "")


def _sources(citations: Sequence[Citation], marks: _Marks, worked: str) -> str:
    if not citations:
        return ""
    named = "; ".join(
        f"{_text(name)}, page{'s' if len(pages) > 1 else ''} {', '.join(marks.button(str(one.page), one.marker) for one in pages)}"
        for name, pages in document_words(citations)
    )
    return f'<p class="rd-block-source">Source: {named}.{worked}</p>'


@cache
def _chart_style() -> str:
    return _CHART_STYLE.read_text(encoding="utf-8")


def _right(right: bool) -> str:
    return ' class="rd-block-figure"' if right else ""


def _text(text: str) -> str:
    return escape_html(visible_line(text))
