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
from research.planning.beginnings import goes_on, is_beginning, meets_strange_word, names_of
from research.planning.vocabulary import vocabulary
from research.text.han import is_han
from research.text.words import stop_words

_PROPER = r"(?:[A-Z][A-Za-z0-9]*|[0-9]+[A-Z][A-Za-z0-9]*)(?:[.&\-'’][A-Za-z0-9]+)*"
_JOINED = re.compile(rf"{_PROPER}(?:\.?(?:\s+(?:(?:of|de|&)\s+)?){_PROPER})*")
_PERIOD_WORD = re.compile(r"(?:FY|[QH][1-4]|[1-4][QH])?['’]?\d+", re.IGNORECASE)
_ALSO_NAMED = re.compile(r"(?:['’]s?)?,?\s*\(\s*(?:formerly|previously|now|also|then)?\s*(?:known\s+as|called)?\s*$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b([A-Za-z0-9][A-Za-z0-9.&\-]*)['’]s?(?=\W|$)")
_AFTER_PREPOSITION = re.compile(r"\b(?:for|of|at|by|in|from|versus|vs\.?|against|with|to)\s+$", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:versus|vs\.?|against|compared\s+(?:to|with)|compare|between|than)\s+$", re.IGNORECASE)
_LEGAL = re.compile(r",?\s+([A-Za-z.]+?)\b\.?(?=\W|$)")
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

    `names` maps a company to its other names and tickers; the distinctive beginning of its name means it too, as in `names_of`.
    Capitals count for one-word names when some company is named with them ("Target's target price"); a question all in lower case is
    matched without them. Tickers need capitals.
    """
    exact: list[NameMatch] = []
    loose: list[NameMatch] = []
    lower = question == question.lower()
    for company, called in names_of(names).items():
        for name in called:
            for match in re.finditer(_whole(name), question, re.IGNORECASE):
                found = NameMatch(company, match.group(), *match.span())
                if is_beginning(name, company) and _is_of_another(question, found, given=name in names[company]):
                    continue
                if match.group() == name or (" " in name and not name.isupper()):
                    exact.append(found)
                elif len(name) > 4 or not name.isupper() or (lower and _is_distinctive(name)):
                    loose.append(found)
    kept: list[NameMatch] = []
    for found in sorted(exact or loose, key=lambda m: (m.start - m.end, m.start, m.company)):
        if not any(other.start < found.end and found.start < other.end and other.company != found.company for other in kept):
            kept.append(found)
    return tuple(replace(match, end=_with_legal_form(question, match.end)) for match in _outermost(kept))


def _whole(name: str) -> str:
    """Return a pattern that finds a name as a whole word; Han names stand without spaces."""
    return re.escape(name) if is_han(name) else rf"(?<![\w]){re.escape(name)}(?![\w])"


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


def _is_distinctive(name: str) -> bool:
    """Return whether a short name in capitals ("3M", "IBM") is known in small letters too: no word of the language is written so."""
    plain = name.lower()
    return len(plain) > 1 and not _is_common(plain) and (len(plain) > 2 or any(map(str.isdigit, plain)))


def find_unknown_names(question: str, known: Iterable[tuple[int, int]]) -> tuple[PlanTerm, ...]:
    """Return the names in a question that look like companies and overlap none of the `known` spans.

    Where a known company is named, only a name put beside it ("3M and Honeywell", "versus Honeywell") or in the possessive counts,
    since other capitals are mostly segments, products and people.
    """
    spans = list(known)
    blanked = _blank(question, [*spans, *also_named(question, spans)])
    found: dict[str, PlanTerm] = {}
    for name, start in [*_possessives(blanked), *_proper_names(blanked, beside=bool(spans))]:
        if not any(start < other + len(term.words) and other < start + len(name) for other, term in _places(blanked, found)):
            found.setdefault(name.lower(), PlanTerm(name, name))
    return tuple(found.values())


def also_named(question: str, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of names that the question itself equates with a known one: "Block's (formerly known as Square)"."""
    spans: list[tuple[int, int]] = []
    for match in _JOINED.finditer(question):
        name = re.sub(r"['’]s?$", "", match.group())
        after = match.start() + len(name)
        if any(after < start and _ALSO_NAMED.fullmatch(question[after:start]) for start, _ in known):
            spans.append((_skip_common(question, match.start(), after), match.end()))
    return spans


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
        name = re.sub(r"['’]s?$", "", question[start : match.end()])
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
