"""What a formula in a question defines, by the words before it; and the figures that a metric shall be computed from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.nouns.facts import Statement
from research.planning.tokens import Sort, Token
from research.planning.topics import Topic, phrase_named
from research.planning.wordlists import phrases
from research.text.words import stop_words, words

_LEFT_EDGE = re.compile(r"[.?!;:,(（\n](?=\s|$)|[(（]|\n")
_BEFORE_NAME = re.compile(r"^\s*(?:please\s+)?(?:define|where|with|calculate|compute|let|and|assume|say)\s+", re.IGNORECASE)
_AROUND_NAME = re.compile(r"^(?:unadjusted|the)\s+|\s+here$", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_SEPARATORS = re.compile(r"[\s:=(–—-]+$")
_STRONG = re.compile(r"defined|calculated|computed|measured|equal|meaning|\bis\b|\bas\b|i\.?e\.?|that is", re.IGNORECASE)
_WEAK_LINK = re.compile(r"is|as", re.IGNORECASE)
_OPERANDS = re.compile(r"\b(?:using|use|based\s+on|with)\s+$", re.IGNORECASE)
_CALCULATE = re.compile(r"\b(?:calculate|compute|define|derive)\s+(?:the\s+)?$", re.IGNORECASE)


def defined_name(question: str, tokens: Sequence[Token], start: int, topics: tuple[Topic, ...]) -> tuple[str | None, int]:
    """Return the name that a formula at `start` defines, and where the words that say so begin.

    The name is "" for what the question asks itself, None for something that the question does not name elsewhere.
    """
    before = question[:start].rstrip()
    separator = _SEPARATORS.search(before)
    bare = before[: separator.start()] if separator else before
    link = next((match for match in phrases("formula")["defined"].finditer(bare) if match.end() == len(bare)), None)
    begin = link.start() if link else start
    equals = separator is not None and "=" in separator.group()
    if not equals and (link is None or _STRONG.search(link.group()) is None):
        return "", begin
    left = bare[: link.start()] if link else bare
    edge = max((match.end() for match in _LEFT_EDGE.finditer(left)), default=0)
    said = _BRACKETED.sub("", _BEFORE_NAME.sub("", left[edge:])).strip(" '\"“”")
    said = _AROUND_NAME.sub("", said)
    topic = _term_named(said, tokens) or phrase_named(said, topics)
    if topic is not None:
        return topic.name, edge
    if phrases("formula")["definition"].fullmatch(said) or not set(words(said)) - stop_words():
        return "", edge if left[edge:].strip() else begin
    names_more = any(token.sort in (Sort.COMPANY, Sort.PERIOD) and edge <= token.start < len(left) for token in tokens)
    is_itself = names_more or (link is not None and _WEAK_LINK.fullmatch(link.group()) is not None)
    return ("" if is_itself else None), begin


def find_operands(
    question: str, tokens: Sequence[Token], spans: Sequence[tuple[int, int]]
) -> list[tuple[str, tuple[str, ...], tuple[int, int]]]:
    """Return the lists of figures that something is to be computed from, outside `spans`, with what that is and their offsets.

    "using total dividends and net income" is said of what is asked (""), "calculate EBITDA using operating income and D&A" of EBITDA.
    """
    found: list[tuple[str, tuple[str, ...], tuple[int, int]]] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opening = _OPERANDS.search(question[: token.start])
        free = not any(a <= token.start < b for a, b in spans)
        end, listed = _list_of_figures(tokens, at) if opening and free else (at, ())
        if opening and listed:
            name, begin = _said_of(question, tokens, at, opening.start())
            found.append((name, listed, (begin, tokens[end - 1].end)))
            at = end
        else:
            at += 1
    return found


def _term_named(said: str, tokens: Sequence[Token]) -> Topic | None:
    plain = " ".join(said.lower().split())
    return next((t.topic for t in tokens if t.topic and t.topic.name.startswith("term_") and t.topic.phrases[0].lower() == plain), None)


def _list_of_figures(tokens: Sequence[Token], at: int) -> tuple[int, tuple[str, ...]]:
    """Return where a list of figures ends that begins at a token, and each as a formula names it; none when other words are in it."""
    listed: list[str] = []
    while True:
        at = _after(tokens, at, Sort.FILL, Sort.COMPANY)
        averaged = at < len(tokens) and tokens[at].sort is Sort.AVERAGE
        at += averaged
        topic = tokens[at].topic if at < len(tokens) else None
        if topic is None or (averaged and topic.statement is not Statement.BALANCE):
            return at, ()
        listed.append(f"average({topic.name})" if averaged else topic.name)
        at = _after(tokens, at + 1, Sort.STATEMENT, Sort.FILL)
        if at >= len(tokens) or tokens[at].sort not in (Sort.AND, Sort.COMMA) or not _goes_on(tokens, at):
            break
        at += 1
    ends = at >= len(tokens) or tokens[at].sort in (Sort.CLOSE, Sort.END, Sort.COMMA, Sort.PERIOD)
    return at, tuple(listed) if ends else ()


def _after(tokens: Sequence[Token], at: int, *sorts: Sort) -> int:
    while at < len(tokens) and tokens[at].sort in sorts:
        at += 1
    return at


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    rest = [token.sort for token in tokens[at + 1 : at + 4] if token.sort not in (Sort.FILL, Sort.COMPANY, Sort.AVERAGE)]
    return bool(rest) and rest[0] is Sort.TOPIC


def _said_of(question: str, tokens: Sequence[Token], at: int, begin: int) -> tuple[str, int]:
    """Return the figure that "calculate … using" names before a list of operands, and where these words begin; "" for the one asked."""
    before = [token for token in tokens[:at] if token.end <= begin]
    named = [token for token in before if token.sort is Sort.TOPIC]
    if not named or question[named[-1].end : begin].strip():
        return "", begin
    start = named[-1].start
    fills = [token for token in before if token.sort is Sort.FILL and not question[token.end : start].strip()]
    start = fills[-1].start if fills else start
    calculate = _CALCULATE.search(question[:start])
    topic = named[-1].topic
    return (topic.name, calculate.start()) if calculate and topic else ("", begin)
