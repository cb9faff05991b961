"""Sentences that turn what a source says by one word, and those that say it otherwise."""

import pytest

from research.drafting.checking.contrary import is_contrary
from research.verification.nearness import find_near, standing_of, tokens_of

SOURCE = "The new plant at Harrow Mill opened in April and orders from municipal customers rose in every region of the country."


def contrary(said):
    tokens = tokens_of(SOURCE)
    near = find_near(tokens_of(said), tokens, standing_of(tokens), SOURCE)
    return near is not None and is_contrary(near)


@pytest.mark.parametrize(
    ("said", "turns"),
    [
        (SOURCE.replace("rose", "fell"), True),
        (SOURCE.replace("April", "June"), True),
        (SOURCE.replace("rose", "increased"), False),
        (SOURCE.replace("municipal", "public"), False),
        (SOURCE, False),
        (SOURCE.replace("rose", "fell").replace("April", "June"), False),
    ],
)
def test_one_word_turns_the_meaning(said, turns):
    assert contrary(said) is turns
