"""Figures in sentences: their worth and unit, and the numbers that are none."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from research.text.figures import printed_figures


def read(text):
    return [(figure.text, figure.value, figure.unit) for figure in printed_figures(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("sales of $1.6 billion", "1600000000", "USD"),
        ("sales of $1,577 million", "1577000000", "USD"),
        ("US$ 12.5bn of debt", "12500000000", "USD"),
        ("$300k", "300000", "USD"),
        ("EUR 4.2 mn", "4200000", "EUR"),
        ("a loss of $(3.2) billion", "-3200000000", "USD"),
        ("cash flow of -£4 million", "-4000000", "GBP"),
        ("up 2.9 percent", "2.9", "%"),
        ("up 2.9%", "2.9", "%"),
        ("(0.4)%", "-0.4", "%"),
        ("down 2.3 percentage points", "2.3", "pp"),
        ("down 230 basis points", "2.30", "pp"),
        ("down 230bps", "2.30", "pp"),
        ("leverage of 1.6x", "1.6", "x"),
        ("营业收入12.5亿元", "1250000000", "CNY"),
        ("人民币5,120万元", "51200000", "CNY"),
        ("共1,234千元", "1234000", "CNY"),
        ("提高1.2个百分点", "1.2", "pp"),
        ("5 cents", "0.05", "USD"),
    ],
)
def test_a_figure_has_its_worth_and_unit(text, value, unit):
    ((_, found, of),) = read(text)
    assert (found, of) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "in 2018 and fiscal 2019",
        "on December 31, 2018",
        "Q2 2024, 2Q24, 1H23, FY18 and the 9 months",
        "see Note 12, Notes 3, 4 and 5, Item 7 and Section 302",
        "on Form 10-K and a 401(k) plan",
        "3M, the S&P 500, COVID-19, 5G and Rule 10b5-1",
        "one of three",
        "2. Risks follow",
        "2023年12月31日",
        "第3季度",
    ],
)
def test_years_dates_and_references_are_no_figures(text):
    assert read(text) == []


def test_a_row_has_its_figures_with_their_signs():
    assert [value for _, value, _ in read("Other, net 9 (6) (4)")] == [9, -6, -4]


def test_the_first_of_a_range_takes_the_scale_of_the_last():
    assert [value for _, value, _ in read("between $1.2 and $1.4 billion")] == [1_200_000_000, 1_400_000_000]
    assert [value for _, value, _ in read("10-15%")] == [10, 15]


def test_per_share_is_told_apart():
    (figure,) = printed_figures("earnings of $5.01 per diluted share")
    assert (figure.value, figure.per, figure.step) == (Decimal("5.01"), "share", Decimal("0.01"))


@given(
    st.decimals(0, 10**7, places=2),
    st.sampled_from([("", 1), (" thousand", 10**3), (" million", 10**6), (" billion", 10**9)]),
    st.booleans(),
)
def test_what_is_printed_is_read_back(amount, scale, minus):
    word, factor = scale
    printed = f"$({amount:,}){word}" if minus else f"${amount:,}{word}"
    (figure,) = printed_figures(f"It came to {printed} in all")
    assert (figure.value, figure.unit) == ((-amount if minus else amount) * factor, "USD")
    assert figure.step == Decimal(factor).scaleb(-2)


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("0123456789.,$%()-–− abmkx亿万元千年\n’/€"), max_size=40))
def test_any_text_is_read_without_failing_and_each_figure_stands_where_it_says(text):
    figures = printed_figures(text)
    assert all(text[figure.start : figure.end].strip() == figure.text and any(map(str.isdigit, figure.text)) for figure in figures)
    assert all(first.end <= second.start for first, second in pairwise(figures))


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "1." * 10_000, "A&" * 10_000, "\n" * 20_000, "(" * 20_000, "a-1" * 7_000], ids=lambda text: repr(text[:3])
)
def test_a_long_run_is_read_in_time(text):
    started = time.process_time()
    printed_figures(text)
    assert time.process_time() - started < 3
