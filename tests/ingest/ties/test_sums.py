"""Sums: which rows a total takes, and what is said when they do not add up to it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.ties.sheets import Sheet
from ingest.ties.sums import find_sums
from research.nouns.facts import Statement
from tests.ingest.ties.sheets import YEARS, balance, cash_flow, income, line, sheet, year

AT = tuple(map(year, YEARS))


def labels(held: Sheet) -> dict[str, list[str]]:
    return {held.lines[one.total].label: [held.lines[at].label for at, _ in one.parts] for one in find_sums(held)}


def off(held: Sheet) -> dict[str, tuple[int, ...]]:
    return {held.lines[one.total].label: one.differs for one in find_sums(held) if one.differs}


def test_totals_take_the_place_of_their_rows_and_less_is_deducted():
    assert labels(balance()) == {
        "Total current assets": ["Cash and cash equivalents", "Inventories"],
        "Net plant and equipment": ["Plant", "Less accumulated depreciation"],
        "Total assets": ["Total current assets", "Net plant and equipment"],
        "Total current liabilities": ["Accounts payable", "Accrued wages"],
        "Total shareholders' equity": ["Retained earnings"],
        "Total liabilities and equity": ["Total current liabilities", "Redeemable interest", "Total shareholders' equity"],
    }
    assert off(balance()) == {}


def test_sections_of_cash_flows_are_summed_apart_and_then_together():
    found = labels(cash_flow())
    assert found["Net cash used in financing activities"] == ["Dividends paid", "Borrowings"]
    assert found["Net cash used in investing activities"] == ["Purchases of plant"]
    assert found["Net increase in cash"][-1] == "Effect of exchange rates"
    assert len(found["Net increase in cash"]) == 4
    assert found["Cash at end of year"] == ["Net increase in cash", "Cash at beginning of year"]


def test_costs_are_deducted_and_other_income_is_taken_as_printed():
    found = {held.total: dict(held.parts) for held in find_sums(income())}
    assert found[2] == {0: 1, 1: -1}
    assert found[6] == {4: 1, 5: 1}
    assert found[8] == {6: 1, 7: -1}


def test_a_figure_that_is_wrong_in_one_column_is_off_in_that_column_only():
    assert off(balance(cash=(47, 30))) == {"Total current assets": (0,)}
    assert off(balance(total=(190, 105))) == {"Total assets": (1,)}


def test_a_row_that_is_missing_makes_its_total_differ_in_every_column():
    whole = cash_flow()
    assert off(replace(whole, lines=whole.lines[:1] + whole.lines[2:])) == {"Net cash from operating activities": (0, 1)}


def test_rounding_is_allowed_where_figures_are_rounded_and_not_where_all_others_are_exact():
    rows = [line(name, *figures, section="Costs", at=AT) for name, figures in (("Wages", (10.4, 9)), ("Rent", (5, 4)), ("Energy", (3, 2)))]
    few = sheet(Statement.CASH_FLOW, *rows, line("Total costs", 19, 15, section="Costs", at=AT), periods=AT)
    assert off(few) == {}
    assert off(balance(cash=(41, 30))) == {"Total current assets": (0,)}


def test_a_row_that_happens_to_be_the_sum_of_others_in_one_column_is_no_total():
    rows = (line("Wages", 4, 9, at=AT), line("Rent", 3, 5, at=AT), line("Other, net", 7, 1, at=AT))
    assert find_sums(sheet(Statement.CASH_FLOW, *rows, periods=AT)) == []


@pytest.mark.parametrize(("figures", "differs"), [((70, 60), ()), ((75, 60), (0,))])
def test_an_unnamed_row_under_the_rows_of_its_head_is_their_total(figures, differs):
    rows = (line("Lamps", 50, 40, section="Sales", at=AT), line("Shades", 20, 20, section="Sales", at=AT))
    (one,) = find_sums(sheet(Statement.INCOME, *rows, line("", *figures, section="Sales", at=AT), periods=AT))
    assert one.differs == differs
    assert one.off[0] == Decimal(70 - figures[0])


def test_what_no_rows_give_and_nobody_calls_a_total_is_not_checked():
    rows = (line("Orders", 5, 4, at=AT), line("Staff", 12, 11, at=AT), line("Patents", 3, 3, at=AT))
    assert find_sums(sheet(Statement.BALANCE, *rows, periods=AT)) == []
