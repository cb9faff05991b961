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


REVENUES = ((None, "Revenue", None, ("70.0", "60.0")),)
LOSSES = ((None, "Operating income (loss)", None, ("(9.0)", "12.0")),)
TOOLS, SERVICES = (("segment", "Garden Tools"),), (("segment", "Garden Tools"), ("product", "Services"))


@pytest.fixture
def parts():
    """A company with a segment, a product of it and its result, under a filing of each year."""
    catalog = fake_catalog()
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, [(INCOME, "Net sales", "revenue", ("900.0", "800.0"))])
    file(catalog, QUILLMERE, "quillmere-services", YEARS, REVENUES, of=SERVICES)
    file(catalog, QUILLMERE, "quillmere-tools", YEARS, LOSSES, of=TOOLS)
    file(catalog, QUILLMERE, "quillmere-2023", ("FY2023",), [(None, "Operating income (loss)", None, ("13.0",))], of=TOOLS)
    return catalog


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("What did Quillmere's Garden Tools segment make from services in 2024?", ["$70.0 million"]),
        ("How much did Quillmere earn from Garden Tools services in 2023?", ["$60.0 million"]),
        ("What did Quillmere make from pumps in 2024?", []),
        ("How much did Quillmere's Garden Tools segment lose in 2024?", ["-$9.0 million"]),
        ("How much did Quillmere's Garden Tools segment lose in 2024 (operating)?", ["-$9.0 million"]),
        ("How much did Quillmere's Garden Tools segment lose in 2023?", []),
        ("How much did Quillmere lose in 2024?", []),
    ],
)
def test_a_verb_asks_for_the_figure_of_a_part(parts, question, values):
    assert shown(ask(question, parts)) == values


def test_what_was_first_reported_is_of_the_years_own_filing(parts):
    plain = "Quillmere Garden Tools operating income 2023"
    assert shown(ask(plain, parts)) == shown(ask(f"{plain} as first reported", parts)) == ["$13.0 million"]
    assert shown(ask("Quillmere Garden Tools services revenue 2023", parts)) == ["$60.0 million"]
    assert shown(ask("Quillmere Garden Tools services revenue 2023 as originally reported", parts)) == []
