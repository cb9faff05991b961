"""Whether the row that a question marks is what its answer cites."""

from dataclasses import replace

import pytest

from research.evaluation.rows import Boxed, MarkedRow, judge_row, read_row, row_counts
from tests.ui.sample_desk import figure_answer

ANSWER = figure_answer("capex?")
CITED = replace(ANSWER.citations[0], document="tarrow-2024", page=12, quote="Purchases of property (note 4) $ (41.5) $ (38.0) — 12.25%")
ANSWER = replace(ANSWER, citations=(CITED,))


def judged(*figures, document="tarrow-2024", page=12, right=True, answer=ANSWER):
    return judge_row(MarkedRow(document, page, figures), answer, right=right)


def test_the_row_is_told_by_its_page_and_its_figures_in_order():
    assert judged("(41.5)", "(38.0)") is Boxed.ROW
    assert judged("41.5", "38.0", "12.25%") is Boxed.ROW
    for figures in (("38.0", "41.5"), ("41.5", "12.25%"), ("1.5", "38.0"), ("41.5", "38.0", "12.25", "7")):
        assert judged(*figures, right=False) is Boxed.OTHER
    assert judged("(41.5)", "(38.0)", page=13, right=False) is Boxed.OTHER
    assert judged("(41.5)", "(38.0)", document="tarrow-2023", right=False) is Boxed.OTHER


def test_a_right_answer_from_elsewhere_shows_the_same_and_a_refusal_shows_nothing():
    assert judged("(41.5)", "(38.0)", page=13) is Boxed.SAME
    assert judged("(41.5)", answer=replace(ANSWER, citations=()), right=False) is Boxed.NONE
    assert judge_row(None, ANSWER, right=True) is None


def test_a_row_is_read_with_its_figures():
    assert read_row(None) is None
    assert read_row({"doc": "tarrow-2024", "page": 12, "figures": ["41.5", "38.0"]}) == MarkedRow("tarrow-2024", 12, ("41.5", "38.0"))
    with pytest.raises(ValueError, match="no figures"):
        read_row({"doc": "tarrow-2024", "page": 12, "figures": ["—"]})
    with pytest.raises(KeyError):
        read_row({"doc": "tarrow-2024", "page": 12})


def test_the_counts_leave_out_questions_without_a_row():
    assert row_counts([Boxed.ROW, None, Boxed.NONE, Boxed.ROW]) == {"questions": 3, "row": 2, "same": 0, "other": 0, "none": 1}
