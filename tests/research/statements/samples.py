"""Small invented filings as printed pages, and their facts, for tests of statements side by side."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from decimal import Decimal

from research.nouns.documents import Box, Document, DocumentState, Kind, Line, Page, Tier
from research.nouns.facts import Basis, Fact, Period, Span, Statement, Status

COMPANY = "Quillmere Pumps, Inc."
_FIGURE = re.compile(r"\(?\d[\d,.]*\)?|—")
SHARES = "Weighted-average shares (in millions):"


def year(end: int, *, instant: bool = False) -> Period:
    return Period(date(end, 12, 31), None if instant else date(end, 1, 1), Span.INSTANT if instant else Span.YEAR, f"FY{end}", end)


def quarter(end: date, number: int) -> Period:
    start = date(end.year, end.month - 2, 1)
    return Period(end, start, Span.QUARTER, f"Q{number} FY{end.year}", end.year, f"Q{number}")


def make_filing(name: str, fiscal_year: int, *pages: str, indents: bool = False, **changes: object) -> Document:
    """Return a document of these pages; with `indents` its lines have boxes that begin as far in as the line has spaces in front."""
    made, at = [], 0
    for number, text in enumerate(pages, 1):
        lines, start = [], at
        for row, line in enumerate(text.splitlines(keepends=True) if indents else []):
            left = 72.0 + 4.5 * (len(line) - len(line.lstrip()))
            lines.append(Line(start, start + len(line), row, Box(left, 80 + 12 * row, 540, 90 + 12 * row)))
            start += len(line)
        size = (612.0, 792.0) if indents else (0.0, 0.0)
        made.append(Page(number, at, at + len(text), *size, tuple(lines)))
        at += len(text)
    fields: dict[str, object] = {
        "id": f"id-{name}",
        "name": name,
        "source_key": f"/library/{name}.pdf",
        "content_hash": hashlib.sha256(name.encode()).hexdigest(),
        "kind": Kind.FILING,
        "tier": Tier.AUDITED,
        "state": DocumentState.COMPLETE,
        "known_at": datetime(fiscal_year + 1, 3, 1, tzinfo=UTC),
        "published_at": datetime(fiscal_year + 1, 2, 1, tzinfo=UTC),
        "company": COMPANY,
        "form_type": "10-K",
        "fiscal_year": fiscal_year,
        "fiscal_period": "FY",
        "period_end": date(fiscal_year, 12, 31),
        "text": "".join(pages),
        "pages": tuple(made),
    }
    return Document(**(fields | changes))  # type: ignore[arg-type]


def read_filing(document: Document, statement: Statement, periods: tuple[Period, ...], concepts: dict[str, str]) -> list[Fact]:
    """Return a fact for each figure that ends a line: its column's period from `periods`, its concept by label."""
    facts: list[Fact] = []
    for page in document.pages:
        at = page.start
        for line in document.text[page.start : page.end].splitlines(keepends=True):
            found = list(_FIGURE.finditer(line))[-len(periods) :]
            label = line[: found[0].start()].strip() if found else ""
            if label and len(found) == len(periods):
                start = at + len(line) - len(line.lstrip())
                places = (page.number, start, at + len(line.rstrip()))
                facts += [
                    _fact(document, statement, label, match.group(), concepts.get(label), (period, *places, at + match.start()))
                    for match, period in zip(found, periods, strict=True)
                ]
            at += len(line)
    return facts


def _fact(document: Document, statement: Statement, label: str, printed: str, concept: str | None, place: tuple) -> Fact:
    period, page, start, end, cell = place
    digits = printed.strip("()").replace(",", "")
    value = Decimal(0) if printed == "—" else Decimal(digits) * (-1 if printed[0] == "(" else 1)
    per_share = "per share" in label
    scale = 1 if per_share else 10**6
    return Fact(
        id=f"{document.id}-{cell}",
        company=document.company or "",
        concept=concept,
        label=label,
        value=value * scale,
        printed=printed,
        scale=scale,
        unit="USD/share" if per_share else "USD",
        currency="USD",
        period=period,
        status=Status.ACTUAL,
        basis=Basis(),
        statement=statement,
        document_id=document.id,
        page=page,
        start=start,
        end=end,
        cell_start=cell,
        cell_end=cell + len(printed),
    )
