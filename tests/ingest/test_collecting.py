"""Searches for garbage are seldom inside the block, and as before after it, whatever happened."""

import gc

import pytest

from ingest.collecting import OBJECTS, seldom_collected


@pytest.mark.parametrize(("before", "inside"), [((700, 10, 10), OBJECTS), ((OBJECTS * 2, 10, 10), OBJECTS * 2), ((0, 10, 10), 0)])
def test_searches_are_seldom_inside_alone(before, inside):
    own = gc.get_threshold()
    try:
        gc.set_threshold(*before)
        with seldom_collected():
            assert gc.get_threshold() == (inside, 10, 10)
        assert gc.get_threshold() == before
        with pytest.raises(KeyError), seldom_collected():
            raise KeyError
        assert gc.get_threshold() == before
    finally:
        gc.set_threshold(*own)
