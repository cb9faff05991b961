"""The question planner: one reading of a question, shared by figures and search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from research.nouns.answers import Operation, PlanTerm, QuestionPlan
from research.nouns.facts import Statement
from research.planning.asked_figure import AskedFigure, Words, find_figure
from research.planning.chinese import without_neutral
from research.planning.companies import NameMatch, also_named, find_companies, find_shared_names, find_unknown_names
from research.planning.customers import without_customers
from research.planning.folding import fold
from research.planning.forms import find_forms, is_amended, without_amended
from research.planning.meanings import find_meanings
from research.planning.operations import Asked, Operated, read_operation
from research.planning.periods import PlacedPeriod, place_periods
from research.planning.settled import settled
from research.planning.several import single_questions
from research.planning.spelling import corrected
from research.planning.topics import Topic
from research.planning.unread import unread_signs, unread_words
from research.planning.vocabulary import Vocabulary, vocabulary
from research.planning.wordlists import phrases
from research.planning.workings import without_workings
from research.text.words import words

_US_MONEY = re.compile(r"\b(?:us|u\.s\.?)\s*(?:\$|dollars?|millions?|billions?|thousands?)", re.IGNORECASE)
# "Per the cash flow statement".
_PER = r"(?:\bper\s+(?:the\s+)?)?"
# A ratio is given to more decimals than a percentage is.
PLAIN_RATIO_DECIMALS = 2
_RATIOS = frozenset({"%", "x"})
_CLAUSE = re.compile(r"(?<=[.?!;])\s+|(?<=:)\s+(?=[a-z])|\n+")


def make_plan(question: str, names: Mapping[str, Iterable[str]], topics: Sequence[Topic]) -> QuestionPlan:
    """Return what a question asks for, read by rules.

    `names` maps each company of the library to its other names; `topics` are the concepts and metrics that figures are known of.
    A term that is not in the question stays empty; nothing is assumed here.
    """
    plain = without_workings(fold(question))
    plan = _read(question, plain, names, tuple(topics))
    if not plan.companies or not plan.qualifiers:
        return plan
    mended, slips = corrected(plain, plan.qualifiers, tuple(topics))
    again = _read(question, mended, names, tuple(topics)) if slips else plan
    return _as_typed(again, slips) if again.wants_figure or again.wants_computed else plan


def _as_typed(plan: QuestionPlan, slips: Iterable[tuple[str, str]]) -> QuestionPlan:
    """Return the plan with the metric's words as the question has them, slips and all."""
    said = plan.metric.words if plan.metric else ""
    for typed, meant in slips:
        said = said.replace(meant, typed)
    return replace(plan, metric=replace(plan.metric, words=said) if plan.metric else None)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A question in plain letters, taken apart; every text keeps the offsets of the question.

    `core` is the question without its instructions, `bare` the core less companies and periods, `rest` the core less all that was
    understood, `told` the instructions less the same. `own` are the periods that the question is about.
    """

    question: str
    core: str
    bare: str
    rest: str
    told: str
    companies: Sequence[NameMatch]
    unknown: tuple[PlanTerm, ...]
    own: Sequence[PlacedPeriod]
    forms: tuple[PlanTerm, ...]
    statements: tuple[tuple[Statement, str], ...]
    figure: AskedFigure
    operated: Operated


def _read(said: str, question: str, names: Mapping[str, Iterable[str]], topics: tuple[Topic, ...]) -> QuestionPlan:
    """Return the plan of a question in plain letters; `said` is the question as it was put."""
    known = vocabulary()
    plan = settled(_put_together(said, _take_apart(question, names, topics, known), known))
    return plan if plan.wants_figure or plan.wants_computed else replace(plan, listed=tuple(single_questions(said, topics)))


def _take_apart(question: str, names: Mapping[str, Iterable[str]], topics: tuple[Topic, ...], known: Vocabulary) -> _Parts:
    """Return what each part of a question is of: names and periods first, then the figure, then what is done with it."""
    named = find_companies(question, names)
    companies = without_customers(question, named)
    spans = [(match.start, match.end) for match in named]
    spans += also_named(question, spans)
    placed = place_periods(question)
    core = _core(question, spans, known)
    statements = _statements(question, known)
    figure = find_figure(Words(question, core, spans, placed, frozenset(one for one, _ in statements)), topics)
    own = _own_periods(placed, figure)
    customers = {(one.start, one.end) for one in named if one not in companies}
    taken = [*(one for one in spans if one not in customers), *((one.start, one.end) for one in placed)]
    operated = read_operation(_blank_spans(question, [*taken, *figure.spans]), question, _around(figure, companies, own))
    shared = find_shared_names(question, names, spans)
    unknown = _each_once((*shared, *find_unknown_names(_hidden(core, figure), spans)))
    forms = find_forms(question)
    return _Parts(
        question=question,
        core=core,
        bare=_blank_spans(core, taken),
        rest=_without_forms(_without_names(_where(operated.rest, core), unknown), forms, known),
        told=_without_forms(_where(operated.rest, _told(question, core)), forms, known),
        companies=companies,
        unknown=unknown,
        own=own,
        forms=forms,
        statements=statements,
        figure=figure,
        operated=operated,
    )


def _put_together(said: str, parts: _Parts, known: Vocabulary) -> QuestionPlan:
    """Return the plan that the parts of a question make, without what it wants of them (`settled` tells); `said` is the question as put."""
    figure, operated = parts.figure, parts.operated
    qualifiers = _qualifiers(parts, known)
    derived = known.derived.search(parts.rest)
    asks_verdict = _asks_verdict(parts.core, known)
    is_amount = operated.operation is not None or operated.direction != "" or phrases("manner")["amount"].search(parts.question) is not None
    decimals = _first(parts.question, known.rounding)
    meanings = find_meanings(parts.question, qualifiers, figure.metric)
    metric = figure.metric if not meanings else None
    named = [PlanTerm(match.company, match.words) for match in _first_of_each(parts.companies)]
    return QuestionPlan(
        question=said,
        companies=tuple(reversed(named) if operated.turned else named),
        unknown_companies=parts.unknown,
        periods=operated.periods,
        form_types=parts.forms,
        statements=parts.statements,
        metric=metric,
        derived=derived.group().lower() if derived else "",
        qualifiers=qualifiers,
        asks_amount=metric is not None and (is_amount or not asks_verdict) and known.reasons.search(parts.rest) is None,
        operation=operated.operation,
        base=operated.base,
        relative=operated.relative,
        direction=operated.direction or (operated.operation.words if operated.operation and asks_verdict else ""),
        formula=_formula(figure, operated) if not qualifiers else "",
        unit=_unit(figure, operated, decimals),
        scale=_first(parts.question, known.scales),
        decimals=decimals,
        meanings=meanings,
        focus=_focus(parts.bare, parts.question, known),
    )


def _qualifiers(parts: _Parts, known: Vocabulary) -> tuple[str, ...]:
    """Return the words that the plan has no place for, each once: those left over, then those that bend what is asked."""
    bent = (
        *parts.operated.unread,
        *_mixed(parts.figure, parts.companies),
        *unread_words(parts.question, parts.rest, parts.own, companies=parts.companies, asked=parts.operated),
        *unread_signs(parts.rest, parts.figure.spans, has_formula=parts.figure.formula is not None),
    )
    topic = parts.figure.topic
    is_paid = topic is not None and topic.statement is Statement.CASH_FLOW and parts.figure.formula is None
    neutral = known.neutral | known.paying if is_paid else known.neutral
    left = (*_left(parts.rest, known, neutral), *_left(parts.told, known, known.answering | neutral))
    return tuple(dict.fromkeys((*left, *bent)))


def _own_periods(placed: Sequence[PlacedPeriod], figure: AskedFigure) -> list[PlacedPeriod]:
    """Return the periods that the question is about, outside its formulas; the latest of theirs when there is no other."""
    own = [one for one in placed if not any(start <= one.start < end for start, end in figure.inside)]
    if own or not placed:
        return own
    return [max(placed, key=lambda one: (one.term.fiscal_year or 0, one.term.fiscal_period == "FY"))]


def _around(figure: AskedFigure, companies: Sequence[NameMatch], periods: Sequence[PlacedPeriod]) -> Asked:
    places = tuple((match.start, match.end) for match in companies)
    statement = figure.topic.statement if figure.formula is None and figure.topic is not None else None
    return Asked(figure.unit, statement, len({match.company for match in companies}), tuple(periods), places)


def _mixed(figure: AskedFigure, companies: Iterable[NameMatch]) -> tuple[str, ...]:
    """Return the words of a formula whose figures are of several companies: its names say nothing of whose each is."""
    inside = [one for one in companies if any(start <= one.start < end for start, end in figure.inside)]
    several = len({one.company for one in companies}) > 1
    return (figure.formula.words.lower(),) if inside and several and figure.formula else ()


def _formula(figure: AskedFigure, operated: Operated) -> str:
    """Return the formula to compute: the mean of a balance that is averaged, else the one that the question states; "" without either."""
    if operated.averaged:
        return f"average({figure.topic.name})" if figure.topic else ""
    return figure.formula.text if figure.formula else ""


def _unit(figure: AskedFigure, operated: Operated, decimals: int | None) -> str | None:
    """Return the unit that the figure is wanted in: a formula's own, as a percentage or a multiple as words ask; None when nothing says.

    A "ratio" that is asked for to two decimals or more, and not in percent, is a plain number.
    """
    if figure.formula is not None:
        own = figure.formula.shade or figure.formula.unit
        is_rate = operated.operation is not None and operated.operation.value in (Operation.GROWTH, Operation.CAGR)
        return operated.unit if operated.unit in _RATIOS and own in _RATIOS and not is_rate else own
    if operated.unit is not None:
        return operated.unit
    is_ratio = figure.metric is not None and figure.metric.words.lower().endswith("ratio")
    if figure.unit == "%" and operated.operation is None and is_ratio and decimals is not None and decimals >= PLAIN_RATIO_DECIMALS:
        return "x"
    return "currency" if operated.averaged else None


def _hidden(core: str, figure: AskedFigure) -> str:
    """Return the core less the words of the figure that might be taken for a name or a part of one: several words, letters ("EPS")."""
    characters = list(core)
    for start, end in figure.spans:
        said = core[start:end].strip()
        if " " in said or (said.isupper() and len(said) > 1 and not core.isupper()):
            characters[start:end] = "\n" * (end - start)
    return "".join(characters)


def _where(rest: str, part: str) -> str:
    """Return the rest where a part of the question stands, blanks elsewhere."""
    return "".join(letter if kept.strip() else " " for letter, kept in zip(rest, part, strict=True))


def _without_names(text: str, unknown: Iterable[PlanTerm]) -> str:
    return _blank_words(text, [form for term in unknown for form in (f"{term.words}'s", f"{term.words}’s", term.words)])


def _each_once(terms: Iterable[PlanTerm]) -> tuple[PlanTerm, ...]:
    return tuple({term.value.casefold(): term for term in reversed(tuple(terms))}.values())[::-1]


def _first_of_each(matches: Iterable[NameMatch]) -> list[NameMatch]:
    return list({match.company: match for match in reversed(list(matches))}.values())[::-1]


def _told(question: str, core: str) -> str:
    """Return what `_core` blanked: the clauses that say how to answer, offsets kept."""
    return "".join(" " if kept == letter else letter for letter, kept in zip(question, core, strict=True))


def _core(question: str, companies: list[tuple[int, int]], known: Vocabulary) -> str:
    """Return the question with its instructions blanked, offsets kept; the whole question when nothing else is left."""
    characters = list(question)
    clauses = _clauses(question)
    asking = [one for one in clauses if any(one[0] <= a < one[1] for a, _ in companies)]
    for start, end in clauses:
        _blank_instruction(characters, question[start:end], start, known, asks=asking == [(start, end)])
    core = "".join(characters)
    lost_companies = bool(companies) and not any(core[a:b].strip() for a, b in companies)
    return question if not core.strip(" .?!,;:") or lost_companies else core


def _clauses(question: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences and other parts that may each be an instruction."""
    cuts = list(_CLAUSE.finditer(question))
    return list(zip([0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(question)], strict=True))


def _blank_instruction(characters: list[str], clause: str, start: int, known: Vocabulary, *, asks: bool) -> None:
    """Blank what says how to answer; the only clause that names a company `asks`, however it begins."""
    is_question = clause.rstrip().endswith("?") or asks
    whole = any(pattern.match(clause) for pattern in known.instruction_clauses) and not is_question
    if whole:
        characters[start : start + len(clause)] = " " * len(clause)
        return
    while match := _instruction_at(clause, known):
        characters[start : start + match.end()] = " " * match.end()
        start, clause = start + match.end(), clause[match.end() :]


def _instruction_at(clause: str, known: Vocabulary) -> re.Match[str] | None:
    found = (pattern.match(clause) for pattern in (known.opening, known.leading_instruction, *known.polite))
    return next((match for match in found if match and match.end()), None)


def _left(rest: str, known: Vocabulary, ignored: frozenset[str]) -> list[str]:
    """Return the words and numbers that the plan has no place for, in order: "365" of a product, a year that no period took."""
    for _, pattern in known.statements:
        rest = re.sub(rf"{_PER}(?:{pattern.pattern})", " ", rest, flags=re.IGNORECASE)
    for patterns in (known.scales, known.rounding):
        for _, pattern in patterns:
            rest = pattern.sub(" ", rest)
    rest = without_neutral(_US_MONEY.sub(" ", rest))
    left = [word for word in words(rest) if word not in ignored]
    named = [one["first"].lower() for one in known.naming.finditer(rest) if one["second"].lower() in left]
    return [word for word in words(rest) if word not in ignored or word in named] if named else left


def _asks_verdict(core: str, known: Vocabulary) -> bool:
    first = words(core)[:1]
    return bool(first) and first[0] in known.verdict_openings


def _without_forms(text: str, forms: tuple[PlanTerm, ...], known: Vocabulary) -> str:
    """Return the text less the names of forms, and less "amendment" where it is one."""
    text = without_amended(text)
    for _, pattern in known.form_types:
        text = pattern.sub(" ", text)
    return known.amendment.sub(" ", text) if any(is_amended(term.value) for term in forms) else text


def _statements(question: str, known: Vocabulary) -> tuple[tuple[Statement, str], ...]:
    return tuple((statement, match.group()) for statement, pattern in known.statements if (match := pattern.search(question)))


def _first(question: str, patterns: tuple[tuple[int, re.Pattern[str]], ...]) -> int | None:
    """Return the value whose longest phrase stands in the question."""
    found = [(len(match.group()), value) for value, pattern in patterns if (match := pattern.search(question))]
    return max(found)[1] if found else None


def _focus(bare: str, question: str, known: Vocabulary) -> str:
    """Return the topic of the question in its own words, without units and rounding; the whole question when nothing else is left."""
    for _, pattern in (*known.scales, *known.rounding):
        bare = pattern.sub(" ", bare)
    return " ".join(re.sub(r"\(\s*\)", " ", bare).split()) if words(bare) else " ".join(question.split())


def _blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return re.sub(r"(?<=\s)['’](?:s\b)?", lambda match: " " * len(match.group()), "".join(characters))


def _blank_words(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, " " * len(phrase))
    return text
