"""A small invented library over the fakes: two companies, three filings, and facts whose rows stand in the text."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from research.nouns.documents import Box, Chunk, Document, DocumentState, Kind, Line, Page, Tier
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status
from tests.fakes.stores import fake_catalog

ROWS_2024 = (
    "Quillmere Pumps cash flows (in millions)",
    "Purchases of property, plant and equipment (88.4) (75.1)",
    "Net cash provided by operating activities 240.5 221.0",
    "Gross margin fell because resin and freight cost more than a year before.",
)
ROWS_2023 = ("Quillmere Pumps cash flows (in millions)", "Purchases of property, plant and equipment (76.0) (60.2)")
ROWS_TARROW = ("Tarrow Foods balance sheet (in thousands)", "Total assets 512,300 498,100")


def make_document(name, company, year, rows):
    text = "\n".join(rows)
    lines, at = [], 0
    for number, row in enumerate(rows):
        lines.append(Line(at, at + len(row), number, Box(72, 100 + 14 * number, 540, 112 + 14 * number)))
        at += len(row) + 1
    return Document(
        id=f"id-{name}",
        name=name,
        source_key=f"/library/{name}.pdf",
        content_hash=hashlib.sha256(name.encode()).hexdigest(),
        kind=Kind.FILING,
        tier=Tier.AUDITED,
        state=DocumentState.COMPLETE,
        known_at=datetime(year + 1, 3, 1, tzinfo=UTC),
        published_at=datetime(year + 1, 2, 1, tzinfo=UTC),
        company=company,
        form_type="10-K",
        fiscal_year=year,
        fiscal_period="FY",
        text=text,
        pages=(Page(1, 0, len(text), 612, 792, tuple(lines)),),
        chunk_count=1,
    )


def make_fact(document, row_start, printed, *, concept, value, year, span=Span.YEAR, scale=10**6):
    start = document.text.index(row_start)
    end = document.text.find("\n", start)
    end = len(document.text) if end < 0 else end
    cell = document.text.index(printed, start)
    first = None if span is Span.INSTANT else date(year, 1, 1)
    return Fact(
        id=f"{document.id}-{cell}",
        company=document.company,
        concept=concept,
        label=row_start,
        value=Decimal(value),
        printed=printed,
        scale=scale,
        unit="USD",
        currency="USD",
        period=Period(date(year, 12, 31), first, span, f"FY{year}", year, "FY"),
        status=Status.ACTUAL,
        basis=Basis(),
        statement=Statement.BALANCE if span is Span.INSTANT else Statement.CASH_FLOW,
        document_id=document.id,
        page=1,
        start=start,
        end=end,
        cell_start=cell,
        cell_end=cell + len(printed),
    )


def make_library(**changes):
    """Return a fake catalog with the three filings; `changes` are applied to the newest Quillmere filing."""
    catalog = fake_catalog()
    newest = replace(make_document("quillmere-2024", "Quillmere Pumps, Inc.", 2024, ROWS_2024), **changes)
    older = make_document("quillmere-2023", "QUILLMERE PUMPS, INC.", 2023, ROWS_2023)
    tarrow = make_document("tarrow-2024", "Tarrow Foods Corporation", 2024, ROWS_TARROW)
    capex, row = "capital_expenditure", "Purchases of property, plant and equipment"
    facts = {
        newest: [
            make_fact(newest, row, "(88.4)", concept=capex, value="-88400000", year=2024),
            make_fact(newest, row, "(75.1)", concept=capex, value="-75100000", year=2023),
        ],
        older: [
            make_fact(older, row, "(76.0)", concept=capex, value="-76000000", year=2023),
            make_fact(older, row, "(60.2)", concept=capex, value="-60200000", year=2022),
        ],
        tarrow: [
            make_fact(
                tarrow, "Total assets", "512,300", concept="total_assets", value="512300000", year=2024, span=Span.INSTANT, scale=1000
            )
        ],
    }
    for document, found in facts.items():
        chunk = Chunk(f"{document.id}-0", document.id, 0, 0, len(document.text), document.text, 1)
        catalog.documents.add(document, [chunk], found)
    return catalog
