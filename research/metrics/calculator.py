"""Metrics worked out from facts: each operand a printed row or a calculation of its own, down to the printed rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from research.concepts.catalogue import Concept, find_concept
from research.formulas.expressions import Function, Name, Negative, Node, Number, names_in
from research.formulas.expressions import Operation as Joined
from research.metrics.definitions import Metric, find_metric, instead_of
from research.metrics.engine import SIGN_AS_PRINTED, MetricEngine, MetricRequest, NoFigure, Question
from research.metrics.labelled import LabelledFigures, Topic
from research.metrics.operands import bare, caveats_of, check_dates, common_period, different_filings, facts_of, not_annualized
from research.metrics.pieces import Part, sum_parts
from research.metrics.quantities import Quantity, UnitMismatchError
from research.metrics.spans import compose, name_of, quarter_end, quarters_of, stretch_of
from research.metrics.tied import figure_beside, tied_figure
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Operand, Statement

MOST_NESTED = 8
DAYS_A_YEAR = 365
_FUNCTIONS: dict[Function, str] = {Function.OPENING: "opening", Function.PRIOR: "a year before", Function.PREVIOUS: "the period before"}


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

    @property
    def is_absence(self) -> bool:
        """Return whether an operand is just not there; one that is stated twice, or that makes no sense, is another matter."""
        return self.lacking is not None and not (self.lacking.why and self.lacking.why.stated)


@dataclass(slots=True)
class _Working:
    """The operands met on the way through one formula, each once, what is to be said of them, and how deep the formula is nested."""

    depth: int
    unit: str
    inputs: list[tuple[str, Operand]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, operand: Calculation) -> None:
        """Add an operand, as it is printed where it is, with all that is uncertain of it."""
        self.notes += caveats_of(operand)
        if (name, bare(operand)) not in self.inputs:
            self.inputs.append((name, bare(operand)))


class MetricCalculator:
    """Computes concepts and metrics for a company and a period, by whatever printed periods make it up."""

    def __init__(self, engine: MetricEngine) -> None:
        self._engine = engine
        self._labelled = LabelledFigures(engine.facts)

    def compute(self, question: Question, what: Concept | Metric, period: PeriodTerm, *, convention: str = "") -> Calculation:
        """Return a concept's or metric's value with its operands; raises CannotComputeError saying which operand is not there.

        All operands of a formula come from one filing where one has them all, so that they are stated on one basis: the period's own
        before later ones; else a caveat says that they do not. Stretches that no statement prints are made of those that one does,
        amounts only; the balance of a stretch is that of its end.
        """
        if isinstance(what, Concept):
            return different_filings(self._concept(question, what, period))
        return _from_one_filing(question, period, lambda asked: self._metric(asked, what, period, convention=convention, depth=0))

    def evaluate(self, question: Question, formula: tuple[str, Node], period: PeriodTerm, *, metric: Metric) -> Calculation:
        """Return the value of a formula that a question states, shown as `metric` is; its operands come from one filing as in `compute`."""
        named = "as the question defines it"
        return _from_one_filing(question, period, lambda asked: self._formula(asked, metric, formula, period, convention=named, depth=0))

    def _metric(self, question: Question, metric: Metric, period: PeriodTerm, *, convention: str, depth: int) -> Calculation:
        chosen = metric.convention(convention)
        failure: CannotComputeError | None = None
        for formula in chosen.formulas:
            try:
                return self._formula(question, metric, formula, period, convention=chosen.name, depth=depth)
            except CannotComputeError as error:
                failure = failure or error
                if not error.is_absence:
                    raise
        raise failure or CannotComputeError(f"{metric.title} has no formula")

    def _formula(
        self, question: Question, metric: Metric, formula: tuple[str, Node], period: PeriodTerm, *, convention: str, depth: int
    ) -> Calculation:
        if depth > MOST_NESTED:
            raise CannotComputeError(f"{metric.title} is defined by itself")
        tree = _of_days(formula[1], metric, period)
        working = _Working(depth, metric.unit)

        def value_of(name: Name) -> Quantity:
            """Return the quantity that a name stands for; raises CannotComputeError."""
            return self._operand(question, name, period, working)

        try:
            quantity = _evaluate(tree, value_of, working.notes)
        except UnitMismatchError as error:
            raise CannotComputeError(f"the operands of {metric.title} do not go together: {error.message}") from error
        value, unit = _in_unit(quantity, metric)
        of = common_period(working.inputs, period)
        if of is None:
            raise CannotComputeError("the formula names no figure")
        if problem := check_dates(working.inputs, of, balances=_takes_balances(tree)):
            raise CannotComputeError(problem)
        working.notes += not_annualized(working.inputs, metric.unit, of)
        caveats = tuple(dict.fromkeys(working.notes))
        return Calculation(metric.name, in_words(tree), convention, value, unit, of, question.company, tuple(working.inputs), caveats)

    def _operand(self, question: Question, name: Name, period: PeriodTerm, working: _Working) -> Quantity:
        functions = name.functions
        if Function.OPTIONAL in functions:
            return self._optional(question, name, period, working)
        if Function.AVERAGE in functions:
            rest = tuple(one for one in functions if one is not Function.AVERAGE)
            closing = self._operand(question, replace(name, functions=rest), period, working)
            opening = self._operand(question, replace(name, functions=(Function.OPENING, *rest)), period, working)
            return (closing + opening) / Quantity(Decimal(2))
        wanted = PeriodTerm(*name.at, "") if name.at else period
        for function in (one for one in reversed(functions) if one is not Function.PRINTED):
            wanted = _moved(wanted, function)
        printed = Function.PRINTED in functions
        operand = (
            self._printed(question, name.name, wanted, working) if printed else self._named(question, name.name, wanted, working.depth)
        )
        if SIGN_AS_PRINTED in operand.caveats and operand.value < 0:
            raise CannotComputeError(
                f"the statement does not tell whether the {title_of(name.name).lower()} it prints is a cost or a benefit"
            )
        working.add(title_of(name.name), operand)
        return Quantity.of(operand.value, operand.unit) if operand.unit not in {"x", "days"} else Quantity(operand.value)

    def _optional(self, question: Question, name: Name, period: PeriodTerm, working: _Working) -> Quantity:
        """Return an operand, nothing when its statement is there without such a row; any other failure stays one."""
        required = replace(name, functions=tuple(one for one in name.functions if one is not Function.OPTIONAL))
        try:
            return self._operand(question, required, period, working)
        except CannotComputeError as error:
            concept = find_concept(name.name) if not question.part else None
            if not error.is_absence or concept is None or not self._is_not_printed(question, concept, _printed_term(concept, period)):
                raise
        working.notes.append(f"no row of {title_of(name.name).lower()} was found for {period.label}; it is taken as nothing")
        return self._zero(question, period, working)

    def _is_not_printed(self, question: Question, concept: Concept, period: PeriodTerm) -> bool:
        """Return whether a period's statement is there without a concept's row, in no other filing on the period either.

        Raises CannotComputeError for a row that may be it, in the statement or anywhere else.
        """
        own = tuple(question.own_filings(period))
        elsewhere = MetricRequest(concept, question.company, question.spellings, period)
        if isinstance(self._engine.compute(question.access, elsewhere, own), Calculation):
            return False
        absence = self._engine.absence(question, concept, period)
        if absence:
            raise CannotComputeError(f"{concept.title} for {period.label} is not certain: the row “{absence}” may state it")
        if absence is not None and (held := self._engine.held_elsewhere(question, concept, period)):
            row = f"“{held.label}” of {held.printed} (page {held.page})"
            raise CannotComputeError(f"{concept.title} for {period.label} is in no statement, but the row {row} may state it")
        return absence is not None

    def _zero(self, question: Question, period: PeriodTerm, working: _Working) -> Quantity:
        """Return nothing, in the unit of the operands so far, else in that of the company's total assets."""
        for _, operand in working.inputs:
            return Quantity.of(Decimal(0), operand.unit)
        assets = self._named(question, "total_assets", period, 0)
        return Quantity.of(Decimal(0), assets.unit)

    def _named(self, question: Question, name: str, period: PeriodTerm, depth: int) -> Calculation:
        metric = find_metric(name)
        if metric is not None:
            return self._metric(question, metric, period, convention="", depth=depth + 1)
        concept = find_concept(name)
        if concept is None:
            raise CannotComputeError(f"{name} is no concept")
        return self._concept(question, concept, period)

    def _printed(self, question: Question, name: str, period: PeriodTerm, working: _Working) -> Calculation:
        """Return the figure of the row that a table prints under this name."""
        found = self._labelled.compute(question, Topic.of((name.replace("_", " "),), unit=working.unit), period)
        if isinstance(found, NoFigure):
            raise CannotComputeError(f"no row “{title_of(name)}” for {period.label}", Lacking(title_of(name), period.label, found))
        return found

    def _concept(self, question: Question, concept: Concept, period: PeriodTerm) -> Calculation:
        if question.part:
            return self._of_part(question, concept, period)
        found = self._stated(question, concept, _printed_term(concept, period), question.filing)
        if isinstance(found, Calculation):
            return found
        if found.stated:
            raise CannotComputeError(f"{concept.title} is stated twice", Lacking(concept.title, period.label, found))
        pieced = self._pieced(question, concept, period) or tied_figure(self._engine.facts, question, concept, period)
        if pieced is not None:
            return pieced
        other = instead_of(concept.name)
        if other is not None:
            plain = Metric(concept.name, concept.title, (), "currency", (), 0)
            try:
                made = self._formula(question, plain, other.formula, period, convention="no such row is printed", depth=1)
                if other.label is None or all(other.label.search(fact.label) for fact in facts_of(made)):
                    return made
            except CannotComputeError as error:
                if not error.is_absence:
                    raise
        if beside := figure_beside(self._engine.facts, question, concept, period):
            return beside
        raise CannotComputeError(f"{concept.title} for {period.label} was not found", Lacking(concept.title, period.label, found))

    def _of_part(self, question: Question, concept: Concept, period: PeriodTerm) -> Calculation:
        """Return a concept of a part of the company, from the row that carries the part's words and the concept's."""
        found = self._labelled.compute(question, Topic.of(question.part, metric=concept.name, said=concept.title), period)
        if isinstance(found, NoFigure):
            title = f"{concept.title} of {' '.join(question.part)}"
            raise CannotComputeError(f"{title} for {period.label} was not found", Lacking(title, period.label, found))
        return found

    def _stated(self, question: Question, concept: Concept, period: PeriodTerm, filing: str) -> Calculation | NoFigure:
        request = MetricRequest(concept, question.company, question.spellings, period, filing)
        return self._engine.compute(question.access, request, question.documents)

    def _pieced(self, question: Question, concept: Concept, period: PeriodTerm) -> Calculation | None:
        """Return an amount of a stretch that no statement prints from stretches that they do, None when they do not make it up."""
        wanted = stretch_of(period.fiscal_year, period.fiscal_period) if period.fiscal_year is not None else None
        if wanted is None or concept.statement is Statement.BALANCE or concept.unit != "currency":
            return None
        documents = tuple(one for one in question.documents if question.filing in {"", one.id})
        known = self._engine.stretches(question.access, concept, question.spellings, documents)
        parts: list[Part] = []
        for sign, stretch in compose(wanted, [one for one in known if abs(one[0] - wanted[0]) <= 8]):
            year, name = name_of(stretch) or (0, "")
            part = self._part(question, concept, PeriodTerm(year, name, ""), period)
            if isinstance(part, NoFigure):
                return None
            parts.append((sign, part))
        return sum_parts(concept, period, parts)

    def _part(self, question: Question, concept: Concept, part: PeriodTerm, whole: PeriodTerm) -> Calculation | NoFigure:
        """Return a part of a stretch, from the filing on the stretch itself where that states it: its columns are on one basis."""
        year, quarter = quarter_end((stretch_of(whole.fiscal_year or 0, whole.fiscal_period) or (0, 1))[1])
        own = [one.id for one in question.own_filings(PeriodTerm(year, quarter, ""))]
        for filing in (*(() if question.filing else own), question.filing):
            found = self._stated(question, concept, part, filing)
            if isinstance(found, Calculation) or found.stated:
                return found
        return NoFigure()


def _from_one_filing(question: Question, period: PeriodTerm, work: Callable[[Question], Calculation]) -> Calculation:
    """Return what `work` makes of the first filing that has all it needs, else of all of them together."""
    for filing in () if question.filing else question.filings_of(period):
        try:
            return work(replace(question, filing=filing.id))
        except CannotComputeError as error:
            if not error.is_absence:
                raise
    return different_filings(work(question))


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
    left = in_words(tree.left, inside="+" if tree.sign in "+-" else "*")
    right = in_words(tree.right, inside=tree.sign)
    words = f"{left} {_PRINTED[tree.sign]} {right}"
    weaker = tree.sign in "+-" and inside in {"*", "/", "-"}
    return f"({words})" if weaker or (inside == "/" and tree.sign in "*/") else words


_PRINTED = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _evaluate(tree: Node, value_of: Callable[[Name], Quantity], notes: list[str]) -> Quantity:
    if isinstance(tree, Number):
        return Quantity(tree.value)
    if isinstance(tree, Name):
        return value_of(tree)
    if isinstance(tree, Negative):
        return -_evaluate(tree.of, value_of, notes)
    left, right = _evaluate(tree.left, value_of, notes), _evaluate(tree.right, value_of, notes)
    if tree.sign == "+":
        return left + right
    if tree.sign == "-":
        return left - right
    if tree.sign == "*":
        return left * right
    if right.value < 0:
        notes.append(f"{in_words(tree.right)} is negative: the ratio says little")
    try:
        return left / right
    except ZeroDivisionError as error:
        raise CannotComputeError("the divisor is nought") from error


def _of_days(tree: Node, metric: Metric, period: PeriodTerm) -> Node:
    """Return a formula over the days of a year as one over those of the period, where that is a part of a year."""
    quarters = quarters_of(period.fiscal_period)
    if metric.unit != "days" or quarters is None or quarters == 4:
        return tree
    if isinstance(tree, Number) and tree.value == DAYS_A_YEAR:
        return Number(tree.value * quarters / 4)
    if isinstance(tree, Joined):
        return replace(tree, left=_of_days(tree.left, metric, period), right=_of_days(tree.right, metric, period))
    return tree


def _takes_balances(tree: Node) -> bool:
    """Return whether a formula takes opening and closing balances of its period, and no other period by name."""
    names = list(names_in(tree))
    moved = {function for name in names for function in name.functions} & {Function.PRIOR, Function.PREVIOUS}
    return not moved and not any(name.at for name in names)


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
