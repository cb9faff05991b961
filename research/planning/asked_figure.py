"""Which figure a question asks for: a concept, a metric, or a formula that it states; and which of its words say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.nouns.answers import PlanTerm
from research.nouns.facts import Statement
from research.planning.chinese import chinese_shares
from research.planning.periods import PlacedPeriod
from research.planning.stated import Formula, Stated, expand, find_terms, names_of_formula, read_stated
from research.planning.tokens import Sort, Token, cut
from research.planning.topics import Topic, TopicMatch, attributed, find_topics, per_share
from research.planning.vocabulary import vocabulary

_RATIOS = frozenset({"x", "%"})
_SENTENCE = re.compile(r"[^.?!\n]+")
_DEFINES = re.compile(r"\bdefin(?:e|ed)\b", re.IGNORECASE)
# What is left of a company's name before the words of a formula.
_POSSESSIVE = re.compile(r"^\s*['’]s?\s+")


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """The figure asked for: its metric, its topic, the formula that the question states for it, and the offsets of all that is explained.

    `inside` are the offsets of formulas: periods in them belong to their figures.
    """

    metric: PlanTerm | None = None
    topic: Topic | None = None
    formula: Formula | None = None
    spans: tuple[tuple[int, int], ...] = ()
    inside: tuple[tuple[int, int], ...] = ()

    @property
    def unit(self) -> str:
        """Return the unit that the figure comes in, "" without a figure."""
        if self.formula is not None:
            return self.formula.unit
        return self.topic.unit if self.topic else ""


@dataclass(frozen=True, slots=True)
class Words:
    """A question's words as far as they are placed: its core without instructions (offsets kept), companies, periods and statements."""

    question: str
    core: str
    companies: Sequence[tuple[int, int]]
    periods: Sequence[PlacedPeriod]
    statements: frozenset[Statement]


def find_figure(words: Words, topics: tuple[Topic, ...]) -> AskedFigure:
    """Return the figure that a question asks for. The longest name wins, in the question before its instructions."""
    matches, tokens = _read(words, topics)
    spans = {(one.start, one.end) for one in words.periods}
    defining = [match.span() for match in _SENTENCE.finditer(words.question) if _DEFINES.search(match.group())]
    outside = [one.term for one in words.periods if not any(start <= one.start < end for start, end in defining)]
    whole = {(term.fiscal_year, term.fiscal_period, term.on) for term in outside}
    stated = read_stated(words.question, tokens, topics, several_periods=len(whole) > 1 and len(spans) > 0)
    figure = _put_together(words, matches, stated, topics)
    return figure if figure is not None else _put_together(words, matches, Stated(), topics) or AskedFigure()


def _read(words: Words, topics: tuple[Topic, ...]) -> tuple[list[TopicMatch], list[Token]]:
    taken = [*words.companies, *((one.start, one.end) for one in words.periods)]
    shares = [match.span() for match in chinese_shares().finditer(words.question)]
    statements = [match.span() for _, pattern in vocabulary().statements for match in pattern.finditer(words.question)]
    bare = list(words.question)
    for start, end in (*taken, *shares, *statements):
        bare[start:end] = "\n" * (end - start)
    terms = find_terms(words.question, topics, taken)
    found = find_topics("".join(bare), topics, words.statements)
    matches = [*terms, *(one for one in found if not any(a.start < one.end and one.start < a.end for a in terms))]
    matches = attributed(words.question, sorted(matches, key=lambda one: one.start), words.companies, topics)
    matches = per_share(words.question, matches, topics)
    tokens = cut(words.question, matches, words.periods, words.companies)
    margins = [Token(Sort.MARGIN, start, end) for start, end in shares]
    kept = [token for token in tokens if not any(start < token.end and token.start < end for start, end in shares)]
    return matches, sorted([*kept, *margins], key=lambda token: token.start)


def _put_together(words: Words, matches: Sequence[TopicMatch], stated: Stated, topics: tuple[Topic, ...]) -> AskedFigure | None:
    """Return the figure with the formula that the question states for it; None when some stated formula has no place."""
    operand_spans = [span for _, _, span in stated.operands]
    free = [one for one in matches if not _overlaps(one, stated.spans)]
    named = [one for one in free if not _overlaps(one, operand_spans)] or ([] if stated.formulas else free)
    in_core = [one for one in named if words.core[one.start : one.end].strip()]
    chosen = max(in_core, key=lambda one: _length(one, words.statements), default=None)
    if stated.several:
        return None
    formula, metric_is_it = _formula(chosen, stated)
    if stated.formulas and formula is None:
        return None
    spans = [*stated.spans]
    if chosen is not None and metric_is_it:
        spans += [(one.start, one.end) for one in free if one.topic == chosen.topic]
    topic = chosen.topic if chosen and metric_is_it and not chosen.topic.name.startswith("term_") else None
    by_name = {one.name: one for one in topics}
    spans += [span for name, listed, span in stated.operands if _are_operands((name, listed), topic, formula, by_name)]
    metric = PlanTerm(topic.name, chosen.words) if topic and chosen else None
    if metric is None and formula is not None:
        metric = PlanTerm(formula.names[0], _POSSESSIVE.sub("", formula.words))
    return AskedFigure(metric, topic, formula, tuple(spans), tuple(stated.places))


def _formula(chosen: TopicMatch | None, stated: Stated) -> tuple[Formula | None, bool]:
    """Return the formula that the question gives for its figure, None when there is none that fits; and whether it is the metric's."""
    if not stated.formulas:
        return None, True
    formulas, topic = stated.formulas, chosen.topic if chosen else None
    inner = {name: one for name, one in formulas.items() if name}
    if topic is not None and topic.name in formulas and "" not in formulas:
        start, is_metric = formulas[topic.name], True
    elif "" in formulas:
        start = formulas[""]
        is_metric = topic is not None and topic.statement is None and _same_kind(topic.unit, start.unit)
    elif topic is not None and names_of_formula(topic.formula) & set(inner):
        names = tuple(sorted(names_of_formula(topic.formula)))
        start, is_metric = Formula(topic.formula, topic.unit, "", names, chosen.words if chosen else ""), True
    else:
        return None, True
    if not set(inner) - {topic.name if topic else ""} <= _reached(start, inner):
        return None, True
    found = expand(start, {name: one for name, one in inner.items() if one is not start})
    if found is None:
        return None, True
    known = topic.unit if topic is not None and is_metric and not topic.name.startswith("term_") else ""
    return (replace(found, unit=known) if known and _same_kind(known, found.unit) else found), is_metric


def _reached(start: Formula, formulas: dict[str, Formula]) -> set[str]:
    """Return the defined names that a formula needs, directly or through others."""
    reached: set[str] = set()
    waiting = list(start.names)
    while waiting:
        name = waiting.pop()
        if name in formulas and name not in reached:
            reached.add(name)
            waiting += formulas[name].names
    return reached


def _are_operands(said: tuple[str, tuple[str, ...]], topic: Topic | None, formula: Formula | None, by_name: dict[str, Topic]) -> bool:
    """Return whether the figures that the question lists are those that the metric, or the part of it named, is made of."""
    name, listed = said
    text = formula.text if formula else topic.formula if topic else ""
    if name and topic and name != topic.name:
        part = by_name[name].formula if name in by_name and name in names_of_formula(text) else ""
        return bool(part) and set(listed) <= names_of_formula(part)
    return bool(text) and all(one in text if "(" in one else one in names_of_formula(text) for one in listed)


def _same_kind(first: str, second: str) -> bool:
    return first == second or {first, second} <= _RATIOS


def _length(match: TopicMatch, statements: frozenset[Statement]) -> tuple[int, bool, int]:
    return len(match.words), match.topic.statement in statements, -match.start


def _overlaps(match: TopicMatch, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end and match.start < end for start, end in spans)
