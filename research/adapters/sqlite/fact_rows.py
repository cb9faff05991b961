"""Facts as rows, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from research.adapters.sqlite.packing import pack_date, pack_decimal, pack_json, unpack_date, unpack_decimal, unpack_pairs, unpack_strings
from research.nouns.documents import Document
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status

_COLUMNS = [
    "document",
    "id",
    "company",
    "concept",
    "label",
    "value",
    "low",
    "high",
    "printed",
    "scale",
    "unit",
    "currency",
    "period_start",
    "period_end",
    "period_span",
    "period_label",
    "fiscal_year",
    "fiscal_period",
    "status",
    "basis_accounting",
    "basis_share",
    "basis_entity",
    "basis_restated",
    "basis_operations",
    "statement",
    "page",
    "start",
    "stop",
    "cell_start",
    "cell_stop",
    "dimensions",
    "caveats",
]
_PERIOD = ("period_end", "period_start", "period_span", "period_label", "fiscal_year", "fiscal_period")
_BASIS = ("basis_accounting", "basis_share", "basis_entity", "basis_restated", "basis_operations")
_STATUSES = {status.value: status for status in Status}
_STATEMENTS = {statement.value: statement for statement in Statement}
# Facts of one document share a few periods, bases and dimensions: so many are made once.
KEPT = 4_096
INSERT_FACT = f"INSERT INTO facts ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{column}' for column in _COLUMNS)})"  # noqa: S608 - constants only


def fact_rows(document: Document, facts: Sequence[Fact], seq: int) -> Iterator[dict[str, object]]:
    """Yield the rows of a document's facts; ValueError for a fact of another document."""
    for fact in facts:
        if fact.document_id != document.id:
            raise ValueError(f"fact {fact.id} belongs to document {fact.document_id}, not to {document.id}")
        yield {
            "document": seq,
            "id": fact.id,
            "company": fact.company,
            "concept": fact.concept,
            "label": fact.label,
            "value": pack_decimal(fact.value),
            "low": pack_decimal(fact.low),
            "high": pack_decimal(fact.high),
            "printed": fact.printed,
            "scale": fact.scale,
            "unit": fact.unit,
            "currency": fact.currency,
            "period_start": pack_date(fact.period.start),
            "period_end": pack_date(fact.period.end),
            "period_span": fact.period.span.value,
            "period_label": fact.period.label,
            "fiscal_year": fact.period.fiscal_year,
            "fiscal_period": fact.period.fiscal_period,
            "status": fact.status.value,
            "basis_accounting": fact.basis.accounting,
            "basis_share": fact.basis.share,
            "basis_entity": fact.basis.entity,
            "basis_restated": fact.basis.restated,
            "basis_operations": fact.basis.operations,
            "statement": fact.statement.value if fact.statement else None,
            "page": fact.page,
            "start": fact.start,
            "stop": fact.end,
            "cell_start": fact.cell_start,
            "cell_stop": fact.cell_end,
            "dimensions": pack_json(fact.dimensions),
            "caveats": pack_json(fact.caveats),
        }


def read_fact(row: sqlite3.Row) -> Fact:
    """Return the fact of a row that also has its document's id as `document_id`."""
    return Fact(
        id=row["id"],
        company=row["company"],
        concept=row["concept"],
        label=row["label"],
        value=Decimal(row["value"]),
        printed=row["printed"],
        scale=row["scale"],
        unit=row["unit"],
        currency=row["currency"],
        period=_period(tuple(row[name] for name in _PERIOD)),
        status=_STATUSES[row["status"]],
        basis=_basis(*(row[name] for name in _BASIS)),
        statement=_STATEMENTS.get(row["statement"]),
        document_id=row["document_id"],
        page=row["page"],
        start=row["start"],
        end=row["stop"],
        cell_start=row["cell_start"],
        cell_end=row["cell_stop"],
        low=unpack_decimal(row["low"]),
        high=unpack_decimal(row["high"]),
        dimensions=_dimensions(row["dimensions"]),
        caveats=unpack_strings(row["caveats"]),
    )


@lru_cache(maxsize=KEPT)
def _period(columns: tuple[Any, ...]) -> Period:
    end, start, span, label, fiscal_year, fiscal_period = columns
    return Period(date.fromisoformat(end), unpack_date(start), Span(span), label, fiscal_year, fiscal_period)


@lru_cache(maxsize=KEPT)
def _basis(*terms: str | None) -> Basis:
    return Basis(*terms)


@lru_cache(maxsize=KEPT)
def _dimensions(packed: str) -> tuple[tuple[str, str], ...]:
    return unpack_pairs(packed)
