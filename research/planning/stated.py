"""Formulas that a question states: where they stand, what they define, and the formula that is asked for once all is put together.

A definition wins over the metric of its name. A formula of which a part is not understood is none: its words stay over and say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from research.errors import UsageError
from research.formulas.expressions import parse_formula
from research.nouns.answers import PeriodTerm
from research.nouns.facts import Statement
from research.planning.expressions import Expression, ExpressionReader, NotReadError
from research.planning.tokens import OPERATORS, Sort, Token
from research.planning.topics import Topic, TopicMatch, phrase_named
from research.planning.wordlists import phrases
from research.text.words import stop_words, words

_STARTS = frozenset({Sort.TOPIC, Sort.NUMBER, Sort.OPEN, Sort.AVERAGE, Sort.OPENING, Sort.PRIOR, Sort.SUM, Sort.RATIO, Sort.SHARE, Sort.PERIOD})
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_DEFINES = re.compile(r"\bdefin(?:e|ed|es|ing)\b", re.IGNORECASE)
_LEFT_EDGE = re.compile(r"[.?!;:,(（\n](?=\s|$)|[(（]|\n")
_BEFORE_NAME = re.compile(r"^\s*(?:please\s+)?(?:define|where|with|calculate|compute|let|and|assume|say)\s+", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_SEPARATORS = re.compile(r"[\s:=(–—-]+$")
_TERM = re.compile(
    r"\bdefine\s+(?P<defined>[^.?!:;,()=]{2,60}?)(?:\s*\([^()]*\))?\s+(?:as|to\s+be)\b"
    r"|(?P<named>[^.?!:;,()=\n]{2,60}?)(?:\s*\([^()]*\))?\s+(?:here\s+)?(?:is|are)\s+(?:defined|calculated|computed|measured)\s+as\b",
    re.IGNORECASE,
)
_STRONG = re.compile(r"defined|calculated|computed|measured|equal|meaning|\bis\b|\bas\b|i\.?e\.?|that is", re.IGNORECASE)
_OPERANDS = re.compile(r"\b(?P<verb>using|use|based\s+on|with)\s+$", re.IGNORECASE)
_RATIO = re.compile(r"\s+ratio(?!\w)", re.IGNORECASE)
_CALCULATE = re.compile(r"\b(?:calculate|compute|define|derive)\s+(?:the\s+)?$", re.IGNORECASE)
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

    `same` are figures that the question explains in other words ("gross margin as a % of net sales"); `operands` are the figures that
    a metric shall be computed from ("using total dividends and net income") with the name they are said of; `unread` are definitions
    of which not all was understood.
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
    defining = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if _DEFINES.search(question, a, b)]
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
        _place(stated, question, tokens, (at, reader.at), found, topics)
        at = reader.at
    _find_operands(stated, question, tokens)
    return stated


def expand(formula: Formula, formulas: Mapping[str, Formula]) -> Formula | None:
    """Return a formula with the names that the question defines replaced by their formulas; None when that does not come to an end."""
    text, names = formula.text, list(formula.names)
    for _ in range(MOST_EXPANSIONS):
        inner = [name for name in dict.fromkeys(names) if name in formulas and formulas[name] is not formula]
        if not inner:
            return replace(formula, text=text, names=tuple(dict.fromkeys(names))) if _is_formula(text, names) else None
        for name in inner:
            if re.search(rf"\w\({name}\b", text):
                return None
            text = re.sub(rf"(?<!\w){name}(?!\w)", f"({formulas[name].text})", text)
            names = [one for one in names if one != name] + list(formulas[name].names)
    return None


def names_of_formula(text: str) -> frozenset[str]:
    """Return the names in a formula's text."""
    return frozenset(re.findall(r"[a-z]\w+", text)) - {"average", "opening", "prior", "previous", "optional"}


def _is_formula(text: str, names: Sequence[str]) -> bool:
    try:
        parse_formula(text)
    except UsageError:
        return False
    return not any(name.startswith("term_") for name in names)


def _formula_at(reader: ExpressionReader, tokens: Sequence[Token], at: int, *, several_periods: bool) -> Expression | None:
    """Return the formula of at least one operator that begins at a token, None when none does."""
    if tokens[at].sort not in _STARTS or (several_periods and tokens[at].sort is Sort.AVERAGE):
        return None
    try:
        found = reader.read(at)
    except NotReadError:
        return None
    consumed = [token.sort for token in tokens[at : reader.at]]
    joins = bool(set(consumed) & {*OPERATORS, Sort.MARGIN, Sort.PER_SHARE, Sort.TO, Sort.SUM, Sort.RATIO, Sort.SHARE})
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
    """Return whether a minus is a dash between two parts of a sentence: spaces around it, and no figure before it."""
    token = tokens[at]
    spaced = question[token.start - 1 : token.start].isspace() and question[token.end : token.end + 1].isspace()
    before = tokens[at - 1].sort if at else Sort.END
    return token.sort is Sort.MINUS and token.value != "word" and spaced and before in (Sort.PERIOD, Sort.COMPANY, Sort.END, Sort.CLOSE)


def _place(stated: Stated, question: str, tokens: Sequence[Token], at: tuple[int, int], found: Expression, topics: tuple[Topic, ...]) -> None:
    """Keep a formula under the name that it defines, with the words that say so."""
    first_fill = at[0]
    while first_fill and tokens[first_fill - 1].sort is Sort.FILL:
        first_fill -= 1
    start, end = tokens[first_fill].start, tokens[at[1] - 1].end
    ratio = _RATIO.match(question, end)
    end = ratio.end() if ratio else end
    if found.topic is not None:
        first = next(token for token in tokens[at[0] : at[1]] if token.sort is Sort.TOPIC)
        stated.spans.append((first.end, end))
        return
    name, begin = _defined(question, tokens, start, topics)
    if name is None:
        return
    formula = Formula(found.text, found.unit, found.shade, tuple(dict.fromkeys(found.names)), question[start:end])
    kept = stated.formulas.setdefault(name, formula)
    stated.several = stated.several or kept.text != formula.text
    stated.spans.append((begin, end))
    stated.places.append((start, end))


def _defined(question: str, tokens: Sequence[Token], start: int, topics: tuple[Topic, ...]) -> tuple[str | None, int]:
    """Return the name that a formula at `start` defines, and where the words that say so begin; "" for what is asked, None for nothing known."""
    before = question[:start].rstrip()
    separator = _SEPARATORS.search(before)
    equals = separator is not None and "=" in separator.group()
    bare = before[: separator.start()] if separator else before
    links = [match for match in phrases("formula")["defined"].finditer(bare) if match.end() == len(bare)]
    link = links[0] if links else None
    begin = link.start() if link else start
    is_strong = equals or (link is not None and _STRONG.search(link.group()) is not None)
    if not is_strong:
        return "", begin
    left = bare[: link.start()] if link else bare
    edges = [match.end() for match in _LEFT_EDGE.finditer(left)]
    edge = edges[-1] if edges else 0
    opening = _BEFORE_NAME.match(left, edge) or _BEFORE_NAME.match(left[edge:])
    said = _BRACKETED.sub("", _BEFORE_NAME.sub("", left[edge:])).strip(" '\"“”")
    said = re.sub(r"^(?:unadjusted|the)\s+|\s+here$", "", said, flags=re.IGNORECASE)
    term = next((t.topic for t in tokens if t.sort is Sort.TOPIC and t.topic and t.topic.phrases == (said,)), None)
    term = term or _term_named(said, tokens)
    topic = term or phrase_named(said, topics)
    if topic is not None:
        return topic.name, edge
    is_figure_itself = phrases("formula")["definition"].fullmatch(said) is not None or not set(words(said)) - stop_words()
    names_more = any(token.sort in (Sort.COMPANY, Sort.PERIOD) and edge <= token.start < len(left) for token in tokens)
    if is_figure_itself:
        return "", edge if opening or said else begin
    return ("", begin) if names_more or (link and re.fullmatch(r"is|as", link.group(), re.IGNORECASE)) else (None, begin)


def _term_named(said: str, tokens: Sequence[Token]) -> Topic | None:
    plain = " ".join(said.lower().split())
    return next((t.topic for t in tokens if t.topic and t.topic.name.startswith("term_") and t.topic.phrases[0].lower() == plain), None)


def _find_operands(stated: Stated, question: str, tokens: Sequence[Token]) -> None:
    """Note the figures that a metric is to be computed from: "using total dividends and net income", "based on net income"."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opening = _OPERANDS.search(question[: token.start])
        free = not any(a <= token.start < b for a, b in stated.spans)
        if token.sort in (Sort.TOPIC, Sort.AVERAGE, Sort.FILL) and opening and free:
            end, listed = _list_of_figures(tokens, at)
            if listed:
                name, begin = _said_of(question, tokens, at, opening.start())
                stated.operands.append((name, listed, (begin, tokens[end - 1].end)))
                at = end
                continue
        at += 1


def _list_of_figures(tokens: Sequence[Token], at: int) -> tuple[int, tuple[str, ...]]:
    """Return where a list of figures ends that begins at a token, and each as a formula names it; none when other words are in it."""
    listed: list[str] = []
    while at < len(tokens):
        while at < len(tokens) and tokens[at].sort in (Sort.FILL, Sort.COMPANY):
            at += 1
        averaged = at < len(tokens) and tokens[at].sort is Sort.AVERAGE
        at += averaged
        if at >= len(tokens) or tokens[at].sort is not Sort.TOPIC or tokens[at].topic is None:
            return at, ()
        topic = tokens[at].topic
        assert topic is not None
        if averaged and topic.statement is not Statement.BALANCE:
            return at, ()
        listed.append(f"average({topic.name})" if averaged else topic.name)
        at += 1
        while at < len(tokens) and tokens[at].sort in (Sort.STATEMENT, Sort.FILL):
            at += 1
        if at >= len(tokens) or tokens[at].sort not in (Sort.AND, Sort.COMMA) or not _goes_on(tokens, at):
            break
        at += 1
    ends = at >= len(tokens) or tokens[at].sort in (Sort.CLOSE, Sort.END, Sort.COMMA, Sort.PERIOD)
    return at, tuple(listed) if ends else ()


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    rest = [token.sort for token in tokens[at + 1 : at + 4] if token.sort not in (Sort.FILL, Sort.COMPANY, Sort.AVERAGE)]
    return bool(rest) and rest[0] is Sort.TOPIC


def _said_of(question: str, tokens: Sequence[Token], at: int, begin: int) -> tuple[str, int]:
    """Return the figure that "calculate … using" names just before a list of operands, and where these words begin; "" for the one asked."""
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
