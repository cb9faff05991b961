"""Rows that have a metric's words and state another amount are quoted for it in no answer."""

import pytest

from tests.research.answering.shelf import CASH, INCOME, QUILLMERE, ask, fake_catalog, file, shown

YEARS = ("FY2024", "FY2023")
LOSS = (INCOME, "Net loss", "net_income", ("(110.0)", "(90.0)"))
SECURITIES = (CASH, "Proceeds from sales of securities", "sales_of_investments", ("233.0", "150.0"))
STOCK = (CASH, "Proceeds from sale of common stock", None, ("65.0", "12.0"))


@pytest.fixture
def catalog():
    """A company that sells nothing yet, but securities and its own stock."""
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, [LOSS, SECURITIES, STOCK])
    return catalog


@pytest.mark.parametrize("question", ["What was Quillmere's revenue in 2024?", "Quillmere sales 2024"])
def test_proceeds_of_sales_are_no_sales(catalog, question):
    answer = ask(question, catalog)
    assert (shown(answer), answer.citations) == ([], ())
    assert any("not found in a statement" in line for line in answer.missing)
