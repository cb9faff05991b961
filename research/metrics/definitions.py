"""The metrics that are computed from facts, read from `metrics.toml`: names, formulas, units and conventions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from research.concepts.catalogue import find_concept
from research.formulas.expressions import Node, names_in, parse_formula

UNITS = frozenset({"%", "x", "days", "currency", "per share"})


@dataclass(frozen=True, slots=True)
class Convention:
    """One way to compute a metric: its name in words, the formulas to try in order, each as text and as tree."""

    name: str
    formulas: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure made from facts: what analysts call it, its unit, its conventions, the usual one first.

    `unit` is "%", "x" (a multiple), "days", "currency" or "per share". `not_for` are the sorts of company for which it means nothing
    ("bank", "insurer"). `decimals` are shown unless the question says otherwise.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    unit: str
    conventions: tuple[Convention, ...]
    decimals: int
    not_for: frozenset[str] = frozenset()

    def convention(self, name: str = "") -> Convention:
        """Return the convention of this name, the usual one for "" or an unknown name."""
        return next((one for one in self.conventions if one.name == name), self.conventions[0])


@dataclass(frozen=True, slots=True)
class Instead:
    """What gives a concept whose row is not printed: the formula as text and as tree."""

    concept: str
    formula: tuple[str, Node]


_DECIMALS = {"%": 2, "x": 2, "days": 2, "currency": 0, "per share": 2}


@cache
def metrics() -> tuple[Metric, ...]:
    """Return every metric in the file's order, read once; raises ValueError when one is defined by what does not exist."""
    found = tuple(_metric(entry) for entry in _raw()["metric"])
    known = {metric.name for metric in found}
    for metric in found:
        for convention in metric.conventions:
            for text, tree in convention.formulas:
                unknown = [one.name for one in names_in(tree) if one.name not in known and find_concept(one.name) is None]
                if unknown:
                    raise ValueError(f"metric {metric.name}: “{text}” names {', '.join(unknown)}, which is neither a concept nor a metric")
    return found


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "metrics.toml").read_text(encoding="utf-8"))


@cache
def instead_of(concept: str) -> Instead | None:
    """Return what gives a concept whose row is not printed, None when nothing does."""
    return next((Instead(one["concept"], _parsed(one["formula"])) for one in _raw()["instead"] if one["concept"] == concept), None)


def find_metric(name: str) -> Metric | None:
    """Return the metric of this name, None for a name that is not one."""
    return _by_name().get(name)


@cache
def _by_name() -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics()}


def _metric(entry: dict[str, Any]) -> Metric:
    if entry["unit"] not in UNITS:
        raise ValueError(f"metric {entry['name']}: unknown unit {entry['unit']}")
    formulas = entry["formula"] if isinstance(entry["formula"], list) else [entry["formula"]]
    others = [Convention(other["name"], (_parsed(other["formula"]),)) for other in entry.get("other", ())]
    usual = Convention(entry.get("convention", ""), tuple(map(_parsed, formulas)))
    return Metric(
        name=entry["name"],
        title=entry["title"],
        aliases=tuple(entry["aliases"]),
        unit=entry["unit"],
        conventions=(usual, *others),
        decimals=entry.get("decimals", _DECIMALS[entry["unit"]]),
        not_for=frozenset(entry.get("not_for", ())),
    )


def _parsed(text: str) -> tuple[str, Node]:
    return text, parse_formula(text)
