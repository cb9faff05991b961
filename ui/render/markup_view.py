"""An excerpt of an HTML document: the original's tables and paragraphs around the cited words, sanitized, the words marked.

The words are the catalog's; of the original only the shape is kept. The result is built from a short list of elements and classes and
then passed through nh3: no script, style, link, picture or address of the original can be in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import nh3

from ingest.layouts import MarkupLayout, Opened, Run
from ui.render.lights import TextLight, words_html
from ui.render.markup_tree import Block, Node, blocks_of, build_tree, holds_figure, rows_of
from ui.render.words import counted

ROWS_BEFORE, ROWS_AFTER = 4, 3
# Short lines over a table are its title and its units.
LINES_ABOVE, LONGEST_LINE = 4, 200
# Fewer rows than this are not worth leaving out.
FEWEST_LEFT_OUT = 3
MOST_HEAD_ROWS = 8
INDENT_STEP = 8
# A page of more pieces of text is shown around its light only: the browser would choke on it.
MOST_RUNS = 8_000
_TAGS = {"div", "span", "table", "tbody", "tr", "td", "ul", "ol", "li", "sup", "sub", "br", "mark"}
_INLINE = {"span", "sup", "sub"}
_ATTRIBUTES = {"*": {"class"}, "td": {"colspan", "rowspan"}}


def markup_html(layout: MarkupLayout, text: str, offset: int, lights: Sequence[TextLight], *, whole: bool) -> str:
    """Return the excerpt around the first light, or the whole page; `text` is the page's and begins at `offset`."""
    root = build_tree(layout.tokens)
    chosen = None if whole or not lights else _Chooser(root, layout, text, offset).choose(lights[0])
    shown = _Writer(text, offset, lights).node(root, chosen if chosen is not None else _around(list(root.runs()), lights))
    return sanitize(f'<div class="rd-original">{shown}</div>')


def _around(runs: list[Run], lights: Sequence[TextLight]) -> set[Run] | None:
    """Return the words to show of a page too large to be shown at once, those around the first light; None for any other page."""
    if len(runs) <= MOST_RUNS:
        return None
    at = next((place for place, run in enumerate(runs) if lights and lights[0].touches(run.start, run.end)), 0)
    first = max(at - MOST_RUNS // 2, 0)
    return set(runs[first : first + MOST_RUNS])


def sanitize(html: str) -> str:
    """Return HTML with nothing in it but the few elements and attributes of an excerpt."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"}, url_schemes=set())


class _Chooser:
    """Chooses what of a page an excerpt shows."""

    def __init__(self, root: Node, layout: MarkupLayout, text: str, offset: int) -> None:
        self._blocks = blocks_of(root)
        self._headings = set(layout.headings)
        self._text, self._offset = text, offset

    def choose(self, light: TextLight) -> set[Run] | None:
        """Return the words to show, None for all of them."""
        cited = [at for at, block in enumerate(self._blocks) if any(light.touches(run.start, run.end) for run in block.runs)]
        if not cited:
            return None
        kept: set[Run] = set()
        for at in cited:
            block = self._blocks[at]
            if block.node.token.tag == "table":
                kept |= self._table(block.node, light)
                kept |= self._above(at)
            else:
                kept |= {run for one in self._blocks[max(at - 1, 0) : at + 2] if one.node.token.tag != "table" for run in one.runs}
        return kept | self._heading_before(cited[0])

    def _table(self, table: Node, light: TextLight) -> set[Run]:
        """Return a table's heads, the cited rows and those around them, and the line that heads their section."""
        rows = rows_of(table)
        body = next((at for at, row in enumerate(rows) if holds_figure(row, self._text, self._offset)), 0)
        cited = [at for at, row in enumerate(rows) if any(light.touches(run.start, run.end) for run in row.runs())]
        first, last = cited[0], cited[-1]
        section = next((at for at in range(first - 1, body - 1, -1) if not holds_figure(rows[at], self._text, self._offset)), first)
        shown = {*range(min(body, MOST_HEAD_ROWS)), section, *range(max(first - ROWS_BEFORE, 0), last + ROWS_AFTER + 1)}
        kept = sorted(at for at in shown if at < len(rows))
        for before, after in pairwise([-1, *kept, len(rows)]):
            if after - before - 1 < FEWEST_LEFT_OUT:
                shown |= set(range(before + 1, after))
        return {run for at, row in enumerate(rows) if at in shown for run in row.runs()}

    def _above(self, at: int) -> set[Run]:
        """Return the short lines over a table."""
        found: set[Run] = set()
        for block in reversed(self._blocks[max(at - LINES_ABOVE, 0) : at]):
            if block.node.token.tag == "table" or _length(block) > LONGEST_LINE:
                break
            found |= set(block.runs)
        return found

    def _heading_before(self, at: int) -> set[Run]:
        """Return the words of the last heading before a block on its page."""
        for block in reversed(self._blocks[:at]):
            if any(run.start in self._headings for run in block.runs) and block.node.token.tag != "table":
                return set(block.runs)
        return set()


def _length(block: Block) -> int:
    return sum(run.end - run.start for run in block.runs)


class _Writer:
    """Writes a tree as HTML; what is not chosen is left out, and where rows or paragraphs are missing it says so."""

    def __init__(self, text: str, offset: int, lights: Sequence[TextLight]) -> None:
        self._text, self._offset, self._lights = text, offset, lights
        self._end = offset
        self._is_line_start = True

    def node(self, node: Node, chosen: set[Run] | None) -> str:
        """Return an element with what it holds; nothing for one without chosen words, but cells of a chosen row stay."""
        if chosen is not None and node.token.tag != "td" and not any(run in chosen for run in node.runs()):
            return ""
        self._is_line_start = self._is_line_start or node.token.tag not in _INLINE
        inner: list[str] = []
        left_out = 0
        for child in node.children:
            shown = self._run(child, chosen) if isinstance(child, Run) else self.node(child, chosen)
            if isinstance(child, Node) and child.token.tag == "tr" and next(child.runs(), None):
                if shown and left_out:
                    inner.append(_gap(left_out, node))
                left_out = 0 if shown else left_out + 1
            inner.append(shown)
        if left_out:
            inner.append(_gap(left_out, node))
        self._is_line_start = self._is_line_start or node.token.tag not in _INLINE
        return f"{self._opening(node)}{''.join(inner)}</{node.token.tag}>"

    def _run(self, run: Run, chosen: set[Run] | None) -> str:
        if chosen is not None and run not in chosen:
            return ""
        before = self._text[self._end - self._offset : run.start - self._offset] if not self._is_line_start else ""
        space = "" if before.strip() else "<br>" if "\n" in before else before[:1]
        self._end, self._is_line_start = run.end, False
        words = self._text[run.start - self._offset : run.end - self._offset]
        return space + words_html(words, run.start, self._lights).replace("\n", "<br>")

    def _opening(self, node: Node) -> str:
        token = node.token
        lit = token.tag == "tr" and any(light.touches(run.start, run.end) for light in self._lights for run in node.runs())
        names = [*(f"rd-k-{letter}" for letter in token.looks), *_indent(token), *(["rd-lit-row"] if lit else [])]
        shape = f' class="{" ".join(names)}"' if names else ""
        spans = "".join(f' {key}="{count}"' for key, count in (("colspan", token.columns), ("rowspan", token.rows)) if count > 1)
        return f"<{token.tag}{shape}{spans}>"


def _indent(token: Opened) -> list[str]:
    steps = min(token.indent // INDENT_STEP, 10)
    return [f"rd-in-{steps}"] if steps else []


def _gap(count: int, table: Node) -> str:
    """Return a row as wide as its table that says how many rows are not there."""
    widths = [sum(cell.token.columns for cell in row.children if isinstance(cell, Node)) for row in rows_of(table)]
    return f'<tr class="rd-gap"><td colspan="{max(widths, default=1)}">⋯ {counted(count, "row")} left out</td></tr>'
