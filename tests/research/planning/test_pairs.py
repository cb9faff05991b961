"""Two figures that a question sets against each other."""

import pytest

from research.planning.pairs import LONGEST, PairKind, find_pairs


@pytest.mark.parametrize(
    ("question", "kind", "first", "second"),
    [
        ("Orchard 2021: valve revenue as a percentage of total revenue", PairKind.SHARE, "valve revenue", "total revenue"),
        ("What share of net sales came from outside Canada?", PairKind.SHARE, "outside Canada", "net sales"),
        ("what part of pump sales did rentals make up in 2021?", PairKind.SHARE, "rentals", "pump sales"),
        ("percent of net sales from outside Canada", PairKind.SHARE, "outside Canada", "net sales"),
        ("How much of net sales comes from rentals?", PairKind.SHARE, "rentals", "net sales"),
        ("What portion of net sales was from rentals?", PairKind.SHARE, "rentals", "net sales"),
        ("Pumps share of Orchard's total assets (percent)", PairKind.SHARE, "Pumps", "Orchard's total assets"),
        ("Leave it out: what was revenue excluding valve revenue?", PairKind.LESS, "what was revenue", "valve revenue"),
    ],
)
def test_a_question_sets_one_figure_against_another(question, kind, first, second):
    found = next(find_pairs(question))
    assert (found.kind, found.second) == (kind, second)
    assert found.first.endswith(first)


@pytest.mark.parametrize("question", ["revenue of Orchard in 2021", "share price of Orchard", "share of x in y " * LONGEST])
def test_other_questions_set_nothing_against_another(question):
    assert list(find_pairs(question)) == []
