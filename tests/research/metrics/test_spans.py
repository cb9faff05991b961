import random

import pytest

from research.metrics.spans import compose, name_of, quarter_end, stretch_of

YEAR, NINE, HALF = stretch_of(2024, "FY"), stretch_of(2024, "9M"), stretch_of(2024, "H1")
Q1, Q2, Q3, Q4 = (stretch_of(2024, f"Q{number}") for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("wanted", "known", "made_of"),
    [
        (Q4, {YEAR, NINE, HALF, Q1, Q2, Q3}, [(1, YEAR), (-1, NINE)]),
        (Q4, {YEAR, Q1, Q2, Q3}, [(1, YEAR), (-1, Q3), (-1, Q2), (-1, Q1)]),
        (Q2, {HALF, Q1}, [(1, HALF), (-1, Q1)]),
        (Q3, {YEAR, HALF, Q4}, [(1, YEAR), (-1, Q4), (-1, HALF)]),
        (HALF, {Q1, Q2}, [(1, Q1), (1, Q2)]),
        (stretch_of(2024, "H2"), {YEAR, HALF}, [(1, YEAR), (-1, HALF)]),
        (YEAR, {YEAR, NINE, Q4}, [(1, YEAR)]),
        (Q4, {YEAR, HALF}, []),
        (Q4, set(), []),
    ],
)
def test_a_stretch_is_made_of_the_fewest_others(wanted, known, made_of):
    found = compose(wanted, known)
    assert sorted(found) == sorted(made_of)


def test_the_last_twelve_months_are_the_year_and_the_half_less_the_half_before():
    wanted = stretch_of(2025, "LTM Q2")
    known = {stretch_of(2024, "FY"), stretch_of(2025, "H1"), stretch_of(2024, "H1")}
    assert sorted(compose(wanted, known)) == sorted(
        [(-1, stretch_of(2024, "H1")), (1, stretch_of(2024, "FY")), (1, stretch_of(2025, "H1"))]
    )


def test_what_is_composed_sums_to_what_was_wanted():
    rng = random.Random(3)  # noqa: S311 - cases to try, no secrets
    for _ in range(2_000):
        known = {tuple(sorted(rng.sample(range(12), 2))) for _ in range(rng.randint(1, 8))}
        wanted = tuple(sorted(rng.sample(range(12), 2)))
        found = compose(wanted, known)
        if found:
            assert sum(sign * (stretch[1] - stretch[0]) for sign, stretch in found) == wanted[1] - wanted[0]
            assert {stretch for _, stretch in found} <= known


@pytest.mark.parametrize("name", ["FY", "Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M", "LTM Q1", "LTM Q2", "LTM Q3"])
def test_names_and_stretches_go_both_ways(name):
    assert name_of(stretch_of(2024, name)) == (2024, name)


def test_other_names_are_no_stretch():
    assert stretch_of(2024, "year") is None
    assert name_of((8096, 8099 + 6)) is None
    assert quarter_end(stretch_of(2024, "FY")[0]) == (2023, "FY")
    assert quarter_end(stretch_of(2024, "Q3")[0]) == (2024, "Q2")
