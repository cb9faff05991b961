"""Figures of several periods: one filing for all of them, restatements, splits, long years and a changed fiscal year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from research.concepts.catalogue import find_concept
from research.metrics.calculator import CannotComputeError, MetricCalculator
from research.metrics.definitions import find_metric
from research.metrics.engine import MetricEngine
from research.metrics.operands import FROM_SEVERAL, caveats_of, facts_of
from research.metrics.operations import combine
from research.metrics.series import FigureSeries
from research.nouns.answers import Operation, PeriodTerm
from research.nouns.facts import Calculation, Span
from tests.fakes.stores import fake_catalog
from tests.research.books import add, balance, cash, question, row


def library(*filings):
    """Return a catalog of annual filings, each a year and its rows; every document knows when its period ends."""
    catalog = fake_catalog()
    for year, rows in filings:
        add(catalog, f"quillmere-{year}", year, rows)
    return catalog


def asked(catalog):
    found = question(catalog)
    return replace(found, documents=tuple(replace(one, period_end=date(one.fiscal_year, 12, 31)) for one in found.documents))


def series(catalog, name, *years, text_of=None):
    engine = MetricEngine(catalog.facts)
    calculator, what = MetricCalculator(engine), find_metric(name) or find_concept(name)
    terms = [PeriodTerm(year, "FY", "") for year in years]
    return FigureSeries(engine).compute(asked(catalog), terms, lambda one, period: calculator.compute(one, what, period), text_of=text_of)


SALES, COST = ("Net sales", "revenue"), ("Cost of sales", "cost_of_revenue")
RESTATED = (
    (2022, (row(*SALES, FY2022="100.0", FY2021="80.0"), row(*COST, FY2022="60.0", FY2021="50.0"))),
    (2023, (row(*SALES, FY2023="120.0", FY2022="96.0"), row(*COST, FY2023="66.0", FY2022="60.0"))),
)


def test_both_years_are_of_the_latest_filing_that_has_both_and_the_restated_figure_is_named():
    parts = series(library(*RESTATED), "revenue", 2022, 2023)
    assert [part.value for part in parts] == [96_000_000, 120_000_000]
    grown = combine(Operation.GROWTH, parts)
    assert grown.value == 25
    assert grown.caveats == (
        "restated in quillmere-2023: quillmere-2022, the period's own filing, states 100.0 USD in millions for the same period (page 1)",
    )


def test_a_figure_of_one_year_stays_that_of_its_own_filing():
    calculator = MetricCalculator(MetricEngine(library(*RESTATED).facts))
    catalog = library(*RESTATED)
    found = calculator.compute(asked(catalog), find_metric("gross_margin"), PeriodTerm(2022, "FY", ""))
    assert (found.value, {fact.document_id for fact in facts_of(found)}) == (40, {"id-quillmere-2022"})


def test_figures_that_no_one_filing_has_come_from_their_own_and_say_so():
    parts = series(library(*RESTATED), "revenue", 2021, 2023)
    assert [part.value for part in parts] == [80_000_000, 120_000_000]
    assert FROM_SEVERAL in combine(Operation.GROWTH, parts).caveats
    assert FROM_SEVERAL not in combine(Operation.GROWTH, series(library(*RESTATED), "revenue", 2021, 2022)).caveats


def test_the_balances_of_an_average_are_of_one_filing():
    catalog = library(
        (2022, (balance("Total assets", "total_assets", FY2022="400.0", FY2021="300.0"),)),
        (
            2023,
            (
                row("Net sales", "revenue", FY2023="900.0"),
                balance("Total assets", "total_assets", FY2023="500.0", FY2022="410.0"),
            ),
        ),
    )
    found = MetricCalculator(MetricEngine(catalog.facts)).compute(asked(catalog), find_metric("asset_turnover"), PeriodTerm(2023, "FY", ""))
    assert found.value == Decimal(900) / 455
    assert found.caveats == (
        "restated in quillmere-2023: quillmere-2022, the period's own filing, states 400.0 USD in millions for the same period (page 1)",
    )


def test_operands_of_different_filings_carry_a_caveat():
    catalog = library((2023, (row("Net sales", "revenue", FY2023="900.0"),)))
    add(catalog, "quillmere-2023-cash", 2023, (cash("Purchases of equipment", "capital_expenditure", FY2023="-90.0"),))
    found = MetricCalculator(MetricEngine(catalog.facts)).compute(
        asked(catalog), find_metric("capital_intensity"), PeriodTerm(2023, "FY", "")
    )
    assert (found.value, found.caveats) == (10, (FROM_SEVERAL,))


def test_every_caveat_of_every_operand_reaches_the_figure_once():
    rows = (
        row("Net sales", "revenue", FY2023="900.0", FY2022="800.0"),
        row("Income taxes", "income_tax", FY2023="10.0"),
        row("Income before income taxes", "pretax_income", FY2023="100.0"),
        row("Operating income", "operating_income", FY2023="110.0"),
    )
    catalog = library((2023, rows))
    found = MetricCalculator(MetricEngine(catalog.facts)).compute(asked(catalog), find_metric("nopat"), PeriodTerm(2023, "FY", ""))
    assert found.caveats == ("sign as printed",)
    parts = series(catalog, "revenue", 2022, 2023)
    said = "from the comparative column of quillmere-2023; the period's own filing is not in the library"
    assert combine(Operation.AVERAGE, parts).caveats == (said,)
    assert caveats_of(combine(Operation.AVERAGE, parts)) == (said,)


SHARES = {"unit": "shares", "scale": 1}
EACH = {"unit": "USD/share", "scale": 1}


def split_library():
    def shares(**values):
        return row("Diluted shares", "shares_diluted", **SHARES, **values)

    def each(**values):
        return row("Diluted", "eps_diluted", **EACH, **values)

    return library(
        (2021, (shares(FY2021="1000", FY2020="1000"), each(FY2021="4.00"))),
        (2022, (shares(FY2022="2000", FY2021="2000"), each(FY2022="2.50", FY2021="2.00"))),
        (2023, (shares(FY2023="2000", FY2022="2000"), each(FY2023="3.00", FY2022="2.50"), row(*SALES, FY2023="9.0"))),
    )


def test_figures_per_share_over_a_split_are_put_on_one_basis_and_say_so():
    parts = series(split_library(), "eps_diluted", 2021, 2022, 2023)
    assert [part.value for part in parts] == [2, Decimal("2.5"), 3]
    assert "FY2021 is printed as 4.00 and was put on the basis after the 2-for-1 split" in parts[0].caveats
    assert parts[0].inputs[0][1].printed == "4.00"
    grown = combine(Operation.GROWTH, [parts[0], parts[-1]])
    assert grown.value == 50
    assert any("2-for-1 split" in caveat for caveat in grown.caveats)


def test_one_filing_that_recasts_for_the_split_needs_nothing():
    parts = series(split_library(), "eps_diluted", 2021, 2022)
    assert [part.value for part in parts] == [2, Decimal("2.5")]
    assert [caveat for part in parts for caveat in part.caveats] == [
        "restated in quillmere-2022: quillmere-2021, the period's own filing, states 4.00 USD/share for the same period (page 1)"
    ]


def test_a_formula_over_shares_is_not_compared_over_a_split():
    catalog = split_library()
    add(catalog, "quillmere-2021-more", 2021, (row("Net sales", "revenue", FY2021="8.0"),))
    with pytest.raises(CannotComputeError, match="2-for-1 split of the shares lies between"):
        series(catalog, "revenue_per_share", 2021, 2023)


def part(start, end, value, *, span=Span.YEAR, name="FY", metric="revenue", unit="USD"):
    catalog = library(*RESTATED)
    found = series(catalog, "revenue", 2022, 2023)[0]
    year = end.year if end.month > 1 else end.year - 1
    label = f"FY{year}" if name == "FY" else f"{name} FY{year}"
    period = replace(found.period, start=start, end=end, span=span, label=label, fiscal_year=year, fiscal_period=name)
    return replace(found, metric=metric, value=Decimal(value), unit=unit, period=period, caveats=())


def test_quarters_that_no_statement_prints_are_compared_too():
    catalog = library(
        (2023, (row(*SALES, FY2023="100.0", **{"9M_FY2023": "72.0"}),)),
        (2024, (row(*SALES, FY2024="130.0", **{"9M_FY2024": "95.0"}),)),
    )
    engine = MetricEngine(catalog.facts)
    calculator, what = MetricCalculator(engine), find_concept("revenue")
    terms = [PeriodTerm(year, "Q4", "") for year in (2023, 2024)]
    parts = FigureSeries(engine).compute(asked(catalog), terms, lambda one, period: calculator.compute(one, what, period))
    grown = combine(Operation.GROWTH, parts)
    assert (grown.value, grown.period.label, len(facts_of(grown))) == (25, "Q4 FY2024", 4)
    assert FROM_SEVERAL in grown.caveats


def test_a_year_of_53_weeks_is_said():
    years = [part(date(2022, 1, 30), date(2023, 1, 28), "100"), part(date(2023, 1, 29), date(2024, 2, 3), "110")]
    parts = [replace(one, period=replace(one.period, fiscal_year=at, label=f"FY{at}")) for one, at in zip(years, (2022, 2023), strict=True)]
    assert combine(Operation.GROWTH, parts).caveats == ("FY2023 has 53 weeks, FY2022 364 days",)


def test_a_changed_fiscal_year_is_said():
    parts = [part(date(2021, 7, 1), date(2022, 6, 30), "100"), part(date(2023, 1, 1), date(2023, 12, 31), "110")]
    assert combine(Operation.GROWTH, parts).caveats == (
        "FY2022 ended on 2022-06-30 and FY2023 on 2023-12-31: the fiscal year changed between them",
    )


@pytest.mark.parametrize("unit", ["%", "x", "days", "shares", "USD/share"])
def test_ratios_shares_and_figures_per_share_are_never_summed(unit):
    quarters = [
        part(date(2023, 1, 1), date(2023, 3, 31), "1", span=Span.QUARTER, name="Q1", unit=unit),
        part(date(2023, 4, 1), date(2023, 6, 30), "2", span=Span.QUARTER, name="Q2", unit=unit),
    ]
    with pytest.raises(CannotComputeError, match="do not add up"):
        combine(Operation.TOTAL, quarters)


def test_periods_that_lie_upon_each_other_are_not_summed():
    parts = [
        part(date(2023, 1, 1), date(2023, 6, 30), "2", span=Span.HALF, name="H1"),
        part(date(2023, 4, 1), date(2023, 9, 30), "3", span=Span.HALF, name="H2"),
    ]
    with pytest.raises(CannotComputeError, match="upon each other"):
        combine(Operation.TOTAL, parts)
    assert isinstance(combine(Operation.AVERAGE, parts), Calculation)


def test_what_is_said_of_this_fiscal_year_names_the_year_beside_another():
    years = [part(date(2023, 1, 29), date(2024, 2, 3), "100"), part(date(2024, 2, 4), date(2025, 2, 1), "110")]
    parts = [replace(one, period=replace(one.period, fiscal_year=at, label=f"FY{at}")) for one, at in zip(years, (2023, 2024), strict=True)]
    parts[0] = replace(parts[0], caveats=("This fiscal year has 53 weeks.",))
    assert combine(Operation.GROWTH, parts).caveats == ("FY2023 has 53 weeks.", "FY2023 has 53 weeks, FY2024 364 days")
