"""Nouns with every field set, for the contract suites of the stores."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from research.nouns.documents import Box, Chunk, Defect, Document, DocumentState, Kind, Line, Page, Tier
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status

JANUARY = datetime(2024, 1, 15, 9, 30, 0, 123456, tzinfo=UTC)
TEXT = "Cover\n— between —Revenues $ 1,577 (3.25)\nNet “income”\x0cafter the last page ✓"


def make_document(key: str = "alpha", **changes: object) -> Document:
    """Return a complete document of two pages with text before, between and after them; `key` makes id, name and source."""
    first = Page(1, 0, 6, 612.0, 792.0, (Line(0, 5, 0, Box(72.1, 70.25, 120.4, 81.0)),))
    second = Page(3, 17, len(TEXT) - 23, 595.276, 841.89, (Line(17, 25, 0, Box(1 / 3, 2, 3, 4)), Line(28, 33, 0, Box(5, 6, 7, 8.125))))
    document = Document(
        id=f"id-{key}",
        name=key,
        source_key=f"file:///library/{key}.pdf",
        content_hash=hashlib.sha256(key.encode()).hexdigest(),
        kind=Kind.FILING,
        tier=Tier.AUDITED,
        state=DocumentState.COMPLETE,
        known_at=JANUARY + timedelta(days=1),
        title="Annual report",
        company="Alpha Corp",
        also_called=("Alpha", "The Alpha"),
        ticker="ALP",
        form_type="10-K",
        fiscal_year=2023,
        fiscal_period="FY",
        period_end=date(2023, 12, 31),
        published_at=JANUARY,
        language="en",
        label="public",
        text=TEXT,
        pages=(first, second),
        defects=(Defect("no_text", "Page 2 holds no text", 2), Defect("odd", "The cover names no period")),
        sources=(("company", "cover page"), ("fiscal_year", "caller")),
        details=(("broker", "Fennimore “Research”"), ("rating", "Hold")),
        given=(("fiscal_year", "2023"),),
        corrected=(("7", ""), ("9", "the figure is not there any more")),
    )
    return replace(document, **changes)


def make_chunks(document: Document, *, context: str = "Alpha Corp · FY2023") -> list[Chunk]:
    """Return two chunks of a document."""
    return [
        Chunk(f"{document.id}-0", document.id, 0, 0, 5, document.text[0:5], 1),
        Chunk(f"{document.id}-1", document.id, 1, 17, 40, document.text[17:40], 3, "Income statement", context),
    ]


def make_fact(document: Document, key: str = "a", **changes: object) -> Fact:
    """Return a fact of a document with every field set."""
    fact = Fact(
        id=f"{document.id}-fact-{key}",
        company=document.company or "",
        concept="revenue",
        label="Revenues",
        value=Decimal("1577000000.50"),
        printed="1,577",
        scale=1_000_000,
        unit="USD",
        currency="USD",
        period=Period(date(2023, 12, 31), date(2023, 1, 1), Span.YEAR, "FY2023", 2023, "FY"),
        status=Status.ACTUAL,
        basis=Basis("GAAP", "diluted", "group", "as reported", "continuing"),
        statement=Statement.INCOME,
        document_id=document.id,
        page=3,
        start=17,
        end=40,
        cell_start=28,
        cell_end=33,
        low=Decimal("1.10"),
        high=Decimal("-1E+3"),
        dimensions=(("segment", "Safety"), ("geography", "Américas")),
        caveats=("recast in 2024",),
    )
    return replace(fact, **changes)
