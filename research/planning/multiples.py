"""Which company's figure is divided by which, where a question asks how many times the one is the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

_COMPARED = r"(?:larger|bigger|higher|greater|more|as\s+(?:large|big|high|much|great))"
_ASKS = re.compile(
    rf"\bhow\s+many\s+times(?P<compared>\s+{_COMPARED}|\s+the\s+size)?(?!\w)|\btimes\s+(?P<alone>larger|bigger|as\s+large)\b|\b(?P<as>as\s+an?\s+)?multiple\s+of\b",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:is|was|were|are|did|does|do|has|had)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:than|as|of|compared\s+(?:to|with)|that\s+of)\b", re.IGNORECASE)
_OTHER_TIMES = re.compile(r"\b(?:exceed(?:s|ed)?|by|did|does|do|has|had)\b", re.IGNORECASE)


def second_over_first(question: str, companies: Sequence[tuple[int, int]]) -> bool | None:
    """Return whether the company named second is divided by the first; None where the words do not say clearly which is divided.

    "How many times A's revenue is B's", "how many times larger than A's revenue is B's" and "what multiple of A's revenue is B's" are
    B ÷ A; "how many times larger is A's revenue than B's" and "A's revenue as a multiple of B's" are A ÷ B.
    """
    asked = list(_ASKS.finditer(question))
    if len(asked) != 1 or len(companies) != 2:
        return None
    (first, first_end), (second, second_end) = sorted(companies)
    one = asked[0]
    between = question[first_end:second]
    if one.end() <= first:
        return _of_the_later(one, question[one.end() : first], between)
    if first_end <= one.start() and one.end() <= second:
        return None if _VERB.search(question, one.end(), second) else False
    return False if second_end <= one.start() and one["compared"] and not _VERB.search(question, one.end()) else None


def _of_the_later(asked: re.Match[str], before: str, between: str) -> bool | None:
    """Return what the words before both companies say: those up to the first, and those between the two."""
    verb, later = _VERB.search(before), _VERB.search(between)
    if _OTHER_TIMES.search(before) or _OTHER_TIMES.search(between):
        return None
    is_compared = asked["compared"] or asked["alone"]
    if verb and not later and is_compared and _AGAINST.search(between) and not _AGAINST.search(before, 0, verb.start()):
        return False
    if later and not verb and not asked["as"]:
        return True
    return None
