"""Statements of an invented company as facts over the fakes: rows by label, concept and period, each printed in its document's text."""

from decimal import Decimal

from research.concepts.catalogue import find_concept
from research.metrics.calculator import MetricCalculator
from research.metrics.definitions import find_metric
from research.metrics.engine import MetricEngine, Question
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Basis, Statement, Status
from research.nouns.queries import DocumentFilter
from tests.fakes.stores import fake_catalog
from tests.research.library import make_document
from tests.research.printed_rows import Row, period, store_rows

COMPANY = "Quillmere Pumps, Inc."
READER = Access("reader")


def row(label, concept="", *, statement=Statement.INCOME, unit="USD", scale=10**6, of=(), status=Status.ACTUAL, accounting=None, **values):
    """Return a row: values by period ("FY2024" as FY2024=, "Q2 FY2024" as Q2_FY2024=), in millions unless `scale` says so."""
    heads = {name: period(name.replace("_", " "), instant=statement is Statement.BALANCE) for name in values}
    figures = tuple((str(value), Decimal(str(value)) * scale, heads[name]) for name, value in values.items())
    currency = "USD" if unit.startswith("USD") else None
    beside = {"status": status, "basis": Basis(accounting=accounting), "dimensions": tuple(of)}
    return Row(label, concept or None, statement, figures, unit, currency, scale, beside)


def add(catalog, name, year, rows):
    """Add a filing with these rows to a catalog; return its document."""
    return store_rows(catalog, make_document(name, COMPANY, year, tuple(one.line for one in rows)), rows)


def balance(label, concept, **values):
    """Return a row of the balance sheet."""
    return row(label, concept, statement=Statement.BALANCE, **values)


def cash(label, concept, **values):
    """Return a row of the cash flow statement."""
    return row(label, concept, statement=Statement.CASH_FLOW, **values)


ROWS = (
    row("Net sales", "revenue", FY2024="1200.0", FY2023="1000.0", FY2022="800.0"),
    row("Cost of sales", "cost_of_revenue", FY2024="720.0", FY2023="650.0", FY2022="540.0"),
    row("Fulfillment", FY2024="61.0", FY2023="55.5"),
    row("Operating income", "operating_income", FY2024="180.0", FY2023="-20.0", FY2022="90.0"),
    row("Operating income", of=(("segment", "Dosing"),), statement=None, FY2024="44.0", FY2023="40.0"),
    row("Average daily output", statement=None, unit="pumps", scale=1, FY2024="312", FY2023="290"),
    row("Net sales", "revenue", statement=None, status=Status.GUIDANCE, FY2025="1300.0"),
    balance("Inventories", "inventories", FY2024="100.0", FY2023="80.0"),
    balance("Total current assets", "total_current_assets", FY2024="500.0", FY2023="450.0"),
    balance("Total current liabilities", "total_current_liabilities", FY2024="250.0", FY2023="300.0"),
    balance("Long-term debt", "long_term_debt", FY2024="340.0", FY2023="360.0"),
    balance("Total equity", "total_equity", FY2024="680.0", FY2023="600.0"),
    cash("Net cash provided by operating activities", "operating_cash_flow", FY2024="210.0", FY2023="150.0"),
    cash("Purchases of equipment", "capital_expenditure", FY2024="-60.0", FY2023="-45.0"),
)


def books(*further):
    """Return a fake catalog with the annual filing of 2024, and filings of (name, year, rows) beside it."""
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, ROWS)
    for name, year, rows in further:
        add(catalog, name, year, rows)
    return catalog


def question(catalog):
    """Return what is asked of a catalog: everything it has of the company."""
    return Question(READER, COMPANY, (COMPANY,), tuple(catalog.documents.find(READER, DocumentFilter())))


def compute(name, year=2024, part="FY", *, catalog=None, convention=""):
    """Return the metric or concept of a name for a period of the books, of another catalog when one is given."""
    catalog = catalog or books()
    calculator = MetricCalculator(MetricEngine(catalog.facts))
    what = find_metric(name) or find_concept(name)
    return calculator.compute(question(catalog), what, PeriodTerm(year, part, ""), convention=convention)
