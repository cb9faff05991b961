"""Figures of other tables beside those that the statements print under the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from research.concepts.catalogue import normalize_label
from research.nouns.facts import Fact, Period

Totals: TypeAlias = Mapping[tuple[str, Period, str], Sequence[Fact]]

_PART = "A statement prints {printed} under this name for the same period: this figure is of a part, or on other terms."


def stated_totals(facts: Sequence[Fact]) -> Totals:
    """Return the statements' figures of the whole company by name, period and unit."""
    found: defaultdict[tuple[str, Period, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.statement and not fact.dimensions:
            found[_key(fact)].append(fact)
    return found


def compared(fact: Fact, totals: Totals) -> Fact:
    """Return a fact that names no part and no other basis with a caveat where every statement's figure of its name differs."""
    stated = totals.get(_key(fact), ())
    if not stated or fact.dimensions or fact.basis.accounting in {"adjusted", "pro forma"}:
        return fact
    if any(abs(abs(one.value) - abs(fact.value)) <= max(one.last_digit, fact.last_digit) for one in stated):
        return fact
    return replace(fact, caveats=(*fact.caveats, _PART.format(printed=stated[0].printed)))


def is_part_of_named(fact: Fact) -> bool:
    """Return whether a fact has the caveat that a statement prints another figure under its name."""
    return any(map(_is_part, fact.caveats))


def without_part(fact: Fact) -> Fact:
    """Return a fact without that caveat."""
    return replace(fact, caveats=tuple(one for one in fact.caveats if not _is_part(one)))


def _is_part(caveat: str) -> bool:
    return caveat.endswith(_PART.partition("}")[2])


def _key(fact: Fact) -> tuple[str, Period, str]:
    return normalize_label(fact.label), fact.period, fact.unit
