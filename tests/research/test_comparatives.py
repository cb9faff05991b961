"""Restatements: what a later filing states differently of the same period, and what is no difference."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from research.comparatives import find_restatements
from research.coverage import NOT_TIED, Untied, cover
from research.directory import company_directory
from research.nouns.documents import Defect
from research.nouns.facts import Basis, Period, Span, Statement
from tests.contracts.samples import make_document, make_fact

FIRST = make_document("k20", period_end=date(2020, 12, 31), fiscal_year=2020, fact_count=9)
SECOND = make_document("k21", period_end=date(2021, 12, 31), fiscal_year=2021, fact_count=9)
DOCUMENTS = {one.id: one for one in (FIRST, SECOND)}
YEAR = Period(date(2020, 12, 31), date(2020, 1, 1), Span.YEAR, "FY2020", 2020)


def fact(document, value, key="row", **changes):
    stated = {
        "label": "Lamp oil bought",
        "concept": None,
        "period": YEAR,
        "statement": Statement.INCOME,
        "basis": Basis(),
        "dimensions": (),
    }
    printed = {"printed": f"{value}", "scale": 1_000, "unit": "USD", "currency": "USD"}
    return replace(make_fact(document, key), value=Decimal(value) * 1_000, **(stated | printed | changes))


def rows(*facts):
    return [(row.earlier.value, row.later.value) for one in find_restatements(facts, DOCUMENTS) for row in one.rows]


def test_a_row_that_a_later_filing_states_differently_is_found_with_both_figures():
    (one,) = find_restatements([fact(SECOND, 90), fact(FIRST, 80)], DOCUMENTS)
    assert (one.statement, one.period, one.earlier, one.later) == (Statement.INCOME, "FY2020", "k20", "k21")
    assert [(row.earlier.value, row.later.value, row.ratio) for row in one.rows] == [(80_000, 90_000, Decimal("1.125"))]


def test_an_amount_under_a_label_of_the_other_sign_or_rounded_is_no_restatement():
    assert rows(fact(FIRST, 80, concept="cost_of_revenue"), fact(SECOND, -80, concept="cost_of_revenue", label="Less oil bought")) == []
    assert rows(fact(FIRST, 80), fact(SECOND, -80)) == [(80_000, -80_000)]
    millions = replace(fact(SECOND, 2_000, scale=1_000_000), printed="2")
    assert rows(fact(FIRST, 1_930), millions) == []
    assert rows(fact(FIRST, 1_430), millions) == [(1_430_000, 2_000_000)]


def test_rows_of_other_periods_units_and_shares_are_not_compared():
    quarter = Period(date(2020, 12, 31), date(2020, 10, 1), Span.QUARTER, "Q4 FY2020", 2020, "Q4")
    assert rows(fact(FIRST, 80), fact(SECOND, 90, period=quarter)) == []
    assert rows(fact(FIRST, 80), fact(SECOND, 90, unit="shares", currency=None)) == []
    assert rows(fact(FIRST, 80, basis=Basis(share="basic")), fact(SECOND, 90, basis=Basis(share="diluted"))) == []


def test_a_label_that_a_filing_prints_twice_tells_nothing_and_a_concept_tells_over_labels():
    assert rows(fact(FIRST, 80), fact(FIRST, 81, "again"), fact(SECOND, 90)) == []
    renamed = fact(SECOND, 90, label="Cost of oil", concept="cost_of_revenue")
    assert rows(fact(FIRST, 80, concept="cost_of_revenue"), renamed) == [(80_000, 90_000)]


def test_the_unprinted_end_of_a_week_based_year_is_the_same_year():
    week = replace(YEAR, end=date(2020, 12, 27))
    assert rows(fact(FIRST, 80), fact(SECOND, 90, period=week)) == [(80_000, 90_000)]


def test_coverage_names_what_does_not_tie_and_what_was_restated():
    untied = replace(SECOND, defects=(Defect(NOT_TIED, "Does not tie out. Sums differ.", 4), Defect("little_text", "Few words.")))
    documents = [FIRST, untied]
    facts = {FIRST.id: fact(FIRST, 80), SECOND.id: fact(SECOND, 90)}
    found = cover(documents, company_directory(documents), lambda ids: [facts[one] for one in ids])
    (company,) = found.companies
    assert company.untied == (Untied("k21", "Does not tie out. Sums differ.", 4),)
    assert [(one.earlier, one.later) for one in company.restated] == [("k20", "k21")]
    assert cover(documents, company_directory(documents)).companies[0].restated == ()
