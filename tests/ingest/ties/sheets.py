"""Statements of an invented maker of lamps as sheets, for the tests of tie-outs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ingest.ties.sheets import AMOUNT, Entry, Line, Sheet
from research.nouns.facts import Period, Span, Statement

YEARS = (2021, 2020)


def year(number: int) -> Period:
    return Period(date(number, 12, 31), date(number, 1, 1), Span.YEAR, f"FY{number}", number)


def day(number: int) -> Period:
    return Period(date(number, 12, 31), None, Span.INSTANT, f"FY{number}", number)


def line(
    label: str, *figures: float | None, section: str = "", concept: str | None = None, unit: str = AMOUNT, at: Sequence[Period] = ()
) -> Line:
    """Return a row; its cells' starts follow from its label, so that they differ from row to row. None prints nothing."""
    entries = {}
    for column, figure in enumerate(figures):
        if figure is not None:
            value = Decimal(str(figure))
            digit = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
            entries[column] = Entry(value, digit, at[column], abs(hash((label, section))) * 10 + column)
    return Line(label, section, 0.0, 1, concept, unit, entries)


def sheet(statement: Statement, *rows: Line, periods: Sequence[Period]) -> Sheet:
    return Sheet(statement, 1, dict(enumerate(periods)), rows)


def balance(cash: tuple[float, float] = (40, 30), total: tuple[float, float] = (190, 150)) -> Sheet:
    at = tuple(map(day, YEARS))
    rows = (
        line("Cash and cash equivalents", *cash, section="Current assets", concept="cash_and_equivalents", at=at),
        line("Inventories", 60, 50, section="Current assets", concept="inventories", at=at),
        line("Total current assets", 100, 80, section="Current assets", concept="total_current_assets", at=at),
        line("Plant", 130, 100, section="Plant and equipment", at=at),
        line("Less accumulated depreciation", 40, 30, section="Plant and equipment", at=at),
        line("Net plant and equipment", 90, 70, section="Plant and equipment", concept="ppe_net", at=at),
        line("Total assets", *total, concept="total_assets", at=at),
        line("Accounts payable", 30, 20, section="Current liabilities", concept="accounts_payable", at=at),
        line("Accrued wages", 20, 10, section="Current liabilities", at=at),
        line("Total current liabilities", 50, 30, section="Current liabilities", concept="total_current_liabilities", at=at),
        line("Redeemable interest", 15, 15, at=at),
        line("Retained earnings", 125, 105, section="Shareholders' equity", concept="retained_earnings", at=at),
        line("Total shareholders' equity", 125, 105, section="Shareholders' equity", concept="total_equity", at=at),
        line("Total liabilities and equity", 190, 150, concept="total_liabilities_and_equity", at=at),
    )
    return sheet(Statement.BALANCE, *rows, periods=at)


def income(tax: tuple[float, float] = (10, 8), diluted: tuple[float, float] = (3.64, 2.91)) -> Sheet:
    at = tuple(map(year, YEARS))
    rows = (
        line("Net sales", 300, 250, concept="revenue", at=at),
        line("Cost of sales", 200, 170, concept="cost_of_revenue", at=at),
        line("Gross profit", 100, 80, concept="gross_profit", at=at),
        line("Selling and administrative", 45, 38, at=at),
        line("Operating income", 55, 42, concept="operating_income", at=at),
        line("Other income (expense), net", -5, -2, at=at),
        line("Income before income taxes", 50, 40, concept="pretax_income", at=at),
        line("Income taxes", *tax, concept="income_tax", at=at),
        line("Net income", 40, 32, concept="net_income", at=at),
        line("Basic", 4.00, 3.20, section="Earnings per share", concept="eps_basic", unit="per share", at=at),
        line("Diluted", *diluted, section="Earnings per share", concept="eps_diluted", unit="per share", at=at),
        line("Basic", 10.0, 10.0, section="Shares", concept="shares_basic", unit="shares", at=at),
        line("Diluted", 11.0, 11.0, section="Shares", concept="shares_diluted", unit="shares", at=at),
    )
    return sheet(Statement.INCOME, *rows, periods=at)


def cash_flow(earned: tuple[float, float] = (40, 32), begins: tuple[float, float] = (30, 22)) -> Sheet:
    at, before, after = tuple(map(year, YEARS)), (day(2020), day(2019)), tuple(map(day, YEARS))
    rows = (
        line("Net income", *earned, section="Operating activities", at=at),
        line("Depreciation", 10, 9, section="Operating activities", concept="depreciation", at=at),
        line("Net cash from operating activities", 50, 41, section="Operating activities", concept="operating_cash_flow", at=at),
        line("Purchases of plant", -30, -25, section="Investing activities", concept="capital_expenditure", at=at),
        line("Net cash used in investing activities", -30, -25, section="Investing activities", concept="investing_cash_flow", at=at),
        line("Dividends paid", -20, -12, section="Financing activities", concept="dividends_paid", at=at),
        line("Borrowings", 11, 3, section="Financing activities", at=at),
        line("Net cash used in financing activities", -9, -9, section="Financing activities", concept="financing_cash_flow", at=at),
        line("Effect of exchange rates", -1, 1, at=at),
        line("Net increase in cash", 10, 8, concept="net_change_in_cash", at=at),
        line("Cash at beginning of year", *begins, at=before),
        line("Cash at end of year", 40, 30, at=after),
    )
    return sheet(Statement.CASH_FLOW, *rows, periods=at)
