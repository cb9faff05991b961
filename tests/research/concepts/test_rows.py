"""Rows by their printed labels: what banks, insurers, utilities, retailers and others call their figures, and what only sounds so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from research.concepts.catalogue import StatementRow, assign_concepts, find_concept
from research.nouns.facts import Statement

INCOME, BALANCE, FLOW = Statement.INCOME, Statement.BALANCE, Statement.CASH_FLOW


def assigned(statement, *rows):
    seen = [StatementRow(label, section) for label, section in rows]
    return {concept.name: seen[at].label for at, concept in assign_concepts(seen, statement).items()}


@pytest.mark.parametrize(
    ("statement", "section", "label", "concept"),
    [
        (INCOME, "Interest income", "Loans, including fees", "interest_on_loans"),
        (INCOME, "Interest expense", "Deposits", "interest_on_deposits"),
        (INCOME, "", "Provision for credit losses", "provision_for_credit_losses"),
        (INCOME, "", "Net interest income after provision for loan losses", "net_interest_income_after_provision"),
        (INCOME, "Noninterest income", "Total non-interest income", "noninterest_income"),
        (INCOME, "Noninterest expense", "Salaries and employee benefits", "compensation_expense"),
        (INCOME, "Revenues", "Net premiums earned", "premiums_earned"),
        (INCOME, "Benefits", "Losses and loss adjustment expenses", "insurance_claims"),
        (INCOME, "Revenues", "Net investment income", "net_investment_income"),
        (INCOME, "Operating expenses", "Fuel used in electric generation", "fuel_expense"),
        (INCOME, "Operating expenses", "Purchased power", "purchased_power"),
        (INCOME, "", "Allowance for equity funds used during construction", "allowance_for_equity_funds"),
        (INCOME, "Revenues", "Membership and other income", "membership_income"),
        (INCOME, "", "Equity in income (loss) of affiliates", "equity_method_income"),
        (INCOME, "", "Earnings from continuing operations", "income_from_continuing_operations"),
        (INCOME, "", "Other (income) expense, net", "other_expense"),
        (BALANCE, "", "Short-term borrowings, including current portion of long-term debt: 2024—$14; 2023—$12", "debt_due_within_one_year"),
        (BALANCE, "", "Less: Allowance for credit losses", "allowance_for_credit_losses"),
        (BALANCE, "", "Loans, net of allowance", "loans_net"),
        (BALANCE, "Deposits", "Noninterest-bearing", "noninterest_bearing_deposits"),
        (BALANCE, "Deposits", "Interest-bearing", "interest_bearing_deposits"),
        (BALANCE, "Liabilities", "Future policy benefits", "future_policy_benefits"),
        (BALANCE, "Deferred debits", "Regulatory assets", "regulatory_assets"),
        (BALANCE, "Current assets", "Merchandise inventories", "inventories"),
        (BALANCE, "", "Operating lease right-of-use assets, net", "operating_lease_assets"),
        (BALANCE, "Current liabilities", "Operating lease liabilities", "operating_lease_liabilities_current"),
        (BALANCE, "", "Long-term operating lease obligations", "operating_lease_liabilities_noncurrent"),
        (BALANCE, "Current liabilities", "Unearned revenue", "deferred_revenue"),
        (BALANCE, "", "Deferred revenue, noncurrent", "deferred_revenue_noncurrent"),
        (BALANCE, "Liabilities and equity", "Deferred income taxes", "deferred_tax_liabilities"),
        (BALANCE, "Equity", "Treasury stock, at cost; 12,500 shares", "treasury_stock"),
        (BALANCE, "Equity", "Accumulated other comprehensive loss", "accumulated_other_comprehensive_income"),
        (FLOW, "Changes in operating assets and liabilities", "Accounts payable", "change_in_payables"),
        (FLOW, "Operating activities", "(Increase) decrease in inventories", "change_in_inventories"),
        (FLOW, "Financing activities", "Proceeds from issuance of long-term debt", "debt_issued"),
        (FLOW, "Financing activities", "Principal payments on long-term debt", "debt_repaid"),
        (FLOW, "Cash paid during the year for", "Interest, net of capitalized interest", "interest_paid"),
        (FLOW, "Supplemental information", "Income taxes paid", "income_taxes_paid"),
        (FLOW, "", "Effect of exchange rate changes on cash and cash equivalents", "exchange_rate_effect_on_cash"),
    ],
)
def test_a_row_states_what_its_label_says(statement, section, label, concept):
    assert assigned(statement, (label, section)) == {concept: label}


@pytest.mark.parametrize(
    ("statement", "section", "label"),
    [
        (INCOME, "Basic earnings per share", "Continuing operations"),
        (INCOME, "", "Net interest income"),
        (INCOME, "", "Fuel"),
        (INCOME, "", "Accretion of deposits"),
        (BALANCE, "Assets", "Interest-bearing deposits with banks"),
        (BALANCE, "Current liabilities", "Gift cards and customer deposits"),
        (BALANCE, "Assets", "Deferred income taxes"),
        (BALANCE, "Current assets", "Regulatory assets"),
        (BALANCE, "", "Operating lease liabilities"),
        (BALANCE, "", "Other liabilities"),
        (BALANCE, "Equity", "Common stock and paid-in capital"),
        (FLOW, "Operating activities", "Accounts payable"),
        (FLOW, "Changes in operating assets and liabilities", "Customer advances receivable"),
        (FLOW, "Financing activities", "Payments of debt issuance costs"),
        (FLOW, "Financing activities", "Proceeds from short-term debt"),
        (FLOW, "Noncash investing and financing activities", "Issuance of common stock"),
        (FLOW, "Supplemental information", "Cash paid for interest on finance leases"),
    ],
)
def test_a_row_that_is_not_certain_states_nothing(statement, section, label):
    assert assigned(statement, (label, section)) == {}


def test_what_other_rows_say_decides_between_readings():
    bank = assigned(INCOME, ("Net interest income", ""), ("Total noninterest income", ""), ("Other expense", "Noninterest expense"))
    assert bank == {"net_interest_income": "Net interest income", "noninterest_income": "Total noninterest income"}
    leases = assigned(BALANCE, ("Operating lease liabilities, current", "Current liabilities"), ("Operating lease liabilities", ""))
    assert set(leases) == {"operating_lease_liabilities_current", "operating_lease_liabilities_noncurrent"}
    utility = assigned(INCOME, ("Fuel", "Operating expenses"), ("Purchased power", "Operating expenses"))
    assert set(utility) == {"fuel_expense", "purchased_power"}


@pytest.mark.parametrize(
    "label", ["Less: current portion of long-term debt", "Less current maturities", "减：一年内到期的非流动负债", "减:长期借款"]
)
def test_a_row_that_is_taken_off_another_is_no_debt_of_its_own(label):
    assert assigned(BALANCE, (label, "")) == {}


def test_costs_of_a_chinese_income_statement_open_with_less():
    assert assigned(INCOME, ("一、营业收入", ""), ("减：营业成本", "")) == {"revenue": "一、营业收入", "cost_of_revenue": "减：营业成本"}


def test_liabilities_count_without_their_sign():
    for name in ("long_term_debt", "current_portion_of_long_term_debt", "total_liabilities", "accounts_payable"):
        assert find_concept(name).canonical(Decimal("-5")) == 5
