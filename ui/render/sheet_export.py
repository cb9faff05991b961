"""Figures as rows with their sources, for CSV files and workbooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from research.nouns.facts import Fact
from research.nouns.sheets import StatementSheet
from ui.render.copying import safe_cell
from ui.render.sheet_cells import basis_words, restated_lines

Value = str | int | Decimal | None
# Each column of a figure's row, and its width in a workbook.
SOURCE_HEADS = (
    ("Company", 30),
    ("Statement", 18),
    ("Section", 28),
    ("Row", 40),
    ("Concept", 24),
    ("Dimensions", 20),
    ("Period", 11),
    ("Period start", 12),
    ("Period end", 12),
    ("Value", 18),
    ("Printed form", 14),
    ("Unit", 12),
    ("Scale", 11),
    ("Status", 10),
    ("Basis", 20),
    ("Document", 26),
    ("Page", 7),
    ("Caveats", 50),
    ("Stated otherwise", 50),
)


@dataclass(frozen=True, slots=True)
class SourcedFact:
    """A figure with its document's name; `section` is the head that it stands under, `otherwise` what other filings say."""

    fact: Fact
    document: str
    section: str = ""
    otherwise: tuple[str, ...] = ()

    def values(self) -> list[Value]:
        """Return the row's values under `SOURCE_HEADS`; the value is whole, in its unit."""
        fact, period = self.fact, self.fact.period
        return [
            fact.company,
            fact.statement.value if fact.statement else "other table",
            self.section,
            fact.label,
            fact.concept,
            "; ".join(f"{name}: {value}" for name, value in fact.dimensions),
            period.label,
            period.start.isoformat() if period.start else None,
            period.end.isoformat(),
            _plain(fact),
            fact.printed,
            fact.unit,
            fact.scale,
            fact.status.value,
            basis_words(fact),
            self.document,
            fact.page,
            "; ".join(fact.caveats),
            "; ".join(self.otherwise),
        ]


def sheet_places(sheet: StatementSheet) -> Iterator[tuple[tuple[int, int], SourcedFact]]:
    """Yield a sheet's figures row by row, each with its (row, column)."""
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row.cells):
            if cell is not None:
                document = sheet.documents.get(cell.fact.document_id, "")
                lines = restated_lines(cell, row.scale, sheet.documents)
                yield (at, column), SourcedFact(cell.fact, document, row.section, lines)


def facts_csv(facts: Iterable[SourcedFact]) -> bytes:
    """Return figures as a CSV file in UTF-8 with its mark, as spreadsheets expect it; no cell starts a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([name for name, _ in SOURCE_HEADS])
    writer.writerows(_texts(fact.values()) for fact in facts)
    return buffer.getvalue().encode("utf-8-sig")


def _plain(fact: Fact) -> Decimal:
    """Return a value without exponent, and without digits after the point that its scale has made empty."""
    whole = fact.scale > 1 and fact.value == fact.value.to_integral_value()
    return fact.value.quantize(Decimal(1)) if whole else Decimal(f"{fact.value:f}")


def _texts(values: Sequence[Value]) -> list[str]:
    return ["" if value is None else safe_cell(f"{value:f}" if isinstance(value, Decimal) else str(value)) for value in values]
