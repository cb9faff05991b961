"""Files of separated values (.csv, .tsv): the separator found out, cells kept as they are written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from ingest.encodings import decode_text
from ingest.grids import GridCell
from ingest.loaded import Limits, Loaded
from ingest.sheets.cells import LONGEST_CELL, MOST_COLUMNS
from ingest.sheets.loader import PAGE_ROWS, write_rows
from ingest.sheets.regions import SheetRow
from ingest.writing import TextWriter
from research.errors import CannotReadError, LimitExceededError

# Of equals the first: a comma also stands in words and figures.
SEPARATORS = ("\t", ";", "|", ",")
# The separator is told from so many lines; a cell may hold so many characters, as in a workbook.
SAMPLE_LINES = 60
_SAID = re.compile(r"sep=(.)\n", re.IGNORECASE)


class SeparatedLoader:
    """Reads comma, semicolon, tab or bar separated values as one sheet."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def load(self, content: bytes, *, name: str) -> Loaded:
        """Return the rows as tables; raises CannotReadError or LimitExceededError, each naming the file."""
        writer = TextWriter(self._limits, name=name, page_rows=PAGE_ROWS)
        writer.begin_page()
        write_rows(writer, separated_rows(content, self._limits, name=name))
        return writer.loaded()


def separated_rows(content: bytes, limits: Limits, *, name: str) -> list[SheetRow]:
    """Return the rows that hold something; raises as `SeparatedLoader.load`."""
    text = decode_text(content, name=name)
    said = _SAID.match(text)
    separator = said[1] if said else find_separator(text)
    return list(_rows(text[said.end() :] if said else text, separator, limits=limits, name=name))


def _rows(text: str, separator: str, *, limits: Limits, name: str) -> Iterator[SheetRow]:
    csv.field_size_limit(LONGEST_CELL)
    count = 0
    try:
        for number, fields in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)):
            count += len(fields)
            if count > limits.max_cells or len(fields) > MOST_COLUMNS:
                raise LimitExceededError(f"{name}: more than {limits.max_cells} cells", "raise DESK_MAX_CELLS or split the file")
            cells = tuple(GridCell(flat, at) for at, field in enumerate(fields) if (flat := " ".join(field.split())))
            if cells:
                yield SheetRow(number, cells)
    except csv.Error as error:
        raise CannotReadError(f"{name}: not readable as separated values ({error})", "check its quotes") from error


def find_separator(text: str) -> str:
    """Return the separator that gives most lines one number of cells above one; the first when none does.

    A comma inside figures ("1,5;2,5") separates less evenly than what stands between them.
    """
    return max(SEPARATORS, key=lambda separator: (_evenness(text, separator), -SEPARATORS.index(separator)))


def _evenness(text: str, separator: str) -> float:
    """Return the share of the first lines that agree on a number of cells above one, more for more cells."""
    sample = "\n".join(text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES])
    csv.field_size_limit(LONGEST_CELL)
    try:
        counts = [len(row) for row in csv.reader(StringIO(sample), delimiter=separator, skipinitialspace=True) if any(row)]
    except csv.Error:
        return 0.0
    several = Counter(count for count in counts if count > 1)
    if not several:
        return 0.0
    usual, lines = several.most_common(1)[0]
    return lines / len(counts) + min(usual, 20) / 1_000
