"""When a request is made again, how long is waited, and when it is given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from research.adapters.retrying import FIRST_WAIT, LONGEST_WAIT, AskAgainError, asked_wait, growing, retried
from research.errors import CouldNotAskError, UsageError

FAILED = CouldNotAskError("the gateway answered 429", "wait")


class Endpoint:
    """Fails in turn, then answers; keeps the seconds that each request was given."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.given = []

    def __call__(self, left):
        self.given.append(left)
        if self.errors:
            raise self.errors.pop(0)
        return "said"


def test_what_passes_is_asked_again_after_the_wait_that_is_asked_for_or_a_growing_one():
    waits = []
    endpoint = Endpoint(AskAgainError(FAILED, 3.5), AskAgainError(FAILED), AskAgainError(FAILED))
    assert retried(endpoint, retries=3, seconds=60, wait=waits.append) == "said"
    assert waits[0] == 3.5
    assert 0.75 * 2 * FIRST_WAIT <= waits[1] <= 2 * FIRST_WAIT
    assert 0.75 * 4 * FIRST_WAIT <= waits[2] <= 4 * FIRST_WAIT
    assert len(endpoint.given) == 4
    assert all(59 < left <= 60 for left in endpoint.given)


def test_after_the_last_try_its_own_error_is_raised():
    waits = []
    endpoint = Endpoint(*[AskAgainError(FAILED)] * 5)
    with pytest.raises(CouldNotAskError) as caught:
        retried(endpoint, retries=2, seconds=60, wait=waits.append)
    assert caught.value is FAILED
    assert (len(endpoint.given), len(waits)) == (3, 2)


def test_what_does_not_pass_is_asked_once():
    endpoint = Endpoint(UsageError("no"))
    with pytest.raises(UsageError):
        retried(endpoint, retries=5, seconds=60, wait=lambda _: None)
    assert len(endpoint.given) == 1


def test_a_wait_beyond_the_time_limit_is_not_begun():
    waits = []
    with pytest.raises(CouldNotAskError, match="answered 429; it asks to wait 120 seconds; wait") as caught:
        retried(Endpoint(AskAgainError(FAILED, 120.0)), retries=5, seconds=60, wait=waits.append)
    assert caught.value.hint == "wait"
    with pytest.raises(CouldNotAskError, match="answered 429; wait"):
        retried(Endpoint(AskAgainError(FAILED)), retries=5, seconds=0.1, wait=waits.append)
    assert waits == []


def test_waits_grow_to_the_longest():
    assert LONGEST_WAIT * 0.75 <= growing(20) <= LONGEST_WAIT


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "2", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_the_wait_that_headers_ask_for(headers, seconds):
    assert asked_wait(headers) == seconds


def test_a_wait_until_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 28 < asked_wait({"retry-after": later}) <= 30
