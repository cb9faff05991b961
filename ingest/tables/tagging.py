"""Parts as tags name them, in the words that the page prints."""

from __future__ import annotations

import re

from ingest.loaded import TaggedFact

_AXES = (
    ("segment", re.compile(r"segment|subsegment|businessunit", re.IGNORECASE)),
    ("geography", re.compile(r"geograph|country|region", re.IGNORECASE)),
    ("product", re.compile(r"product|service|category|brand|channel", re.IGNORECASE)),
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# A tag of the whole group may stand on this axis all the same.
_CONSOLIDATION = re.compile(r"ConsolidationItemsAxis", re.IGNORECASE)


def tagged_dimensions(tag: TaggedFact, printed: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return a tagged figure's dimensions: none where the tag has none; the printed member where there is one, else the tag's in words."""
    stated = [(axis, member) for axis, member in tag.dimensions if not _CONSOLIDATION.search(axis)]
    if not stated:
        return tuple((_axis(axis), _in_words(member)) for axis, member in tag.dimensions)
    named = [(_axis(axis), _in_words(member)) for axis, member in stated]
    if len(named) == 1 and len(printed) == 1:
        return ((named[0][0], printed[0][1]),)
    return tuple(named)


def _axis(axis: str) -> str:
    local = axis.rpartition(":")[2]
    return next((name for name, pattern in _AXES if pattern.search(local)), _in_words(local.removesuffix("Axis")).lower())


def _in_words(member: str) -> str:
    local = member.rpartition(":")[2].removesuffix("Member")
    return _HUMPS.sub(" ", local)
