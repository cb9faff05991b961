"""Facts as rows, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

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
        period=_read_period(row),
        status=Status(row["status"]),
        basis=Basis(
            accounting=row["basis_accounting"],
            share=row["basis_share"],
            entity=row["basis_entity"],
            restated=row["basis_restated"],
            operations=row["basis_operations"],
        ),
        statement=Statement(row["statement"]) if row["statement"] else None,
        document_id=row["document_id"],
        page=row["page"],
        start=row["start"],
        end=row["stop"],
        cell_start=row["cell_start"],
        cell_end=row["cell_stop"],
        low=unpack_decimal(row["low"]),
        high=unpack_decimal(row["high"]),
        dimensions=unpack_pairs(row["dimensions"]),
        caveats=unpack_strings(row["caveats"]),
    )


def _read_period(row: sqlite3.Row) -> Period:
    return Period(
        end=date.fromisoformat(row["period_end"]),
        start=unpack_date(row["period_start"]),
        span=Span(row["period_span"]),
        label=row["period_label"],
        fiscal_year=row["fiscal_year"],
        fiscal_period=row["fiscal_period"],
    )
