"""How figures came about, as the page shows it: the formula, the same with its values, and a line for each operand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from research.answering.figures import UNSCALED, Look, show_figure, shown_scale
from research.answering.values import printed_decimals
from research.metrics.operands import facts_of
from research.nouns.answers import Answer, Citation, FigureValue
from research.nouns.facts import Calculation, Fact, Operand, scale_words
from research.text.han import is_han
from ui.render.words import metric_name, period_words

READ, COMPUTED = "How it was read", "How it was computed"
_RATIO_DECIMALS, _EACH_DECIMALS = 2, 4
# Where a formula takes one figure at several dates it says which: "average Inventories", "Inventories (opening)".
_EARLIER = ("opening", "a year before", "the period before")
_LETTER = re.compile(r"[^\W\d_]")
_JOINED = re.compile(r" [+−×÷^] ")


@dataclass(frozen=True, slots=True)
class OperandView:
    """One operand of a calculation: its name in the formula, its printed line, its value, its period and its marker, if cited.

    `name` is "" where the line has the same words.
    """

    name: str
    label: str
    value: str
    period: str
    marker: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class CalculationView:
    """How figures came about: heading, formula, convention, operand lines, and for each figure the formula with its values.

    A formula whose figures cannot be told apart by their names is not repeated with values: the operand lines have them.
    """

    heading: str
    formula: str
    convention: str
    operands: tuple[OperandView, ...]
    caveats: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()


def view_calculations(answer: Answer) -> tuple[CalculationView, ...]:
    """Return how each figure came about, those of one formula together."""
    found: list[tuple[Calculation, FigureValue | None]] = [(value.calculation, value) for value in answer.values]
    if answer.calculation and answer.calculation not in [calculation for calculation, _ in found]:
        found = [(answer.calculation, None)]
    groups: dict[tuple[str, str], list[tuple[Calculation, FigureValue | None]]] = {}
    for calculation, value in found:
        groups.setdefault((calculation.formula, calculation.convention), []).append((calculation, value))
    writer = _Writer(answer.citations, Look(han=is_han(answer.question)))
    views = tuple(_view(group, writer) for group in groups.values())
    if len({view.heading for view in views}) == len(views):
        return views
    return tuple(replace(view, heading=f"{view.heading}: {_whose(group)}") for view, group in zip(views, groups.values(), strict=True))


def _whose(group: Sequence[tuple[Calculation, FigureValue | None]]) -> str:
    """Return which figures a group is: of which metric and companies."""
    companies = ", ".join(dict.fromkeys(calculation.company for calculation, _ in group))
    return f"{metric_name(group[0][0].metric)}, {companies}"


def _view(group: Sequence[tuple[Calculation, FigureValue | None]], writer: _Writer) -> CalculationView:
    first = group[0][0]
    lines = [tuple(writer.lines(calculation, value)) for calculation, value in group]
    computed = [(calculation, value) for calculation, value in group if value and len(facts_of(calculation)) > 1]
    sums = [(value, worked) for calculation, value in computed if (worked := writer.worked(calculation))]
    return CalculationView(
        READ if len(lines[0]) == 1 else COMPUTED,
        first.formula,
        first.convention,
        tuple(chain.from_iterable(lines)),
        tuple(dict.fromkeys(caveat for calculation, _ in group for caveat in calculation.caveats)),
        tuple(f"{f'{value.period}: ' if len(group) > 1 else ''}{worked} = {value.display}" for value, worked in sums),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the operands of one answer's calculations, with the markers of its citations."""

    citations: Sequence[Citation]
    look: Look

    def lines(self, calculation: Calculation, value: FigureValue | None) -> Iterator[OperandView]:
        """Yield the lines of a calculation's operands; the only fact of a figure has the figure's own marker."""
        own = value.marker if value and len(facts_of(calculation)) == 1 else ""
        return self._lines(calculation, own, 0)

    def _lines(self, calculation: Calculation, own: str, depth: int) -> Iterator[OperandView]:
        for name, operand in calculation.inputs:
            if fact := _as_printed(operand):
                printed = f"{fact.printed} {scale_words(fact.scale)}".rstrip()
                marker = own or self._marker(fact)
                yield OperandView(_name(name, fact.label), fact.label, printed, period_words(fact.period), marker, depth)
            elif isinstance(operand, Calculation):
                shown = self._shown(operand)
                yield OperandView(_name(name, operand.formula), operand.formula, shown, period_words(operand.period), "", depth)
                yield from self._lines(operand, own, depth + 1)

    def worked(self, calculation: Calculation) -> str:
        """Return a formula with the value and marker of each figure in the place of its name, "" where names do not tell which is which."""
        by_name: dict[str, list[Operand]] = {}
        for name, operand in calculation.inputs:
            by_name.setdefault(name, []).append(operand)
        names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
        place = re.compile(rf"(?<!\w)(?P<average>average )?(?P<name>{names})(?: \((?P<when>{'|'.join(_EARLIER)})\))?(?!\w)")
        taken = {(match["name"], match["average"], match["when"]) for match in place.finditer(calculation.formula)}
        if _LETTER.search(place.sub("", calculation.formula)) or not all(_fits(name, held, taken) for name, held in by_name.items()):
            return ""
        return place.sub(lambda match: self._put(match, by_name), calculation.formula)

    def _put(self, match: re.Match[str], by_name: Mapping[str, Sequence[Operand]]) -> str:
        held = sorted(by_name[match["name"]], key=lambda operand: operand.period.end)
        if match["average"]:
            return f"(({self._value(held[1])} + {self._value(held[0])}) ÷ 2)"
        return self._value(held[0] if match["when"] else held[-1])

    def _value(self, operand: Operand) -> str:
        """Return an operand's value with its marker, one that is itself computed as what it is made of."""
        if fact := _as_printed(operand):
            marker = self._marker(fact)
            return f"{_bracketed(self._shown(operand))}{f' [{marker}]' if marker else ''}"
        worked = self.worked(operand) if isinstance(operand, Calculation) else ""
        return (f"({worked})" if _JOINED.search(worked) else worked) or _bracketed(self._shown(operand))

    def _shown(self, operand: Operand) -> str:
        """Return an operand's value at the scale of its table, with no more digits than its figures are printed with."""
        facts = facts_of(operand)
        printed = max(fact.scale for fact in facts)
        scale = shown_scale(operand.unit, printed, self.look)
        if fact := _as_printed(operand):
            decimals = printed_decimals(fact, operand.value, scale)
        elif operand.unit in UNSCALED:
            decimals = _RATIO_DECIMALS
        elif "/" in operand.unit:
            decimals = _EACH_DECIMALS
        else:
            finest = min((fact.last_digit for fact in facts if fact.unit == operand.unit), default=facts[0].last_digit)
            decimals = max(0, -int((finest / scale).adjusted()))
        look = Look(decimals=decimals, han=self.look.han)
        return show_figure(operand.value, operand.unit, printed_scale=printed, look=look).display

    def _marker(self, fact: Fact) -> str:
        """Return the marker of the citation that rings a figure, else of one that quotes its row; figures of one row have one each."""
        cell = (fact.cell_start, fact.cell_end)
        on_page = [one for one in self.citations if (one.document_id, one.page) == (fact.document_id, fact.page)]
        ringing = [one.marker for one in on_page if one.figure == cell]
        quoting = [one.marker for one in on_page if one.start <= fact.cell_start and fact.cell_end <= one.end]
        return next(iter([*ringing, *quoting]), "")


def _fits(name: str, held: Sequence[Operand], taken: set[tuple[str, str | None, str | None]]) -> bool:
    """Return whether the places of a name in a formula are those of its operands: one, or a later and an earlier one."""
    ways = {(average is not None, when is not None) for other, average, when in taken if other == name}
    if len(held) == 1:
        return ways in ({(False, False)}, {(False, True)})
    apart = len({operand.period.end for operand in held}) == len(held) == 2
    return apart and ways in ({(True, False)}, {(False, False), (False, True)})


def _as_printed(operand: Operand) -> Fact | None:
    """Return the one fact that an operand is, be its sign turned; None for what is worked out."""
    facts = facts_of(operand)
    return facts[0] if len(facts) == 1 and abs(facts[0].value) == abs(operand.value) else None


def _name(name: str, label: str) -> str:
    return "" if name.casefold() == label.casefold() else name


def _bracketed(shown: str) -> str:
    return f"({shown})" if shown.startswith("-") else shown
