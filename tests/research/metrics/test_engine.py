from dataclasses import replace
from decimal import Decimal

import pytest

from research.concepts.catalogue import find_concept
from research.metrics.engine import MetricEngine, MetricRequest, NoFigure
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Statement
from research.nouns.queries import DocumentFilter
from tests.research.library import ROWS_2024, make_document, make_fact, make_library

READER = Access("reader")
SPELLINGS = ("Quillmere Pumps, Inc.", "QUILLMERE PUMPS, INC.")


def compute(catalog, year, *, access=READER, period="FY", concept="capital_expenditure"):
    request = MetricRequest(find_concept(concept), "Quillmere Pumps, Inc.", SPELLINGS, PeriodTerm(year, period, ""))
    return MetricEngine(catalog.facts).compute(access, request, catalog.documents.find(access, DocumentFilter()))


def test_an_outflow_is_stated_positive_and_its_convention_said():
    found = compute(make_library(), 2024)
    assert (found.value, found.unit, found.period.label) == (Decimal("88400000"), "USD", "FY2024")
    assert found.convention == "an outflow or cost, stated as a positive amount"
    assert found.caveats == ()
    assert found.inputs[0][1].printed == "(88.4)"


def test_the_periods_own_filing_wins_and_a_restated_value_is_a_caveat():
    found = compute(make_library(), 2023)
    assert found.value == Decimal("76000000")
    assert found.caveats == ("quillmere-2024 states (75.1) USD in millions for the same period (page 1)",)


def test_a_comparative_column_says_so():
    found = compute(make_library(), 2022)
    assert found.value == Decimal("60200000")
    assert found.caveats == ("from the comparative column of quillmere-2023; the period's own filing is not in the library",)


def test_another_period_is_never_taken():
    assert compute(make_library(), 2021) == NoFigure()
    assert compute(make_library(), 2024, period="Q2") == NoFigure()


def test_a_filing_that_contradicts_itself_gives_no_figure_and_says_which_two_values():
    catalog = make_library()
    document = make_document("quillmere-2024", "Quillmere Pumps, Inc.", 2024, ROWS_2024)
    row, other = "Purchases of property, plant and equipment", "Net cash provided"
    one = make_fact(document, row, "(88.4)", concept="capital_expenditure", value="-88400000", year=2024)
    two = replace(make_fact(document, other, "240.5", concept="capital_expenditure", value="-240500000", year=2024))
    catalog.documents.add(document, [], [one, two])
    assert compute(catalog, 2024) == NoFigure((one, two), "quillmere-2024")


def test_facts_of_documents_that_may_not_be_read_do_not_count():
    assert compute(make_library(label="deal:x"), 2024, access=Access("reader", frozenset({"public"}))) == NoFigure()


@pytest.mark.parametrize(
    ("printed", "net", "value", "said", "caveats"),
    [
        ("(21)", "79", "21000000", "turned from the printed sign", ()),
        ("21", "79", "21000000", "as printed: pretax income less", ()),
        ("21", "70", "21000000", "as printed", ("sign as printed",)),
        ("(21)", "70", "-21000000", "as printed", ("sign as printed",)),
    ],
)
def test_an_income_tax_expense_is_positive_however_its_statement_prints_it(printed, net, value, said, caveats):
    rows = ("Income before income taxes 100", f"Provision for income taxes {printed}", f"Net income {net}")
    document = make_document("tarrow-2024", "Quillmere Pumps, Inc.", 2024, rows)
    concepts = ("pretax_income", "income_tax", "net_income")
    facts = []
    for row, concept in zip(rows, concepts, strict=True):
        figure = row.split()[-1]
        amount = figure.replace("(", "-").replace(")", "") + "000000"
        fact = make_fact(document, row, figure, concept=concept, value=amount, year=2024)
        facts.append(replace(fact, statement=Statement.INCOME))
    catalog = make_library()
    catalog.documents.add(document, [], facts)
    found = compute(catalog, 2024, concept="income_tax")
    assert (found.value, found.caveats) == (Decimal(value), caveats)
    assert said in found.convention
    assert found.inputs[0][1].printed == printed
