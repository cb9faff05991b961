"""The parts of a plan, and the plan without some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from research.nouns.answers import PartKind, PeriodTerm, PlanPart, PlanTerm, QuestionPlan, RelativePeriods
from research.nouns.facts import scale_words
from research.planning.decided import decided_parts, is_explained
from research.planning.settled import settled
from research.text.words import words

# How units are asked for; those that only say of which sort a figure is are not.
_UNITS = {"x": "as a multiple", "days": "in days", "currency": "", "per share": ""}
COMPANY_KINDS = frozenset({PartKind.COMPANY, PartKind.UNKNOWN})


def plan_parts(plan: QuestionPlan) -> tuple[PlanPart, ...]:
    """Return every part of a plan that can be taken out, in the order company, period, form, statement, metric, and the rest.

    Words that cut a metric are parts; those of a question without a metric are its topic, which it cannot go without.
    """
    return tuple(_parts(plan))


def shown_in(plan: QuestionPlan) -> str:
    """Return what a plan wants its figure in: "USD, in millions, 1 decimal"; "" when it does not say."""
    parts = [_UNITS.get(plan.unit, plan.unit) if plan.unit else ""]
    if plan.scale:
        parts.append(scale_words(plan.scale) or "in units")
    if plan.decimals is not None:
        parts.append(f"{plan.decimals} decimal{'' if plan.decimals == 1 else 's'}")
    return ", ".join(part for part in parts if part)


def without_parts(plan: QuestionPlan, without: Collection[PlanPart]) -> QuestionPlan:
    """Return the plan less the parts taken out, which it names in `removed`; parts that it does not have change nothing but are named.

    Without its metric a question is one for passages, searched by its own words; without its formula it is about the metric.
    """
    if not without:
        return plan
    gone = {(part.kind, part.value) for part in without}

    def kept(kind: PartKind, terms: tuple[PlanTerm, ...]) -> tuple[PlanTerm, ...]:
        """Return the terms of a kind that were not taken out."""
        return tuple(term for term in terms if (kind, term.value) not in gone)

    metric = plan.metric if plan.metric and (PartKind.METRIC, plan.metric.value) not in gone else None
    derived = "" if (PartKind.DERIVED, plan.derived) in gone else plan.derived
    cut = [set(said.split()) for said in cutting_words(plan) if gone & {(PartKind.DERIVED, said), (PartKind.QUALIFIER, said)}]
    qualifiers = tuple(one for one in plan.qualifiers if not any(set(one.split()) <= said for said in cut))
    operation = plan.operation if metric and plan.operation and (PartKind.OPERATION, plan.operation.value) not in gone else None
    formula = plan.formula if metric and (PartKind.FORMULA, plan.formula) not in gone else ""
    as_it_comes = (PartKind.SHOWN, shown_in(plan)) in gone
    same_figure = (plan.formula, plan.operation) == (formula, operation)
    left = replace(
        plan,
        companies=kept(PartKind.COMPANY, plan.companies),
        unknown_companies=kept(PartKind.UNKNOWN, plan.unknown_companies),
        periods=tuple(period for period in plan.periods if (PartKind.PERIOD, period.label) not in gone),
        form_types=kept(PartKind.FORM, plan.form_types),
        statements=tuple(pair for pair in plan.statements if (PartKind.STATEMENT, pair[0].value) not in gone),
        metric=metric,
        listed=kept(PartKind.METRIC, plan.listed),
        derived=derived,
        qualifiers=qualifiers,
        asks_amount=plan.asks_amount and metric is not None,
        operation=operation,
        base=plan.base if operation else "",
        relative=plan.relative if plan.relative and (PartKind.PERIOD, relative_label(plan.relative)) not in gone else None,
        formula=formula,
        unit=plan.unit if same_figure and not as_it_comes else None,
        scale=None if as_it_comes else plan.scale,
        decimals=None if as_it_comes else plan.decimals,
        carried=tuple(part for part in plan.carried if part not in without),
        removed=tuple(sorted(without, key=lambda part: (list(PartKind).index(part.kind), part.value))),
    )
    return settled(left)


def cutting_words(plan: QuestionPlan) -> tuple[str, ...]:
    """Return what makes a plan's metric another figure, `derived` first; words that stand in longer ones are said once, with those.

    The names of the figures that a plan lists make none another.
    """
    named = {word for term in plan.listed for word in words(term.words)}
    said = [one for one in dict.fromkeys((plan.derived, *plan.qualifiers)) if one.strip() and not named.issuperset(words(one))]
    return tuple(
        one
        for place, one in enumerate(said)
        if not any(set(one.split()) < set(other.split()) for other in said)
        and not any(set(one.split()) == set(other.split()) for other in said[:place])
    )


def relative_label(relative: RelativePeriods) -> str:
    """Return what periods counted back are called: "last 3 years"."""
    if relative.fiscal_period == "LTM":
        return "last twelve months"
    unit = "quarter" if relative.fiscal_period == "Q" else "year"
    return f"last {relative.count} {unit}{'' if relative.count == 1 else 's'}"


def lost_its_company(plan: QuestionPlan) -> bool:
    """Return whether the user took a company out: then none may be assumed in its place."""
    return any(part.kind in COMPANY_KINDS for part in plan.removed)


def lost_its_period(plan: QuestionPlan) -> bool:
    """Return whether the user took a period out: then none is assumed, and every other year known is asked for."""
    return any(part.kind is PartKind.PERIOD for part in plan.removed)


def was_removed(plan: QuestionPlan, period: PeriodTerm) -> bool:
    """Return whether the user took this very period out."""
    return PlanPart(PartKind.PERIOD, period.label) in plan.removed


def _parts(plan: QuestionPlan) -> Iterator[PlanPart]:
    yield from (PlanPart(PartKind.COMPANY, term.value) for term in plan.companies)
    yield from (PlanPart(PartKind.UNKNOWN, term.value) for term in plan.unknown_companies)
    yield from (PlanPart(PartKind.PERIOD, period.label) for period in plan.periods)
    if plan.relative:
        yield PlanPart(PartKind.PERIOD, relative_label(plan.relative))
    yield from (PlanPart(PartKind.FORM, term.value) for term in plan.form_types)
    yield from (PlanPart(PartKind.STATEMENT, statement.value) for statement, _ in plan.statements)
    if plan.listed:
        yield from (PlanPart(PartKind.METRIC, term.value) for term in plan.listed)
    elif plan.metric:
        yield PlanPart(PartKind.METRIC, plan.metric.value)
    if plan.metric:
        yield from ([PlanPart(PartKind.OPERATION, plan.operation.value)] if plan.operation else [])
        yield from ([PlanPart(PartKind.FORMULA, plan.formula)] if plan.formula else [])
        for said in cutting_words(plan):
            if not is_explained(plan, said):
                yield PlanPart(PartKind.DERIVED if said == plan.derived else PartKind.QUALIFIER, said)
    yield from decided_parts(plan)
    if shape := shown_in(plan):
        yield PlanPart(PartKind.SHOWN, shape)


def without_operation(plan: QuestionPlan) -> QuestionPlan | None:
    """Return a plan that takes the words of its operation for a row's own ("table games drop"), None for one without a single such word."""
    said = words(plan.operation.words) if plan.operation else []
    if len(said) != 1:
        return None
    return replace(plan, operation=None, base="", direction="", qualifiers=(*plan.qualifiers, *said))
