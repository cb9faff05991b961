"""Metrics over an invented company's statements: each value was worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from research.concepts.catalogue import concepts, find_concept
from research.formulas.expressions import parse_formula
from research.metrics.calculator import CannotComputeError, MetricCalculator
from research.metrics.definitions import Metric, metrics
from research.metrics.engine import MetricEngine
from research.metrics.operands import facts_of
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import FactFilter
from tests.fakes.stores import fake_catalog
from tests.research.books import READER, ROWS, add, balance, books, cash, compute, question, row


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("gross_margin", "40", "%"),
        ("operating_margin", "15", "%"),
        ("free_cash_flow", "150000000", "USD"),
        ("working_capital", "250000000", "USD"),
        ("current_ratio", "2", "x"),
        ("quick_ratio", "1.6", "x"),
        ("inventory_turnover", "8", "x"),
        ("days_inventory_outstanding", "45.625", "days"),
        ("debt_to_equity", "0.5", "x"),
        ("gross_profit", "480000000", "USD"),
    ],
)
def test_values(name, value, unit):
    found = compute(name)
    assert (found.value, found.unit, found.period.label) == (Decimal(value), unit, "FY2024")


def test_every_operand_is_a_printed_row_and_an_outflow_is_turned_where_it_is_taken():
    found = compute("free_cash_flow")
    names = [name for name, _ in found.inputs]
    assert names == ["Net cash from operating activities", "Capital expenditure"]
    assert isinstance(found.inputs[0][1], Fact)
    assert isinstance(found.inputs[1][1], Calculation)
    assert [fact.printed for fact in facts_of(found)] == ["210.0", "-60.0"]
    assert found.formula == "Net cash from operating activities − Capital expenditure"


def test_an_average_names_both_balances():
    found = compute("inventory_turnover")
    assert [(operand.period.label, name) for name, operand in found.inputs] == [
        ("FY2024", "Cost of revenue"),
        ("FY2024", "Inventories"),
        ("FY2023", "Inventories"),
    ]
    assert compute("inventory_turnover", convention="closing inventories").value == Decimal("7.2")


def test_what_is_lacking_is_named():
    with pytest.raises(CannotComputeError) as raised:
        compute("receivables_turnover")
    assert (raised.value.lacking.title, raised.value.lacking.period) == ("Accounts receivable", "FY2024")
    with pytest.raises(CannotComputeError) as raised:
        compute("inventory_turnover", 2023)
    assert (raised.value.lacking.title, raised.value.lacking.period) == ("Inventories", "FY2022")


def quarters():
    catalog = books()
    add(
        catalog,
        "quillmere-9m",
        2024,
        (
            row("Net sales", "revenue", **{"9M_FY2024": "870.0", "9M_FY2023": "730.0", "Q3_FY2024": "300.0"}),
            row("Diluted", "eps_diluted", unit="USD/share", scale=1, **{"9M_FY2024": "2.10"}),
        ),
    )
    add(
        catalog,
        "quillmere-h1",
        2024,
        (row("Net sales", "revenue", H1_FY2024="560.0"), cash("Capex", "capital_expenditure", H1_FY2024="-25.0")),
    )
    add(catalog, "quillmere-9m-cash", 2024, (cash("Capex", "capital_expenditure", **{"9M_FY2024": "-41.0"}),))
    return catalog


@pytest.mark.parametrize(
    ("name", "part", "year", "value", "formula"),
    [
        ("revenue", "Q4", 2024, "330000000", "Revenue Q4 FY2024 = FY2024 − 9M FY2024"),
        ("revenue", "H2", 2024, "640000000", "Revenue H2 FY2024 = FY2024 − H1 FY2024"),
        ("revenue", "Q3", 2024, "300000000", "Revenue = Net sales"),
        ("revenue", "Q4", 2023, "270000000", "Revenue Q4 FY2023 = FY2023 − 9M FY2023"),
        ("revenue", "LTM Q3", 2024, "1140000000", "Revenue LTM Q3 FY2024 = 9M FY2024 + FY2023 − 9M FY2023"),
        ("capital_expenditure", "Q3", 2024, "16000000", "Capital expenditure Q3 FY2024 = 9M FY2024 − H1 FY2024"),
    ],
)
def test_stretches_that_no_statement_prints_are_made_of_those_that_one_does(name, part, year, value, formula):
    found = compute(name, year, part, catalog=quarters())
    assert (found.value, found.formula) == (Decimal(value), formula)
    assert found.period.fiscal_period == part


def test_the_days_of_a_made_stretch():
    found = compute("revenue", 2024, "Q4", catalog=quarters()).period
    assert (found.start.isoformat(), found.end.isoformat()) == ("2024-10-01", "2024-12-31")
    found = compute("revenue", 2024, "LTM Q3", catalog=quarters()).period
    assert (found.start.isoformat(), found.end.isoformat()) == ("2023-10-01", "2024-09-30")


def test_figures_a_share_do_not_add_up_over_quarters():
    with pytest.raises(CannotComputeError):
        compute("eps_diluted", 2024, "Q4", catalog=quarters())


def test_guidance_and_segments_are_no_totals():
    with pytest.raises(CannotComputeError):
        compute("revenue", 2025)
    assert compute("operating_income").value == 180_000_000


def test_a_formula_of_a_question_takes_its_own_periods():
    catalog = books()
    calculator = MetricCalculator(MetricEngine(catalog.facts))
    text = "(at(inventories, FY2023) + at(inventories, FY2024)) / 2"
    shown = Metric("stated", "Stated", (), "currency", (), 0)
    found = calculator.evaluate(question(catalog), (text, parse_formula(text)), PeriodTerm(2024, "FY", ""), metric=shown)
    assert (found.value, found.convention) == (90_000_000, "as the question defines it")


def test_operands_that_give_another_unit_are_refused():
    catalog = books()
    calculator = MetricCalculator(MetricEngine(catalog.facts))
    shown = Metric("stated", "Stated", (), "%", (), 0)
    with pytest.raises(CannotComputeError, match="give USD, which is no %"):
        calculator.evaluate(question(catalog), ("revenue", parse_formula("revenue")), PeriodTerm(2024, "FY", ""), metric=shown)


def test_every_definition_names_what_exists_and_no_alias_means_two():
    assert len(metrics()) >= 70
    aliases = [alias for one in (*metrics(), *concepts()) for alias in dict.fromkeys((one.title.lower(), *one.aliases))]
    assert sorted({alias for alias in aliases if aliases.count(alias) > 1}) == []


def test_another_formula_is_tried_only_where_the_first_lacks_a_row():
    catalog = books()
    add(
        catalog,
        "quillmere-2024",
        2024,
        (*ROWS, row("Gross profit", "gross_profit", FY2024="470.0"), row("Gross margin", "gross_profit", FY2024="1.0")),
    )
    with pytest.raises(CannotComputeError, match="stated twice"):
        compute("gross_margin", catalog=catalog)


def test_a_cost_whose_sign_no_sum_tells_is_no_operand_when_it_is_negative():
    rows = (row("Income before taxes", "pretax_income", FY2024="100.0"), row("Income taxes", "income_tax", FY2024="-21.0"))
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, rows)
    with pytest.raises(CannotComputeError, match="a cost or a benefit"):
        compute("effective_tax_rate", catalog=catalog)
    add(catalog, "quillmere-2024", 2024, (*rows, row("Net income", "net_income", FY2024="79.0")))
    assert compute("effective_tax_rate", catalog=catalog).value == 21


@pytest.mark.parametrize(("printed", "pretax"), [("-30.0", "150.0"), ("30.0", "150.0"), ("-30.0", "210.0"), ("30.0", "210.0")])
def test_net_interest_covers_whichever_sign_it_is_printed_with(printed, pretax):
    rows = (
        row("Operating income", "operating_income", FY2024="180.0"),
        row("Interest, net", "net_interest_expense", FY2024=printed),
        row("Income before taxes", "pretax_income", FY2024=pretax),
    )
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, rows)
    assert compute("interest_coverage", catalog=catalog).value == (6 if pretax == "150.0" else -6)


def test_a_negative_divisor_is_said():
    catalog = books()
    add(catalog, "quillmere-2024", 2024, (*ROWS[:11], balance("Total equity", "total_equity", FY2024="-680.0")))
    found = compute("debt_to_equity", catalog=catalog)
    assert found.value == Decimal("-0.5")
    assert "Total equity is negative: the ratio says little" in found.caveats


def test_a_part_of_a_year_has_its_own_days_and_is_not_annualized():
    catalog = books()
    rows = (
        row("Net sales", "revenue", Q2_FY2024="300.0"),
        row("Cost of sales", "cost_of_revenue", Q2_FY2024="182.5"),
        balance("Inventories", "inventories", Q2_FY2024="90.0", Q1_FY2024="110.0"),
    )
    add(catalog, "quillmere-q2", 2024, rows)
    found = compute("days_inventory_outstanding", 2024, "Q2", catalog=catalog)
    assert (found.value, found.formula) == (50, "91.25 × average Inventories ÷ Cost of revenue")
    turns = compute("inventory_turnover", 2024, "Q2", catalog=catalog)
    assert turns.value == Decimal("1.825")
    assert "the amounts of Q2 FY2024 are of a part of a year and not annualized" in turns.caveats


@pytest.mark.parametrize("days", [(date(2023, 7, 1), date(2024, 3, 31)), (date(2024, 1, 1), date(2024, 3, 31))])
def test_stretches_of_a_changed_fiscal_year_make_up_nothing(days):
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (row("Net sales", "revenue", FY2024="1200.0"),))
    nine = add(catalog, "quillmere-9m", 2024, (row("Net sales", "revenue", **{"9M_FY2024": "870.0"}),))
    assert compute("revenue", 2024, "Q4", catalog=catalog).value == 330_000_000
    (fact,) = catalog.facts.find(READER, FactFilter(document_ids=(nine.id,)))
    moved = replace(fact.period, start=days[0], end=days[1])
    catalog.documents.add(nine, [], [replace(fact, period=moved)])
    with pytest.raises(CannotComputeError):
        compute("revenue", 2024, "Q4", catalog=catalog)


def test_a_balance_at_neither_end_of_the_year_is_no_opening_balance():
    catalog = fake_catalog()
    rows = (row("Net sales", "revenue", FY2024="1200.0"), balance("Total assets", "total_assets", FY2024="500.0", FY2023="400.0"))
    document = add(catalog, "quillmere-2024", 2024, rows)
    facts = catalog.facts.find(READER, FactFilter(document_ids=(document.id,)))
    moved = [replace(one, period=replace(one.period, end=date(2023, 6, 30))) if one.printed == "400.0" else one for one in facts]
    catalog.documents.add(document, [], moved)
    with pytest.raises(CannotComputeError, match="at neither end of FY2024"):
        compute("asset_turnover", catalog=catalog)


def test_operands_in_different_currencies_are_refused():
    catalog = fake_catalog()
    rows = (row("Net sales", "revenue", FY2024="1200.0"), row("Cost of sales", "cost_of_revenue", unit="EUR", FY2024="700.0"))
    add(catalog, "quillmere-2024", 2024, rows)
    with pytest.raises(CannotComputeError, match="do not go together"):
        compute("gross_margin", catalog=catalog)


def called(words, *rows):
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (*rows, row("Total revenues", "revenue", FY2024="1200.0"), ROWS[3]))
    what = replace(find_concept("revenue"), said=words)
    return MetricCalculator(MetricEngine(catalog.facts)).compute(question(catalog), what, PeriodTerm(2024, "FY", "")), catalog


@pytest.mark.parametrize(
    ("words", "value", "beside"),
    [
        ("net sales", 1190, ["of the row “Net sales”; the statement also prints “Total revenues” of 1200.0 USD in millions (page 1)"]),
        ("revenue", 1200, ["the statement also prints “Net sales” of 1190.0 USD in millions (page 1)"]),
        ("total revenue", 1200, []),
    ],
)
def test_a_row_beside_a_total_under_the_very_words_said_is_the_one_meant(words, value, beside):
    found, catalog = called(words, row("Net sales", FY2024="1190.0"))
    assert found.value == value * 10**6
    assert list(found.caveats) == beside
    assert (
        "the statement also prints “Net sales” of 1190.0 USD in millions (page 1)" in compute("operating_margin", catalog=catalog).caveats
    )


def test_two_rows_beside_a_total_under_the_words_said_are_none():
    with pytest.raises(CannotComputeError, match="stated twice"):
        called("net sales", row("Net sales", FY2024="1190.0"), row("Net sales", FY2024="1180.0"))
    assert called("net sales", row("Net sales", FY2024="1200.0"))[0].caveats == ()


@pytest.mark.parametrize(("label", "value"), [("Net Sales", 290), ("Subscriptions", None)])
def test_a_quarter_is_worked_out_of_rows_of_one_name(label, value):
    catalog = fake_catalog()
    add(catalog, "quillmere-2024", 2024, (row("Net sales", FY2024="1190.0"), row("Total revenues", "revenue", FY2024="1200.0")))
    nine = {"9M_FY2024": "900.0"}, {"9M_FY2024": "905.0"}
    add(catalog, "quillmere-9m", 2024, (row(label, **nine[0]), row("Total revenues", "revenue", **nine[1])))
    what, last = replace(find_concept("revenue"), said="net sales"), PeriodTerm(2024, "Q4", "")
    calculator = MetricCalculator(MetricEngine(catalog.facts))
    if value is None:
        with pytest.raises(CannotComputeError, match="not found"):
            calculator.compute(question(catalog), what, last)
    else:
        assert calculator.compute(question(catalog), what, last).value == value * 10**6
