"""Whether a source says a draft's words one after the other."""

import pytest

from research.drafting.checking.following import says_in_order

SOURCE = "Our officers: Ann Bell, 47, chief executive since May 2021. Carl Dunn, former chief financial officer, left in 2019."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Bell is chief executive since May 2021", "Ann Bell, 47, chief executive since May 2021"),
        ("Ann Bell has been chief executive", "Ann Bell, 47, chief executive"),
    ],
)
def test_words_that_follow_one_another_are_found(text, found):
    start, end = says_in_order(text, SOURCE)
    assert SOURCE[start:end] == found


@pytest.mark.parametrize(
    "text",
    [
        "Carl Dunn is chief financial officer",  # the source says "former"
        "Ann Bell left in 2019",  # beyond the end of a sentence
        "Ann Bell is financial officer since 2021",  # a word is missing
        "the chief executive since May 2021",  # no name at its head
        "Ann Bell is",  # too short
        "Ann Dunn is chief financial officer",  # another name between
    ],
)
def test_what_turns_or_breaks_the_words_is_not(text):
    assert says_in_order(text, SOURCE) is None
