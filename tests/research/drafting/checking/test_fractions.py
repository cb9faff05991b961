"""Parts of itself by which a figure moved, told from times and from things that are called so."""

from decimal import Decimal

import pytest

from research.drafting.checking.fractions import fraction_in


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("rose by a quarter", "0.25"),
        ("fell by about two fifths to $5 million", "0.4"),
        ("was down roughly a tenth", "0.1"),
        ("halves, up half on the year", "0.5"),
        ("were a quarter higher", "0.25"),
        ("rose in the third quarter", None),
        ("up a quarter of a point", None),
        ("paid by a third party", None),
        ("up one quarter to two quarters", None),
        ("by half a point", None),
        ("by third", None),
    ],
)
def test_a_part_is_read_where_words_say_that_something_moved_by_it(text, part):
    assert fraction_in(text) == (Decimal(part) if part else None)
