"""Figures that a model wants computed: our engine computes them, over figures that are printed where the model says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from research.errors import UsageError
from research.formulas.expressions import Name, Negative, Node, Number, Operation, names_in, parse_formula
from research.metrics.operands import facts_of
from research.metrics.quantities import Quantity
from research.models.vocabulary import is_free
from research.nouns.answers import Citation
from research.nouns.facts import Calculation, Fact, Operand
from research.nouns.models import DraftFigure
from research.text.figures import printed_figures

# Numbers that calculations have beside figures: of periods, of days, of hundreds.
_CONSTANTS = frozenset(
    map(Decimal, ("0.5", "1", "2", "3", "4", "5", "10", "12", "52", "90", "100", "360", "365", "1000", "10000", "1000000"))
)
_PERIOD = re.compile(r"(?:fy|cy)?(?:19|20)?\d\d|[qh][1-4]|\d|[a-z]")
_NAME = re.compile(r"[A-Za-z_]\w*")
CONVENTION = "as the model writes it, over the figures quoted"


class UncomputedError(Exception):
    """A figure of a draft that is not computed, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def compute(figure: DraftFigure, cited: Mapping[str, Citation | Calculation], facts: Callable[[Citation], Iterable[Fact]]) -> Calculation:
    """Return a draft's figure, computed; raises UncomputedError.

    `cited` has what each operand's name rests on: a citation, whose quote must hold one printed figure that is a fact of its page, or a
    figure of the engine's. A percentage is taken for a ratio, so that a ratio without unit comes out in percent where all operands agree.
    """
    try:
        tree = parse_formula(figure.formula)
    except UsageError as error:
        raise UncomputedError(error.message) from error
    if any(name.functions or name.at for name in names_in(tree)):
        raise UncomputedError(f"the formula “{figure.formula}” holds more than operands")
    if other := next((one for one in _numbers(tree) if one not in _CONSTANTS), None):
        raise UncomputedError(f"the formula “{figure.formula}” holds the number {other}, which no source prints")
    inputs: dict[str, Operand] = {}
    for name in dict.fromkeys(one.name for one in names_in(tree)):
        if name not in cited:
            raise UncomputedError(f"the operand {name} of “{figure.formula}” has no source")
        inputs[name] = _operand(name, cited[name], facts)
    if not inputs:
        raise UncomputedError(f"the formula “{figure.formula}” has no operand")
    companies = {fact.company for one in inputs.values() for fact in facts_of(one)}
    if len(companies) != 1:
        raise UncomputedError("its operands are of several companies")
    quantity = _value(tree, inputs)
    newest = max((one.period for one in inputs.values()), key=lambda period: period.end)
    value, unit = (quantity.value * 100, "%") if not quantity.units else (quantity.value, quantity.unit)
    shown = _names_shown(inputs)
    formula = _NAME.sub(lambda found: shown.get(found[0], found[0]), " ".join(figure.formula.split()))
    name = figure.name if _is_plain(figure.name) else "figure"
    operands = tuple((shown[one], operand) for one, operand in inputs.items())
    return Calculation(name, formula, CONVENTION, value, unit, newest, companies.pop(), operands)


def _names_shown(names: Iterable[str]) -> dict[str, str]:
    """Return what each operand is called where it is shown: as the model calls it in words that anyone uses, else by its number."""
    return {name: name if _is_plain(name) else f"operand_{number}" for number, name in enumerate(names, 1)}


def _is_plain(name: str) -> bool:
    return all(_PERIOD.fullmatch(part) or (part.isalpha() and is_free(part)) for part in name.split("_"))


def _numbers(tree: Node) -> Iterator[Decimal]:
    match tree:
        case Number(value):
            yield Decimal(value)
        case Negative(of):
            yield from _numbers(of)
        case Operation(_, left, right):
            yield from _numbers(left)
            yield from _numbers(right)


def _operand(name: str, rests_on: Citation | Calculation, facts: Callable[[Citation], Iterable[Fact]]) -> Operand:
    if isinstance(rests_on, Calculation):
        return rests_on
    inside = [fact for fact in facts(rests_on) if rests_on.start <= fact.cell_start and fact.cell_end <= rests_on.end]
    printed = [
        one for one in printed_figures(rests_on.quote) if any(one.text in fact.printed or fact.printed in one.text for fact in inside)
    ]
    values = {fact.value for fact in inside}
    if len(values) != 1 or not printed:
        raise UncomputedError(f"the operand {name} does not quote one figure of a table: “{rests_on.quote[:60]}”")
    return inside[0]


def _value(tree: Node, inputs: Mapping[str, Operand]) -> Quantity:
    match tree:
        case Number(value):
            return Quantity(Decimal(value))
        case Name(name):
            return Quantity.of(inputs[name].value, inputs[name].unit)
        case Negative(of):
            return -_value(of, inputs)
        case Operation(sign, left, right):
            return _joined(sign, _value(left, inputs), _value(right, inputs))
    raise UncomputedError("the formula is not understood")


def _joined(sign: str, left: Quantity, right: Quantity) -> Quantity:
    try:
        return {"+": Quantity.__add__, "-": Quantity.__sub__, "*": Quantity.__mul__, "/": Quantity.__truediv__}[sign](left, right)
    except UsageError as error:
        raise UncomputedError(error.message) from error
    except ZeroDivisionError as error:
        raise UncomputedError("it divides by nought") from error
