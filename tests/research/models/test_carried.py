"""Whether a sentence of a draft says a thing that its quotes turn the other way."""

import pytest

from research.models.carried import turned


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Fennimore upgraded Quillmere.", "We downgrade Quillmere to Sell."),
        ("The target was raised to $44.", "We cut our target to $44 from $55."),
        ("目标价上调至41元", "目标价由41元下调至35元"),
    ],
)
def test_the_other_way_is_told(text, quotes):
    assert turned(text, quotes)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("The target was lowered to $44.", "We cut our target to $44 from $55."),
        ("Sales rose and costs fell.", "Sales grew while costs declined."),
        ("Sales rose 6.5 % to $343.2 million.", "Total net sales 343.2 322.3"),
        ("It raised the dividend.", "The dividend is up, the target is down."),
    ],
)
def test_the_same_way_and_none_at_all_are_not(text, quotes):
    assert not turned(text, quotes)
