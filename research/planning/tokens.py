"""A question cut into what formulas are made of: figures, numbers, operators in signs and in words, brackets, and other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from research.nouns.answers import PeriodTerm
from research.planning.periods import PlacedPeriod
from research.planning.topics import Topic, TopicMatch
from research.planning.wordlists import phrases


class Sort(StrEnum):
    """What a token is."""

    TOPIC = "topic"
    NUMBER = "number"
    PERIOD = "period"
    COMPANY = "company"
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDED = "/"
    TO = "to"
    FROM = "from"
    IN = "in"
    AND = "and"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    AVERAGE = "average"
    CHANGE = "change"
    OPENING = "opening"
    CLOSING = "closing"
    PRIOR = "prior"
    SUM = "sum"
    RATIO = "ratio"
    SHARE = "share"
    LINK = "link"
    MARGIN = "margin"
    PER_SHARE = "per share"
    BETWEEN = "between"
    FILL = "fill"
    STATEMENT = "statement"
    END = "end"
    COMBINED = "combined"
    BY = "by"
    DIVIDE = "divide"
    SUBTRACT = "subtract"
    GAP = "gap"
    WORD = "word"


OPERATORS = frozenset({Sort.PLUS, Sort.MINUS, Sort.TIMES, Sort.DIVIDED})


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a question with its offsets; `value` is an operator's shade ("word", "net", "without", "%", "x") or the number, else "".

    A topic has its `topic`; a period the `periods` that its words name.
    """

    sort: Sort
    start: int
    end: int
    value: str = ""
    topic: Topic | None = None
    periods: tuple[PeriodTerm, ...] = ()


_STATEMENT = (
    r"\(?\s*(?:(?:shown\s+|stated\s+)?(?:from|in|on|per)\s+)?(?:the\s+)?(?:cash\s+flow\s+statement|income\s+statement|balance\s+sheet|"
    r"statements?\s+of\s+(?:cash\s+flows?|income|operations|earnings|financial\s+position)|p&l(?:\s+statement)?)\s*\)?"
)
# What a formula's words become, the first that fits. Each is a phrase of `computing.toml` or a pattern.
_WORDED: tuple[tuple[Sort, str, str], ...] = (
    (Sort.SHARE, "", "share_of"),
    (Sort.LINK, "", "link"),
    (Sort.DIVIDED, "%", "percent_of"),
    (Sort.DIVIDED, "x", "multiple_of"),
    (Sort.AVERAGE, "", "average"),
    (Sort.CHANGE, "", "change"),
    (Sort.PER_SHARE, "basic", "per_basic_share"),
    (Sort.PER_SHARE, "", "per_share"),
    (Sort.MARGIN, "", "margin"),
    (Sort.DIVIDED, "word", "divided"),
    (Sort.MINUS, "word", "minus"),
    (Sort.MINUS, "net", "net_of"),
    (Sort.MINUS, "without", "without"),
    (Sort.PLUS, "word", "plus"),
    (Sort.TIMES, "word", "times"),
    (Sort.SUM, "", "sum"),
    (Sort.COMBINED, "", "combined"),
    (Sort.DIVIDE, "", "divide"),
    (Sort.SUBTRACT, "", "subtract"),
    (Sort.GAP, "", "gap"),
    (Sort.RATIO, "", "ratio"),
    (Sort.FILL, "", "fill"),
    (Sort.PRIOR, "", "prior"),
    (Sort.OPENING, "", "opening"),
    (Sort.CLOSING, "", "closing"),
)
_MARKED: tuple[tuple[Sort, str, re.Pattern[str]], ...] = (
    (Sort.STATEMENT, "", re.compile(_STATEMENT, re.IGNORECASE)),
    (Sort.NUMBER, "", re.compile(r"\d+(?:\.\d+)?(?![\w%])")),
    (Sort.OPEN, "", re.compile(r"[(\[（]")),
    (Sort.CLOSE, "", re.compile(r"[)\]）]")),
    (Sort.PLUS, "", re.compile(r"\+")),
    (Sort.TIMES, "", re.compile(r"[*×·]")),
    (Sort.DIVIDED, "", re.compile(r"[/÷]")),
    (Sort.TO, "", re.compile(r"-to-|to(?!\w)", re.IGNORECASE)),
    (Sort.FROM, "", re.compile(r"from(?!\w)", re.IGNORECASE)),
    (Sort.IN, "", re.compile(r"(?:in|for|at|during)(?!\w)", re.IGNORECASE)),
    (Sort.AND, "", re.compile(r"(?:(?:and|&)(?!\w)|[和与及])", re.IGNORECASE)),
    (Sort.BY, "", re.compile(r"by(?!\w)", re.IGNORECASE)),
    (Sort.BETWEEN, "", re.compile(r"(?:between|of)(?!\w)", re.IGNORECASE)),
    (Sort.MINUS, "", re.compile(r"[-−–—]")),
    (Sort.COMMA, "", re.compile(r"[,，]")),
    (Sort.END, "", re.compile(r"[.?!;:=。？！；：\n]")),
)
_WORD = re.compile(r"[^\W_](?:[\w&.,'’\-]*[^\W_])?|\S")


def cut(question: str, topics: Iterable[TopicMatch], periods: Sequence[PlacedPeriod], companies: Iterable[tuple[int, int]]) -> list[Token]:
    """Return the tokens of a question in order; the words of topics, periods and companies are theirs alone."""
    placed = [Token(Sort.TOPIC, one.start, one.end, topic=one.topic) for one in topics]
    placed += [Token(Sort.COMPANY, start, end) for start, end in companies]
    spans = {
        (one.start, one.end): tuple(other.term for other in periods if (other.start, other.end) == (one.start, one.end)) for one in periods
    }
    placed += [Token(Sort.PERIOD, start, end, periods=terms) for (start, end), terms in spans.items()]
    tokens: list[Token] = []
    at = 0
    for token in sorted(placed, key=lambda one: one.start):
        if token.start >= at:
            tokens += _plain(question, at, token.start)
            tokens.append(token)
            at = token.end
    return tokens + _plain(question, at, len(question))


def _plain(question: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    while start < end:
        if question[start].isspace():
            start += 1
            continue
        token = _token(question, start, end)
        tokens.append(token)
        start = token.end
    return tokens


def _token(question: str, start: int, end: int) -> Token:
    """Return the token that begins at `start` and ends by `end`."""
    known = phrases("formula")
    for sort, value, use in _WORDED:
        if (match := known[use].match(question, start, end)) and not _continues(question, sort, match.end()):
            return Token(sort, *match.span(), value)
    for sort, value, pattern in _MARKED:
        if (match := pattern.match(question, start, end)) and match.end() > start:
            return Token(sort, *match.span(), match.group() if sort is Sort.NUMBER else value)
    match = _WORD.match(question, start, end)
    return Token(Sort.WORD, start, match.end() if match else start + 1)


def _continues(question: str, sort: Sort, end: int) -> bool:
    """Return whether a word that may be an operator is none: "less than"."""
    return sort is Sort.MINUS and re.match(r"\s+than\b", question[end:], re.IGNORECASE) is not None
