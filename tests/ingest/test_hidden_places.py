"""What stands where no reader of a page, a message, a note or a feed sees it is read nowhere: neither as text nor as metadata."""

import pytest

from tests.bench.hidden_places import found_in
from tests.bench.planting import HIDDEN, READ

PLACES = [(kind, place) for kind in ("html", "mail", "note", "text", "feed") for place in HIDDEN[kind]]


@pytest.mark.parametrize(("kind", "place"), PLACES, ids=lambda one: one)
def test_nothing_of_it_is_read(kind, place):
    found = found_in(kind, place, "middle")
    assert found == [] or place in READ


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_is_in_sight_is_read(kind):
    assert "text" in found_in(kind, "", "middle")
