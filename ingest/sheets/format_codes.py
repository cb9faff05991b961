"""A number format's code ("#,##0_);(#,##0)") into sections of tokens (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]?|(?P<general>General)|(?P<noon>AM/PM|A/P)|'
    r"(?P<exponent>E[+-])|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<date>y+|m+|d+|h+|s+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|[^;])*', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


class Mark(Enum):
    """What a token stands for."""

    LITERAL = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()
    GENERAL = auto()
    TEXT = auto()
    DATE = auto()
    ELAPSED = auto()
    NOON = auto()


_MARKS = {
    "general": Mark.GENERAL,
    "noon": Mark.NOON,
    "exponent": Mark.EXPONENT,
    "digit": Mark.DIGIT,
    "point": Mark.POINT,
    "comma": Mark.COMMA,
    "percent": Mark.PERCENT,
    "text": Mark.TEXT,
    "date": Mark.DATE,
}


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a format: what it is, and its characters (lower case for dates)."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of up to four formats between semicolons: its tokens, and the condition on the value that it states."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None

    def accepts(self, value: Decimal) -> bool:
        """Return whether the value meets the section's own condition; True without one."""
        return self.condition is None or _COMPARE[self.condition[0]](value, self.condition[1])

    def holds(self, *marks: Mark) -> bool:
        """Return whether one of its tokens is of these kinds."""
        return any(token.mark in marks for token in self.tokens)


@lru_cache(maxsize=2_048)
def read_format(code: str) -> tuple[Section, ...]:
    """Return the sections of a format's code, at least one."""
    parts: list[str] = []
    at = 0
    while at <= len(code):
        match = _SECTION.match(code, at)
        parts.append(match[0] if match else "")
        at += len(parts[-1]) + 1
    return tuple(_read_section(part) for part in parts[:4])


def _read_section(code: str) -> Section:
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "bracket":
            if found := _CONDITION.fullmatch(text.strip()):
                condition = (found[1], Decimal(found[2]))
            else:
                tokens.extend(_bracket(text))
        elif kind == "pad":
            tokens.append(Token(Mark.LITERAL, " "))
        elif kind in _MARKS:
            tokens.append(Token(_MARKS[kind], text.lower() if kind == "date" else text))
        elif kind != "fill":
            tokens.append(Token(Mark.LITERAL, text))
    return Section(tuple(tokens), condition)


def _bracket(text: str) -> list[Token]:
    """Return what a bracket shows: a currency's sign, elapsed hours; nothing for a colour or a locale."""
    if text.startswith("$"):
        sign = text[1:].partition("-")[0]
        return [Token(Mark.LITERAL, sign)] if sign else []
    if re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        return [Token(Mark.ELAPSED, text.lower())]
    return []
