"""Figures written otherwise than with plain digits, and numbers that are none."""

from decimal import Decimal

import pytest

from research.text.figures import printed_figures


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("１２３．５ million", "123500000", ""),
        ("٤٢ million", "42000000", ""),
        ("1\u2009234\u2009567 tonnes", "1234567", ""),
        ("1\u202f234,5 %", "1234.5", "%"),
        ("€1.234,5 million", "1234500000", "EUR"),
        ("1.234.567", "1234567", ""),
        ("1'234'567", "1234567", ""),
        ("12,5 %", "12.5", "%"),
        ("1,234.5", "1234.5", ""),
        ("一百二十亿元", "12000000000", "CNY"),
        ("一亿二千万元", "120000000", "CNY"),
        ("十亿美元", "1000000000", "USD"),
        ("百分之十二点五", "12.5", "%"),
        ("twelve percent", "12", "%"),
        ("twenty-five basis points", "0.25", "pp"),
        ("two hundred and five million", "205000000", ""),
        ("five cents a share", "0.05", "USD"),
    ],
)
def test_a_figure_is_read_however_it_is_written(text, amount, unit):
    (figure,) = printed_figures(f"It was {text}.")
    assert (figure.value, figure.unit) == (Decimal(amount), unit)
    assert text.startswith(figure.text)


@pytest.mark.parametrize(
    "text",
    [
        "Item 7 and Note 12",
        "page 12, p. 14 and pp. 3-5",
        "call (212) 555-0100 or +1 212 555 0100",
        "the 737 MAX and the Model 3",
        "the S&P 500, Form 10-K, COVID-19 and a 401(k) plan",
        "as shown [1] and [2, 3]",
        "Oak Street, AB 10001",
        "二〇二四年第一季度",
        "one of the two halves",
    ],
)
def test_what_only_names_or_numbers_is_no_figure(text):
    assert printed_figures(text) == ()


def test_a_mark_of_a_note_is_no_figure():
    assert [figure.text for figure in printed_figures("Net sales(1) 5,310 5,124")] == ["5,310", "5,124"]
    assert [figure.text for figure in printed_figures("It was $5.3 million [1].")] == ["$5.3 million"]
