"""Two runs side by side: who gained, who lost, how likely that is by chance, and what changed."""

from __future__ import annotations

import json

import pytest

from research.errors import CannotReadError
from research.evaluation.comparison import compare, read_rows, sign_test


def row(outcome="right", lenient=1, shown="USD 5 million", **more):
    return {"outcome": outcome, "lenient": lenient, "has_pages": True, "shown": shown, **more}


def measures(comparison):
    return {one.name: (one.questions, one.before, one.after, one.better, one.worse) for one in comparison.measures}


@pytest.mark.parametrize(
    ("better", "worse", "chance"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (0, 6, 0.03125), (8, 2, 0.109375), (3, 3, 1.0)]
)
def test_the_sign_test_is_exact_and_two_sided(better, worse, chance):
    assert sign_test(better, worse) == pytest.approx(chance)


def test_gains_and_losses_are_counted_for_each_measure():
    before = {"a": row(), "b": row("wrong", 7), "c": row("refused", None), "d": row(lenient=None, has_pages=False)}
    after = {"a": row("wrong", 2), "b": row("right", 1), "c": row("right", 5), "d": row(lenient=None, has_pages=False)}
    found = measures(compare(before, after))
    assert found["right"] == (4, 2, 3, ("b", "c"), ("a",))
    assert found["page@1"] == (3, 1, 1, ("b",), ("a",))
    assert found["page@5"] == (3, 1, 3, ("b", "c"), ())
    assert found["page@10"] == (3, 2, 3, ("c",), ())
    assert "document@1" not in found  # these rows have no rank of a document


def test_the_marked_rows_are_compared_where_there_are_some():
    before = {"a": row(boxed="row"), "b": row(boxed="other"), "c": row(boxed=None), "d": row(boxed="none")}
    after = {"a": row(boxed="same"), "b": row(boxed="same"), "c": row(boxed=None), "d": row(boxed="other")}
    assert measures(compare(before, after))["row cited"] == (3, 1, 2, ("b",), ())
    assert "row cited" not in measures(compare({"a": row()}, {"a": row()}))


def test_a_question_that_is_not_judged_counts_for_pages_only():
    before = {"a": {"figure": None, "lenient": 3, "document": 1, "shown": "", "status": "answered"}}
    after = {"a": {"figure": None, "lenient": 1, "document": 2, "shown": "", "status": "partial"}}
    comparison = compare(before, after)
    assert measures(comparison) == {
        "page@1": (1, 0, 1, ("a",), ()),
        "page@5": (1, 1, 1, (), ()),
        "page@10": (1, 1, 1, (), ()),
        "document@1": (1, 1, 0, (), ("a",)),
    }
    (change,) = comparison.changes
    assert (change.verdict, change.page, change.shown) == (("answered", "partial"), (3, 1), None)


def test_only_what_changed_is_listed_and_what_one_run_lacks_is_named():
    before = {"a": row(), "b": row(shown="USD 5 million"), "old": row()}
    after = {"a": row(), "b": row(shown="USD 6 million"), "new": row()}
    comparison = compare(before, after)
    assert [(one.id, one.shown) for one in comparison.changes] == [("b", ("USD 5 million", "USD 6 million"))]
    assert (comparison.only_before, comparison.only_after) == (("old",), ("new",))


def test_a_file_that_is_no_run_is_said(tmp_path):
    path = tmp_path / "run.json"
    with pytest.raises(CannotReadError, match="no such file"):
        read_rows(path)
    for content in ("[]", "{", '{"rows": [{}]}', '{"rows": 3}'):
        path.write_text(content)
        with pytest.raises(CannotReadError, match="is not a run"):
            read_rows(path)
    path.write_text(json.dumps({"rows": [{"id": "a", "outcome": "right"}]}))
    assert read_rows(path) == {"a": {"id": "a", "outcome": "right"}}


def test_many_changes_are_no_more_than_few():
    assert sign_test(1_200, 0) == 0
    assert sign_test(700, 700) == 1


def test_a_rank_that_is_no_number_is_said(tmp_path):
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"rows": [{"id": "a"} | row(lenient="first")]}))
    with pytest.raises(CannotReadError, match="is not a run of desk eval"):
        read_rows(path)
