"""What a question wants figures of: a concept, a metric, a formula of its own, or a row by its printed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from research.concepts.catalogue import Concept, find_concept
from research.errors import UsageError
from research.formulas.expressions import Node, names_in, parse_formula
from research.metrics.calculator import CannotComputeError, Lacking, MetricCalculator
from research.metrics.definitions import UNITS, Convention, Metric, find_metric, instead_of
from research.metrics.engine import MetricEngine, NoFigure, Question
from research.metrics.labelled import LabelledFigures, Topic
from research.metrics.paired import parts_named, share_of, without
from research.metrics.said import Said, SaidFigures, said_figures
from research.metrics.sectors import Sectors
from research.metrics.series import FigureSeries
from research.metrics.spans import stretch_of
from research.nouns.answers import PeriodTerm, QuestionPlan
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import FactFilter
from research.planning.counts import counts_events
from research.planning.pairs import PairKind
from research.planning.periods import month_named
from research.planning.stated import names_of_formula
from research.planning.vocabulary import vocabulary
from research.protocols.documents import DocumentStore, FactStore
from research.text.words import words

_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that a question states: its words' reading, as text and tree, and what it is shown as."""

    shown: Metric
    formula: tuple[str, Node]


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its printed words: what it must carry, and the question's own words for it.

    Where no row is so called, `figure` is what is worked out from rows of the part whose words are `part`: the margin of a segment.
    `lost` tells that the question takes the figure for a loss of a part, which it must be then.
    """

    topic: Topic
    words: str
    part: tuple[str, ...] = ()
    figure: Metric | Formula | None = None
    lost: bool = False


Figure: TypeAlias = Concept | Metric | Formula | Row


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that are set against each other, what is done with them, and what that is called."""

    kind: PairKind
    first: Figure
    second: Figure
    title: str


Target: TypeAlias = Figure | Said | Pair


def target_of(plan: QuestionPlan) -> Target | None:
    """Return what the plan wants figures of when it is understood to the last word, None otherwise."""
    if not plan.wants_figure and not plan.wants_computed:
        return None
    if plan.formula:
        return _stated(plan)
    target = metric_of(plan)
    return replace(target, said=plan.metric.words) if isinstance(target, Concept) and plan.metric else target


def metric_of(plan: QuestionPlan) -> Metric | Concept | None:
    """Return the metric that a plan names, whatever else it asks; None when it names none."""
    return (find_metric(plan.metric.value) or find_concept(plan.metric.value)) if plan.metric else None


def row_of(plan: QuestionPlan) -> Row:
    """Return the row that the plan's own words name: those that nothing else explains, and those of its metric."""
    metric = plan.metric
    words = metric.words if metric else ""
    said = dict.fromkeys(filter(None, (*plan.qualifiers, words)))
    in_order = sorted(said, key=lambda one: plan.question.casefold().find(one.casefold()))
    topic = Topic.of(plan.qualifiers, metric=metric.value if metric else "", said=words)
    if counts_events(plan.question) and not (plan.operation and counts_events(plan.operation.words)):
        topic = replace(topic, balance=False)
    # Beside a name that is no company's a word is that of something else: "Mab's Yard" is no other yard.
    topic = replace(topic, exact=bool(plan.unknown_companies))
    figure = _stated(plan) if plan.formula else find_metric(metric.value) if metric else None
    return Row(topic, " ".join(" ".join(in_order).split()), plan.qualifiers if figure else (), figure)


def said_of(plan: QuestionPlan) -> Said | None:
    """Return the figure of a plan that filings say in a sentence and print in no table; None where the question asks for none."""
    if plan.unknown_companies or plan.formula or vocabulary().reasons.search(plan.question):
        return None
    left = (*plan.qualifiers, *words(plan.metric.words if plan.metric else ""))
    for figure in said_figures():
        is_event = figure.when == "event"
        match = figure.asks.search(plan.question)
        month = month_named(plan.question)
        # what an event is about may stand among the words that ask for it
        said = figure.words | {*words(month), *words("" if is_event else match.group())} if match else frozenset[str]()
        subject = tuple(dict.fromkeys(word for word in left if word not in said))
        named = figure.needs is None or figure.needs.search(plan.question) or any(period.on for period in plan.periods)
        done = plan.operation is not None and not set(words(plan.operation.words)) <= figure.words
        if named and match and (subject or (is_event and month) or figure.when not in {"event", "year"}) and not (done and is_event):
            return Said(figure, subject, frozenset(words(plan.question)), month)
    return None


def title_of_target(target: Target) -> str:
    """Return how what is asked is called in a line about it: by its title, a row by the question's own words."""
    if isinstance(target, Formula):
        return target.shown.title
    return f"“{target.words}”" if isinstance(target, Row) else target.title


class Figures:
    """Computes targets, each by the way that is its own."""

    def __init__(self, facts: FactStore, documents: DocumentStore) -> None:
        self._facts = facts
        self._said = SaidFigures(documents)
        engine = MetricEngine(facts)
        self._series = FigureSeries(engine)
        self._calculator = MetricCalculator(engine)
        self._labelled = LabelledFigures(facts)
        self._sectors = Sectors(facts)

    def compute(self, asked: Question, target: Target, period: PeriodTerm, *, convention: str = "") -> Calculation:
        """Return a target's figure; raises CannotComputeError: what is lacking, units that do not go together, or no sense in it."""
        if isinstance(target, Said):
            return self._in_a_sentence(asked, target, period)
        if isinstance(target, Row):
            return self._row(asked, target, period)
        if isinstance(target, Pair):
            return self._pair(asked, target, period)
        if not isinstance(target, Concept) and (why := self._sectors.why_not(asked, _names_of(target))):
            raise CannotComputeError(why)
        try:
            if isinstance(target, Formula):
                return self._calculator.evaluate(asked, target.formula, period, metric=target.shown)
            return self._calculator.compute(asked, target, period, convention=convention)
        except CannotComputeError as error:
            if why := self._sectors.why_not(asked, _concepts_of(target)):
                raise CannotComputeError(why) from error
            raise

    def together(
        self, asked: Question, target: Target, periods: Sequence[PeriodTerm], *, convention: str, text_of: Callable[[str], str]
    ) -> list[Calculation]:
        """Return a target's figures of several periods, of one filing where one has them all; raises CannotComputeError for any lacking."""

        def work(question: Question, period: PeriodTerm) -> Calculation:
            """Return the figure of one period."""
            return self.compute(question, target, period, convention=convention)

        return self._series.compute(asked, periods, work, text_of=text_of)

    def own_of_company(self, asked: Question, metric: Metric, period: PeriodTerm) -> tuple[Row, Calculation] | None:
        """Return an amount that the company itself prints under a metric's name, on whatever basis; None where it prints none."""
        for basis in ((), ("adjusted",)) if metric.unit == "currency" else ():
            row = Row(Topic.of((metric.title, *basis), unit="currency"), metric.title)
            found = self._labelled.compute(asked, row.topic, period)
            if isinstance(found, Calculation):
                return row, found
        return None

    def why_not(self, asked: Question, target: Target) -> str:
        """Return why a target means nothing for a company, "" when it does or that is not known."""
        return "" if isinstance(target, Row | Said | Pair) else self._sectors.why_not(asked, _names_of(target) | _concepts_of(target))

    def has(self, asked: Question, target: Target, period: PeriodTerm) -> bool:
        """Return whether a target is stated for a period at all, be it in a way that gives no figure: twice, or in different units."""
        try:
            self.compute(asked, target, period)
        except CannotComputeError as error:
            return not error.is_absence
        return True

    def printed(self, asked: Question) -> list[Fact]:
        """Return everything that the company's documents print as a figure, that of parts and notes too."""
        return self._of(asked, everything=True)

    def stated(self, asked: Question) -> list[Fact]:
        """Return what the statements of the company's documents state of the whole company."""
        return self._of(asked, everything=False)

    def _of(self, asked: Question, *, everything: bool) -> list[Fact]:
        documents = asked.of_company
        wanted = FactFilter(companies=asked.spellings, document_ids=documents, everything=everything)
        return self._facts.find(asked.access, wanted) if documents else []

    def ends(self, asked: Question, target: Target) -> list[int]:
        """Return the ends of fiscal quarters, counted from year 0, at which something is stated that a target is made of, newest first."""
        if isinstance(target, Said):
            return [_QUARTERS * (year + 1) for year in self._said.years(asked, target)]
        if isinstance(target, Row):
            years = (term.fiscal_year for term in self._labelled.periods(asked, target.topic))
            return [_QUARTERS * (year + 1) for year in years if year is not None]
        if isinstance(target, Pair):
            return sorted({*self.ends(asked, target.first)} & {*self.ends(asked, target.second)}, reverse=True)
        if not asked.documents:
            return []
        ids = tuple(document.id for document in asked.documents)
        names = tuple(sorted(_concepts_of(target)))
        found = self._facts.find(asked.access, FactFilter(companies=asked.spellings, concepts=names, document_ids=ids))
        stretches = (stretch_of(fact.period.fiscal_year, fact.period.fiscal_period) for fact in found)
        return sorted({stretch[1] for stretch in stretches if stretch}, reverse=True)

    def _in_a_sentence(self, asked: Question, target: Said, period: PeriodTerm) -> Calculation:
        found = self._said.compute(asked, target, period)
        if isinstance(found, NoFigure):
            raise CannotComputeError(f"no sentence says the {target.title} for {period.label}", Lacking(target.title, period.label, found))
        return found

    def _pair(self, asked: Question, target: Pair, period: PeriodTerm) -> Calculation:
        """Return what two figures make together; a part of a part is looked for in that one, where its own words do not say so."""
        second = self.compute(asked, target.second, period)
        first = self.compute(asked, within(target.first, second) if isinstance(target.first, Row) else target.first, period)
        return (share_of if target.kind is PairKind.SHARE else without)(first, second, target.title)

    def _row(self, asked: Question, target: Row, period: PeriodTerm) -> Calculation:
        found = self._labelled.compute(asked, target.topic, period) if not isinstance(target.figure, Formula) else NoFigure()
        if isinstance(found, NoFigure) and not found.stated and target.figure:
            return self.compute(replace(asked, part=target.part), target.figure, period)
        if isinstance(found, NoFigure):
            title = title_of_target(target)
            raise CannotComputeError(f"no row {title} for {period.label}", Lacking(title, period.label, found))
        if target.lost and (found.value >= 0 or not parts_named(found)):
            raise CannotComputeError(f"“{found.metric}” is no loss of a part for {period.label}")
        return found


def within(row: Row, whole: Calculation) -> Row:
    """Return a row that is to be of the same part as a figure: with the words of that part."""
    members = [member for _, member in sorted(parts_named(whole))]
    return replace(row, topic=row.topic.also(members)) if members else row


def _names_of(target: Metric | Concept | Formula) -> frozenset[str]:
    return frozenset({target.shown.name if isinstance(target, Formula) else target.name})


def _concepts_of(target: Metric | Concept | Formula) -> frozenset[str]:
    """Return the concepts that a target is made of, by whichever way it is computed."""
    if isinstance(target, Concept):
        return frozenset(_unfolded([target.name]))
    trees = [target.formula[1]] if isinstance(target, Formula) else [tree for one in target.conventions for _, tree in one.formulas]
    return frozenset(_unfolded(name.name for tree in trees for name in names_in(tree)))


def _unfolded(names: Iterable[str]) -> Iterator[str]:
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        metric, other = find_metric(name), instead_of(name)
        trees = [tree for one in metric.conventions for _, tree in one.formulas] if metric else []
        trees += [other.formula[1]] if other else []
        waiting += [one.name for tree in trees for one in names_in(tree)]
        if metric is None:
            yield name


def _stated(plan: QuestionPlan) -> Formula | None:
    unit = plan.unit if plan.unit in UNITS else "currency"
    said = " ".join(plan.metric.words.split()) if plan.metric else ""
    title = said or "the figure asked for"
    try:
        tree = parse_formula(plan.formula)
    except UsageError:
        return None
    known = find_metric(plan.metric.value) if plan.metric and plan.metric.value not in names_of_formula(plan.formula) else None
    shown = Metric(known.name if known else title, known.title if known else title, (), unit, (Convention("", ()),), 2)
    return Formula(shown, (plan.formula, tree))
