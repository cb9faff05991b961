"""Formulas that a question states: where they stand, what they define, and the formula that is asked for once all is put together.

A definition wins over the metric of its name. A formula of which a part is not understood is none: its words stay over and say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from research.errors import UsageError
from research.formulas.expressions import parse_formula
from research.nouns.answers import PeriodTerm
from research.planning.algebra import Expression, NotReadError
from research.planning.definitions import defined_name, find_operands
from research.planning.expressions import ExpressionReader
from research.planning.tokens import OPERATORS, Sort, Token
from research.planning.topics import Topic, TopicMatch, phrase_named
from research.text.words import stop_words, words

_STARTS = frozenset(
    {Sort.TOPIC, Sort.NUMBER, Sort.OPEN, Sort.AVERAGE, Sort.OPENING, Sort.PRIOR, Sort.SUM, Sort.COMBINED, Sort.RATIO, Sort.SHARE, Sort.PERIOD, Sort.DIVIDE, Sort.SUBTRACT}
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_DEFINES = re.compile(r"\bdefin(?:e|ed|es|ing)\b", re.IGNORECASE)
_TERM = re.compile(
    r"\bdefine\s+(?P<defined>[^.?!:;,()=]{2,60}?)(?:\s*\([^()]*\))?\s+(?:as|to\s+be)\b"
    r"|(?P<named>[^.?!:;,()=\n]{2,60}?)(?:\s*\([^()]*\))?\s+(?:here\s+)?(?:is|are)\s+(?:defined|calculated|computed|measured)\s+as\b",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\s+ratio(?!\w)", re.IGNORECASE)
MOST_EXPANSIONS = 6


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in the language of `research.formulas`, its unit, the names in it, and the words it came from."""

    text: str
    unit: str
    shade: str
    names: tuple[str, ...]
    words: str


@dataclass(slots=True)
class Stated:
    """The formulas of a question by the name that each defines ("" for what is asked itself), and the offsets that they explain.

    `several` tells that two of them define one thing differently. `places` are the formulas' own offsets. `operands` are the figures
    that something shall be computed from, as `find_operands` gives them.
    """

    formulas: dict[str, Formula] = field(default_factory=dict)
    several: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    operands: list[tuple[str, tuple[str, ...], tuple[int, int]]] = field(default_factory=list)


def find_terms(question: str, topics: tuple[Topic, ...], taken: Sequence[tuple[int, int]]) -> list[TopicMatch]:
    """Return where a question names a figure that it defines itself and that is no known one ("working capital ratio")."""
    found: list[TopicMatch] = []
    for number, match in enumerate(_TERM.finditer(question), 1):
        group = "defined" if match["defined"] else "named"
        name = " ".join(word for word in match[group].split() if word.lower() not in {"the", "here", "unadjusted", "a", "an"})
        start, end = match.span(group)
        overlaps = any(a < end and start < b for a, b in taken)
        if not name or overlaps or phrase_named(name, topics) or set(words(name)) <= stop_words():
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        places = [one.span() for one in pattern.finditer(question)]
        if len(places) > 1:
            topic = Topic(f"term_{number}", (name,))
            found += [TopicMatch(topic, question[a:b], a, b) for a, b in places]
    return found


def asked_period(question: str, tokens: Sequence[Token]) -> PeriodTerm | None:
    """Return the one period that a question asks about, those of its definitions aside; None when there is none or several.

    Of a year and the year before it, which the average in a formula needs, it is the later.
    """
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(question)), len(question)]
    defining = [(a, b) for a, b in pairwise(cuts) if _DEFINES.search(question, a, b)]
    whole = [token for token in tokens if token.sort is Sort.PERIOD]
    outside = [token for token in whole if not any(a <= token.start < b for a, b in defining)]
    terms = {(term.fiscal_year, term.fiscal_period, term.on): term for token in outside or whole for term in token.periods}
    if len(terms) == 1:
        return next(iter(terms.values()))
    years = sorted(year for year, part, _ in terms if year is not None and part == "FY")
    is_averaged = len(terms) == len(years) == 2 and years[1] - years[0] == 1 and any(token.sort is Sort.AVERAGE for token in tokens)
    return terms[(years[1], "FY", None)] if is_averaged else None


def read_stated(question: str, tokens: Sequence[Token], topics: tuple[Topic, ...], *, several_periods: bool) -> Stated:
    """Return the formulas that a question states, each with what it defines."""
    stated = Stated()
    asked = asked_period(question, tokens)
    reader = ExpressionReader(tokens, asked)
    at = 0
    while at < len(tokens):
        found = _formula_at(reader, tokens, at, several_periods=several_periods)
        if found is None or not _stands_alone(question, tokens, at, reader.at):
            at += 1
            continue
        _place(stated, _Found(at, reader.at, found), question, tokens=tokens, topics=topics)
        at = reader.at
    stated.operands = find_operands(question, tokens, stated.spans)
    return stated


def expand(formula: Formula, formulas: Mapping[str, Formula]) -> Formula | None:
    """Return a formula with the names that the question defines replaced by their formulas; None when that does not come to an end."""
    text, names = formula.text, list(formula.names)
    for _ in range(MOST_EXPANSIONS):
        inner = [name for name in dict.fromkeys(names) if name in formulas and formulas[name] is not formula]
        if not inner:
            return replace(formula, text=text, names=_in_order(text, names)) if _is_formula(text, names) else None
        for name in inner:
            if re.search(rf"\w\({name}\b", text):
                return None
            text = re.sub(rf"(?<!\w){name}(?!\w)", f"({formulas[name].text})", text)
            names = [one for one in names if one != name] + list(formulas[name].names)
    return None


def names_of_formula(text: str) -> frozenset[str]:
    """Return the names in a formula's text."""
    return frozenset(re.findall(r"[a-z]\w+", text)) - {"average", "opening", "prior", "previous", "optional"}


def _in_order(text: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in re.findall(r"[a-z]\w+", text) if name in names))


def _is_formula(text: str, names: Sequence[str]) -> bool:
    try:
        parse_formula(text)
    except UsageError:
        return False
    return not any(name.startswith("term_") for name in names)


def _formula_at(reader: ExpressionReader, tokens: Sequence[Token], at: int, *, several_periods: bool) -> Expression | None:
    """Return the formula of at least one operator that begins at a token, None when none does."""
    if tokens[at].sort not in _STARTS:
        return None
    try:
        found = reader.read(at)
    except NotReadError:
        return None
    if several_periods and tokens[at].sort is Sort.AVERAGE and not reader.dated:
        return None
    consumed = [token.sort for token in tokens[at : reader.at]]
    joins = bool(set(consumed) & {*OPERATORS, Sort.MARGIN, Sort.PER_SHARE, Sort.TO, Sort.SUM, Sort.RATIO, Sort.SHARE, Sort.COMBINED, Sort.DIVIDE, Sort.SUBTRACT})
    return found if joins and found.names else None


def _stands_alone(question: str, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether no operator joins a formula to words that are not understood, before or after it."""
    before, after = start - 1, end
    while before >= 0 and tokens[before].sort is Sort.FILL:
        before -= 1
    while after < len(tokens) and tokens[after].sort in (Sort.FILL, Sort.STATEMENT):
        after += 1
    if after < len(tokens) and tokens[after].sort in OPERATORS and not _is_dash(question, tokens, after):
        return False
    return before < 0 or tokens[before].sort not in OPERATORS or _is_dash(question, tokens, before)


def _is_dash(question: str, tokens: Sequence[Token], at: int) -> bool:
    """Return whether a minus is a dash between two parts of a sentence: spaced, and before it no figure but a metric to define."""
    token = tokens[at]
    spaced = question[token.start - 1 : token.start].isspace() and question[token.end : token.end + 1].isspace()
    before = tokens[at - 1] if at else None
    closes = before is None or before.sort in (Sort.PERIOD, Sort.COMPANY, Sort.END, Sort.CLOSE)
    is_metric = before is not None and before.topic is not None and before.topic.statement is None
    return token.sort is Sort.MINUS and not token.value and spaced and (closes or is_metric)


@dataclass(frozen=True, slots=True)
class _Found:
    """A formula and the tokens from the first to before the last that it is made of."""

    first: int
    last: int
    expression: Expression


def _place(stated: Stated, one: _Found, question: str, *, tokens: Sequence[Token], topics: tuple[Topic, ...]) -> None:
    """Keep a formula under the name that it defines, with the words that say so."""
    found, first_fill = one.expression, one.first
    while first_fill and tokens[first_fill - 1].sort is Sort.FILL:
        first_fill -= 1
    start, end = tokens[first_fill].start, tokens[one.last - 1].end
    ratio = _RATIO.match(question, end)
    end = ratio.end() if ratio else end
    if found.topic is not None:
        first = next(token for token in tokens[one.first : one.last] if token.sort is Sort.TOPIC)
        stated.spans.append((first.end, end))
        return
    name, begin = defined_name(question, tokens, start, topics)
    if name is None:
        return
    formula = Formula(found.text, found.unit, found.shade, tuple(dict.fromkeys(found.names)), question[start:end])
    kept = stated.formulas.setdefault(name, formula)
    stated.several = stated.several or kept.text != formula.text
    stated.spans.append((begin, end))
    stated.places.append((start, end))
