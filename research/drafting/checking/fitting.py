"""Whether a figure of a draft is what a value of the library is, as the draft's words round it; and in what the two differ."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from research.answering.figures import Look, show_figure
from research.answering.values import printed_decimals
from research.concepts.catalogue import find_concept
from research.drafting.checking.claims import FigureClaim, Kind, signed
from research.drafting.checking.words import checking_words
from research.metrics.operands import facts_of
from research.nouns.facts import SCALE_WORDS, Calculation, Statement
from research.splits import RATIOS
from research.text.figures import PERCENT, POINTS, TIMES, PrintedFigure
from research.verification.bounds import fits_in_words
from research.verification.claims import ClaimText

_MOVES = frozenset({Kind.GROWTH, Kind.CHANGE, Kind.CAGR})
_RATIOS = {"%": PERCENT, "pp": POINTS, "x": TIMES}
_DAYS = re.compile(r"\s*days?\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:[\w-]+\s+){0,2}?(?:(?P<shares>shares)|stores|employees|people|units|clubs|customers|members|plants|countries|products|states|jobs)\b",
    re.IGNORECASE,
)
_OUT = re.compile(r"\b(?:used|loss(?:es)?|outflows?|deficit)\b", re.IGNORECASE)
_SIGNED = frozenset({Statement.INCOME})
# Of a value worked out from rounded figures so much of its last digit may be off.
_HALF = Decimal("0.5")
_ONE_DECIMAL = Decimal("0.1")


def unit_fits(claim: FigureClaim, text: str, unit: str) -> bool:
    """Return whether a figure may be in the unit of a value."""
    figure = claim.figure
    if not figure.unit and (counted := _COUNTED.match(text, figure.end)):
        return unit == "shares" if counted["shares"] else unit not in _RATIOS and "/" not in unit and not unit.isupper()
    if unit in _RATIOS:
        return figure.unit == _RATIOS[unit] or (unit == "x" and not figure.unit and not figure.scale)
    if unit == "days":
        return not figure.unit and bool(_DAYS.match(text, figure.end))
    if figure.unit in {PERCENT, POINTS, TIMES}:
        return False
    money, _, per = unit.partition("/")
    is_money = len(money) == 3 and money.isupper()
    if per:
        return figure.unit in {"", money} and figure.scale is None
    if is_money and figure.per:
        return False
    return figure.unit in {"", money} if is_money else not figure.unit


def fits(claim: FigureClaim, text: str, value: Calculation) -> bool:
    """Return whether a figure, rounded as its words say and of the sign that they tell, is a value of the library."""
    return unit_fits(claim, text, value.unit) and amount_fits(claim.figure, text, value) and sign_fits(claim, value)


def amount_fits(figure: PrintedFigure, text: str, value: Calculation, *, scale: int | None = None) -> bool:
    """Return whether a figure is as large as a value, signs aside; one worked out from rounded figures may be off by what they are."""
    claim = ClaimText(text)
    scales = {scale or figure.scale or claim.scale_asked or 1, figure.scale or 1} if scale is None else {scale}
    return any(fits_in_words(claim, figure, amount, one) for one in scales for amount in (*_within(value), *_of_rounded(value)))


def _of_rounded(value: Calculation) -> tuple[Decimal, ...]:
    """Return a change in points as it is between the two percentages as they are printed, with one decimal; none for other values."""
    if value.unit != "pp" or len(value.inputs) != 2:
        return ()
    first, last = (operand.value.quantize(_ONE_DECIMAL, rounding=ROUND_HALF_UP) for _, operand in value.inputs)
    return (last - first,)


def _within(value: Calculation) -> tuple[Decimal, ...]:
    """Return a value with the least and the most that it may be by the rounding of the figures that it is made of."""
    facts = facts_of(value)
    if len(facts) < 2 or any(not fact.value for fact in facts):
        return (value.value,)
    relative = sum((fact.last_digit * _HALF / abs(fact.value) for fact in facts), Decimal(0))
    whole = 100 + abs(value.value) if value.metric.endswith("growth") else abs(value.value)
    slack = whole * relative
    if value.unit not in _RATIOS and "/" not in value.unit:
        slack = sum((fact.last_digit * _HALF for fact in facts), Decimal(0))
    return value.value, value.value - slack, value.value + slack


def fits_by_a_split(claim: FigureClaim, text: str, value: Calculation) -> bool:
    """Return whether a count of shares, or an amount a share, is a value times the ratio of a split that companies make."""
    if claim.kind is not Kind.LEVEL or not (value.unit == "shares" or value.unit.endswith("/share")):
        return False
    amounts = (value.value * ratio.numerator / ratio.denominator for ratio in RATIOS)
    return any(amount_fits(claim.figure, text, replace(value, value=amount)) for amount in amounts)


def sign_fits(claim: FigureClaim, value: Calculation) -> bool:
    """Return whether a figure's sign, or the direction told of it, is that of a value; True where words do not tell."""
    if not value.value or claim.kind is Kind.SHARE:
        return True
    if claim.kind in _MOVES:
        told = -1 if claim.figure.number < 0 else signed(claim)
        if _OUT.search(claim.said) and all(fact.value < 0 for fact in facts_of(value)):
            told = -told
        return told == 0 or (told < 0) == (value.value < 0)
    return _level_sign_fits(claim, value)


def _level_sign_fits(claim: FigureClaim, value: Calculation) -> bool:
    known = checking_words()
    is_loss = claim.figure.number < 0 or bool(known.loss.search(claim.zone))
    if value.value < 0:
        concept = find_concept(value.metric)
        must_tell = concept is None or concept.statement in _SIGNED
        return is_loss or not must_tell
    says_loss = claim.figure.number < 0 or re.search(r"\b(?:net|operating|pre-?tax|segment)\s+loss\b", claim.zone, re.IGNORECASE)
    facts = facts_of(value)
    concept = find_concept(value.metric)
    if claim.figure.number < 0 and concept and (concept.positive or concept.told_by_statement or concept.statement is Statement.CASH_FLOW):
        return True
    return not says_loss or any(fact.value < 0 for fact in facts) or any("loss" in fact.label.lower() for fact in facts)


def shown(value: Calculation, figure: PrintedFigure | None = None) -> str:
    """Return a value as a reader is shown it: as it is printed, or with about as many digits as the draft's figure has."""
    facts = facts_of(value)
    scale = max((fact.scale for fact in facts), default=1)
    if len(facts) == 1 and abs(facts[0].value) == abs(value.value):
        decimals = printed_decimals(facts[0], value.value, scale if "/" not in value.unit and value.unit not in _RATIOS else 1)
        return show_figure(value.value, value.unit, printed_scale=scale, look=Look(decimals=decimals)).display
    places = max(figure.places if figure else 1, 2 if value.unit == "x" or "/" in value.unit else 1)
    return show_figure(value.value, value.unit, printed_scale=scale if scale in SCALE_WORDS else 10**6, look=Look(decimals=places)).display


def difference(claim: FigureClaim, text: str, value: Calculation) -> str:
    """Return in a word in what a figure that does not fit differs from a value: unit, scale, sign or value."""
    figure = claim.figure
    if not unit_fits(claim, text, value.unit):
        return "unit"
    if amount_fits(figure, text, value):
        return "sign" if claim.kind not in _MOVES else "direction"
    others = (one for one in SCALE_WORDS if one != (figure.scale or 1))
    if "/" not in value.unit and value.unit not in _RATIOS and any(amount_fits(figure, text, value, scale=one) for one in others):
        return "scale"
    return "value"
