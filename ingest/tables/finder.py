"""Tables of figures on printed pages, found by geometry wherever they stand: title, units, heads and rows, one for each period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise

from ingest.statements.body import BodyReader
from ingest.statements.columns import Band, find_bands, is_period_text, read_heads
from ingest.statements.folios import without_folios
from ingest.statements.rows import TextRow, rows_of
from ingest.statements.units import is_unit_text, unit_text
from ingest.tables.described import without_descriptions
from ingest.tables.periods import is_only_period, states_period
from ingest.tables.regions import Region, find_regions, is_section_period
from research.nouns.documents import Page, Table

FEWEST_ROWS = 2
# A table has so many runs with digits at least, each no longer than this.
FEWEST_FIGURES, LONGEST_FIGURE = 3, 40
LONGEST_TITLE = 240
# No printed line is longer; reading what a hostile file has on one takes time without end.
LONGEST_ROW = 2_000
# Units in a page's first lines hold for all its tables.
RUNNING_ROWS = 4
# A line that heads so many pages is a running one.
LEAST_RUNNING = 3
# A table ends its page when no more lines than this stand below it.
MOST_BELOW = 2
_DIGITS = re.compile(r"\d+")
_RUNNING = re.compile(r"\W*(?:table of contents|part\s+[ivx]+|item\s+\d+\w?|continued)\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-z)\d])\.\s+(?=[A-Z])")
_ANNOUNCES = re.compile(r"(?::|\)\s*:?)\s*$|\bfollow(?:s|ing)\b|\btable\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Context:
    """What a table takes from before it where it says nothing itself: the units that a page's head states, the table right above.

    `running` are the lines that head several pages, which name no table; `before` is the table that ends the page before.
    """

    page: int
    running_units: str
    running: frozenset[str]
    above: Table | None = None
    before: Table | None = None


def find_tables(text: str, pages: Sequence[Page], taken: Sequence[tuple[int, int]] = ()) -> Iterator[Table]:
    """Yield the tables of figures in page order, those within `taken` (offsets of tables that are read already) left out.

    A table whose rows stand under several periods ("2018", then "2017") is yielded once for each, its heads with the period.
    """
    kept = without_folios(text, pages)
    running = _running_lines(text, kept)
    last: Table | None = None
    for page in kept:
        rows = rows_of(text, page) if _may_hold(text, page) else []
        free = [row for row in rows if row.end - row.start <= LONGEST_ROW and not any(start <= row.start < end for start, end in taken)]
        context = _Context(page.number, _running_units(free), running, before=last if last and last.page == page.number - 1 else None)
        last, end = None, 0
        for region in find_regions(without_descriptions(free)):
            tables = list(_read(region, context))
            yield from tables
            last, end = tables[-1] if tables else None, region.body[-1].end
            context = replace(context, above=last, before=None)
        last = last if sum(row.start >= end for row in rows) <= MOST_BELOW else None


def _may_hold(text: str, page: Page) -> bool:
    """Return whether a page has as many short lines with digits as the smallest table: most pages of prose have not."""
    short = 0
    for line in page.lines:
        if line.end - line.start <= LONGEST_FIGURE and any(character.isdigit() for character in text[line.start : line.end]):
            short += 1
            if short >= FEWEST_FIGURES:
                return True
    return False


def _running_units(rows: Sequence[TextRow]) -> str:
    short = (unit_text(row.text) for row in rows[:RUNNING_ROWS] if not row.figures and len(row.text) < LONGEST_TITLE // 2)
    return next((units for units in short if units.startswith("(")), "")


def _read(region: Region, context: _Context) -> Iterator[Table]:
    bands = find_bands(list(region.body))
    if not bands or len(region.body) < FEWEST_ROWS:
        return
    left = bands[0].x0 - _pitch(bands) * 0.5
    over = [at for at, row in enumerate(region.heads) if _is_over(row, left)]
    first, last = (_first_over(region.heads, over), over[-1] + 1) if over else _under_title(region)
    titles, heading = region.heads[:first], list(region.heads[first:last])
    heads = read_heads(heading, bands, "") if heading else [""] * len(bands)
    above = context.above if region.goes_on else _continued(context, titles, heads)
    suffix = "" if any(map(states_period, heads)) else " ".join(row.text for row in titles if is_only_period(row.text))
    units = _units(region, titles, heading) or (above.units if above else "") or context.running_units
    own = [row for row in titles if not (above and above is context.before and _plain(row.text) in context.running)]
    title = _title(region, own) or (above.title if above else "")
    for period, rows in _blocks([*region.heads[last:], *region.body]):
        body = BodyReader().read(rows, bands)
        if body:
            named = tuple(" ".join(filter(None, (head, period or suffix))) for head in heads)
            yield Table(context.page, title, units, named, tuple(body), rows[0].start, rows[-1].end)


def _continued(context: _Context, titles: Sequence[TextRow], heads: Sequence[str]) -> Table | None:
    """Return the table that ends the page before where one that begins this page goes on with it: untitled, under the same heads."""
    before = context.before
    untitled = all(_plain(row.text) in context.running or is_unit_text(row.text) for row in titles)
    return before if before and untitled and any(heads) and tuple(heads) == before.heads else None


def _running_lines(text: str, pages: Sequence[Page]) -> frozenset[str]:
    """Return the lines that stand among the first of several pages, digits aside: a document's own head, no table's title."""
    counts: Counter[str] = Counter()
    for page in pages:
        rows = groupby(page.lines, key=lambda line: line.row)
        first = [" ".join(text[line.start : line.end] for line in lines) for _, lines in islice(rows, RUNNING_ROWS)]
        counts.update({_plain(line) for line in first})
    return frozenset(line for line, count in counts.items() if count >= LEAST_RUNNING)


def _plain(line: str) -> str:
    return " ".join(_DIGITS.sub("", line).casefold().split())


def _first_over(heads: Sequence[TextRow], over: Sequence[int]) -> int:
    """Return where the heads begin that belong together: words at the left between two of them are a title, which ends them upwards."""
    first = over[-1]
    while first:
        above = heads[first - 1]
        if first - 1 not in over and not is_period_text(above.text) and _without_units(above.text):
            break
        first -= 1
    return next(at for at in over if at >= first)


def _under_title(region: Region) -> tuple[int, int]:
    """Return where heads would stand in a table that has none: after the words that are its title, before those that are its rows'."""
    at = len(region.heads)
    while at and is_section_period(region.heads[at - 1]):
        at -= 1
    return at, at


def _is_over(row: TextRow, left: float) -> bool:
    """Return whether a row heads columns: words or years over them, and no title or prose that runs from the left."""
    over = [piece for piece in row.pieces if piece.middle >= left and piece.text.strip("$ ")]
    if not over:
        return False
    alone = len(row.pieces) == 1
    return not alone or row.pieces[0].x0 >= left or (is_period_text(row.text) and len(row.text) < LONGEST_TITLE // 3)


def _pitch(bands: Sequence[Band]) -> float:
    return min((b.x1 - a.x1 for a, b in pairwise(bands)), default=2 * (bands[0].x1 - bands[0].x0))


def _blocks(rows: Sequence[TextRow]) -> Iterator[tuple[str, list[TextRow]]]:
    """Yield the rows under each period that stands among them, and the period; "" for those under none."""
    period, held = "", list[TextRow]()
    for row in rows:
        if is_section_period(row):
            if any(one.figures for one in held):
                yield period, held
            period, held = row.text, []
        else:
            held.append(row)
    if any(one.figures for one in held):
        yield period, held


def _units(region: Region, titles: Sequence[TextRow], heading: Sequence[TextRow]) -> str:
    """Return what the rows above the figures say of units; words over columns count one by one, prose with what it has in brackets."""
    lines = [row.text for row in (*titles, *region.heads[len(titles) + len(heading) :])]
    pieces = [piece.text for row in heading for piece in row.pieces]
    stated = [units for text in (*lines, *pieces) if (units := unit_text(text))]
    announced = [units for row in region.above if (units := unit_text(row.text)).startswith("(")]
    return " ".join(dict.fromkeys(stated)) or (announced[-1] if announced else "")


def _title(region: Region, titles: Sequence[TextRow]) -> str:
    """Return the words that name a table: the nearest lines above its heads that are no period or unit alone, else its announcement."""
    named = [row.text for row in titles if not is_only_period(row.text) and not _RUNNING.fullmatch(row.text) and _without_units(row.text)]
    if named:
        return _SENTENCE_END.split(" ".join(named[-2:]).rstrip(". "))[-1][-LONGEST_TITLE:].rstrip(":")
    if not any(_ANNOUNCES.search(row.text) for row in region.above):
        return ""
    announced = " ".join(row.text for row in region.above)
    return _SENTENCE_END.split(announced.rstrip(":. "))[-1][-LONGEST_TITLE:]


def _without_units(text: str) -> str:
    units = unit_text(text)
    return text.replace(units, " ").strip() if units else text
