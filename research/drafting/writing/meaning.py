"""Whether a ratio means anything: over a loss or over less than nothing it does not, and is shown as n.m."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from research.formulas.expressions import Node, Operation, names_in
from research.metrics.definitions import Metric, find_metric
from research.nouns.facts import Calculation, Fact, Operand
from research.text.patterns import read_beside

_RATIOS = frozenset({"%", "x", "days"})


@cache
def _data() -> dict[str, Any]:
    return read_beside(__file__, "house.toml")


def is_meaningful(calculation: Calculation) -> bool:
    """Return whether a calculation means something: no ratio over a figure that turned negative or to nought."""
    metric = find_metric(calculation.metric)
    if metric is None or calculation.unit not in _RATIOS:
        return True
    if metric.name in _data()["only_positive"] and calculation.value <= 0:
        return False
    below = _below(metric) & set(_data()["turning"])
    return not any(name in below and value <= 0 for name, value in _values(calculation))


@cache
def _below(metric: Metric) -> frozenset[str]:
    """Return the names of the figures that a metric divides by."""
    trees = (tree for convention in metric.conventions for _, tree in convention.formulas)
    return frozenset(name.name for tree in trees for below in _divisors(tree) for name in names_in(below))


def _divisors(tree: Node) -> Iterator[Node]:
    if not isinstance(tree, Operation):
        return
    if tree.sign == "/":
        yield tree.right
    yield from _divisors(tree.left)
    yield from _divisors(tree.right)


def _values(calculation: Calculation) -> Iterator[tuple[str, Decimal]]:
    """Yield the figures that a calculation is made of, by name."""
    for _, operand in calculation.inputs:
        yield _name(operand), operand.value


def _name(operand: Operand) -> str:
    return (operand.concept or "") if isinstance(operand, Fact) else operand.metric
