from decimal import Decimal

import pytest

from research.answering.figures import Look, show_figure


@pytest.mark.parametrize(
    ("value", "unit", "printed_scale", "scale", "decimals", "number", "display"),
    [
        ("1577000000", "USD", 10**6, None, None, "1577", "$1,577 million"),
        ("8738000000", "USD", 10**6, 10**9, 2, "8.74", "$8.74 billion"),
        ("8700000000", "USD", 10**6, 10**9, 2, "8.70", "$8.70 billion"),
        ("1234567000", "USD", 10**3, 10**6, None, "1234.567", "$1,234.567 million"),
        ("-4.20", "USD/share", 1, None, None, "-4.20", "-$4.20 per share"),
        ("-4.20", "USD/share", 1, 10**6, None, "-4.20", "-$4.20 per share"),
        ("30.85", "%", 1, None, 1, "30.9", "30.9 %"),
        ("5466000", "shares", 10**3, None, None, "5466", "5,466 thousand shares"),
        ("0", "USD", 10**6, None, None, "0", "$0 million"),
        ("133300000", "count", 10**6, None, None, "133.3", "133.3 million"),
        ("312", "count", 1, None, None, "312", "312"),
        ("12000000", "CHF", 10**6, None, None, "12", "12 million CHF"),
    ],
)
def test_shown_figures(value, unit, printed_scale, scale, decimals, number, display):
    shown = show_figure(Decimal(value), unit, printed_scale=printed_scale, look=Look(scale, decimals))
    assert (str(shown.number), shown.display) == (number, display)
    if decimals is None:
        assert shown.number * shown.scale == Decimal(value)


@pytest.mark.parametrize(
    ("value", "unit", "printed_scale", "look", "number", "display"),
    [
        ("1234567890.12", "CNY", 1, Look(10**8, 2, han=True), "12.35", "12.35亿元"),
        ("1234567890.12", "CNY", 1, Look(10**4, 0, han=True), "123457", "123,457万元"),
        ("1234567890.12", "CNY", 1, Look(han=True), "1234567890.12", "1,234,567,890.12元"),
        ("1234567000", "CNY", 10**3, Look(han=True), "1234567", "1,234,567千元"),
        ("1234560000", "CNY", 10**4, Look(han=True), "123456", "123,456万元"),
        ("-1234560000", "CNY", 10**4, Look(), "-1234.56", "-RMB 1,234.56 million"),
        ("1234560000", "CNY", 10**4, Look(10**8), "12.3456", "12.3456亿元"),
        ("0.52", "CNY/share", 1, Look(han=True), "0.52", "0.52元/股"),
        ("250000000", "USD", 10**6, Look(10**8, han=True), "2.5", "2.5亿美元"),
        ("12.5", "%", 1, Look(10**8, han=True), "12.5", "12.5 %"),
    ],
)
def test_chinese_units_are_shown_as_the_question_or_its_language_asks(value, unit, printed_scale, look, number, display):
    shown = show_figure(Decimal(value), unit, printed_scale=printed_scale, look=look)
    assert (str(shown.number), shown.display) == (number, display)
