"""Hours in which a user did far more than usual."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from research.nouns.audit_tallies import HourTally

LEAST_ACTS = 60
TIMES_USUAL = 3
# The rule in a sentence, for whoever looks at what it finds.
RULE = (
    f"An hour stands out when a user did at least {LEAST_ACTS} things in it (each cell of a grid and each line of a batch counts) and more "
    f"than {TIMES_USUAL} times the median of their other hours."
)


@dataclass(frozen=True, slots=True)
class Spike:
    """An hour (aware UTC) in which a user did more than usual: how much, and the median of their other hours, 0 where there is none."""

    user: str
    hour: datetime
    acts: int
    usual: float


def spikes(hours: Iterable[HourTally]) -> tuple[Spike, ...]:
    """Return the hours that stand out by `RULE`, the busiest first."""
    by_user: dict[str, list[HourTally]] = defaultdict(list)
    for one in hours:
        by_user[one.user].append(one)
    found = [spike for own in by_user.values() for spike in _of_user(own)]
    return tuple(sorted(found, key=lambda one: (-one.acts, one.hour, one.user)))


def _of_user(own: list[HourTally]) -> Iterator[Spike]:
    ordered = sorted(one.acts for one in own)
    for one in own:
        usual = _median_without(ordered, bisect_left(ordered, one.acts))
        if one.acts >= LEAST_ACTS and one.acts > TIMES_USUAL * usual:
            yield Spike(one.user, one.hour, one.acts, usual)


def _median_without(ordered: list[int], at: int) -> float:
    """Return the median of numbers in order but the one at a place, 0 where no other is."""
    left = len(ordered) - 1
    if left == 0:
        return 0.0
    middle = (left // 2 - (left % 2 == 0), left // 2)
    return sum(ordered[one + (one >= at)] for one in middle) / 2
