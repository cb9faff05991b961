"""Rows that a formula can do without: taken as nothing only where no row of the filings may state them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.metrics.calculator import CannotComputeError
from research.metrics.operands import facts_of
from research.nouns.facts import Statement
from research.nouns.queries import FactFilter
from tests.fakes.stores import fake_catalog
from tests.research.books import READER, ROWS, add, balance, books, cash, compute
from tests.research.printed_rows import period


def test_a_row_that_may_be_absent_is_taken_as_nothing_and_said():
    found = compute("debt_to_equity")
    debt = dict(found.inputs)["Total debt"]
    assert debt.value == 340_000_000
    assert len(debt.caveats) == 2
    assert debt.caveats[0].startswith("no row of current portion of long-term debt was found for FY2024")


def test_a_row_that_may_be_absent_but_is_stated_twice_is_not_nothing():
    twice = (balance("Short-term debt", "short_term_debt", FY2024="5.0"), balance("Bank overdrafts", "short_term_debt", FY2024="7.0"))
    catalog = books()
    add(catalog, "quillmere-2024", 2024, (*ROWS, *twice))
    with pytest.raises(CannotComputeError) as raised:
        compute("total_debt", catalog=catalog)
    assert [fact.printed for fact in raised.value.lacking.why.stated] == ["5.0", "7.0"]
    with pytest.raises(CannotComputeError, match="stated twice"):
        compute("debt_to_equity", catalog=catalog)


def test_a_row_that_may_be_absent_is_not_nothing_where_its_statement_is_not_there():
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (balance("Total assets", "total_assets", FY2024="9.0"),))
    with pytest.raises(CannotComputeError, match="Dividends paid for FY2024 was not found"):
        compute("shareholder_distributions", catalog=catalog)
    add(
        catalog,
        "quillmere-2024",
        2024,
        (balance("Total assets", "total_assets", FY2024="9.0"), cash("Dividends", "dividends_paid", FY2024="-2.0")),
    )
    found = compute("shareholder_distributions", catalog=catalog)
    assert (found.value, len(found.caveats)) == (2_000_000, 1)


@pytest.mark.parametrize(
    "beside",
    [
        replace(cash("Dividends", "dividends_paid", FY2024="-2.0"), beside={"caveats": ("Stated in the text.",)}),
        balance("Cash at the end of the year", "cash_and_equivalents", FY2024="3.0"),
    ],
)
def test_a_figure_of_a_sentence_or_of_a_day_is_no_statement(beside):
    catalog = fake_catalog()
    said = replace(beside, statement=Statement.CASH_FLOW)
    add(catalog, "quillmere-2024", 2024, (balance("Total assets", "total_assets", FY2024="9.0"), said))
    with pytest.raises(CannotComputeError, match="for FY2024 was not found"):
        compute("shareholder_distributions", catalog=catalog)


def test_a_row_that_another_filing_on_the_period_prints_is_not_nothing():
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (balance("Long-term debt", "long_term_debt", FY2024="340.0"),))
    assert compute("total_debt", catalog=catalog).value == 340_000_000
    add(catalog, "quillmere-results", 2024, (balance("Short-term debt", "short_term_debt", FY2024="5.0"),))
    found = compute("total_debt", catalog=catalog)
    assert (found.value, len({fact.document_id for fact in facts_of(found)})) == (345_000_000, 2)


@pytest.mark.parametrize("label", ["Short-term debt of the finance company", "Other debt and current portion of long-term debt"])
def test_a_row_that_may_be_the_one_that_is_lacking_is_not_nothing(label):
    catalog = books()
    add(catalog, "quillmere-2024", 2024, (*ROWS, balance(label, None, FY2024="5.0")))
    with pytest.raises(CannotComputeError, match=f"the row “{label}” may state it"):
        compute("debt_to_equity", catalog=catalog)


def test_deferred_revenue_is_every_row_of_it_on_the_balance_sheet():
    current = balance("Unearned fees", "deferred_revenue", FY2024="18.0")
    later = balance("Unearned fees, long-term", "deferred_revenue_noncurrent", FY2024="3.0")
    change = cash("Unearned fees", "change_in_deferred_revenue", FY2024="4.0")
    both = compute("deferred_revenue_held", catalog=books(("quillmere-notes", 2024, (current, later, change))))
    assert (both.value, len(both.inputs), both.caveats) == (21_000_000, 2, ())
    one = compute("deferred_revenue_held", catalog=books(("quillmere-notes", 2024, (current, change))))
    assert one.value == 18_000_000
    assert one.caveats[0].startswith("no row of deferred revenue, noncurrent was found")


def of_note(label, concept=None, **changes):
    """Return the books with one more figure: a balance that no statement has."""
    catalog = books()
    document = add(catalog, "quillmere-notes", 2024, (balance(label, concept, FY2024="5.0"),))
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(document.id,), everything=True))
    catalog.documents.add(document, [], [replace(fact, statement=None, **changes)])
    return catalog


@pytest.mark.parametrize(
    ("label", "concept"),
    [("Less: current portion of long-term debt", None), ("Short-term debt", None), ("Notes due soon", "short_term_debt")],
)
def test_a_row_that_only_a_note_prints_is_not_nothing(label, concept):
    with pytest.raises(CannotComputeError, match=rf"the row “{label}” of 5.0 \(page 1\) may state it"):
        compute("debt_to_equity", catalog=of_note(label, concept))


@pytest.mark.parametrize(
    ("label", "changes"),
    [
        ("Short-term debt issue costs", {}),
        ("Short-term debt", {"value": Decimal(0)}),
        ("Short-term debt", {"unit": "%", "currency": None}),
        ("Short-term debt", {"dimensions": (("segment", "Dosing"),)}),
        ("Short-term debt", {"period": period("FY2024", instant=False)}),
    ],
)
def test_a_row_of_a_note_that_is_another_thing_leaves_it_nothing(label, changes):
    assert compute("total_debt", catalog=of_note(label, **changes)).value == 340_000_000


BOTH_SIDES = balance("Total liabilities and equity", "total_liabilities_and_equity", FY2024="1250.0")
REDEEMABLE = balance("Redeemable noncontrolling interests", "redeemable_noncontrolling_interests", FY2024="20.0")


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ((), 570),
        ((REDEEMABLE,), 550),
        ((REDEEMABLE, balance("Temporary equity", "temporary_equity", FY2024="30.0")), 520),
        ((balance("Series B redeemable preferred stock", None, FY2024="0"),), 570),
    ],
)
def test_what_stands_between_liabilities_and_equity_is_neither(rows, value):
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (*ROWS, BOTH_SIDES, *rows))
    assert compute("total_liabilities", catalog=catalog).value == value * 10**6


def test_a_row_that_may_stand_between_liabilities_and_equity_leaves_no_liabilities():
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (*ROWS, BOTH_SIDES, balance("Series B redeemable preferred stock", None, FY2024="9.0")))
    with pytest.raises(CannotComputeError, match="Series B redeemable preferred stock"):
        compute("total_liabilities", catalog=catalog)
