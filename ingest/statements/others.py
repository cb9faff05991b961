"""Where another table begins under a statement on the same page: it has heads of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.statements.columns import find_bands, is_body_row, is_heading_text, read_heads
from ingest.statements.rows import TextRow
from research.nouns.facts import Span
from research.text.dates import find_spans, find_years

# A line of words between a statement and heads of the same periods that shows that these are another table's: a sentence, a note's title.
_LONGEST_LABEL = 60
# What stands further right than the labels by so much, in points, stands over a column.
_LABEL_INDENT = 40.0
_NOTE = re.compile(r"(?:note|\d{1,2}\.)\s", re.IGNORECASE)


def other_table(rows: list[TextRow], first: int, head_rows: list[TextRow], extra: str) -> int | None:
    """Return at which row heads stand that are not those of the statement whose first figures are in row `first`; None without.

    Heads over other columns or of other periods than those in `head_rows` (and `extra`, from the title) are another table's; those of
    the same periods when a sentence or a note's title stands between. A statement may repeat its own.
    """
    last = first
    for at in range(first + 1, len(rows)):
        if is_body_row(rows[at]):
            last = at
        elif sum(is_heading_text(piece.text) for piece in rows[at].pieces) > 1 and (bands := find_bands(rows[first:at])):
            group = list(takewhile(lambda row: not is_body_row(row), rows[at:]))
            parted = any(_parts(row) for row in rows[last + 1 : at])
            labels = min(row.pieces[0].x0 for row in rows[first:at])
            over = max(sum(piece.x0 > labels + _LABEL_INDENT for piece in row.pieces) for row in group)
            if parted or over > len(bands) or _are_other(read_heads(group, bands, ""), read_heads(head_rows, bands, extra)):
                return at
    return None


def _are_other(heads: Sequence[str], own: Sequence[str]) -> bool:
    """Return whether column heads name a year or a span that those of the statement do not."""
    return any(set(find_years(one)) - set(find_years(other)) or _spans(one) - _spans(other) for one, other in zip(heads, own, strict=True))


def _spans(head: str) -> set[Span]:
    return set(find_spans(head))


def _parts(row: TextRow) -> bool:
    """Return whether a row of words parts two tables."""
    return bool(_NOTE.match(row.text)) or (len(row.text) > _LONGEST_LABEL and row.text.rstrip().endswith((".", ":")))
