"""Calculations that a text shows are worked out again, from operands that the evidence states."""

from decimal import Decimal

import pytest

from research.nouns.answers import Verdict
from research.verification.evidence import Evidence
from research.verification.expressions import value_of
from research.verification.gate import verify

PAGE = Evidence("(in millions) 2024 2023\nAccounts payable 46.2 41.4\nTrade revenue 812.0 640.0\nTax rate 21.6 % 24.6 %\n")


@pytest.mark.parametrize(
    ("expression", "value"),
    [("(41 + 46) / 2", "43.5"), ("1 - (2 / 4)", "0.5"), ("365 × 2 ÷ 10", "73"), ("-3 * (2 - 4)", "6"), ("$1,200 / $400", "3")],
)
def test_a_sum_is_worked_out(expression, value):
    assert value_of(expression) == Decimal(value)


@pytest.mark.parametrize("expression", ["", "1 /", "1 / 0", "(1 + 2", "1 2", "a + 1", ")", "(" * 200])
def test_what_is_no_sum_has_no_value(expression):
    assert value_of(expression) is None


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Average accounts payable was (46.2 + 41.4) / 2 = 43.8.", Verdict.SUPPORTED),
        ("Average accounts payable was (46.2 + 41.4) / 2 = 44.8.", Verdict.NO_EVIDENCE),
        ("Average accounts payable was (46.2 + 43.4) / 2 = 44.8.", Verdict.NO_EVIDENCE),
        ("Trade revenue grew (812.0 - 640.0) / 640.0 = 0.269 or 26.9%.", Verdict.SUPPORTED),
        ("Trade revenue grew (812.0 - 640.0) / 640.0 = 0.269 or 36.9%.", Verdict.NO_EVIDENCE),
    ],
)
def test_a_shown_calculation_is_followed(claim, expected):
    assert verify(claim, [PAGE]).verdict is expected


@pytest.mark.parametrize(
    ("claim", "is_right"),
    [
        ("Trade revenue increased by 26.9% from 2023 to 2024.", True),
        ("Trade revenue increased by $172.0 million from 2023 to 2024.", True),
        ("The tax rate decreased by 3.0 percentage points from 2023 to 2024.", True),
        ("Trade revenue increased by 27.9% from 2023 to 2024.", False),
        ("Trade revenue decreased by 26.9% from 2023 to 2024.", False),
        ("Trade revenue increased by 26.9% for the three months ended December 31, 2024 from 2023.", False),
        ("The tax rate increased by 3.0 percentage points from 2023 to 2024.", False),
        ("The tax rate decreased by 3.0% from 2023 to 2024.", False),
        ("Accounts payable increased by 26.9% from 2023 to 2024.", False),
    ],
)
def test_the_change_of_a_row_is_worked_out(claim, is_right):
    assert (verify(claim, [PAGE]).verdict is Verdict.SUPPORTED) is is_right
