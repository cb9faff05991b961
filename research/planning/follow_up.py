"""Questions that go on from the one before: "and in 2023?", "what about Tarrowby?", "and the net income?", "diluted?".

A question with a company and a topic of its own starts afresh. One that lacks either keeps it from the plan before, with the period and
the way to show figures, and names what it kept.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace

from research.concepts.catalogue import find_concept
from research.concepts.readings import ConceptReading, reading_named
from research.nouns.answers import CONVENTION, Operation, PartKind, PeriodTerm, PlanPart, PlanTerm, QuestionPlan
from research.planning.amounts import money_words
from research.planning.parts import COMPANY_KINDS, plan_parts, shown_in
from research.planning.settled import settled
from research.planning.vocabulary import vocabulary
from research.text.words import topic_stems, words

_TOPIC_KINDS = frozenset({PartKind.METRIC, PartKind.OPERATION, PartKind.FORMULA, PartKind.DERIVED, PartKind.QUALIFIER, PartKind.STATEMENT})
# So many words of a topic and no metric: a sentence of its own, that asks of no particular form.
WHOLE_TOPIC = 4
_MONEY = frozenset({"currency", "per share"})
CHOSEN = "chosen by you"


@dataclass(frozen=True, slots=True)
class _Own:
    """What a question says itself: a company, one to put beside those before, the words of its topic, another reading, a topic.

    `leaves_form`: it is no question of the form before, since it names another kind of paper or is a whole sentence about something else.
    """

    company: bool
    beside: bool
    words: tuple[str, ...]
    reading: ConceptReading | None
    topic: bool
    leaves_form: bool


def continue_plan(plan: QuestionPlan, earlier: QuestionPlan | None) -> QuestionPlan:
    """Return a question's plan completed by the plan of the question before; unchanged when it starts afresh."""
    if earlier is None:
        return plan
    plan = _growth_in_money(_share_of_before(plan, earlier), earlier)
    own = _own(plan, earlier)
    asks_of_all = not own.company and any(word in vocabulary().follow_up.whole_library for word in words(plan.question))
    if (own.company and own.topic) or asks_of_all:
        return plan
    part = _part_of(plan, earlier, own)
    merged = replace(plan, qualifiers=tuple(dict.fromkeys((*part, *own.words))) if own.topic else plan.qualifiers)
    if not own.topic:
        merged = _with_topic(merged, earlier, own)
    if not own.company or own.beside:
        companies, unknown = _companies(plan, earlier)
        merged = replace(merged, companies=companies, unknown_companies=unknown)
    periods = plan.periods or _relative_periods(plan, earlier)
    forms = plan.form_types or (() if own.leaves_form else earlier.form_types)
    relative = plan.relative if plan.relative or periods else earlier.relative
    merged = replace(merged, periods=periods or (() if plan.relative else earlier.periods), relative=relative, form_types=forms)
    if not shown_in(plan):
        unit = plan.unit if own.topic or plan.operation or plan.formula else earlier.unit
        merged = replace(merged, unit=unit, scale=earlier.scale, decimals=earlier.decimals)
    merged = settled(merged)
    return replace(merged, carried=_carried(merged, replace(plan, periods=periods), earlier, own))


def read_as(plan: QuestionPlan, concept: str) -> QuestionPlan:
    """Return the plan with the reading of its metric that the user chose: another concept, or another way to compute it.

    A formula is not read otherwise.
    """
    if concept.startswith(CONVENTION):
        return replace(plan, convention=concept.removeprefix(CONVENTION))
    return settled(replace(plan, metric=PlanTerm(concept, "", CHOSEN))) if concept and plan.metric else plan


def _growth_in_money(plan: QuestionPlan, earlier: QuestionPlan) -> QuestionPlan:
    """Return a plan that asks for the growth of the question before in money ("in dollars?") as one for the change; any other as it is.

    A percentage has no scale: whole dollars are meant only where they are said.
    """
    grew = earlier.operation is not None and earlier.operation.value == Operation.GROWTH
    concept = find_concept(earlier.metric.value) if earlier.metric else None
    said = money_words(plan.question)
    others = set(plan.qualifiers) - vocabulary().follow_up.glue
    asks_more = bool(plan.metric or plan.operation or plan.formula or others or plan.derived or plan.unit)
    if not grew or not said or asks_more or (concept and concept.unit not in _MONEY):
        return plan
    scale = earlier.scale if plan.scale == 1 and "whole" not in said else plan.scale
    return replace(plan, operation=PlanTerm(Operation.CHANGE, said), base=earlier.base, scale=scale)


def _share_of_before(plan: QuestionPlan, earlier: QuestionPlan) -> QuestionPlan:
    """Return a plan that sets a figure beside that of the question before as the formula that it asks for; any other as it is.

    "as a % of revenue?", "what margin is that?" and "what share of that was paid out as dividends?" give a percentage.
    """
    known, before = vocabulary().follow_up, earlier.metric
    if before is None or plan.companies or plan.unknown_companies or earlier.operation:
        return plan
    figure = f"({earlier.formula})" if earlier.formula else before.value
    named = plan.metric.value if plan.metric else ""
    if named and (match := known.over_named.search(plan.question)):
        formula, metric = f"{figure} / {named}", before
    elif named and (match := known.over_before.search(plan.question)):
        formula, metric = f"{named} / {figure}", plan.metric or before
    elif not named and (match := known.margin.search(plan.question)):
        formula, metric = f"{figure} / revenue", before
    else:
        return plan
    said = set(words(match.group()))
    left = tuple(word for word in (*plan.qualifiers, *earlier.qualifiers) if word not in said and word != "%")
    # The margin of a segment is that of its own revenue; what else a share of a part's figure is of is open.
    of_part = not named and left == earlier.qualifiers
    derived = "" if set(words(plan.derived)) <= said else plan.derived
    asks = earlier.asks_amount or plan.asks_amount
    return settled(
        replace(
            plan,
            metric=metric,
            formula=formula if of_part or not left else "",
            qualifiers=left,
            derived=derived,
            unit="%",
            asks_amount=asks,
        )
    )


def _part_of(plan: QuestionPlan, earlier: QuestionPlan, own: _Own) -> tuple[str, ...]:
    """Return the words of the part of a company that a question goes on about: "and its operating profit?" after a segment's sales."""
    if not own.topic or own.company or own.words or plan.metric is None or earlier.metric is None:
        return ()
    known = vocabulary()
    return tuple(word for word in earlier.qualifiers if word not in known.follow_up.refining and not known.derived.fullmatch(word))


def _own(plan: QuestionPlan, earlier: QuestionPlan) -> _Own:
    known = vocabulary().follow_up
    reading = reading_named(plan.question, earlier.metric.value) if earlier.metric else None
    said = {word for phrase in reading.words for word in words(phrase)} if reading else set()
    relative = words(" ".join(match.group() for match in _relative_words(plan)))
    left = tuple(word for word in plan.qualifiers if word not in known.glue and word not in said and word not in relative)
    asked = {*left, *words(plan.derived)}
    company = bool(plan.companies or plan.unknown_companies)
    beside = company and plan.metric is None and bool(asked) and asked <= known.beside
    refines = earlier.metric is not None and asked <= known.refining
    topic = (plan.metric is not None and reading is None) or (bool(asked) and not refines and not beside)
    whole = topic and plan.metric is None and len(topic_stems(" ".join(left))) >= WHOLE_TOPIC
    return _Own(
        company=company,
        beside=beside,
        words=() if beside else left,
        reading=reading,
        topic=topic,
        leaves_form=whole or known.other_paper.search(plan.question) is not None,
    )


def _companies(plan: QuestionPlan, earlier: QuestionPlan) -> tuple[tuple[PlanTerm, ...], tuple[PlanTerm, ...]]:
    """Return the companies of the question before and those put beside them, each once: known ones, then unknown ones."""
    known = {term.value: term for term in (*earlier.companies, *plan.companies)}
    unknown = {term.value: term for term in (*earlier.unknown_companies, *plan.unknown_companies)}
    return tuple(known.values()), tuple(unknown.values())


def _with_topic(plan: QuestionPlan, earlier: QuestionPlan, own: _Own) -> QuestionPlan:
    """Return the plan about what the question before was about, in the reading and the cut that this one names."""
    refined = bool(own.words or plan.derived or plan.operation) and not own.beside
    again = not refined and own.reading is None
    metric = PlanTerm(own.reading.concept, own.reading.label) if own.reading else earlier.metric
    reasons = vocabulary().reasons.search(plan.question) is not None
    return replace(
        plan,
        metric=metric,
        derived=earlier.derived if own.beside else plan.derived or earlier.derived,
        qualifiers=tuple(dict.fromkeys((*own.words, *earlier.qualifiers))),
        statements=plan.statements or earlier.statements,
        asks_amount=earlier.asks_amount and not reasons,
        operation=earlier.operation if not refined else plan.operation,
        base=earlier.base if not refined else plan.base,
        formula=plan.formula or (earlier.formula if again or plan.operation else ""),
        focus=" ".join([earlier.focus, *own.words]) if refined else earlier.focus,
    )


def _relative_words(plan: QuestionPlan) -> list[re.Match[str]]:
    known = vocabulary().follow_up
    patterns = (known.year_before, known.year_after, known.part_of_year, *(pattern for _, pattern in known.stretches))
    return [match for pattern in patterns if (match := pattern.search(plan.question))]


def _relative_periods(plan: QuestionPlan, earlier: QuestionPlan) -> tuple[PeriodTerm, ...]:
    """Return the period that is told from the one before: the year before or after, or a part of the same year; else none."""
    known = vocabulary().follow_up
    if len(earlier.periods) != 1 or plan.operation:
        return ()
    year = earlier.periods[0].fiscal_year
    if year is None:
        return _moved_day(plan, earlier.periods[0])
    if match := known.year_before.search(plan.question):
        return (replace(earlier.periods[0], fiscal_year=year - 1, words=match.group()),)
    if match := known.year_after.search(plan.question):
        return (replace(earlier.periods[0], fiscal_year=year + 1, words=match.group()),)
    if match := known.part_of_year.search(plan.question):
        return (PeriodTerm(year, match.group().upper(), match.group()),)
    for part, pattern in known.stretches:
        if match := pattern.search(plan.question):
            return (PeriodTerm(year, part, match.group()),)
    return ()


def _moved_day(plan: QuestionPlan, before: PeriodTerm) -> tuple[PeriodTerm, ...]:
    """Return the same day a year before or after, as a question has it; none where it says neither."""
    known = vocabulary().follow_up
    moves = ((known.year_before, -1), (known.year_after, 1))
    for pattern, years in moves:
        if before.on is not None and (match := pattern.search(plan.question)):
            year, month = before.on.year + years, before.on.month
            day = min(before.on.day, monthrange(year, month)[1])
            return (replace(before, on=before.on.replace(year=year, day=day), words=match.group()),)
    return ()


def _carried(merged: QuestionPlan, plan: QuestionPlan, earlier: QuestionPlan, own: _Own) -> tuple[PlanPart, ...]:
    """Return the parts of the merged plan that are the earlier plan's and that the question does not say itself."""
    before, said = set(plan_parts(earlier)), set(plan_parts(plan))
    if own.reading:
        said.add(PlanPart(PartKind.METRIC, own.reading.concept))
    kept = [part for part in plan_parts(merged) if part in before and part not in said]
    topic_kinds = _TOPIC_KINDS - ({PartKind.QUALIFIER} if _part_of(plan, earlier, own) else set())
    own_kinds = (topic_kinds if own.topic else frozenset()) | (COMPANY_KINDS if own.company and not own.beside else frozenset())
    return tuple(part for part in kept if part.kind not in own_kinds)
