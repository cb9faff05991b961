"""Whether a sentence says the contrary of a place that has nearly its words: up for down, not for so, one month for another."""

from __future__ import annotations

from research.drafting.checking.words import DOWN, UP, checking_words, direction_in
from research.verification.nearness import Difference, Near

_SAME = 0.85
_NO = frozenset({"not", "no", "never"})
_MONTHS = frozenset({"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"})


def is_contrary(near: Near) -> bool:
    """Return whether a sentence has all the words of a place but for one that turns its meaning."""
    if near.lead or near.share < _SAME or len(near.differences) != 1:
        return False
    (only,) = near.differences
    return _turns(only) or _denies(only) or _names_other_month(only)


def _turns(only: Difference) -> bool:
    ways = [direction_in(" ".join(token.key for token in run)) for run in (only.claim, only.source)]
    return set(ways) == {UP, DOWN}


def _denies(only: Difference) -> bool:
    """Return whether one of both says no where the other says nothing."""
    ours, theirs = (" ".join(token.key for token in run) for run in (only.claim, only.source))
    known = checking_words()
    return (
        (not ours and theirs in _NO)
        or (not theirs and ours in _NO)
        or bool(known.denied.fullmatch(ours)) != bool(known.denied.fullmatch(theirs))
    )


def _names_other_month(only: Difference) -> bool:
    """Return whether one month stands for another."""
    runs = (only.claim, only.source)
    return all(len(run) == 1 and run[0].key in _MONTHS for run in runs)
