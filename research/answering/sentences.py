"""How a figure is said: its sentence, what it was computed from, and the line for one that is not there."""

from __future__ import annotations

from collections.abc import Mapping

from research.answering.figures import show_figure
from research.answering.targets import Target, title_of_target
from research.metrics.calculator import CannotComputeError
from research.metrics.engine import NoFigure, Question
from research.metrics.labelled import row_title
from research.metrics.operands import caveats_of, facts_of
from research.metrics.operations import operation_of
from research.nouns.answers import FigureValue, PeriodTerm
from research.nouns.facts import Calculation, Fact, Operand, Span


def figure_sentence(target: Target, calculation: Calculation, value: FigureValue, markers: Mapping[str, str]) -> str:
    """Return the answer's sentences: the figure with its period's end spelt out, the formula with its operands, what is uncertain."""
    facts = facts_of(calculation)
    notes = "".join(f" Note: {caveat}." for caveat in caveats_of(calculation))
    what = f"{calculation.company}: {_title(target, calculation)} {_when(calculation)} was {value.display}"
    if len(facts) == 1:
        return f"{what} [{markers[facts[0].id]}].{notes}"
    operands = "; ".join(dict.fromkeys(_operands(calculation, markers)))
    convention = f" ({calculation.convention})" if calculation.convention else ""
    return f"{what}, computed as {calculation.formula}{convention}: {operands}.{notes}"


def lacking_line(error: CannotComputeError, target: Target, asked: Question, period: PeriodTerm) -> str:
    """Return the line for a figure that is not given: stated twice and differently, an operand not found, or no sense in it."""
    title = title_of_target(target)
    whole = f"{title[:1].lower() + title[1:] if not title.isupper() else title} of {asked.company} for {period.label}"
    lacking = error.lacking
    if lacking is None:
        return f"{whole}: {error.reason}"
    operand = f"{lacking.title.lower()} of {asked.company} for {lacking.period}"
    needed = "" if operand.casefold() == whole.casefold() else f"{whole} needs "
    return f"{needed}{operand if needed else whole}: {_why(lacking.why or NoFigure(), asked)}"


def _why(why: NoFigure, asked: Question) -> str:
    if why.stated:
        pages = sorted({fact.page for fact in why.stated})
        where = f"page{'s' if len(pages) > 1 else ''} {' and '.join(map(str, pages))}"
        printed = " and ".join(fact.printed for fact in why.stated)
        return f"{why.document} states two values, {printed}, on {where}: neither is taken"
    held = sorted({document.name for document in asked.documents if document.company in asked.spellings})
    looked = f"looked in {', '.join(held[:5])}{' and others' if len(held) > 5 else ''}" if held else "no filing for it is in the library"
    return f"not found in a statement; {looked}"


def _title(target: Target, calculation: Calculation) -> str:
    facts = facts_of(calculation)
    title = row_title(facts[0]) if calculation.metric == row_title(facts[0]) else title_of_target(target)
    operation = operation_of(calculation)
    named = f"{title} {operation}" if operation else title
    return named if title.isupper() or title[:2].isupper() else named[:1].lower() + named[1:]


def _when(calculation: Calculation) -> str:
    period = calculation.period
    end = f"{period.end.day} {period.end:%B %Y}"
    if period.span is Span.INSTANT:
        return f"at the end of {period.label} ({end})"
    if period.span is Span.OTHER:
        return f"over {period.label} (to {end})"
    return f"for {period.label} ({period.span.value} ended {end})"


def _operands(operand: Operand, markers: Mapping[str, str]) -> list[str]:
    """Return the printed figures under a calculation, each with its period and marker, in order."""
    if isinstance(operand, Fact):
        shown = show_figure(operand.value, operand.unit, printed_scale=operand.scale)
        return [f"{operand.label} {operand.period.label} {shown.display} [{markers[operand.id]}]"]
    return [line for _, inner in operand.inputs for line in _operands(inner, markers)]
