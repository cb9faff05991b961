from decimal import Decimal

import pytest

from research.answering.figures import show_figure


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
        ("12000000", "CHF", 10**6, None, None, "12", "12 million CHF"),
    ],
)
def test_shown_figures(value, unit, printed_scale, scale, decimals, number, display):
    shown = show_figure(Decimal(value), unit, printed_scale=printed_scale, scale=scale, decimals=decimals)
    assert (str(shown.number), shown.display) == (number, display)
    if decimals is None:
        assert shown.number * shown.scale == Decimal(value)
