"""Rows that a statement prints under another name of a total, with another value: "Net sales" above "Total revenues"."""

from __future__ import annotations

from collections.abc import Sequence

from research.concepts.catalogue import Concept, normalize_label
from research.metrics.operands import printed_with_unit
from research.nouns.facts import Fact


def namesakes(concept: Concept, chosen: Fact, rows: Sequence[Fact]) -> list[Fact]:
    """Return the rows under the concept's other names that state another value than the chosen one, for its very period and unit."""
    names = {_plain(name) for name in (concept.title, *concept.aliases)}
    same = (fact for fact in rows if fact.concept is None and fact.period == chosen.period and fact.unit == chosen.unit)
    return [fact for fact in same if _plain(fact.label) in names and fact.value != chosen.value]


def is_called(fact: Fact, said: str) -> bool:
    """Return whether a row's printed label is what the question says, singular or plural; never for a question that says nothing."""
    return bool(said) and _plain(fact.label) == _plain(said)


def also_printed(fact: Fact) -> str:
    """Return the caveat of a figure beside which its statement prints this row."""
    return f"the statement also prints “{fact.label}” of {printed_with_unit(fact)} (page {fact.page})"


def _plain(name: str) -> str:
    return normalize_label(name).rstrip("s")
