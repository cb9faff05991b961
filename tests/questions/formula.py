"""Evaluate the `formula` of a question: arithmetic over its named operands, in exact decimals.

Allowed are + - * / ** and unary minus, numbers, operand names, brackets, `round(x, places)` (half up, as the gold is), lists of
values, and one `==` between two of them.
"""

import ast
import operator
from decimal import ROUND_HALF_UP, Decimal

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}


def rounded(value, decimals):
    """Return the value rounded half up."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def evaluate(formula, operands):
    """Return a Decimal, or True or False for a formula with `==`; raises ValueError for what is not arithmetic over the operands."""
    return _value(ast.parse(formula, mode="eval").body, operands)


def _value(node, operands):
    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            return Decimal(str(node.value))
        case ast.Name(id=name) if name in operands:
            return operands[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, operands), _value(right, operands))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, operands)
        case ast.Call(func=ast.Name(id="round"), args=[number, ast.Constant(value=int(places))], keywords=[]):
            return rounded(_value(number, operands), places)
        case ast.List(elts=elements):
            return [_value(element, operands) for element in elements]
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            return _value(left, operands) == _value(right, operands)
    raise ValueError(f"not arithmetic over the operands: {ast.unparse(node)}")
