"""The house's form of figures, of periods and of what is lacking."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from research.drafting.writing.figures import Named
from research.drafting.writing.house import head_of, shown, stated
from research.drafting.writing.meaning import is_meaningful
from research.drafting.writing.naming import missing_lines, periods_in_words
from research.nouns.facts import Calculation, Period, Span, Status
from tests.contracts.samples import make_document, make_fact

FACT = make_fact(make_document("paper"))
YEAR = Period(date(2024, 12, 31), date(2024, 1, 1), Span.YEAR, "FY2024", 2024)


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "said"),
    [
        ("1577.3", "USD", 1, "1,577.3"),
        ("-88.4", "USD", 1, "(88.4)"),
        ("30.84", "%", 1, "30.8%"),
        ("-0.5", "pp", 1, "(0.5 pp)"),
        ("1.46", "x", 1, "1.5x"),
        ("-0.425", "USD/share", 2, "(0.43)"),
        ("44.6", "days", 0, "45"),
    ],
)
def test_figures_have_one_form(number, unit, decimals, said):
    assert shown(Decimal(number), unit, decimals) == said


def test_actual_and_expected_periods_are_told_apart():
    assert head_of("FY2024", [Status.ACTUAL]) == "FY2024A"
    assert head_of("FY2025", [Status.ACTUAL, Status.GUIDANCE]) == "FY2025E"


def test_what_is_lacking_is_named_in_few_lines():
    lacking = [Named(f"FY{year}", name) for name in ("revenue", "inventories") for year in (2018, 2019, 2020)]
    lacking += [Named("FY2018", "goodwill", "its filing states two values"), Named("FY2018", "revenue")]
    assert missing_lines(lacking) == [
        "Not in the library: FY2018–FY2020 revenue and inventories",
        "Not shown: FY2018 goodwill: its filing states two values",
    ]


def test_years_that_follow_each_other_are_a_stretch():
    assert periods_in_words(["FY2018", "FY2020", "FY2021", "FY2022", "Q1 FY2023"]) == "FY2018, FY2020–FY2022 and Q1 FY2023"


def calculation(metric, value, **operands):
    parts = tuple((name, Calculation(name, name, "", Decimal(worth), "USD", YEAR, "Alpha", ())) for name, worth in operands.items())
    return Calculation(metric, "", "", Decimal(value), "%", YEAR, "Alpha", parts)


def test_a_ratio_over_a_loss_or_over_less_than_nothing_means_nothing():
    assert is_meaningful(calculation("return_on_equity", "12.5", net_income="10", equity_of_owners="80"))
    assert not is_meaningful(calculation("return_on_equity", "-12.5", net_income="10", equity_of_owners="-80"))
    assert not is_meaningful(calculation("interest_coverage", "-2", operating_income="-20", interest_expense="10"))
    assert is_meaningful(calculation("net_margin", "-3", net_income="-3", revenue="100"))


@pytest.mark.parametrize(
    ("printed", "values", "unit", "scale", "said"),
    [
        ("(77)", ("-77000000",), "USD", 10**6, "US$(77) million"),
        ("1,577.3", ("1577300000",), "USD", 10**6, "US$1,577.3 million"),
        ("$2.95 to $3.15", ("2.95", "3.15"), "USD/share", 1, "US$2.95–US$3.15 per share"),
        ("$55 to $60 million", ("55000000", "60000000"), "USD", 10**6, "US$55–US$60 million"),
        ("36.8% to 37.4", ("36.8", "37.4"), "%", 1, "36.8%–37.4%"),
        ("41.9", ("41900000",), "shares", 10**6, "41.9 million shares"),
        ("3,305,143,931.78", ("3305143931.78",), "CHF", 1, "CHF 3,305,143,931.78"),
    ],
)
def test_a_printed_figure_stands_in_a_sentence_in_one_form(printed, values, unit, scale, said):
    low, high = (Decimal(values[0]), Decimal(values[-1])) if len(values) > 1 else (None, None)
    assert stated(replace(FACT, printed=printed, value=Decimal(values[0]), low=low, high=high, unit=unit, scale=scale)) == said
