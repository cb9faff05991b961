import pytest

from research.metrics.engine import NoFigure
from research.metrics.labelled import LabelledFigures, Topic
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation
from tests.research.books import books, question, row


def find(*phrases, year=2024, catalog=None):
    catalog = catalog or books()
    return LabelledFigures(catalog.facts).compute(question(catalog), Topic.of(phrases), PeriodTerm(year, "FY", ""))


@pytest.mark.parametrize(
    ("phrases", "value"),
    [
        (["fulfillment"], 61_000_000),
        (["fulfillment", "expense"], 61_000_000),
        (["average daily output"], 312),
        (["dosing", "operating income"], 44_000_000),
        (["dosing segment", "operating profit"], 44_000_000),
    ],
)
def test_a_row_is_found_by_its_own_words(phrases, value):
    found = find(*phrases)
    assert isinstance(found, Calculation)
    assert found.value == value


@pytest.mark.parametrize(
    "phrases",
    [
        ["fulfillment", "revenue"],
        ["daily output"],
        ["average daily output per site"],
        ["filters", "operating income"],
        ["adjusted", "operating income"],
        ["expense"],
        ["operating income"],
        [],
        ["of", "the"],
    ],
)
def test_a_word_too_many_or_too_few_finds_nothing(phrases):
    assert find(*phrases) == NoFigure()


def test_another_year_is_another_figure():
    assert find("fulfillment", year=2023).value == 55_500_000
    assert find("fulfillment", year=2022) == NoFigure()


def test_two_values_under_one_label_give_none():
    catalog = books(("quillmere-notes", 2024, (row("Freight", FY2024="5.0"), row("Freight", FY2024="7.0"))))
    found = find("freight", catalog=catalog)
    assert [fact.printed for fact in found.stated] == ["5.0", "7.0"]


def test_a_row_of_a_note_under_a_concepts_name_may_be_anybodys():
    notes = (row("Interest expense", statement=None, FY2024="9.0"), row("Freight income", statement=None, FY2024="3.0"))
    catalog = books(("quillmere-notes", 2024, notes))
    assert find("interest expense", catalog=catalog) == NoFigure()
    assert find("freight income", catalog=catalog).value == 3_000_000
