"""The forms that a question names, amended ones apart from plain ones."""

import pytest

from research.answering.topics import topics
from research.planning.forms import amends_form, find_forms, is_of_form
from research.planning.plan import make_plan

NAMES = {"Osgrove Systems, Inc.": ["Osgrove"]}


def forms(question):
    return [term.value for term in find_forms(question)]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("in the 10-K", ["10-K"]),
        ("in the 10-K/A", ["10-K/A"]),
        ("in Form 10-K/A", ["10-K/A"]),
        ("in the 10k/a", ["10-K/A"]),
        ("in the amended 10-K", ["10-K/A"]),
        ("in the 10-K amendment", ["10-K/A"]),
        ("in Amendment No. 1 to the 2023 Form 10-K", ["10-K/A"]),
        ("in the 10-Q/A", ["10-Q/A"]),
        ("in the amended quarterly report", ["10-Q/A"]),
        ("in the amended annual report", ["amended annual report"]),
        ("in the amendment", ["amendment"]),
        ("in the amended filing", ["amendment"]),
        ("in the 10-K/A and in the 10-K", ["10-K/A", "10-K"]),
        ("after the amendment, in the 10-K", ["10-K/A"]),
        ("and what amendments does the 10-K describe", ["10-K"]),
        ("and any amendment that the 10-K names", ["10-K"]),
        ("in Amendment No. 2, in the 10-K", ["10-K/A"]),
        ("in the amendments", ["amendment"]),
        ("in the workbook", ["workbook"]),
        ("of the amendment to the credit agreement", []),
        ("of the lease amendment in the 10-K", ["10-K"]),
    ],
)
def test_forms(words, named):
    assert forms(f"What was the revenue of Osgrove {words}?") == named


@pytest.mark.parametrize(
    "words", ["in the 10-K/A", "in the amended annual report", "in the amended 2023 10-K", "in its amendment", "in Amendment No. 1"]
)
def test_the_words_of_an_amended_form_do_not_make_another_figure(words):
    found = make_plan(f"What was Osgrove's net income for FY2023 {words}?", NAMES, topics())
    assert (found.qualifiers, found.unknown_companies, found.wants_figure) == ((), (), True)


def test_which_documents_are_of_a_form():
    assert is_of_form("10-K/A", {"10-K/A"})
    assert is_of_form("10-K/A", {"amendment"})
    assert is_of_form("10-K/A", {"amended annual report"})
    assert not is_of_form("10-Q/A", {"amended annual report"})
    assert not is_of_form("10-K/A", {"10-K"})
    assert not is_of_form("10-K", {"amendment"})
    assert not is_of_form(None, {"amendment"})
    assert [amends_form(form, {"10-K"}) for form in ("10-K/A", "10-K", "10-Q/A")] == [True, False, False]
    assert amends_form("20-F/A", {"annual report"})
