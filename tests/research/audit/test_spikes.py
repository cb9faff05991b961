"""Hours that stand out: of users with and without other hours."""

from datetime import UTC, datetime, timedelta

import pytest

from research.audit.spikes import LEAST_ACTS, RULE, Spike, spikes
from research.nouns.audit_tallies import HourTally

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def hours(*acts, user="ann"):
    return [HourTally(user, NINE + timedelta(hours=at), count) for at, count in enumerate(acts)]


@pytest.mark.parametrize(
    ("acts", "found"),
    [
        ((4, 6, 5, 200), [(200, 5.0)]),
        ((4, 6, 200), [(200, 5.0)]),
        ((30, 20, 25, 75), []),
        ((30, 20, 25, 76), [(76, 25.0)]),
        ((LEAST_ACTS - 1,), []),
        ((LEAST_ACTS,), [(LEAST_ACTS, 0.0)]),
        ((1, 1, 1, LEAST_ACTS - 1), []),
        ((200, 200), []),
        ((10, 300, 10, 300, 10, 300, 10), [(300, 10.0), (300, 10.0), (300, 10.0)]),
        ((), []),
    ],
)
def test_an_hour_stands_out_of_its_users_others(acts, found):
    assert [(one.acts, one.usual) for one in spikes(hours(*acts))] == found


def test_each_user_is_held_against_themselves_and_the_busiest_comes_first():
    busy, quiet = hours(100, 90, 95), hours(2, 70, 3, user="bob")
    assert spikes([*busy, *quiet, *hours(1, 80, user="eve")]) == (
        Spike("eve", NINE + timedelta(hours=1), 80, 1.0),
        Spike("bob", NINE + timedelta(hours=1), 70, 2.5),
    )


def test_the_rule_says_its_numbers():
    assert "60 things" in RULE
    assert "3 times the median" in RULE
