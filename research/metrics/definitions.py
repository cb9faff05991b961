"""The metrics that are computed from facts, read from `metrics.toml`: names, formulas, units and conventions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from research.concepts.catalogue import find_concept
from research.formulas.expressions import Function, Node, names_in, parse_formula
from research.text.patterns import read_beside

UNITS = frozenset({"%", "x", "days", "currency", "per share"})


@dataclass(frozen=True, slots=True)
class Convention:
    """One way to compute a metric: its name in words, the formulas to try in order, each as text and as tree."""

    name: str
    formulas: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure made from facts: what analysts call it, its unit, its conventions, the usual one first.

    `unit` is "%", "x" (a multiple), "days", "currency" or "per share". `not_for` are the families of companies for which it means
    nothing ("bank", "insurer"), `only_for` those alone for which it means something, none for all. `decimals` are shown unless the
    question says otherwise.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    unit: str
    conventions: tuple[Convention, ...]
    decimals: int
    not_for: frozenset[str] = frozenset()
    only_for: frozenset[str] = frozenset()

    def suits(self, families: Collection[str]) -> bool:
        """Return whether the metric means something for a company of these families, none for one of no special sort."""
        return not self.not_for & set(families) and (not self.only_for or bool(self.only_for & set(families)))

    def convention(self, name: str = "") -> Convention:
        """Return the convention of this name, the usual one for "" or an unknown name."""
        return next((one for one in self.conventions if one.name == name), self.conventions[0])


@dataclass(frozen=True, slots=True)
class Instead:
    """What gives a concept whose row is not printed: the formula as text and as tree, and what the labels of its rows have to say."""

    concept: str
    formula: tuple[str, Node]
    label: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A sort of company: its name, what one is called ("a bank"), and the concepts that tell it: all of, one of and none of these.

    `lacks` are the concepts that its statements do not have: what is made of them means nothing for it.
    """

    name: str
    title: str
    all_of: frozenset[str]
    any_of: frozenset[str]
    none_of: frozenset[str]
    lacks: frozenset[str]

    def fits(self, printed: Collection[str]) -> bool:
        """Return whether statements that print these concepts are of a company of this sort."""
        found = set(printed)
        return self.all_of <= found and bool(self.any_of & found) and not self.none_of & found


_DECIMALS = {"%": 2, "x": 2, "days": 2, "currency": 0, "per share": 2}


@cache
def metrics() -> tuple[Metric, ...]:
    """Return every metric in the file's order, read once; raises ValueError when one is defined by what does not exist."""
    found = tuple(_metric(entry) for entry in _raw()["metric"])
    known = {metric.name for metric in found}
    for metric in found:
        for convention in metric.conventions:
            for text, tree in convention.formulas:
                named = [one.name for one in names_in(tree) if Function.PRINTED not in one.functions]
                unknown = [name for name in named if name not in known and find_concept(name) is None]
                if unknown:
                    raise ValueError(f"metric {metric.name}: “{text}” names {', '.join(unknown)}, which is neither a concept nor a metric")
    return found


@cache
def families() -> tuple[Family, ...]:
    """Return the sorts of companies that metrics tell apart, in the file's order."""
    keys = ("all_of", "any_of", "none_of", "lacks")
    return tuple(Family(one["name"], one["title"], *(frozenset(one[key]) for key in keys)) for one in _raw()["family"])


@cache
def _raw() -> dict[str, Any]:
    return read_beside(__file__, "metrics.toml")


@cache
def instead_of(concept: str) -> Instead | None:
    """Return what gives a concept whose row is not printed, None when nothing does."""
    one = next((one for one in _raw()["instead"] if one["concept"] == concept), None)
    if one is None:
        return None
    return Instead(concept, _parsed(one["formula"]), re.compile(one["label"], re.IGNORECASE) if "label" in one else None)


def find_metric(name: str) -> Metric | None:
    """Return the metric of this name, None for a name that is not one."""
    return _by_name().get(name)


@cache
def _by_name() -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics()}


def _metric(entry: dict[str, Any]) -> Metric:
    if entry["unit"] not in UNITS:
        raise ValueError(f"metric {entry['name']}: unknown unit {entry['unit']}")
    others = [Convention(other["name"], _formulas(other["formula"])) for other in entry.get("other", ())]
    usual = Convention(entry.get("convention", ""), _formulas(entry["formula"]))
    return Metric(
        name=entry["name"],
        title=entry["title"],
        aliases=tuple(entry["aliases"]),
        unit=entry["unit"],
        conventions=(usual, *others),
        decimals=entry.get("decimals", _DECIMALS[entry["unit"]]),
        not_for=frozenset(entry.get("not_for", ())),
        only_for=frozenset(entry.get("only_for", ())),
    )


def _formulas(texts: str | list[str]) -> tuple[tuple[str, Node], ...]:
    return tuple(map(_parsed, [texts] if isinstance(texts, str) else texts))


def _parsed(text: str) -> tuple[str, Node]:
    return text, parse_formula(text)
