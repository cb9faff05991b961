"""The formula language of metrics: names, numbers, + - * / and a few functions, nothing else.

A formula is parsed once into a tree of four kinds of node; whoever evaluates it decides what a name means. A name stands for the period
asked for, unless `at` names another: at(inventories, FY2016), at(revenue, Q2_2024).

    365 * average(inventories) / cost_of_revenue
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from research.errors import UsageError

LONGEST_FORMULA = 600
MOST_DEPTH = 40


class Function(StrEnum):
    """What a formula may do with a name beside taking it for the period asked for."""

    AVERAGE = "average"  # of opening and closing balance
    OPENING = "opening"  # the balance at the start of the period
    PRIOR = "prior"  # the same stretch or day a year before
    PREVIOUS = "previous"  # the stretch of the same length just before
    OPTIONAL = "optional"  # nothing when it is not printed
    PRINTED = "printed"  # a ratio that a table prints under this name, which no statement does


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, without unit."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """A concept or a metric, perhaps of another period than the one asked for: `at` is a fiscal year and period, (2016, "FY")."""

    name: str
    functions: tuple[Function, ...] = ()
    at: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Negative:
    """The opposite of a value."""

    of: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values joined by one of + - * /."""

    sign: str
    left: Node
    right: Node


Node: TypeAlias = Number | Name | Negative | Operation

_PERIOD = re.compile(r"(?P<part>FY|Q[1-4]|H[12]|M9|LTM(?:_Q[1-4])?)_?(?P<year>(?:19|20)\d\d)")
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def parse_formula(text: str) -> Node:
    """Return the formula as a tree; raises UsageError that says what is not understood. Nothing is ever evaluated by Python."""
    if len(text) > LONGEST_FORMULA:
        raise UsageError(f"the formula has {len(text)} characters, the limit is {LONGEST_FORMULA}", "shorten it")
    line = " ".join(text.split())
    try:
        tree = ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UsageError(f"the formula “{line}” is not understood", "use names, numbers, + - * / and brackets") from error
    return _node(tree.body, line, 0)


def names_in(node: Node) -> Iterator[Name]:
    """Yield the names of a formula from left to right."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Negative):
        yield from names_in(node.of)
    elif isinstance(node, Operation):
        yield from names_in(node.left)
        yield from names_in(node.right)


def _node(tree: ast.expr, text: str, depth: int) -> Node:
    if depth > MOST_DEPTH:
        raise UsageError(f"the formula “{text[:60]}…” is nested too deeply", "take some brackets out")
    match tree:
        case ast.Constant(value=bool() | complex() | str() | bytes()):
            pass
        case ast.Constant(value=int() | float() as value):
            return Number(Decimal(str(value)))
        case ast.Name(id=name):
            return Name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negative(_node(operand, text, depth + 1))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _SIGNS:
            return Operation(_SIGNS[type(operator)], _node(left, text, depth + 1), _node(right, text, depth + 1))
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            if found := _called(function, arguments, text, depth):
                return found
        case _:
            pass
    raise UsageError(
        f"the formula “{text}” holds “{ast.unparse(tree)}”, which is not understood", "use names, numbers, + - * / and brackets"
    )


def _called(function: str, arguments: list[ast.expr], text: str, depth: int) -> Name | None:
    """Return the name that a function is asked of, None when it is no function or cannot be asked of that."""
    match arguments:
        case [ast.Name(id=name), ast.Name(id=period)] if function == "at":
            found = _PERIOD.fullmatch(period)
            return Name(name, (), (int(found["year"]), _part(found["part"]))) if found else None
        case [argument] if function in set(Function):
            inner = _node(argument, text, depth + 1)
            return Name(inner.name, (Function(function), *inner.functions), inner.at) if isinstance(inner, Name) else None
        case _:
            return None


def _part(name: str) -> str:
    """Return a fiscal period as it is labelled; no name begins with a figure, so that nine months are written M9."""
    return "9M" if name == "M9" else name.replace("_", " ")
