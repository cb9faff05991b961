"""Every metric in every convention, worked out by hand from the statements of an invented manufacturer, bank and insurer (in millions)."""

from decimal import Decimal
from functools import cache

import pytest

from research.metrics.calculator import MetricCalculator
from research.metrics.definitions import families, find_metric, metrics
from research.metrics.engine import MetricEngine
from research.nouns.answers import PeriodTerm
from tests.fakes.stores import fake_catalog
from tests.research.books import add, balance, cash, question, row

SHARES, EACH = {"unit": "shares"}, {"unit": "USD/share", "scale": 1}


def now(label, concept, value, make=row, **more):
    return make(label, concept, FY2024=str(value), **more)


def both(label, concept, value, before):
    return balance(label, concept, FY2024=str(value), FY2023=str(before))


def printed(label, value):
    return row(label, statement=None, unit="%", scale=1, FY2024=str(value))


MANUFACTURER = (
    now("Net sales", "revenue", 1200),
    now("Cost of sales", "cost_of_revenue", -720),
    now("Gross profit", "gross_profit", 480),
    now("Research and development", "research_and_development", -60),
    now("Selling, general and administrative", "selling_general_and_administrative", -150),
    now("Sales and marketing", "sales_and_marketing", 90),
    now("General and administrative", "general_and_administrative", 60),
    now("Total operating expenses", "total_operating_expenses", -300),
    now("Operating income", "operating_income", 180),
    now("Interest expense", "interest_expense", -20),
    now("Income before taxes", "pretax_income", 160),
    now("Income taxes", "income_tax", -40),
    now("Net income", "net_income_including_noncontrolling", 120),
    now("Net income attributable to the company", "net_income", 115),
    now("Diluted earnings per share", "eps_diluted", "2.30", **EACH),
    now("Dividends per share", "dividends_per_share", "0.69", **EACH),
    now("Basic shares", "shares_basic", 46, **SHARES),
    now("Diluted shares", "shares_diluted", 50, **SHARES),
    both("Cash and cash equivalents", "cash_and_equivalents", 80, 60),
    both("Short-term investments", "short_term_investments", 40, 30),
    both("Accounts receivable", "accounts_receivable", 150, 130),
    both("Inventories", "inventories", 100, 80),
    both("Total current assets", "total_current_assets", 500, 450),
    both("Property, plant and equipment, net", "ppe_net", 400, 350),
    both("Goodwill", "goodwill", 100, 100),
    both("Intangible assets", "intangible_assets", 50, 60),
    both("Total assets", "total_assets", 1250, 1150),
    both("Accounts payable", "accounts_payable", 90, 70),
    both("Current portion of long-term debt", "current_portion_of_long_term_debt", 30, 20),
    both("Short-term debt", "short_term_debt", 10, 15),
    both("Unearned fees", "deferred_revenue", 25, 20),
    both("Unearned fees, long-term", "deferred_revenue_noncurrent", 15, 12),
    both("Total current liabilities", "total_current_liabilities", 250, 230),
    both("Long-term debt", "long_term_debt", 300, 280),
    both("Total liabilities", "total_liabilities", 570, 540),
    both("Total shareholders' equity", "shareholders_equity", 640, 580),
    both("Total equity", "total_equity", 680, 610),
    now("Depreciation and amortization", "depreciation_and_amortization", 70, cash),
    now("Stock-based compensation", "stock_based_compensation", 24, cash),
    now("Net cash from operations", "operating_cash_flow", 210, cash),
    now("Purchases of equipment", "capital_expenditure", -60, cash),
    now("Dividends paid", "dividends_paid", "-34.5", cash),
    now("Repurchases of shares", "share_repurchases", -23, cash),
    now("Interest paid", "interest_paid", 18, cash),
    now("Income taxes paid", "income_taxes_paid", 36, cash),
)
BANK = (
    now("Interest on loans", "interest_on_loans", 510),
    now("Interest on deposits", "interest_on_deposits", -115),
    now("Net interest income", "net_interest_income", 500),
    now("Provision for credit losses", "provision_for_credit_losses", 85),
    now("Noninterest income", "noninterest_income", 300),
    now("Noninterest expense", "noninterest_expense", -480),
    both("Loans", "loans", 9000, 8000),
    both("Allowance for credit losses", "allowance_for_credit_losses", -180, -150),
    both("Loans, net", "loans_net", 8820, 7850),
    both("Total assets", "total_assets", 20000, 18000),
    both("Total deposits", "deposits", 12000, 11000),
    printed("Net interest margin", "2.75"),
    printed("Efficiency ratio", "60.1"),
    printed("Common Equity Tier 1 capital ratio", "12.3"),
    printed("Tier 1 capital ratio", "13.4"),
    printed("Total capital ratio", "15.5"),
    printed("Tier 1 leverage ratio", "8.8"),
    printed("Net charge-off ratio", "0.42"),
)
INSURER = (
    now("Premiums earned", "premiums_earned", 400),
    now("Losses and loss adjustment expenses", "insurance_claims", -260),
    printed("Loss ratio", "65.2"),
    printed("Underwriting expense ratio", "28"),
    printed("Combined ratio", "93.2"),
)
M = Decimal(10**6)
DIO, DSO, DPO = Decimal(365) * 90 / 720, Decimal(365) * 140 / 1200, Decimal(365) * 80 / 720

# What each metric gives: for the usual convention, then for each other one in the file's order.
OF_MANUFACTURER = {
    "ebit": (180 * M, 180 * M),
    "ebitda": (250 * M, 250 * M),
    "free_cash_flow": (150 * M,),
    "working_capital": (250 * M, 160 * M),
    "deferred_revenue_held": (40 * M,),
    "trade_working_capital": (160 * M,),
    "total_debt": (340 * M,),
    "net_debt": (260 * M, 220 * M),
    "invested_capital": (940 * M,),
    "capital_employed": (1000 * M,),
    "tangible_book_value": (490 * M,),
    "nopat": (135 * M,),
    "shareholder_distributions": (Decimal("57.5") * M,),
    "gross_margin": (Decimal(40),),
    "operating_margin": (Decimal(15),),
    "pretax_margin": (Decimal(16000) / 1200,),
    "net_margin": (Decimal(11500) / 1200,),
    "ebitda_margin": (Decimal(25000) / 1200,),
    "free_cash_flow_margin": (Decimal("12.5"),),
    "operating_cash_flow_margin": (Decimal("17.5"),),
    "cogs_margin": (Decimal(60),),
    "sga_ratio": (Decimal("12.5"),),
    "rd_intensity": (Decimal(5),),
    "capital_intensity": (Decimal(5),),
    "sbc_ratio": (Decimal(2),),
    "da_margin": (Decimal(7000) / 1200,),
    "effective_tax_rate": (Decimal(25),),
    "operating_expense_ratio": (Decimal(25),),
    "asset_turnover": (Decimal(1), Decimal("0.96")),
    "fixed_asset_turnover": (Decimal("3.2"), Decimal(3)),
    "inventory_turnover": (Decimal(8), Decimal("7.2")),
    "receivables_turnover": (Decimal(1200) / 140, Decimal(8)),
    "payables_turnover": (Decimal(9), Decimal(8)),
    "working_capital_turnover": (Decimal(1200) / 235,),
    "equity_turnover": (Decimal(1200) / 645,),
    "days_sales_outstanding": (DSO, Decimal(365) * 150 / 1200),
    "days_inventory_outstanding": (DIO, Decimal(365) * 100 / 720),
    "days_payable_outstanding": (DPO, Decimal(365) * 80 / 740, Decimal(365) * 90 / 720),
    "cash_conversion_cycle": (DIO + DSO - DPO,),
    "current_ratio": (Decimal(2),),
    "quick_ratio": (Decimal("1.6"), Decimal("1.08")),
    "cash_ratio": (Decimal("0.48"),),
    "operating_cash_flow_ratio": (Decimal("0.84"),),
    "debt_to_equity": (Decimal("0.5"), Decimal(570) / 680),
    "net_debt_to_equity": (Decimal(260) / 680,),
    "debt_to_assets": (Decimal(340) / 1250,),
    "liabilities_to_assets": (Decimal("45.6"),),
    "debt_to_ebitda": (Decimal("1.36"),),
    "net_debt_to_ebitda": (Decimal("1.04"),),
    "debt_to_capital": (Decimal(34000) / 1020,),
    "equity_ratio": (Decimal("54.4"),),
    "equity_multiplier": (Decimal(1250) / 680, Decimal(1200) / 645),
    "interest_coverage": (Decimal(9), Decimal("12.5")),
    "ebitda_coverage": (Decimal("12.5"),),
    "cash_flow_to_debt": (Decimal(21000) / 340,),
    "capex_coverage": (Decimal("3.5"),),
    "return_on_assets": (Decimal(11500) / 1200, Decimal("9.2")),
    "return_on_equity": (Decimal(11500) / 610, Decimal(11500) / 640),
    "equity_of_owners": (640 * M,),
    "return_on_invested_capital": (Decimal(13500) / Decimal("902.5"),),
    "return_on_capital_employed": (Decimal(18),),
    "return_on_tangible_equity": (Decimal(11500) / 455,),
    "dividend_payout_ratio": (Decimal(30),),
    "retention_ratio": (Decimal(70),),
    "total_payout_ratio": (Decimal(50),),
    "dividend_cover": (Decimal(115) / Decimal("34.5"),),
    "free_cash_flow_conversion": (Decimal(15000) / 115, Decimal(60)),
    "cash_conversion_ratio": (Decimal(210) / 115,),
    "accruals_ratio": (Decimal(-9500) / 1200,),
    "reinvestment_rate": (Decimal(60) / 70,),
    "book_value_per_share": (Decimal(640) / 46, Decimal("12.8")),
    "revenue_per_share": (Decimal(24),),
    "free_cash_flow_per_share": (Decimal(3),),
    "operating_cash_flow_per_share": (Decimal("4.2"),),
    "cash_per_share": (Decimal("1.6"),),
    "capex_per_share": (Decimal("1.2"),),
    "sales_and_marketing_ratio": (Decimal("7.5"),),
    "general_and_administrative_ratio": (Decimal(5),),
    "working_capital_to_revenue": (Decimal(25000) / 1200,),
    "inventory_to_revenue": (Decimal(10000) / 1200,),
    "capital_turnover": (Decimal(1200) / Decimal("902.5"),),
    "operating_cycle": (DIO + DSO,),
    "liabilities_to_equity": (Decimal(570) / 680,),
    "long_term_debt_to_equity": (Decimal(300) / 680,),
    "long_term_debt_to_capital": (Decimal(30000) / 980,),
    "net_debt_to_capital": (Decimal(26000) / 940,),
    "free_cash_flow_to_debt": (Decimal(15000) / 340,),
    "cash_interest_coverage": (Decimal(264) / 18,),
    "ebitda_less_capex_coverage": (Decimal("9.5"),),
    "cost_of_debt": (Decimal(2000) / Decimal("327.5"),),
    "fixed_asset_share": (Decimal(32),),
    "goodwill_to_assets": (Decimal(8),),
    "goodwill_to_equity": (Decimal(10000) / 680,),
    "operating_return_on_assets": (Decimal(15),),
    "gross_profit_to_assets": (Decimal("38.4"),),
    "cash_return_on_assets": (Decimal("17.5"),),
    "cash_return_on_equity": (Decimal(21000) / 610,),
    "tax_burden": (Decimal(115) / 160,),
    "interest_burden": (Decimal(160) / 180,),
    "sustainable_growth_rate": (Decimal(8050) / 610,),
    "free_cash_flow_payout_ratio": (Decimal(23),),
    "dividend_payout_per_share": (Decimal(30),),
    "operating_cash_flow_to_ebitda": (Decimal(84),),
    "cash_tax_rate": (Decimal("22.5"),),
    "tangible_book_value_per_share": (Decimal(490) / 46,),
    "ebitda_per_share": (Decimal(5),),
}
OF_BANK = {
    "net_interest_margin": (Decimal("2.75"), Decimal(50000) / 19000),
    "efficiency_ratio": (Decimal(60), Decimal("60.1")),
    "loans_to_deposits": (Decimal(75), Decimal("73.5")),
    "noninterest_income_share": (Decimal("37.5"),),
    "cost_of_deposits": (Decimal(1),),
    "loan_yield": (Decimal(6),),
    "credit_cost_ratio": (Decimal(1),),
    "allowance_to_loans": (Decimal(2),),
    "cet1_ratio": (Decimal("12.3"),),
    "tier_1_ratio": (Decimal("13.4"),),
    "total_capital_ratio": (Decimal("15.5"),),
    "tier_1_leverage_ratio": (Decimal("8.8"),),
    "net_charge_off_ratio": (Decimal("0.42"),),
}
OF_INSURER = {"loss_ratio": (Decimal(65), Decimal("65.2")), "expense_ratio": (Decimal(28),), "combined_ratio": (Decimal("93.2"),)}
COMPANIES = ((MANUFACTURER, OF_MANUFACTURER), (BANK, OF_BANK), (INSURER, OF_INSURER))
CASES = [
    (which, name, at, value)
    for which, (_, expected) in enumerate(COMPANIES)
    for name, values in expected.items()
    for at, value in enumerate(values)
]


@cache
def catalog_of(which):
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, COMPANIES[which][0])
    return catalog


@pytest.mark.parametrize(("which", "name", "at", "value"), CASES)
def test_value(which, name, at, value):
    catalog, metric = catalog_of(which), find_metric(name)
    chosen = metric.conventions[at].name
    engine = MetricEngine(catalog.facts)
    found = MetricCalculator(engine).compute(question(catalog), metric, PeriodTerm(2024, "FY", ""), convention=chosen)
    assert round(found.value, 12) == round(value, 12)
    assert found.convention == chosen


def test_every_metric_and_every_convention_is_worked_out_above():
    counted = {name: len(values) for _, expected in COMPANIES for name, values in expected.items()}
    assert counted == {one.name: len(one.conventions) for one in metrics()}
    assert len(counted) >= 80


def test_every_convention_is_named():
    assert [one.name for one in metrics() for way in one.conventions if not way.name] == []


def test_families_are_told_by_what_statements_print():
    found = [MetricEngine(catalog_of(which).facts).families(question(catalog_of(which))) for which in range(3)]
    assert found == [frozenset(), {"bank"}, {"insurer"}]
    bank = families()[0]
    assert bank.fits({"deposits", "loans"})
    assert not bank.fits({"deposits", "loans", "cost_of_revenue"})


def test_a_metric_suits_the_companies_that_it_means_something_for():
    gross, capital, net = find_metric("gross_margin"), find_metric("cet1_ratio"), find_metric("net_margin")
    assert [one.suits(()) for one in (gross, capital, net)] == [True, False, True]
    assert [one.suits({"bank"}) for one in (gross, capital, net)] == [False, True, True]
    assert {name for one in metrics() for name in (*one.not_for, *one.only_for)} == {one.name for one in families()}
