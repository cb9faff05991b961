"""Signs of vectors: in how many dimensions two lie on different sides, and which rows differ least."""

import numpy as np
import pytest

from research.indexing.sign_bits import differing, least, sign_bits, words_of


@pytest.mark.parametrize("dimensions", [3, 64, 100, 384])
def test_rows_are_told_apart_by_the_dimensions_in_which_they_lie_on_another_side(dimensions):
    random = np.random.default_rng(3)
    rows, asked = random.normal(size=(20_000, dimensions)).astype(np.float32), random.normal(size=(1, dimensions)).astype(np.float32)
    centre = random.normal(scale=0.1, size=dimensions).astype(np.float32)
    bits = sign_bits(rows, centre)
    assert bits.shape == (words_of(dimensions), 20_000)
    expected = ((rows > centre) != (asked > centre)).sum(axis=1)
    assert (differing(bits, sign_bits(asked, centre)) == expected).all()


def test_the_least_are_as_many_as_wanted_and_all_that_are_level_with_the_last():
    counts = np.array([4, 0, 2, 2, 9, 2], dtype=np.uint16)
    assert least(counts, 1).tolist() == [1]
    assert least(counts, 2).tolist() == [1, 2, 3, 5]
    assert least(counts, 5).tolist() == [0, 1, 2, 3, 5]
    assert least(counts, 60).tolist() == [0, 1, 2, 3, 4, 5]
