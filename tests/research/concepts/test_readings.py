"""Metrics with two printed readings."""

import pytest

from research.concepts.catalogue import concepts
from research.concepts.readings import reading_named, readings_of


def test_every_reading_is_a_concept():
    names = {concept.name for concept in concepts()}
    for concept in ("eps_diluted", "shares_basic", "net_income", "total_equity"):
        readings = readings_of(concept)
        assert concept in {one.concept for one in readings}
        assert {one.concept for one in readings} <= names
        assert len(readings) == 2
    assert readings_of("revenue") == ()


@pytest.mark.parametrize(
    ("text", "concept", "named"),
    [
        ("diluted?", "eps_basic", "eps_diluted"),
        ("And the basic one?", "eps_diluted", "eps_basic"),
        ("basically the same?", "eps_diluted", None),
        ("including minority interests", "net_income", "net_income_including_noncontrolling"),
        ("excluding noncontrolling interests", "total_equity", "shareholders_equity"),
        ("diluted?", "revenue", None),
    ],
)
def test_a_follow_up_names_a_reading(text, concept, named):
    found = reading_named(text, concept)
    assert (found.concept if found else None) == named
