"""By which part of itself a figure is said to have moved, in words: "rose by a third", "half as much again", "two fifths lower"."""

from __future__ import annotations

import re
from decimal import Decimal

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_ROUGHLY = (
    r"(?:(?:about|around|roughly|approximately|some|close\s+to|nearly|almost|just|only|over|under|more\s+than|less\s+than|well|a\s+good)"
    r"\s+)*"
)
_FRACTION = rf"(?:(?P<count>{'|'.join(_COUNTS)})[\s-]+)?(?P<part>{'|'.join(_PARTS)})s?"
_MOVED_BY = re.compile(
    rf"\b(?:by|up|down)\s+{_ROUGHLY}{_FRACTION}\b(?!\s+(?:of|a\b|an\b|in\s+a\s+row|quarters?|years?|time|party|to\s+(?:a|one|two)\b))"
    rf"|\b{_ROUGHLY}{_FRACTION.replace('count', 'count2').replace('part>', 'part2>')}\s+(?:more|less|higher|lower|fewer|larger|smaller)\b",
    re.IGNORECASE,
)


def fraction_in(text: str) -> Decimal | None:
    """Return by which part of itself some words say that a figure moved, None where they say none, or it may be a time."""
    found = _MOVED_BY.search(text)
    if found is None:
        return None
    count, part = found["count"] or found["count2"], (found["part"] or found["part2"]).lower()
    if count is None and part != "half":
        return None
    value = Decimal(_COUNTS[count.lower()] if count else 1) / _PARTS[part]
    return value if value < 1 else None
