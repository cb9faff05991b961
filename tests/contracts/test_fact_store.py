"""What every FactStore promises."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from research.nouns.access import Access
from research.nouns.documents import DocumentState
from research.nouns.facts import Basis, Period, Span, Statement, Status
from research.nouns.queries import FactFilter
from tests.contracts.samples import JANUARY, make_document, make_fact

ANYONE = Access("ann")
EVERYTHING = FactFilter(everything=True)


def keys(facts):
    return [fact.id.rsplit("-", 1)[1] for fact in facts]


def test_a_fact_comes_back_equal_to_the_last_digit(catalog):
    document = make_document()
    bare = make_fact(document, "bare", concept=None, currency=None, basis=Basis(), statement=None, low=None, high=None, dimensions=())
    balance_date = Period(date(2023, 12, 31), None, Span.INSTANT, "FY2023", 2023)
    bare = replace(bare, caveats=(), page=4, period=balance_date, value=Decimal("-0.30"))
    catalog.documents.add(document, [], [make_fact(document), bare])
    found = catalog.facts.find(ANYONE, EVERYTHING)
    assert found == [make_fact(document), bare]
    assert [str(fact.value) for fact in found] == ["1577000000.50", "-0.30"]
    assert str(found[0].high) == "-1E+3"


def test_facts_come_by_document_page_and_position(catalog):
    beta, alpha = make_document("beta"), make_document("alpha")
    catalog.documents.add(beta, [], [make_fact(beta, "e")])
    places = {"d": (3, 20, 30), "c": (3, 20, 25), "a": (1, 90, 95), "b": (3, 10, 12)}
    facts = [make_fact(alpha, key, page=page, start=start, cell_start=cell) for key, (page, start, cell) in places.items()]
    catalog.documents.add(alpha, [], facts)
    assert keys(catalog.facts.find(ANYONE, EVERYTHING)) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (FactFilter(everything=True, companies=("Beta Inc",)), ["c"]),
        (FactFilter(everything=True, concepts=("total_assets", "nothing")), ["b"]),
        (FactFilter(everything=True, fiscal_years=(2022,)), ["b"]),
        (FactFilter(everything=True, fiscal_periods=("Q2",)), ["c"]),
        (FactFilter(everything=True, statements=(Statement.BALANCE,)), ["b"]),
        (FactFilter(everything=True, document_ids=("id-beta",)), ["c"]),
        (FactFilter(everything=True, companies=("Beta Inc",), fiscal_years=(2022,)), []),
        (FactFilter(everything=True, of_parts=True), ["a", "c"]),
    ],
)
def test_a_filter_restricts_by_every_field_that_is_set(catalog, wanted, expected):
    alpha, beta = make_document("alpha"), make_document("beta", company="Beta Inc")
    balance = make_fact(alpha, "b", concept="total_assets", statement=Statement.BALANCE, start=20, dimensions=())
    balance = replace(balance, period=replace(balance.period, fiscal_year=2022))
    quarter = make_fact(beta, "c")
    quarter = replace(quarter, period=replace(quarter.period, fiscal_period="Q2", span=Span.QUARTER))
    catalog.documents.add(alpha, [], [make_fact(alpha, "a"), balance])
    catalog.documents.add(beta, [], [quarter])
    assert keys(catalog.facts.find(ANYONE, wanted)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"dimensions": (("segment", "Pumps"),)},
        {"statement": None},
        {"status": Status.GUIDANCE},
        {"status": Status.ESTIMATE},
        {"basis": Basis("adjusted")},
        {"basis": Basis("pro forma")},
    ],
)
def test_only_what_the_statements_state_of_the_whole_is_found_unless_all_is_asked_for(catalog, changes):
    document = make_document()
    total = make_fact(document, "total", dimensions=())
    other = replace(make_fact(document, "other", start=50, cell_start=60, dimensions=()), **changes)
    catalog.documents.add(document, [], [total, other])
    assert keys(catalog.facts.find(ANYONE, FactFilter(concepts=("revenue",)))) == ["total"]
    assert keys(catalog.facts.find(ANYONE, FactFilter(concepts=("revenue",), everything=True))) == ["total", "other"]


@pytest.mark.parametrize("state", ["superseded", "failed"])
def test_facts_of_documents_that_are_not_found_are_not_found(catalog, state):
    document = make_document(state=DocumentState(state))
    catalog.documents.add(document, [], [make_fact(document)])
    assert catalog.facts.find(ANYONE, FactFilter(everything=True, document_ids=(document.id,))) == []
    assert catalog.facts.companies(ANYONE) == []


def test_of_two_versions_only_one_answers(catalog):
    old, new = make_document("alpha"), make_document("alpha", id="id-new", supersedes="id-alpha", state=DocumentState.LEXICAL)
    catalog.documents.add(old, [], [make_fact(old, "old")])
    catalog.documents.add(new, [], [make_fact(new, "new")])
    assert keys(catalog.facts.find(ANYONE, EVERYTHING)) == ["old"]
    catalog.documents.complete(new.id)
    assert keys(catalog.facts.find(ANYONE, EVERYTHING)) == ["new"]


def test_labels_and_as_of_hide_facts_and_companies(catalog):
    public = make_document("public")
    secret = make_document("secret", label="deal team", company="Target plc")
    undated = make_document("undated", published_at=None, company="Undated AG")
    for document in (public, secret, undated):
        catalog.documents.add(document, [], [make_fact(document, document.name)])
    assert keys(catalog.facts.find(Access("ann", frozenset({"public"})), EVERYTHING)) == ["public", "undated"]
    assert catalog.facts.companies(Access("ann", frozenset({"public"}))) == ["Alpha Corp", "Undated AG"]
    assert catalog.facts.companies(ANYONE) == ["Alpha Corp", "Target plc", "Undated AG"]
    assert keys(catalog.facts.find(Access("ann", as_of=JANUARY + timedelta(days=1)), EVERYTHING)) == ["public", "secret"]
    assert catalog.facts.find(Access("ann", as_of=JANUARY), EVERYTHING) == []
    assert catalog.facts.companies(Access("ann", as_of=JANUARY)) == []
