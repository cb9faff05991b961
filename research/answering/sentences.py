"""How a figure is said: its sentence, what it was computed from, and the line for one that is not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from research.answering.figures import Look, show_figure, shown_scale, unit_word
from research.answering.targets import Row, Target, title_of_target
from research.answering.values import printed_decimals
from research.metrics.calculator import CannotComputeError
from research.metrics.engine import NoFigure, Question
from research.metrics.labelled import row_title
from research.metrics.operands import caveats_of, facts_of
from research.metrics.operations import operation_of
from research.metrics.said import Said
from research.nouns.answers import FigureValue, PeriodTerm
from research.nouns.facts import Calculation, Fact, Operand, Period, Span, fiscal_label, scale_words

# Between what is said of a figure and what is uncertain of it.
NOTE = " Note: "
# Between the value and what it was computed from.
COMPUTED = ", computed as"
# A title that begins with a name.
_NAME = re.compile(r"[A-Z]\w*\s+[A-Z]\w*\s+[a-z]")
_BALANCES = ("averag", "clos", "end", "open", "beginning")
_MOST_NAMED = 3
# What is left of a label that goes on in the name of the part: "Revenues by".
_DANGLING = re.compile(r"\s+(?:by|from|of)\s*:?$|\s*:$", re.IGNORECASE)
# Periods that have a filing of their own.
_FILED = re.compile(r"(?:Q[1-3] )?FY\d{4}")
_TWELVE_MONTHS = re.compile(r"LTM (Q[1-3]) FY(\d{4})")


def figure_sentence(
    target: Target, calculation: Calculation, value: FigureValue, markers: Mapping[str, str], *, look: Look, said: Collection[str] = ()
) -> str:
    """Return the answer's sentences: the figure with its period's end spelt out, the formula with its operands, what is uncertain.

    `markers` are the citations' by the ids of the facts; caveats that were `said` before are left out.
    """
    facts = facts_of(calculation)
    notes = "".join(f"{NOTE}{caveat.rstrip(' .')}." for caveat in caveats_of(calculation) if caveat not in said)
    what = f"{calculation.company}: {_title(target, calculation)}{_when_of(target, calculation)} was {value.display}"
    if len(facts) == 1:
        return f"{what} [{markers[facts[0].id]}].{notes}"
    operands = "; ".join(dict.fromkeys(_operands(calculation, markers, han=look.han)))
    convention = _convention(calculation)
    return f"{what}{COMPUTED} {calculation.formula}{f' ({convention})' if convention else ''}: {operands}.{notes}"


def lacking_line(error: CannotComputeError, target: Target, asked: Question, period: PeriodTerm) -> str:
    """Return the line for a figure that is not given: stated twice and differently, an operand not found, or no sense in it."""
    whole = f"{lowered(title_of_target(target))} of {asked.company} for {period.label}"
    lacking = error.lacking
    if lacking is None:
        return f"{whole}: {error.reason}"
    operand = f"{lowered(lacking.title)} of {asked.company} for {lacking.period}"
    needed = "" if operand.casefold() == whole.casefold() else f"{whole} needs "
    return f"{needed}{operand if needed else whole}: {_why(lacking.why or NoFigure(), asked, lacking.period)}"


def apart_line(error: CannotComputeError, target: Target, companies: Sequence[str]) -> str:
    """Return the line for figures that are not put together: of which companies, and why not."""
    return f"{lowered(title_of_target(target))} of {' and '.join(companies)}: {error.reason}"


def no_common_line(target: Target, companies: Sequence[str]) -> str:
    """Return the line that says that companies state a figure, but for no year in common."""
    names = f"{', '.join(companies[:-1])} and {companies[-1]}"
    return f"{lowered(title_of_target(target))}: {names} state it for no year in common; name a year, or ask for one company at a time"


def unknown_line(target: Target, asked: Question, why: str = "") -> str:
    """Return the line for a figure that no document states for any period, or for `why` it is not given."""
    return f"{lowered(title_of_target(target))} of {asked.company}: {why or _not_found(asked)}"


def describe_row(facts: Sequence[Fact]) -> str:
    """Return what a printed row is, which it does not say itself: company, statement, unit, and the period of each of its figures."""
    first = facts[0]
    unit = f"{unit_word(first.unit)} {scale_words(first.scale)}".strip()
    periods = " | ".join(fact.period.label for fact in sorted(facts, key=lambda fact: fact.cell_start))
    statement = f", {first.statement.value}" if first.statement else ""
    return f"{first.company}{statement} ({'; '.join(filter(None, (unit, periods)))})"


def _why(why: NoFigure, asked: Question, period: str) -> str:
    if why.stated:
        pages = sorted({fact.page for fact in why.stated})
        where = f"page{'s' if len(pages) > 1 else ''} {' and '.join(map(str, pages))}"
        printed = " and ".join(fact.printed for fact in why.stated)
        return f"{why.document} states two values, {printed}, on {where}: neither is taken"
    own = [one for one in asked.documents if one.company in asked.spellings]
    filed = {fiscal_label(one.fiscal_year, one.fiscal_period) for one in own if one.fiscal_year is not None}
    lacks = [one for one in _filings_for(period) if one not in filed] if own else []
    return _not_found(asked) + "".join(f"; the {one} filing is not in the library" for one in lacks)


def _filings_for(period: str) -> tuple[str, ...]:
    """Return the periods whose filings report on a period, by its label; none for one that has no filing of its own."""
    if found := _TWELVE_MONTHS.fullmatch(period):
        return fiscal_label(int(found[2]), found[1]), fiscal_label(int(found[2]) - 1)
    return (period,) if _FILED.fullmatch(period) else ()


def _not_found(asked: Question) -> str:
    own = [document for document in asked.documents if document.company in asked.spellings]
    held = sorted({document.name for document in own if document.fact_count} or {document.name for document in own})
    left = len(held) - _MOST_NAMED
    more = f" and {left} other{'' if left == 1 else 's'}" if left > 0 else ""
    looked = f"looked in {', '.join(held[:_MOST_NAMED])}{more}" if held else "no filing for it is in the library"
    return f"not found in a statement; {looked}"


def _title(target: Target, calculation: Calculation) -> str:
    operation = operation_of(calculation)
    if isinstance(target, Row) and target.figure and len(facts_of(calculation)) > 1 and not operation:
        members = ", ".join(member for _, member in facts_of(calculation)[0].dimensions)
        return f"{lowered(title_of_target(target.figure))} ({members or ' '.join(target.part)})"
    if isinstance(target, Said):
        return facts_of(calculation)[0].label + (f" {operation}" if operation else "")
    title = _row_title(facts_of(calculation)[0]) if isinstance(target, Row) else lowered(title_of_target(target))
    return f"{title} {operation}" if operation else title


def _row_title(fact: Fact) -> str:
    """Return a row's label as it stands in a sentence, in quotes where it has capitals of its own, and of which part it is."""
    members = ", ".join(member for _, member in fact.dimensions)
    told = not members or members.casefold() in fact.label.casefold()
    label = fact.label if told else _DANGLING.sub("", fact.label)
    said = lowered(label) if label[1:] == label[1:].lower() else f"“{label}”"
    return said if told else f"{said} ({members})"


def lowered(title: str) -> str:
    """Return a title as it stands inside a sentence: "gross margin", "EBITDA", "R&D expense", "North America as a share of revenue"."""
    is_name = title[:2].isupper() or title[1:2] in {"&", ""} or _NAME.match(title) is not None
    return title if is_name else title[:1].lower() + title[1:]


def _when_of(target: Target, calculation: Calculation) -> str:
    """Return the period in words; of a figure that a sentence says its day, which that of an event has in its name."""
    if not isinstance(target, Said) or len(facts_of(calculation)) > 1:
        return f" {_when(calculation)}"
    if target.figure.when == "year":
        return f" for {calculation.period.label}"
    return f" at {_day(calculation.period)}" if target.figure.when != "event" else ""


def _when(calculation: Calculation) -> str:
    """Return the period in words, its end spelt out; that of each company where several are compared whose periods end apart."""
    operands = [operand for _, operand in calculation.inputs]
    apart = len({one.company for one in operands}) > 1 and len({(one.period.end, one.period.label) for one in operands}) > 1
    if apart:
        each = " and ".join(f"{one.company}: {_ending(one.period)} {_day(one.period)}" for one in operands)
        return f"for {calculation.period.label} ({each})"
    period = calculation.period
    if period.span is Span.INSTANT:
        return f"at the end of {period.label} ({_day(period)})"
    if period.span is Span.OTHER:
        return f"over {period.label} (to {_day(period)})"
    if period.fiscal_period.startswith("LTM"):
        return f"for the twelve months ended {_day(period)} ({period.label})"
    return f"for {period.label} ({_ending(period)} {_day(period)})"


def _ending(period: Period) -> str:
    if period.span is Span.INSTANT:
        return "at"
    return "period ended" if period.span is Span.OTHER else f"{period.span.value} ended"


def _day(period: Period) -> str:
    return f"{period.end.day} {period.end:%B %Y}"


def _convention(calculation: Calculation) -> str:
    """Return the convention of a calculation; where flows meet balances and nothing says which balances, that they are closing ones."""
    spans = {fact.period.span is Span.INSTANT for fact in facts_of(calculation)}
    told = any(word in f"{calculation.formula} {calculation.convention}".lower() for word in _BALANCES)
    closing = "closing balances" if len(spans) > 1 and not told and not operation_of(calculation) else ""
    return ", ".join(part for part in (calculation.convention, closing) if part)


def _operands(operand: Operand, markers: Mapping[str, str], *, han: bool) -> list[str]:
    """Return the printed figures under a calculation, each with its period and marker, in order."""
    if isinstance(operand, Fact):
        scale = shown_scale(operand.unit, operand.scale, Look(han=han))
        look = Look(decimals=printed_decimals(operand, operand.value, scale), han=han)
        shown = show_figure(operand.value, operand.unit, printed_scale=operand.scale, look=look)
        return [f"{row_title(operand)} {operand.period.label} {shown.display} [{markers[operand.id]}]"]
    return [line for _, inner in operand.inputs for line in _operands(inner, markers, han=han)]
