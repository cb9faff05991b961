"""What changed: the figures of a new report against the same period a year before, each worked out by the metric engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from research.answering.targets import Figures
from research.answering.values import figure_value
from research.concepts.catalogue import Concept, find_concept
from research.digests.papers import REPORTS, NewPaper, Papers
from research.digests.quoting import Quoting, make_line
from research.digests.sources import DigestSources
from research.digests.window import Window
from research.digests.words import digest_words
from research.metrics.calculator import CannotComputeError
from research.metrics.definitions import Metric, find_metric
from research.metrics.engine import Question
from research.metrics.operands import caveats_of, facts_of
from research.metrics.operations import POINTS, combine
from research.nouns.access import Access
from research.nouns.answers import Operation, PeriodTerm, QuestionPlan
from research.nouns.digests import DigestLine
from research.nouns.documents import Document
from research.nouns.facts import Calculation, Fact
from research.nouns.queries import FactFilter

_PLAIN = QuestionPlan("")
# Amounts that a statement prints to the last unit are shown in millions from here on.
_LARGE = Decimal(10_000_000)
_IN_MILLIONS = QuestionPlan("", scale=1_000_000, decimals=1)


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure of a report, the same a year before, and what lies between: growth in percent, a change in points or as an amount."""

    target: Concept | Metric
    now: Calculation
    before: Calculation
    change: Calculation


class ChangeReader:
    """Compares what new reports state with the year before, for one reader."""

    def __init__(self, sources: DigestSources, access: Access, window: Window) -> None:
        self._facts, self._documents = sources.facts, sources.documents
        self._figures = Figures(sources.facts, sources.documents)
        self._access, self._window = access, window

    def changes(self, paper: NewPaper, papers: Papers) -> Iterator[Changed]:
        """Yield what a report states otherwise than the year before, in the order of `digests.toml`; nothing that was stated before it."""
        document = paper.document
        if document.kind not in REPORTS or document.fiscal_year is None or not document.fact_count:
            return
        held = papers.of(paper.company)
        earlier = tuple(one.id for one in held if self._window.was_known(one))
        question = Question(self._access, paper.company.name, paper.company.spellings, held, filing=document.id)
        for name in digest_words().compared:
            target = find_concept(name) or find_metric(name)
            found = self._changed(question, target, document) if target else None
            if found and not self._was_stated(found.now, earlier):
                yield found

    def _changed(self, question: Question, target: Concept | Metric, document: Document) -> Changed | None:
        """Return a figure of a document's own period with the year's before, None where the document does not state both."""
        year, period = document.fiscal_year or 0, document.fiscal_period or "FY"
        for name in dict.fromkeys((period, "FY" if period == "Q4" else period)):
            try:
                now, before = (self._figures.compute(question, target, PeriodTerm(at, name, "")) for at in (year, year - 1))
            except CannotComputeError:
                continue
            change = _between(before, now)
            return Changed(target, now, before, change) if change else None
        return None

    def _was_stated(self, now: Calculation, earlier: Sequence[str]) -> bool:
        """Return whether documents that were there before state all that a figure is made of, with the same values."""
        return bool(earlier) and all(self._is_stated(fact, earlier) for fact in facts_of(now))

    def _is_stated(self, fact: Fact, earlier: Sequence[str]) -> bool:
        if fact.concept is None:
            return False
        wanted = FactFilter(
            companies=(fact.company,), concepts=(fact.concept,), fiscal_years=(fact.period.fiscal_year,), document_ids=tuple(earlier)
        )
        found = self._facts.find(self._access, wanted)
        return any(one.period.fiscal_period == fact.period.fiscal_period and one.value == fact.value for one in found)


def change_line(changed: Changed, quoting: Quoting, company: str) -> DigestLine | None:
    """Return the line of a change with its calculation and the rows that it is made of; None where a row does not print its figure."""
    citations = quoting.rows((*facts_of(changed.now), *facts_of(changed.before)))  # what is new is opened first
    if citations is None:
        return None
    plan = _plan_of(changed)
    now, before = (figure_value(one, changed.target, plan, "").display for one in (changed.now, changed.before))
    text = f"{changed.target.title} {changed.now.period.label}: {now}, {_moved(changed, plan)} {before} in {changed.before.period.label}"
    line = make_line(text, tuple(dict.fromkeys(citations)), company=company, calculation=changed.change)
    return replace(line, note=_notes(changed, {citation.document for citation in citations}))


def _notes(changed: Changed, documents: Collection[str]) -> str:
    """Return what is uncertain of a change; what is so of the year before says of which year it is.

    That the year before is taken from the report's own comparative column is how they are compared, and no caveat of the comparison.
    """
    own = {f"from the comparative column of {name}" for name in documents}
    now, before = caveats_of(changed.now), [one for one in caveats_of(changed.before) if one.split(";")[0] not in own]
    between = [one for one in changed.change.caveats if one not in {*now, *caveats_of(changed.before)}]
    said = [*now, *(f"{changed.before.period.label}: {one}" for one in before if one not in now), *between]
    return "; ".join(one.rstrip(" .") for one in said)


def _between(before: Calculation, now: Calculation) -> Calculation | None:
    """Return the growth between two figures, of percentages and where growth has no meaning the change; None for different units."""
    grows = before.value > 0 and now.value >= 0
    for operation in (Operation.GROWTH, Operation.CHANGE) if grows else (Operation.CHANGE,):
        try:
            return combine(operation, [before, now])
        except CannotComputeError:
            continue
    return None


def _plan_of(changed: Changed) -> QuestionPlan:
    """Return how a change's amounts are shown: at the scale of their table, large ones without any in millions."""
    figures = (changed.now, changed.before)
    whole = all(fact.scale == 1 and fact.unit == fact.currency for one in figures for fact in facts_of(one))
    return _IN_MILLIONS if whole and max(abs(one.value) for one in figures) >= _LARGE and changed.now.unit != "%" else _PLAIN


def _moved(changed: Changed, plan: QuestionPlan) -> str:
    """Return in words how a figure moved: "up 6.5 % from", "down 1.4 pp from", "unchanged from"."""
    change = changed.change
    if not change.value:
        return "unchanged from"
    way = "up" if change.value > 0 else "down"
    if change.unit in {"%", POINTS}:
        size = max(1, -change.value.adjusted()) if abs(change.value) < 1 else 1
        return f"{way} {abs(round(change.value, size)):f} {change.unit} from"
    size_of = replace(change, value=abs(change.value))
    return f"{way} {figure_value(size_of, changed.target, plan, '').display} from"
