"""A made-up company's reports as the rules see them: a balance sheet and an income statement for each fiscal year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from research.governance.record import record_of
from research.governance.report import company_findings
from research.nouns.documents import Document
from research.nouns.facts import Basis, Fact, Period, Span, Statement
from tests.contracts.samples import make_document, make_fact

MILLION = 10**6
# What the last year of a report states, in millions; each year before it a tenth less.
LEVELS = {
    "revenue": 900,
    "cost_of_revenue": 500,
    "gross_profit": 400,
    "net_income": 90,
    "total_current_assets": 300,
    "total_liabilities": 450,
    "total_equity": 350,
    "total_liabilities_and_equity": 800,
    "total_assets": 800,
    "goodwill": 120,
}
BALANCE = frozenset(
    {"total_current_assets", "total_liabilities", "total_equity", "total_liabilities_and_equity", "total_assets", "goodwill"}
)
NEWEST = 2023


def report(year: int, **changes: object) -> Document:
    """Return the annual report of a fiscal year that ends with December, published in February."""
    fields = {
        "fiscal_year": year,
        "period_end": date(year, 12, 31),
        "published_at": datetime(year + 1, 2, 20, tzinfo=UTC),
        "known_at": datetime(year + 1, 2, 21, tzinfo=UTC),
        "defects": (),
        "fact_count": 40,
        "page_count": 50,
        "company": "Wick & Co",
    }
    return make_document(f"wick-{year}", **(fields | changes))


def period(year: int, *, instant: bool) -> Period:
    """Return a fiscal year, or its last day."""
    end = date(year, 12, 31)
    return Period(end, None if instant else date(year, 1, 1), Span.INSTANT if instant else Span.YEAR, f"FY{year}", year)


def figure(document: Document, concept: str, year: int, value: Decimal | int, **changes: object) -> Fact:
    """Return one stated figure in millions."""
    instant = concept in BALANCE
    amount = Decimal(value)
    fields = {
        "concept": concept,
        "label": concept.replace("_", " ").capitalize(),
        "value": amount * MILLION,
        "printed": f"{amount}",
        "scale": MILLION,
        "unit": "USD",
        "currency": "USD",
        "period": period(year, instant=instant),
        "statement": Statement.BALANCE if instant else Statement.INCOME,
        "basis": Basis(),
        "dimensions": (),
        "caveats": (),
        "low": None,
        "high": None,
    }
    return replace(make_fact(document, f"{concept}-{year}"), **(fields | changes))


def level(concept: str, year: int) -> Decimal:
    """Return what a year states of a concept, in millions."""
    return Decimal(LEVELS[concept]) - Decimal(LEVELS[concept]) / 10 * (NEWEST - year)


def statements(document: Document, columns: int = 3) -> list[Fact]:
    """Return what a report states: its own year and those before it, two of a balance sheet."""
    year = document.fiscal_year or 0
    return [
        figure(document, concept, year - back, level(concept, year - back))
        for concept in LEVELS
        for back in range(columns - 1 if concept in BALANCE else columns)
    ]


class Books:
    """Documents and facts that tests change before they are judged."""

    def __init__(self, *years: int) -> None:
        self.documents = {year: report(year) for year in years}
        self.facts = [fact for document in self.documents.values() for fact in statements(document)]

    def change(self, year: int, concept: str, of: int, **changes: object) -> Fact:
        """Change the figure that a year's report states of a concept for a period, and return it."""
        wanted = f"{self.documents[year].id}-fact-{concept}-{of}"
        at = next(at for at, fact in enumerate(self.facts) if fact.id == wanted)
        self.facts[at] = replace(self.facts[at], **changes)
        return self.facts[at]

    def times(self, year: int, concept: str, of: int, factor: Decimal | int) -> Fact:
        """Multiply a figure."""
        wanted = next(one for one in self.facts if one.id == f"{self.documents[year].id}-fact-{concept}-{of}")
        return self.change(year, concept, of, value=wanted.value * factor)

    def record(self):
        """Return the company's record."""
        return record_of("Wick & Co", self.documents.values(), self.facts)

    def findings(self, on: date):
        """Return all findings on the company."""
        return company_findings(self.record(), on)


SOON = date(NEWEST + 1, 1, 1) + timedelta(days=60)
