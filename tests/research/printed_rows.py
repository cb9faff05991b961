"""Filings of invented companies over the fakes: each row is printed as a line of the text, with a fact for each of its figures."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from research.metrics.spans import stretch_of
from research.nouns.documents import Chunk
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status, fiscal_label

SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "9M": Span.NINE_MONTHS}


@dataclass(frozen=True)
class Row:
    """A printed row: its figures as printed, each with its value in units and its period; `beside` are further fields of its facts."""

    label: str
    concept: str | None
    statement: Statement | None
    figures: tuple[tuple[str, Decimal, Period], ...]
    unit: str = "USD"
    currency: str | None = "USD"
    scale: int = 10**6
    beside: dict[str, Any] = field(default_factory=dict)

    @property
    def line(self):
        """Return the line that the row is printed as."""
        return " ".join((self.label, *(printed for printed, _, _ in self.figures)))


def period(name, *, instant, month=12):
    """Return the period "FY2024" or "Q2 FY2024" of a company whose fiscal year ends with a month of that year."""
    part, _, year = name.rpartition("FY")
    part, year = part.strip() or "FY", int(year)
    first, last = (3 * (bound - 4 * year) for bound in stretch_of(year, part))
    end, start = _month(year, month + last - 12), _month(year, month + first - 11)
    label = fiscal_label(year, part)
    closing = end.replace(day=monthrange(end.year, end.month)[1])
    if instant:
        return Period(closing, None, Span.INSTANT, label, year, part)
    return Period(closing, start, SPANS.get(part, Span.QUARTER), label, year, part)


def store_rows(catalog, document, rows: Iterable[Row]):
    """Store a document of one page with its chunk and the facts of its rows, each of which stands on a line of its text; return it."""
    facts = [fact for row in rows for fact in _facts(document, row)]
    catalog.documents.add(document, [Chunk(f"{document.id}-0", document.id, 0, 0, len(document.text), document.text, 1)], facts)
    return document


def _facts(document, row):
    start = f"\n{document.text}".index(f"\n{row.line}")
    at = start + len(row.label) + 1
    for printed, value, when in row.figures:
        common = {"status": Status.ACTUAL, "basis": Basis()} | row.beside
        yield Fact(
            id=f"{document.id}-{at}",
            company=document.company,
            concept=row.concept,
            label=row.label,
            value=value,
            printed=printed,
            scale=row.scale,
            unit=row.unit,
            currency=row.currency,
            period=when,
            statement=row.statement,
            document_id=document.id,
            page=1,
            start=start,
            end=start + len(row.line),
            cell_start=at,
            cell_end=at + len(printed),
            **common,
        )
        at += len(printed) + 1


def _month(year, month):
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
