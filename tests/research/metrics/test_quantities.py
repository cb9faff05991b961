from decimal import Decimal

import pytest

from research.metrics.quantities import Quantity, UnitMismatchError


def of(value, unit):
    return Quantity.of(Decimal(value), unit)


def test_units_go_through_a_calculation():
    assert (of(10, "USD") / of(4, "shares")).unit == "USD/share"
    assert (of(10, "USD/share") * of(4, "shares")).unit == "USD"
    assert (of(10, "USD") / of(4, "USD")) == Quantity(Decimal("2.5"))
    assert of("30.8", "%").value == Decimal("0.308")
    assert (of(1, "USD") / (of(1, "shares") * of(1, "USD"))).unit == "1/share"
    assert of(3, "shares").unit == "shares"


@pytest.mark.parametrize("join", [lambda a, b: a + b, lambda a, b: a - b])
def test_unlike_units_are_not_added(join):
    with pytest.raises(UnitMismatchError, match=r"EUR cannot be .* USD"):
        join(of(1, "USD"), of(1, "EUR"))
    with pytest.raises(UnitMismatchError, match="a plain number"):
        join(of(1, "USD"), Quantity(Decimal(1)))


def test_division_by_nought_is_told():
    with pytest.raises(ZeroDivisionError):
        of(1, "USD") / of(0, "USD")
