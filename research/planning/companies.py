"""Companies in questions: the ones that the library has, and names that it does not have.

A name that nothing in the library carries must never be answered with another company's figure, so unknown names are
found and reported too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from research.concepts.companies import legal_forms
from research.nouns.answers import PlanTerm
from research.planning.beginnings import goes_on, meets_strange_word
from research.planning.folding import fold, unaccented
from research.planning.naming import candidates, names_of
from research.planning.vocabulary import vocabulary
from research.planning.written import is_written, opens_with_a_word
from research.text.words import stop_words

_PROPER = r"(?:[A-Z][A-Za-z0-9]*|[0-9]+[A-Z][A-Za-z0-9]*)(?:[.&\-'’][A-Za-z0-9]+)*"
# Line feeds stand where words were taken out: no name goes on beyond them, though it may beyond the end of one line.
_GAP = r"(?=\s)[^\S\n]*\n?[^\S\n]*"
_JOINED = re.compile(rf"(?<![A-Za-z0-9]){_PROPER}(?:\.?(?:{_GAP}(?:(?:of|de|&){_GAP})?){_PROPER})*")
_PERIOD_WORD = re.compile(r"(?:FY|[QH][1-4]|[1-4][QH])?['’]?\d+", re.IGNORECASE)
_ALSO_NAMED = re.compile(r"(?:['’]s?)?,?\s*\(\s*(?:formerly|previously|now|also|then)?\s*(?:known\s+as|called)?\s*$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b([A-Za-z0-9][A-Za-z0-9.&\-]*)['’]s?(?=\W|$)")
_AFTER_PREPOSITION = re.compile(r"\b(?:for|of|at|by|in|from|versus|vs\.?|against|with|to)\s+$", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:versus|vs\.?|against|compared\s+(?:to|with)|compare|between|than)\s+$", re.IGNORECASE)
_LEGAL = re.compile(r",?\s+([A-Za-z.]+?)\b\.?(?=\W|$)")
# What sets two companies beside each other; a possessive without it is of a part of the known one ("Quillmere's Metering's revenue").
_JOINS = re.compile(r"[,&]|\b(?:and|or|versus|vs|against|than|to|with|compared?|between)\b", re.IGNORECASE)
_LISTED = re.compile(r"\n(?:['’]s)?\s*,?\s*(?:and|or|&|,|versus|vs\.?)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A company found in a question: the name that documents carry, the words, and their offsets."""

    company: str
    words: str
    start: int
    end: int


def find_companies(question: str, names: Mapping[str, Iterable[str]]) -> tuple[NameMatch, ...]:
    """Return every place where a question names a company of the library, in order of appearance, the longest name where they overlap.

    `names` maps a company to its other names and tickers; what else means it is told in `names_of`. Names count in any case, with
    hyphens for spaces, "and" for "&", and without accents. A name that is a word of the language counts where it is written like a
    name: with a capital ("Target's target price"), in the possessive, or where only a name can stand. What two companies are called
    means neither.
    """
    plain = unaccented(question)
    found: list[NameMatch] = []
    ordinary: list[NameMatch] = []
    for called in candidates(plain, names_of(names)):
        for match in called.pattern.finditer(plain):
            one = NameMatch(called.company, question[match.start() : match.end()], *match.span())
            if not is_written(plain, called, *match.span()):
                continue
            if called.beginning and _is_of_another(question, one, given=called.given):
                continue
            (ordinary if opens_with_a_word(plain, called, *match.span()) else found).append(one)
    found = found or ordinary
    shared = _of_several(found)
    kept: list[NameMatch] = []
    for one in sorted(found, key=lambda m: (m.start - m.end, m.start, m.company)):
        if not any(other.start < one.end and one.start < other.end and other.company != one.company for other in kept):
            kept.append(one)
    kept = [one for one in kept if (one.start, one.end) not in shared]
    return tuple(replace(match, end=_with_legal_form(question, match.end)) for match in _outermost(kept))


def compares(question: str, names: Iterable[str]) -> bool:
    """Return whether a question asks how the figure of one of some names compares: "how did A's sales compare with B's?"."""
    plain = fold(question)
    escaped = "|".join(re.escape(fold(name)) for name in names)
    return bool(escaped) and re.search(rf"(?:{escaped})'s?\b.*\bcompared?\b|\bcompared?\s+(?:with|to)\s+(?:{escaped})\b", plain) is not None


def find_shared_names(question: str, names: Mapping[str, Iterable[str]], known: Sequence[tuple[int, int]]) -> tuple[PlanTerm, ...]:
    """Return the names in a question, outside the `known` spans, that several companies share: the beginning of theirs, in any case."""
    plain = unaccented(question)
    shared = names_of(names).shared
    spans: list[tuple[int, int]] = []
    for word in sorted({match.group().casefold() for match in re.finditer(r"[^\W_]+", plain)}):
        for match in (match for pattern in shared.get(word, ()) for match in pattern.finditer(plain)):
            apart = not any(start < match.end() and match.start() < end for start, end in [*known, *spans])
            if apart and not goes_on(question, *match.span()):
                spans.append(match.span())
    return tuple(PlanTerm(question[start:end], question[start:end]) for start, end in sorted(spans))


def _of_several(found: Iterable[NameMatch]) -> set[tuple[int, int]]:
    """Return the places that name several companies in the same words."""
    companies: dict[tuple[int, int], set[str]] = {}
    for one in found:
        companies.setdefault((one.start, one.end), set()).add(one.company)
    return {place for place, meant in companies.items() if len(meant) > 1}


def _is_of_another(question: str, found: NameMatch, *, given: bool) -> bool:
    """Return whether a beginning of a name goes on into another name; in small letters only one that no document uses alone may."""
    return goes_on(question, found.start, found.end) or (not given and question.islower() and meets_strange_word(question, found.end))


def _outermost(found: Iterable[NameMatch]) -> list[NameMatch]:
    """Return the matches in order of appearance, without those inside a longer name of the same company."""
    ordered = sorted(found, key=lambda match: (match.start, match.start - match.end))
    kept: list[NameMatch] = []
    for match in ordered:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _with_legal_form(question: str, end: int) -> int:
    """Return where a name ends that goes on with a legal form: "Netflix Inc", "3M Co."."""
    form = _LEGAL.match(question, end)
    return form.end() if form and form[1].lower() in legal_forms() else end


def find_unknown_names(question: str, known: Iterable[tuple[int, int]]) -> tuple[PlanTerm, ...]:
    """Return the names in a question that look like companies and overlap none of the `known` spans.

    Where a known company is named, only a name put beside it counts ("3M and Honeywell", "versus Honeywell", "3M's revenue and
    Honeywell's"), since other names are mostly of segments, products and people: their words stay over and cut the figure.
    """
    spans = list(known)
    blanked = _blank(question, [*spans, *also_named(question, spans)])
    found: dict[str, PlanTerm] = {}
    possessives = [(name, start) for name, start in _possessives(blanked) if not spans or _is_beside(blanked, name, start, spans=spans)]
    for name, start in [*possessives, *_proper_names(blanked, beside=bool(spans))]:
        if not any(start < other + len(term.words) and other < start + len(name) for other, term in _places(blanked, found)):
            found.setdefault(name.lower(), PlanTerm(name, name))
    return tuple(found.values())


def also_named(question: str, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of names that the question itself equates with a known one: "Block's (formerly known as Square)"."""
    spans: list[tuple[int, int]] = []
    for match in _JOINED.finditer(question):
        name = re.sub(r"['’]s?$", "", match.group())
        after = match.start() + len(name)
        if meant := next((start for start, _ in known if after < start and _ALSO_NAMED.fullmatch(question[after:start])), None):
            spans.append((_skip_common(question, match.start(), after), meant))
    return spans


def _is_beside(question: str, name: str, start: int, *, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether words that set companies beside each other stand between a name and a known company, whichever is first."""
    end = start + len(name)
    return any(_JOINS.search(question, *((last, start) if last <= start else (end, first))) for first, last in spans)


def _places(question: str, found: dict[str, PlanTerm]) -> list[tuple[int, PlanTerm]]:
    return [(question.find(term.words), term) for term in found.values()]


def _possessives(question: str) -> list[tuple[str, int]]:
    """Return names in the possessive; a run of capitalised words before the mark belongs to the name."""
    names: list[tuple[str, int]] = []
    for match in _POSSESSIVE.finditer(question):
        word = match.group(1)
        if word.lower() in vocabulary().not_names or word.isdigit():
            continue
        run = next((m for m in _JOINED.finditer(question) if m.start() <= match.start() < m.end()), None)
        start = run.start() if run else match.start(1)
        start = _skip_common(question, start, match.end(1))
        names.append((question[start : match.end(1)], start))
    return names


def _proper_names(question: str, *, beside: bool) -> list[tuple[str, int]]:
    names: list[tuple[str, int]] = []
    for match in _JOINED.finditer(question):
        start = _skip_common(question, match.start(), match.end())
        name = _less_period(re.sub(r"['’]s?$", "", question[start : match.end()]))
        if not name or all(_is_common(word) for word in re.split(r"[\s\-]+", name)):
            continue
        before = question[:start]
        if beside and not _COMPARED.search(before) and not _LISTED.search(before):
            continue
        question = _blank(question, [(start, match.end())]) if beside else question
        if not beside and not (_AFTER_PREPOSITION.search(before) or _COMPARED.search(before) or len(name) > 1):
            continue
        names.append((name, start))
    return names


def _less_period(name: str) -> str:
    """Return a name without the period that follows it: "Quillmere FY2024"."""
    parts = name.split()
    while len(parts) > 1 and _PERIOD_WORD.fullmatch(parts[-1]):
        parts.pop()
    return name[: name.rindex(parts[-1]) + len(parts[-1])] if parts else ""


def _skip_common(question: str, start: int, end: int) -> int:
    """Return where the name begins once leading common words ("What", "Does", "The") are passed."""
    for word in re.finditer(r"[A-Za-z0-9.&\-'’]+", question[start:end]):
        if not _is_common(word.group()):
            return start + word.start()
    return end


def _is_common(word: str) -> bool:
    plain = re.sub(r"['’]s?$", "", word).lower().strip(".")
    known = vocabulary()
    listed = plain in known.not_names or plain in known.neutral or plain in stop_words()
    return listed or not any(map(str.isalnum, plain)) or _PERIOD_WORD.fullmatch(plain) is not None


def _blank(question: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(question)
    for start, end in spans:
        characters[start:end] = "\n" * (end - start)
    return "".join(characters)
