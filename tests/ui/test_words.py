"""Counts in words."""

import pytest

from ui.render.words import counted


@pytest.mark.parametrize(
    ("number", "nouns", "said"),
    [
        (0, ("page",), "0 pages"),
        (1, ("page",), "1 page"),
        (1_204, ("page",), "1,204 pages"),
        (1, ("company", "companies"), "1 company"),
        (2, ("company", "companies"), "2 companies"),
    ],
)
def test_a_count_agrees_with_its_noun(number, nouns, said):
    assert counted(number, *nouns) == said
