"""What the rules know of concepts, from `rules.toml`: levels, what cannot be negative, sums, and advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from research.nouns.quality import Doubt
from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class Known:
    """Concepts that are levels, that are steady, that are never below zero; the sums of concepts with their signs; advice by doubt."""

    levels: frozenset[str]
    steady: frozenset[str]
    never_negative: frozenset[str]
    ties: tuple[Mapping[str, int], ...]
    advice: Mapping[Doubt, str]


@cache
def known() -> Known:
    """Return what `rules.toml` says."""
    read = read_beside(__file__, "rules.toml")
    return Known(
        levels=frozenset(read["levels"]),
        steady=frozenset(read["levels"]) | frozenset(read["steady"]),
        never_negative=frozenset(read["never_negative"]),
        ties=tuple(MappingProxyType(one["parts"]) for one in read["tie"]),
        advice=MappingProxyType({doubt: read["advice"][doubt.value] for doubt in Doubt}),
    )
