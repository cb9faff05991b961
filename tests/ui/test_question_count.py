"""How many questions a session may ask, in a minute and in all."""

import pytest

from research.errors import LimitExceededError
from ui.pages.question_count import QuestionCount


def test_a_minute_has_its_most_and_the_next_its_own():
    count = QuestionCount()
    for at in (0.0, 10.0):
        count.take(at, minute=2, session=9)
    with pytest.raises(LimitExceededError, match=r"more than 2 questions in a minute; ask again in 31 s, .*DESK_MAX_QUESTIONS_MINUTE"):
        count.take(29.0, minute=2, session=9)
    count.take(60.0, minute=2, session=9)
    with pytest.raises(LimitExceededError, match="again in 9 s"):
        count.take(61.0, minute=2, session=9)


def test_a_session_has_its_most():
    count = QuestionCount()
    for at in range(3):
        count.take(100.0 * at, minute=1, session=3)
    with pytest.raises(
        LimitExceededError, match=r"has asked 3 questions, which is the limit; reload the page, .*DESK_MAX_QUESTIONS_SESSION"
    ):
        count.take(1000.0, minute=1, session=3)
