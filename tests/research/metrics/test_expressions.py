import random

import pytest

from research.errors import UsageError
from research.formulas.expressions import Function, Name, Negative, Number, Operation, names_in, parse_formula


def test_a_formula_is_a_tree_of_names_numbers_and_operations():
    tree = parse_formula("365 * average(inventories) / -cost_of_revenue")
    assert tree == Operation("/", Operation("*", Number(365), Name("inventories", (Function.AVERAGE,))), Negative(Name("cost_of_revenue")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("opening(prior(revenue))", Name("revenue", (Function.OPENING, Function.PRIOR))),
        ("at(revenue, FY2016)", Name("revenue", (), (2016, "FY"))),
        ("at(revenue, Q2_2024)", Name("revenue", (), (2024, "Q2"))),
        ("at(revenue, M9_2024)", Name("revenue", (), (2024, "9M"))),
        ("at(revenue, LTM_Q2_2024)", Name("revenue", (), (2024, "LTM Q2"))),
        ("average(at(revenue, FY2016))", Name("revenue", (Function.AVERAGE,), (2016, "FY"))),
    ],
)
def test_names_of_other_periods(text, name):
    assert parse_formula(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "revenue +",
        "revenue ** 2",
        "revenue // 2",
        "__import__('os').system('true')",
        "open('x')",
        "revenue.real",
        "[revenue]",
        "'revenue'",
        "True",
        "1j",
        "revenue if 1 else 2",
        "lambda: 1",
        "average(revenue, 2)",
        "average(1)",
        "at(revenue, 2016)",
        "at(revenue, FY16)",
        "at(average(revenue), FY2016)",
        "prior(x=revenue)",
        "(" * 300 + "1" + ")" * 300,
        "1" + "+1" * 400,
        "-" * 80 + "1",
        "revenue\x00",
    ],
)
def test_anything_else_is_refused_in_a_line(text):
    with pytest.raises(UsageError, match=r"the formula"):
        parse_formula(text)


def parsed(text):
    """Return the tree of a formula, or the line that refuses it."""
    try:
        return parse_formula(text)
    except UsageError as error:
        return error.message


def test_no_text_makes_the_parser_fail_otherwise():
    letters = "revenue average(,)+-*/ 0123456789.()[]{}'\"\\:=@#%&\n\t\x00é收"
    rng = random.Random(7)  # noqa: S311 - texts to try, no secrets
    found = [parsed("".join(rng.choice(letters) for _ in range(rng.randint(0, 40)))) for _ in range(3_000)]
    refusals = [one for one in found if isinstance(one, str)]
    assert all(line.startswith("the formula") and "\n" not in line for line in refusals)
    assert 0 < len(refusals) < len(found)


def test_names_come_from_left_to_right():
    assert [one.name for one in names_in(parse_formula("a + b * (c - -d) / 2"))] == ["a", "b", "c", "d"]
