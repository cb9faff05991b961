"""How parts of a formula in words join: text, unit and sign of a sum, a product, a quotient, an average or a change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from research.nouns.facts import Statement
from research.planning.tokens import Sort
from research.planning.topics import Topic


# A ratio times a hundred is a percentage.
_HUNDRED = "100 * "


class NotReadError(Exception):
    """Tokens that are no formula, or one whose order or units do not hold together."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A part of a formula: its text, its unit, the sign that joins it last ("" for one operand), and the figures it names in order.

    `worded` tells that words and not signs join it, `closed` that brackets hold it, `days` that it was multiplied by the days of a year;
    `shade` is "%" or "x" where its division says so; `topic` is the figure that it is when it is no more than one.
    """

    text: str
    unit: str
    sign: str = ""
    worded: bool = False
    closed: bool = False
    days: bool = False
    shade: str = ""
    names: tuple[str, ...] = ()
    topic: Topic | None = None

    def inside(self, sign: str, *, right: bool = False) -> str:
        """Return the text as an operand of a sign, in brackets where it must be."""
        weaker = self.sign in ("+", "-") and (sign in ("*", "/") or (sign == "-" and right))
        return f"({self.text})" if self.sign and (weaker or (right and sign == "/")) else self.text


def single(topic: Topic, text: str, *, balance: bool = True) -> Expression:
    """Return one figure as an expression; raises NotReadError where only a balance would do and it is none."""
    if not balance:
        raise NotReadError
    return Expression(text, topic.unit, names=(topic.name,), topic=topic if text == topic.name else None)


def at_another_time(topic: Topic, sort: Sort, *, of_years: bool) -> Expression:
    """Return a figure's average, change, opening or closing balance, or that of the year before; an average of amounts needs years."""
    name, balance = topic.name, topic.statement is Statement.BALANCE
    before = f"opening({name})" if balance else f"prior({name})"
    match sort:
        case Sort.CLOSING:
            return single(topic, name, balance=balance)
        case Sort.PRIOR:
            return single(topic, f"prior({name})")
        case Sort.OPENING:
            return single(topic, before, balance=balance)
        case Sort.CHANGE:
            return Expression(f"{name} - {before}", topic.unit, "-", names=(name,))
        case _ if balance:
            return single(topic, f"average({name})")
        case _ if of_years:
            return Expression(f"({name} + {before}) / 2", topic.unit, "/", names=(name,))
        case _:
            raise NotReadError


def is_part(whole: Expression, part: Expression) -> bool:
    """Return whether "excluding" takes one figure off another: on a balance sheet; off an income it may well mean adding a cost back."""
    return all(one.topic is not None and one.topic.statement is Statement.BALANCE for one in (whole, part))


def divides(expression: Expression) -> bool:
    """Return whether an expression is a division that no brackets hold."""
    return expression.sign == "/" and not expression.closed


def added(left: Expression, right: Expression, sign: str) -> Expression:
    """Return a sum or difference of two figures of one unit; a figure is never added to itself. Raises NotReadError."""
    if left.text == right.text or left.unit != right.unit or left.days != right.days:
        raise NotReadError
    text = f"{left.inside(sign)} {sign} {right.inside(sign, right=True)}"
    return Expression(text, left.unit, sign, days=left.days, names=(*left.names, *right.names))


def multiplied(left: Expression, right: Expression) -> Expression:
    """Return a product, of which one factor is a number or a ratio. Raises NotReadError."""
    numbers = [one for one in (left, right) if one.unit == "number"]
    for number, ratio in ((left, right), (right, left)):
        if number.text == "100" and ratio.unit in ("x", "%"):
            return replace(ratio, unit="%", shade="%")
    if not any(one.unit in ("x", "%", "number") for one in (left, right)):
        raise NotReadError
    other = right if left.unit == "number" else left
    days = any(one.days for one in numbers) or left.days or right.days
    unit = "days" if days and other.unit in ("x", "%") else other.unit
    text = f"{left.inside('*')} * {right.inside('*')}"
    return Expression(text, unit, "*", days=days and unit != "days", names=(*left.names, *right.names))


def divided(left: Expression, right: Expression, shade: str) -> Expression:
    """Return a quotient, a ratio where both have one unit. Raises NotReadError."""
    if left.text == right.text:
        raise NotReadError
    if left.topic and right.topic and left.topic.unit == "%":
        if re.search(rf"/ {right.topic.name}$", left.topic.formula):
            return Expression(left.text, "%", topic=left.topic, names=left.names)  # "gross margin as a % of net sales"
        raise NotReadError
    if left.unit == right.unit:
        unit = "days" if left.days else "x"
    elif right.unit == "number":
        unit = left.unit
    elif (left.unit, right.unit) == ("currency", "shares"):
        unit = "per share"
    else:
        raise NotReadError
    if left.text.startswith(_HUNDRED) and left.unit == right.unit:
        return replace(divided(replace(left, text=left.text.removeprefix(_HUNDRED)), right, "%"), unit="%")
    text = f"{left.inside('/')} / {right.inside('/', right=True)}"
    return Expression(text, unit, "/", shade=shade if shade in ("%", "x") else "", names=(*left.names, *right.names))
