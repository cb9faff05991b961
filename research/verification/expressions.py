"""Calculations that a text itself shows ("(41 + 46) / 2 = 43.5"): their operands, and whether the result is what they give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, DivisionByZero, InvalidOperation

from research.text.figures import PERCENT, PrintedFigure
from research.verification.amounts import rounds_to

_LONGEST = 240
_WORDS = r"(?:thousand|million|billion|days|USD|dollars)\b"
_SHOWN = re.compile(rf"(?:[\d.,$€£()+\-−–*×·/÷%\s]|\bx\b|(?<=\d)[MBK]\b|{_WORDS})+\Z")
_ENDS = re.compile(r"(?:=|≈|≅)\s*(?:approximately\s+|about\s+)?[-$€£(~\s]*\Z")
_RESTATES = re.compile(r"\s*(?:=|≈|or|,?\s*i\.e\.,?)\s*(?:approximately\s+|about\s+)?", re.IGNORECASE)
_OPERATOR = re.compile(r"[+*×·/÷]|(?<=\s)[-−–x](?=\s)")
_BESIDE = 12
_OPERATOR_BEFORE = re.compile(r"(?:[+*×·/÷]|\s[-−–x])[\s($€£]*\Z")
_OPERATOR_AFTER = re.compile(r"[)MBK%\s]*?(?:[+*×·/÷]|\s[-−–x]\s)")
_CONSTANTS = frozenset(Decimal(one) for one in (*range(13), 100, 360, 365))
_TOKEN = re.compile(r"\s*(?:(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)|(?P<sign>[()+*/-]))")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "x": "*"})
_HUNDRED = Decimal(100)


def is_operand(text: str, figure: PrintedFigure) -> bool:
    """Return whether a figure stands beside an operator of a calculation that the text shows."""
    before, after = text[max(0, figure.start - _BESIDE) : figure.start], text[figure.end : figure.end + _BESIDE]
    return "=" in text and bool(_OPERATOR_BEFORE.search(before) or _OPERATOR_AFTER.match(after))


def is_constant(text: str, figure: PrintedFigure) -> bool:
    """Return whether a figure is a plain number of a shown calculation that no source need state: "/ 2", "365 *", "× 100"."""
    return not figure.unit and not figure.scale and figure.number in _CONSTANTS and is_operand(text, figure)


def shown_result(text: str, figures: Sequence[PrintedFigure], figure: PrintedFigure, known: Sequence[PrintedFigure]) -> str:
    """Return the calculation that a figure is the result of, in words, "" where none is shown, it gives another, or lacks a source.

    A figure may also say again what a known one says: "0.54 or 54 %".
    """
    at = next((at for at, one in enumerate(figures) if one.start == figure.start), 0)
    before = figures[at - 1] if at else None
    if before in known and before and _is_same(before, figure) and _RESTATES.fullmatch(_between(text, before, figure)):
        return f"{before.text} said again"
    ends = _ENDS.search(text[max(0, figure.start - _LONGEST) : figure.start])
    if not ends:
        return ""
    before_sign = text[max(0, figure.start - _LONGEST) : figure.start][: ends.start()]
    shown = _SHOWN.search(before_sign.rpartition("=")[2])
    if not shown or not _OPERATOR.search(shown[0]):
        return ""
    first = figure.start - (len(before_sign) + len(ends[0])) + before_sign.rindex(shown[0])
    operands = [one for one in figures if first <= one.start < figure.start]
    if any(one not in known and not is_constant(text, one) for one in operands):
        return ""
    value = value_of(shown[0])
    return shown[0].strip() if value is not None and _gives(value, figure, shown[0]) else ""


def _between(text: str, first: PrintedFigure, second: PrintedFigure) -> str:
    return text[first.end : second.start].rstrip("$€£( ") or " "


def value_of(expression: str) -> Decimal | None:
    """Return what a sum in figures comes to, None where it is none: plus, minus, times, divided by, and brackets."""
    plain = re.sub(rf"[$€£%]|{_WORDS}|(?<=\d)[MBK]\b", " ", expression).translate(_SIGNS)
    tokens: list[str] = []
    at = 0
    while at < len(plain.rstrip()):
        match = _TOKEN.match(plain, at)
        if not match:
            return None
        tokens.append((match["number"] or match["sign"]).replace(",", ""))
        at = match.end()
    try:
        value, rest = _sum(tokens)
    except (DivisionByZero, InvalidOperation, IndexError):
        return None
    return None if rest else value


def _sum(tokens: Sequence[str]) -> tuple[Decimal, Sequence[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        other, rest = _product(tokens[1:])
        value, tokens = (value + other if tokens[0] == "+" else value - other), rest
    return value, tokens


def _product(tokens: Sequence[str]) -> tuple[Decimal, Sequence[str]]:
    value, tokens = _term(tokens)
    while tokens and tokens[0] in "*/":
        other, rest = _term(tokens[1:])
        value, tokens = (value * other if tokens[0] == "*" else value / other), rest
    return value, tokens


def _term(tokens: Sequence[str]) -> tuple[Decimal, Sequence[str]]:
    if tokens[0] == "-":
        value, rest = _term(tokens[1:])
        return -value, rest
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if rest[0] != ")":
            raise InvalidOperation
        return value, rest[1:]
    return Decimal(tokens[0]), tokens[1:]


def _gives(value: Decimal, figure: PrintedFigure, expression: str) -> bool:
    step = Decimal(1).scaleb(-figure.places)
    factors = (1, _HUNDRED) if figure.unit == PERCENT and not re.search(r"[*×x]\s*100\b|100\s*[*×x]", expression) else (1,)
    return any(rounds_or_cuts_to(value * factor, figure.number, step) for factor in factors)


def rounds_or_cuts_to(value: Decimal, claimed: Decimal, step: Decimal) -> bool:
    """Return whether a computed value is what is claimed, rounded or cut off at the claim's last digit."""
    return rounds_to(value, claimed, step) or (claimed != 0 and value.quantize(step, ROUND_DOWN) == claimed)


def _is_same(first: PrintedFigure, second: PrintedFigure) -> bool:
    """Return whether two figures say one thing: equal, or one the percentage of the other's ratio."""
    if first.unit == second.unit:
        return rounds_to(first.value, second.value, second.step)
    if PERCENT not in {first.unit, second.unit}:
        return False
    ratio, percent = (second, first) if first.unit == PERCENT else (first, second)
    return rounds_to(percent.number, ratio.number * _HUNDRED, max(percent.step, ratio.step * _HUNDRED))
