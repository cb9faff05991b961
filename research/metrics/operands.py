"""The operands of a calculation: what is printed of them, what is uncertain of them, and whether their days go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from research.comparatives import SAME_DAYS
from research.metrics.definitions import find_metric
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Calculation, Fact, Operand, Period, Span, scale_words

_THIS_YEAR = "This fiscal year"
FROM_SEVERAL = "no one filing has all of these figures: they are from several, which may state them on different bases"
_RATIOS = frozenset({"%", "x"})


def bare(calculation: Calculation) -> Operand:
    """Return the fact that a calculation takes as it is printed, else the calculation; one of a metric says more than its only operand."""
    only = calculation.inputs[0][1]
    as_printed = len(calculation.inputs) == 1 and isinstance(only, Fact) and only.value == calculation.value
    return only if as_printed and isinstance(only, Fact) and find_metric(calculation.metric) is None else calculation


def printed_with_unit(fact: Fact) -> str:
    """Return a figure as it is printed, with its unit and its table's multiplier: "6.5 USD in millions", "89 %"."""
    if fact.unit == "%":
        return f"{fact.printed.rstrip(' %')} %"
    return " ".join(filter(None, (fact.printed, fact.unit, scale_words(fact.scale))))


def facts_of(operand: Operand) -> tuple[Fact, ...]:
    """Return the printed facts under an operand, in order, each once."""
    if isinstance(operand, Fact):
        return (operand,)
    return tuple({fact.id: fact for _, inner in operand.inputs for fact in facts_of(inner)}.values())


def caveats_of(operand: Operand) -> tuple[str, ...]:
    """Return what is uncertain of an operand and of those under it, each once; "this fiscal year" is named, for it may be another's."""
    inner = () if isinstance(operand, Fact) else (caveat for _, one in operand.inputs for caveat in caveats_of(one))
    own = (one.replace(_THIS_YEAR, operand.period.label, 1) if one.startswith(_THIS_YEAR) else one for one in operand.caveats)
    return tuple(dict.fromkeys((*own, *inner)))


def different_filings(calculation: Calculation) -> Calculation:
    """Return a calculation with the caveat that its operands come from different filings, where they do."""
    several = len({fact.document_id for fact in facts_of(calculation)}) > 1
    return replace(calculation, caveats=tuple(dict.fromkeys((*calculation.caveats, FROM_SEVERAL)))) if several else calculation


def common_period(inputs: Sequence[tuple[str, Operand]], period: PeriodTerm) -> Period | None:
    """Return the period of a value: of the operands the one asked for, stretches before balances; None without operands."""
    periods = [operand.period for _, operand in inputs]
    own = [one for one in periods if one.label == period.label or one.end == period.on] or periods
    return min(own, key=lambda one: one.span is Span.INSTANT, default=None)


def check_dates(inputs: Sequence[tuple[str, Operand]], of: Period, *, balances: bool) -> str:
    """Return why the days of a formula's operands do not go together, "" when they do.

    Stretches of one name must end on the same days. With `balances`, a balance must lie at the start or the end of the stretch: after a
    change of the fiscal year's end the balance of the year before does not.
    """
    for _, operand in inputs:
        one = operand.period
        if one.label == of.label and abs((one.end - of.end).days) > SAME_DAYS:
            return f"{of.label} ends on {one.end.isoformat()} in one filing and on {of.end.isoformat()} in another"
        if balances and of.start is not None and one.span is Span.INSTANT:
            edges = (of.start - timedelta(days=1), of.end)
            if min(abs((one.end - edge).days) for edge in edges) > SAME_DAYS:
                return f"the balance of {one.end.isoformat()} lies at neither end of {of.label}, whose fiscal year changed"
    return ""


def not_annualized(inputs: Sequence[tuple[str, Operand]], unit: str, of: Period) -> list[str]:
    """Return the caveat of a ratio of a part of a year's flows to balances: it is not comparable with a year's; [] for any other figure."""
    part = of.span in {Span.QUARTER, Span.HALF, Span.NINE_MONTHS}
    mixed = any(operand.period.span is Span.INSTANT for _, operand in inputs)
    return [f"the amounts of {of.label} are of a part of a year and not annualized"] if unit in _RATIOS and part and mixed else []
