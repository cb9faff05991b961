"""Metrics worked out from facts: each operand a printed row or a calculation of its own, down to the printed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import TypeAlias

from research.concepts.catalogue import Concept, find_concept
from research.formulas.expressions import Function, Name, Negative, Node, Number
from research.metrics.definitions import Metric, find_metric, instead_of
from research.metrics.engine import MetricEngine, MetricRequest, NoFigure
from research.metrics.quantities import Quantity
from research.metrics.spans import compose, name_of, quarter_end, stretch_of
from research.nouns.access import Access
from research.nouns.answers import PeriodTerm
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact, Operand, Period, Span, Statement, fiscal_label

MOST_NESTED = 8
_WORKED_OUT = "worked out from the periods that are printed"
_SPANS = {"FY": Span.YEAR, "H1": Span.HALF, "H2": Span.HALF, "9M": Span.NINE_MONTHS}
_FUNCTIONS: dict[Function, str] = {Function.OPENING: "opening", Function.PRIOR: "a year before", Function.PREVIOUS: "the period before"}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the calculator: of which company, under which printed names, in which documents."""

    access: Access
    company: str
    spellings: tuple[str, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """An operand that was not found: its title and the period it was looked for."""

    title: str
    period: str
    why: NoFigure | None = None


class CannotComputeError(Exception):
    """A formula that has no value: an operand is lacking, or the operands do not go together."""

    def __init__(self, reason: str, lacking: Lacking | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lacking = lacking


@dataclass(slots=True)
class _Working:
    """The operands met on the way through one formula, each once, what is to be said of them, and how deep the formula is nested."""

    depth: int
    inputs: list[tuple[str, Operand]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, operand: Operand) -> None:
        if (name, operand) not in self.inputs:
            self.inputs.append((name, operand))


_Value: TypeAlias = tuple[Quantity, Operand]


class MetricCalculator:
    """Computes concepts and metrics for a company and a period, by whatever printed periods make it up."""

    def __init__(self, engine: MetricEngine) -> None:
        self._engine = engine

    def compute(self, question: Question, what: Concept | Metric, period: PeriodTerm, *, convention: str = "") -> Calculation:
        """Return a concept's or metric's value with its operands; raises CannotComputeError saying which operand is not there.

        Stretches that no statement prints are made of those that one does, amounts only; the balance of a stretch is that of its end.
        """
        if isinstance(what, Concept):
            return self._concept(question, what, period)
        return self._metric(question, what, period, convention=convention, depth=0)

    def evaluate(self, question: Question, formula: tuple[str, Node], period: PeriodTerm, *, metric: Metric) -> Calculation:
        """Return the value of a formula that a question states, shown as `metric` is."""
        return self._formula(question, metric, formula, period, convention="as the question defines it", depth=0)

    def _metric(self, question: Question, metric: Metric, period: PeriodTerm, *, convention: str, depth: int) -> Calculation:
        chosen = metric.convention(convention)
        failure: CannotComputeError | None = None
        for formula in chosen.formulas:
            try:
                return self._formula(question, metric, formula, period, convention=chosen.name, depth=depth)
            except CannotComputeError as error:
                failure = failure or error
        raise failure or CannotComputeError(f"{metric.title} has no formula")

    def _formula(
        self, question: Question, metric: Metric, formula: tuple[str, Node], period: PeriodTerm, *, convention: str, depth: int
    ) -> Calculation:
        if depth > MOST_NESTED:
            raise CannotComputeError(f"{metric.title} is defined by itself")
        _, tree = formula
        working = _Working(depth)

        def value_of(name: Name) -> Quantity:
            return self._operand(question, name, period, working)

        quantity = _evaluate(tree, value_of)
        value, unit = _in_unit(quantity, metric)
        caveats = tuple(dict.fromkeys(working.notes))
        of = _common_period(working.inputs, period)
        return Calculation(metric.name, in_words(tree), convention, value, unit, of, question.company, tuple(working.inputs), caveats)

    def _operand(self, question: Question, name: Name, period: PeriodTerm, working: _Working) -> Quantity:
        functions = name.functions
        if Function.OPTIONAL in functions:
            required = replace(name, functions=tuple(one for one in functions if one is not Function.OPTIONAL))
            try:
                return self._operand(question, required, period, working)
            except CannotComputeError:
                working.notes.append(f"no row of {title_of(name.name).lower()} is printed for {period.label}; it is taken as nothing")
                return self._zero(question, period, working)
        if Function.AVERAGE in functions:
            rest = tuple(one for one in functions if one is not Function.AVERAGE)
            closing = self._operand(question, replace(name, functions=rest), period, working)
            opening = self._operand(question, replace(name, functions=(Function.OPENING, *rest)), period, working)
            return (closing + opening) / Quantity(Decimal(2))
        wanted = PeriodTerm(*name.at, "") if name.at else period
        for function in reversed(functions):
            wanted = _moved(wanted, function)
        operand = self._named(question, name.name, wanted, working.depth)
        working.add(title_of(name.name), operand)
        unit, value = (operand.unit, operand.value)
        return Quantity.of(value, unit) if unit not in {"x", "days"} else Quantity(value)

    def _zero(self, question: Question, period: PeriodTerm, working: _Working) -> Quantity:
        """Return nothing, in the unit of the operands so far, else in that of the company's total assets."""
        for _, operand in working.inputs:
            return Quantity.of(Decimal(0), operand.unit)
        assets = self._named(question, "total_assets", period, 0)
        return Quantity.of(Decimal(0), assets.unit)

    def _named(self, question: Question, name: str, period: PeriodTerm, depth: int) -> Operand:
        metric = find_metric(name)
        if metric is not None:
            return self._metric(question, metric, period, convention="", depth=depth + 1)
        concept = find_concept(name)
        if concept is None:
            raise CannotComputeError(f"{name} is no concept")
        calculation = self._concept(question, concept, period)
        only = calculation.inputs[0][1]
        return only if len(calculation.inputs) == 1 and isinstance(only, Fact) and only.value == calculation.value else calculation

    def _concept(self, question: Question, concept: Concept, period: PeriodTerm) -> Calculation:
        request = MetricRequest(concept, question.company, question.spellings, _printed_term(concept, period))
        found = self._engine.compute(question.access, request, question.documents)
        if isinstance(found, Calculation):
            return found
        if found.stated:
            raise CannotComputeError(f"{concept.title} is stated twice", Lacking(concept.title, period.label, found))
        pieced = self._pieced(question, concept, period)
        if pieced is not None:
            return pieced
        other = instead_of(concept.name)
        if other is not None:
            plain = Metric(concept.name, concept.title, (), "currency", (), 0)
            try:
                return self._formula(question, plain, other.formula, period, convention="no such row is printed", depth=1)
            except CannotComputeError:
                pass
        raise CannotComputeError(f"{concept.title} for {period.label} was not found", Lacking(concept.title, period.label, found))

    def _pieced(self, question: Question, concept: Concept, period: PeriodTerm) -> Calculation | None:
        """Return an amount of a stretch that no statement prints from stretches that they do, None when they do not make it up."""
        wanted = stretch_of(period.fiscal_year, period.fiscal_period) if period.fiscal_year is not None else None
        if wanted is None or concept.statement is Statement.BALANCE or concept.unit != "currency":
            return None
        known = self._engine.stretches(question.access, concept, question.spellings, question.documents)
        near = [one for one in known if abs(one[0] - wanted[0]) <= 8]
        parts: list[tuple[int, Calculation]] = []
        for sign, stretch in compose(wanted, near):
            year, name = name_of(stretch) or (0, "")
            request = MetricRequest(concept, question.company, question.spellings, PeriodTerm(year, name, ""))
            part = self._engine.compute(question.access, request, question.documents)
            if isinstance(part, NoFigure):
                return None
            parts.append((sign, part))
        if not parts or len({part.unit for _, part in parts}) != 1:
            return None
        return _summed(question, concept, period, parts)


def _summed(question: Question, concept: Concept, period: PeriodTerm, parts: Sequence[tuple[int, Calculation]]) -> Calculation:
    value = sum((sign * part.value for sign, part in parts), Decimal(0))
    words = " ".join(f"{'−' if sign < 0 else '+'} {part.period.label}" for sign, part in parts).removeprefix("+ ")
    inputs = tuple((f"{concept.title} {part.period.label}", _bare(part)) for _, part in parts)
    edges = [(part.period.start, part.period.end) for _, part in parts]
    starts = [start for start, _ in edges if start]
    first, last = parts[0], parts[-1]
    start = first[1].period.start if first[0] > 0 else first[1].period.end + timedelta(days=1)
    end = last[1].period.end if last[0] > 0 else (last[1].period.start or min(starts)) - timedelta(days=1)
    span = _SPANS.get(period.fiscal_period, Span.YEAR if period.fiscal_period.startswith("LTM") else Span.QUARTER)
    of = Period(end, start, span, period.label, period.fiscal_year or end.year, period.fiscal_period)
    caveats = tuple(dict.fromkeys(caveat for _, part in parts for caveat in part.caveats))
    formula = f"{concept.title} {period.label} = {words}"
    return Calculation(concept.name, formula, _WORKED_OUT, value, parts[0][1].unit, of, question.company, inputs, caveats)


def _bare(calculation: Calculation) -> Operand:
    """Return the fact that a calculation takes as it is printed, else the calculation."""
    only = calculation.inputs[0][1]
    return only if len(calculation.inputs) == 1 and isinstance(only, Fact) and only.value == calculation.value else calculation


def title_of(name: str) -> str:
    """Return how a concept or a metric is called."""
    known = find_metric(name) or find_concept(name)
    return known.title if known else name.replace("_", " ")


def in_words(tree: Node, *, inside: str = "") -> str:
    """Return a formula with the titles of its names: "365 × average Inventories ÷ Cost of revenue"."""
    if isinstance(tree, Number):
        return f"{tree.value:f}"
    if isinstance(tree, Negative):
        return f"−{in_words(tree.of, inside='*')}"
    if isinstance(tree, Name):
        shown = " ".join([*(one.value for one in tree.functions if one is Function.AVERAGE), title_of(tree.name)])
        later = [_FUNCTIONS[one] for one in tree.functions if one in _FUNCTIONS]
        return f"{shown} ({', '.join(later)})" if later else shown
    left = in_words(tree.left, inside=tree.sign)
    right = in_words(tree.right, inside="/" if tree.sign == "/" else "-" if tree.sign == "-" else tree.sign)
    words = f"{left} {_PRINTED[tree.sign]} {right}"
    weaker = tree.sign in "+-" and inside in {"*", "/", "-"}
    return f"({words})" if weaker or (inside == "/" and tree.sign in "*/") else words


_PRINTED = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _evaluate(tree: Node, value_of: Callable[[Name], Quantity]) -> Quantity:
    if isinstance(tree, Number):
        return Quantity(tree.value)
    if isinstance(tree, Name):
        return value_of(tree)
    if isinstance(tree, Negative):
        return -_evaluate(tree.of, value_of)
    left, right = _evaluate(tree.left, value_of), _evaluate(tree.right, value_of)
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left - right
    if tree.sign == "*":
        return left * right
    try:
        return left / right
    except ZeroDivisionError as error:
        raise CannotComputeError("the divisor is nought") from error


def _in_unit(quantity: Quantity, metric: Metric) -> tuple[Decimal, str]:
    """Return the value in the metric's unit; raises CannotComputeError when the operands give another."""
    pure = not quantity.units
    if metric.unit == "%" and pure:
        return quantity.value * 100, "%"
    if metric.unit in {"x", "days"} and pure:
        return quantity.value, metric.unit
    wanted = 2 if metric.unit == "per share" else 1
    if metric.unit in {"currency", "per share"} and len(quantity.units) == wanted and quantity.unit.count("/") == wanted - 1:
        return quantity.value, quantity.unit
    raise CannotComputeError(f"the operands of {metric.title} give {quantity.unit or 'a plain number'}, which is no {metric.unit}")


def _moved(period: PeriodTerm, function: Function) -> PeriodTerm:
    year, name = period.fiscal_year, period.fiscal_period
    if year is None:
        raise CannotComputeError(f"the period before {period.label} is not known")
    if function is Function.PRIOR:
        return replace(period, fiscal_year=year - 1, words="")
    stretch = stretch_of(year, name)
    if stretch is None:
        raise CannotComputeError(f"{period.label} is no stretch of fiscal quarters")
    if function is Function.OPENING:
        before, quarter = quarter_end(stretch[0])
        return PeriodTerm(before, quarter, "")
    moved = name_of((2 * stretch[0] - stretch[1], stretch[0]))
    if moved is None:
        raise CannotComputeError(f"no fiscal period lies just before {period.label}")
    return PeriodTerm(moved[0], moved[1], "")


def _printed_term(concept: Concept, period: PeriodTerm) -> PeriodTerm:
    """Return the period as statements label it: the balance of twelve months is that of their last quarter."""
    if concept.statement is Statement.BALANCE and period.fiscal_year is not None and period.fiscal_period.startswith("LTM"):
        year, quarter = quarter_end((stretch_of(period.fiscal_year, period.fiscal_period) or (0, 1))[1])
        return PeriodTerm(year, quarter, "")
    return period


def _common_period(inputs: Sequence[tuple[str, Operand]], period: PeriodTerm) -> Period:
    """Return the period of the value: of the operands the one asked for, stretches before balances."""
    periods = [operand.period for _, operand in inputs]
    own = [one for one in periods if one.label == period.label or one.end == period.on] or periods
    if not own:
        raise CannotComputeError("the formula names no figure")
    return min(own, key=lambda one: one.span is Span.INSTANT)


def period_label(period: PeriodTerm) -> str:
    """Return a period's name, twelve months by their last quarter."""
    return period.label if period.fiscal_year is None else fiscal_label(period.fiscal_year, period.fiscal_period)
