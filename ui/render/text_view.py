"""Running text as a reader expects it: headings, a call's speakers, tables with their columns, the cited words marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ingest.layouts import TextLayout, TextRow
from ui.render.escaping import escape_html
from ui.render.lights import TextLight, words_html

# Between the cells of a row, as ingest writes them.
CELL_GAP = "\t"
LINES_BEFORE, LINES_AFTER = 6, 6
# Fewer lines than this are not worth leaving out.
FEWEST_LEFT_OUT = 3


def text_html(layout: TextLayout, text: str, offset: int, lights: Sequence[TextLight], *, whole: bool) -> str:
    """Return the lines around the first light, under the heading that they stand under, or the whole page."""
    lines = list(_lines(text, offset))
    shown = set(range(len(lines))) if whole or not lights else _near(lines, layout, lights[0])
    heads = {start: (level, words) for start, level, words in layout.headings}
    rows = {row.start: row for row in layout.rows}
    parts: list[str] = []
    table: list[tuple[int, str]] = []
    for at, (start, line) in enumerate(lines):
        if at not in shown:
            if at - 1 in shown or (at == 0 and parts == []):
                parts += [*_table(table, rows, lights), '<div class="rd-gap">⋯</div>']
                table = []
            continue
        if CELL_GAP in line:
            table.append((start, line))
            continue
        parts += _table(table, rows, lights)
        table = []
        parts.append(_line(line, start, heads.get(start), lights))
    return f'<div class="rd-text">{"".join([*parts, *_table(table, rows, lights)])}</div>'


def _lines(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, and where they start."""
    for raw in text.splitlines(keepends=True):
        if raw.strip():
            yield offset + len(raw) - len(raw.lstrip()), raw.strip()
        offset += len(raw)


def _near(lines: Sequence[tuple[int, str]], layout: TextLayout, light: TextLight) -> set[int]:
    cited = [at for at, (start, line) in enumerate(lines) if light.touches(start, start + len(line))]
    if not cited:
        return set(range(len(lines)))
    shown = set(range(max(cited[0] - LINES_BEFORE, 0), min(cited[-1] + LINES_AFTER + 1, len(lines))))
    starts = {start for start, _, _ in layout.headings}
    heading = next((at for at in range(cited[0], -1, -1) if lines[at][0] in starts), None)
    shown |= set() if heading is None else {heading}
    for before, after in pairwise([-1, *sorted(shown), len(lines)]):
        if after - before - 1 < FEWEST_LEFT_OUT:
            shown |= set(range(before + 1, after))
    return shown


def _line(line: str, start: int, heading: tuple[int, str] | None, lights: Sequence[TextLight]) -> str:
    if heading is None:
        return f"<p>{words_html(line, start, lights)}</p>"
    level, words = heading
    part, _, who = words.rpartition(" › ")
    if part:
        said = "" if _names_only(line, who) else f"<p>{words_html(line, start, lights)}</p>"
        head = f'<span class="rd-speaker">{escape_html(who)}</span><span class="rd-muted"> · {escape_html(part)}</span>'
        return f'<div class="rd-turn">{head}</div>{said}'
    return f'<div class="rd-heading rd-heading-{min(max(level, 1), 4)}">{words_html(line, start, lights)}</div>'


def _head(words: str, column: int, *, over: bool) -> str:
    """Return a cell; one that heads a column of figures is flush right as they are."""
    return f'<td class="rd-number">{words}</td>' if over and column else f"<td>{words}</td>"


def _names_only(line: str, who: str) -> bool:
    """Return whether the line that begins a call's turn names its speaker and says nothing yet."""
    letters = "".join(filter(str.isalnum, line)).casefold()
    return letters == "".join(filter(str.isalnum, who)).casefold()


def _row(placed: tuple[int, str], row: TextRow | None, columns: int, *, lights: Sequence[TextLight]) -> str:
    """Return a table's row: the label, then each figure in its column; its cells as they come where their columns are not known."""
    start, line = placed
    lit = any(light.touches(start, start + len(line)) for light in lights)
    kind = ' class="rd-lit-row"' if lit else ""
    if row is None or not row.cells or row.end > start + len(line):
        parts = _split(line, start)
        blanks = max(columns + 1 - len(parts), 0) if columns else 0
        over = columns + 1 - len(parts) >= 0 and columns > 0
        cells = ["<td></td>"] * blanks + [
            _head(words_html(words, at, lights), place + blanks, over=over) for place, (at, words) in enumerate(parts)
        ]
        return f"<tr{kind}>{''.join(cells)}</tr>"
    by_column = {column: (a, b) for column, a, b in row.cells}
    label = line[: row.cells[0][1] - start].strip()
    figures = [by_column.get(column) for column in range(columns)]
    cells = [f'<td class="rd-number">{words_html(line[at[0] - start : at[1] - start], at[0], lights) if at else ""}</td>' for at in figures]
    return f"<tr{kind}><td>{words_html(label, start, lights)}</td>{''.join(cells)}</tr>"


def _split(line: str, start: int) -> list[tuple[int, str]]:
    found = []
    for words in line.split(CELL_GAP):
        found.append((start, words))
        start += len(words) + len(CELL_GAP)
    return found


def _table(lines: Sequence[tuple[int, str]], rows: Mapping[int, TextRow], lights: Sequence[TextLight]) -> list[str]:
    """Return lines of cells that follow each other as a table, nothing for none."""
    if not lines:
        return []
    columns = max((column + 1 for start, _ in lines if start in rows for column, _, _ in rows[start].cells), default=0)
    shown = "".join(_row(line, rows.get(line[0]), columns, lights=lights) for line in lines)
    return [f'<table class="rd-text-table"><tbody>{shown}</tbody></table>']
