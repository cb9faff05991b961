"""Questions that name a part and no company, and figures of parts that are worked out."""

import pytest

from research.nouns.answers import AnswerStatus
from tests.research.answering.shelf import QUILLMERE, TARROW, YEARS, ask, file, shelf, shown

PARTS = ("Fennimore", "Sal's Yard", "Regional Sites")


def parts(company=QUILLMERE, name="quillmere-parts", members=PARTS, kind="segment"):
    """Return the shelf with revenue and operating income of each part of a company, 100, 200, … and a tenth of it."""
    catalog = shelf()
    add_parts(catalog, company, name, members, kind)
    return catalog


def add_parts(catalog, company, name, members, kind="segment"):
    for number, member in enumerate(members, 1):
        rows = [
            (None, "Net sales", None, (f"{number}00.0", f"{number}50.0", "1.0")),
            (None, "Operating income", None, (f"{number}0.0", f"{number}5.0", "1.0")),
        ]
        file(catalog, company, f"{name}-{number}", YEARS, rows, of=((kind, member),), said=(f"{member} is one of our businesses.",))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Fennimore net sales 2024", "$100.0 million"),
        ("fennimore revenue 2024?", "$100.0 million"),
        ("Sal's Yard operating income FY2024", "$20.0 million"),
        ("Quillmere Regional Sites operating profit 2024", "$30.0 million"),
        ("What was the operating margin of Fennimore in 2024?", "10.00 %"),
        ("Fennimore revenue growth 2024", "-33.33 %"),
    ],
)
def test_a_part_that_one_company_prints_is_its(question, value):
    answer = ask(question, parts())
    assert (shown(answer), answer.plan.companies[0].value) == ([value], QUILLMERE)
    assert "is printed as a part of it" in answer.plan.companies[0].why


def test_a_part_is_known_without_the_home_country_in_its_name():
    answer = ask("What were the net sales of Sal's Yard in 2024?", parts(members=("Sal's Yard U.S.", "Quillmere U.S.")))
    assert (shown(answer), answer.plan.companies[0].value) == (["$100.0 million"], QUILLMERE)


@pytest.mark.parametrize(
    "question",
    [
        "Fennimore net income 2024",
        "Fennimore net sales 2019",
        "Fennimore Yard Tools net sales 2024",
        "Adjusted Fennimore operating income 2024",
        "Fennimore net sales in Europe 2024",
        "Regional Sites net sales 2024",
        "Fennimore and Honeywell net sales 2024",
        "Tarrow Fennimore net sales 2024",
        "Fennimore gross margin 2024",
    ],
)
def test_another_name_figure_or_year_gets_none(question):
    answer = ask(question, parts())
    assert answer.values == ()
    assert answer.status is not AnswerStatus.ANSWERED


def test_a_part_of_two_companies_is_nobodys():
    catalog = parts()
    add_parts(catalog, TARROW, "tarrow-parts", PARTS[:1])
    assert ask("Fennimore net sales 2024", catalog).values == ()
    assert shown(ask("Quillmere Fennimore net sales 2024", catalog)) == ["$100.0 million"]


def test_a_customer_or_a_place_tells_no_company():
    assert ask("Fennimore net sales 2024", parts(kind="customer")).values == ()


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Sal's Yard net sales, Quillmere 2024", ["$200.0 million"]),
        ("Quillmere: Sal's Yard operating income in 2023", ["$25.0 million"]),
        ("Quillmere and Sal's Yard net sales 2024", []),
        ("Quillmere vs Sal's Yard net sales 2024", []),
        ("Mab's Yard net sales, Quillmere 2024", []),
        ("Sal's Yard net sales, Tarrow 2024", []),
    ],
)
def test_a_parts_name_beside_its_company_is_the_parts(question, values):
    assert shown(ask(question, parts())) == values


def test_a_part_behind_its_company_s_name_is_that_company_s_where_its_tables_print_every_word():
    catalog = parts(members=("North Yard Resorts",))
    answer = ask("Quillmere Net Sales North Yard 2024", catalog)
    assert [value.calculation.company for value in answer.values] == [QUILLMERE]
    assert ask("Quillmere Shipping North Yard 2024", catalog).values == ()
    assert ask("Quillmere Holdings net sales 2024", catalog).values == ()
