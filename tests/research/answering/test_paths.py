"""How a figure went over years: its change where it went one way, where it turned otherwise, all years in the table."""

import pytest

from research.answering.paths import goes_one_way, said_path, went
from tests.research.answering.shelf import INCOME, QUILLMERE, ask, file, shelf, shown
from tests.research.books import compute

HEADS = ("FY2024", "FY2023", "FY2022", "FY2021", "FY2020")


def asked(question, *values):
    catalog = shelf(but=(QUILLMERE,))
    rows = ((INCOME, "Net sales", "revenue", ("90.0", "80.0", "70.0", "60.0", "50.0")), (None, "Depot count", None, values, "count"))
    file(catalog, QUILLMERE, "quillmere-2024", HEADS, rows, scale=1)
    return ask(question, catalog)


@pytest.mark.parametrize(
    ("values", "expected", "lead"),
    [
        (("12", "15", "16", "17", "20"), ["-8"], "it fell from FY2020 to FY2024 in every year."),
        (("12", "18", "16", "14", "10"), ["10", "18", "12"], "it rose to FY2023, then fell to FY2024."),
        (("12", "12", "12", "11", "11"), ["11", "12"], "it rose from FY2020 to FY2024."),
    ],
)
def test_a_path_is_told_by_its_change_or_its_turns(values, expected, lead):
    found = asked("Quillmere total depot count, 2020 through 2024 - trend?", *values)
    assert shown(found) == expected
    assert lead in found.text
    assert [row[1] for row in found.table.rows] == list(reversed(HEADS))


def test_a_path_that_lacks_a_year_has_no_turns():
    found = asked("Quillmere depot count, 2019 through 2024 - trend?", "12", "18", "16", "14", "10")
    assert "then fell" not in found.text


def test_a_question_without_a_word_for_it_lists_the_years():
    assert len(shown(asked("Quillmere revenue 2020 through 2024", "12", "18", "16", "14", "10"))) == 5


def test_two_turns_and_standing_still():
    figures = [compute("revenue", year) for year in (2022, 2023, 2024)]
    assert went(figures) == (figures[0], figures[-1])
    assert goes_one_way(figures)
    still = [figures[0], figures[0]]
    assert (said_path(still), goes_one_way(still)) == ("", False)
