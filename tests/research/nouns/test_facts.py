"""How fiscal periods are named everywhere."""

import pytest

from research.nouns.facts import fiscal_label


@pytest.mark.parametrize(
    ("year", "period", "label"),
    [(2018, "FY", "FY2018"), (2018, None, "FY2018"), (2024, "Q2", "Q2 FY2024"), (2024, "9M", "9M FY2024"), (2024, "H1", "H1 FY2024")],
)
def test_a_fiscal_label(year, period, label):
    assert fiscal_label(year, period) == label
