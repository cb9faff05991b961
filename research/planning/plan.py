"""The question planner: one reading of a question, shared by figures and search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from research.concepts.catalogue import Concept
from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.facts import Statement
from research.planning.companies import NameMatch, also_named, find_companies, find_unknown_names
from research.planning.forms import find_forms, is_amended, without_amended
from research.planning.periods import find_periods
from research.planning.vocabulary import Vocabulary, any_of, vocabulary
from research.text.words import words

_US_MONEY = re.compile(r"\b(?:us|u\.s\.?)\s*(?:\$|dollars?|millions?|billions?|thousands?)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLAUSE = re.compile(r"(?<=[.?!;])\s+|(?<=:)\s+(?=[a-z])|\n+")


def make_plan(question: str, names: Mapping[str, Iterable[str]], concepts: Sequence[Concept]) -> QuestionPlan:
    """Return what a question asks for, read by rules.

    `names` maps each company of the library to its other names. A term that is not in the question stays empty; nothing is assumed here.
    """
    known = vocabulary()
    companies = find_companies(question, names)
    spans = [(match.start, match.end) for match in companies]
    spans += also_named(question, spans)
    periods = find_periods(question)
    core = _core(question, spans, known)
    bare = _blank_words(_blank_spans(core, spans), [term.words for term in periods])
    statements = _statements(question, known)
    metric, concept_words = _metric(bare, concepts, statements)
    rest = _blank_words(bare, [concept_words]) if concept_words else bare
    unknown = find_unknown_names(core, spans)
    rest = _blank_words(rest, [form for term in unknown for form in (f"{term.words}'s", f"{term.words}’s", term.words)])
    forms = find_forms(question)
    rest = _without_forms(rest, forms, known)
    derived = known.derived.search(rest)
    told = _blank_words(_blank_spans(_told(question, core), spans), [*(term.words for term in periods), concept_words])
    told = _without_forms(told, forms, known)
    qualifiers = tuple(dict.fromkeys((*_left(rest, known, known.neutral), *_left(told, known, known.answering | known.neutral))))
    asks_amount = metric is not None and not _asks_verdict(core, known) and known.reasons.search(rest) is None
    return QuestionPlan(
        question=question,
        companies=tuple(PlanTerm(match.company, match.words) for match in _first_of_each(companies)),
        unknown_companies=unknown,
        periods=periods,
        form_types=forms,
        statements=statements,
        metric=metric,
        derived=derived.group().lower() if derived else "",
        qualifiers=qualifiers,
        asks_amount=asks_amount,
        wants_figure=asks_amount and derived is None and not qualifiers,
        scale=_first(question, known.scales),
        decimals=_first(question, known.rounding),
        focus=_focus(bare, question, known),
    )


def _first_of_each(matches: Iterable[NameMatch]) -> list[NameMatch]:
    return list({match.company: match for match in reversed(list(matches))}.values())[::-1]


def _told(question: str, core: str) -> str:
    """Return what `_core` blanked: the clauses that say how to answer, offsets kept."""
    return "".join(" " if kept == letter else letter for letter, kept in zip(question, core, strict=True))


def _core(question: str, companies: list[tuple[int, int]], known: Vocabulary) -> str:
    """Return the question with its instructions blanked, offsets kept; the whole question when nothing else is left."""
    characters = list(question)
    start = 0
    for cut in [*_CLAUSE.finditer(question), None]:
        end = cut.start() if cut else len(question)
        _blank_instruction(characters, question[start:end], start, known)
        start = cut.end() if cut else end
    core = "".join(characters)
    lost_companies = bool(companies) and not any(core[a:b].strip() for a, b in companies)
    return question if not core.strip(" .?!,;:") or lost_companies else core


def _blank_instruction(characters: list[str], clause: str, start: int, known: Vocabulary) -> None:
    is_question = clause.rstrip().endswith("?")
    whole = any(pattern.match(clause) for pattern in known.instruction_clauses) and not is_question
    if whole:
        characters[start : start + len(clause)] = " " * len(clause)
        return
    while match := known.opening.match(clause) or known.leading_instruction.match(clause):
        characters[start : start + match.end()] = " " * match.end()
        start, clause = start + match.end(), clause[match.end() :]


def _metric(bare: str, concepts: Sequence[Concept], statements: tuple[tuple[Statement, str], ...]) -> tuple[PlanTerm | None, str]:
    """Return the concept with the longest name in the text, and the words; a named statement decides between equals."""
    wanted = {statement for statement, _ in statements}
    best: tuple[int, bool, int, Concept, str] | None = None
    for order, concept in enumerate(concepts):
        match = any_of([concept.title, *concept.aliases]).search(bare)
        if match is None:
            continue
        key = (len(match.group()), concept.statement in wanted, -order, concept, match.group())
        if best is None or key[:3] > best[:3]:
            best = key
    return (PlanTerm(best[3].name, best[4]), best[4]) if best else (None, "")


def _left(rest: str, known: Vocabulary, ignored: frozenset[str]) -> list[str]:
    """Return the words that the plan has no place for, in order; a year that no period took is one of them, other numbers are not."""
    for patterns in (known.statements, known.scales, known.rounding):
        for _, pattern in patterns:
            rest = pattern.sub(" ", rest)
    rest = _US_MONEY.sub(" ", rest)
    return [word for word in words(rest) if word not in ignored and (not word.isdigit() or _YEAR.fullmatch(word))]


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
    return re.sub(r"(?<=\s)['’](?:s\b)?", "  ", "".join(characters))


def _blank_words(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, " " * len(phrase))
    return text
