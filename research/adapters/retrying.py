"""Requests that are made again when an endpoint is overloaded or cannot be reached, with growing waits or those that it asks for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from research.errors import DeskError

# The first wait and the longest one, in seconds; each is shortened at random by up to a quarter, so that many who wait do not come at once.
FIRST_WAIT = 0.5
LONGEST_WAIT = 8.0
# What another try may mend: time-outs, overload, and failures of the gateway or of what stands before it.
PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_T = TypeVar("_T")


class AskAgainError(Exception):
    """A request failed in a way that may pass: `error` is how it failed, `after` the seconds that the endpoint asks to wait, if it does."""

    def __init__(self, error: DeskError, after: float | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.after = after


def retried(ask: Callable[[float], _T], *, retries: int, seconds: float, wait: Callable[[float], None] = time.sleep) -> _T:
    """Return what `ask` gives, which is told how many seconds are left, and is asked again while it raises AskAgainError.

    Waits and repeated requests are within `seconds`: an endpoint that asks for a longer wait is not waited for. Raises the last error.
    """
    until = time.monotonic() + seconds
    for number in range(retries + 1):
        try:
            return ask(max(until - time.monotonic(), 0.001))
        except AskAgainError as again:
            pause = growing(number) if again.after is None else again.after
            if number == retries:
                raise again.error from again.__cause__
            if time.monotonic() + pause >= until:
                raise _too_long(again, pause) from again.__cause__
        wait(pause)
    raise AssertionError("the last try returns or raises")


def growing(number: int) -> float:
    """Return the seconds to wait after the try of this number, counted from 0."""
    return float(min(FIRST_WAIT * 2**number, LONGEST_WAIT) * (1 - random.random() / 4))  # noqa: S311 (no secret)


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a reply's headers ask to wait (RFC 9110, section 10.2.3), None where they ask for none.

    `headers` are looked up in small letters. `retry-after-ms` is what some gateways say beside it.
    """
    if (exact := _number(headers.get("retry-after-ms"))) is not None:
        return exact / 1000
    said = headers.get("retry-after")
    if said is None or (seconds := _number(said)) is not None:
        return None if said is None else seconds
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None


def _too_long(again: AskAgainError, pause: float) -> DeskError:
    if again.after is None:
        return again.error
    return type(again.error)(f"{again.error.message}; it asks to wait {pause:,.0f} seconds", again.error.hint)
