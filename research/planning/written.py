"""Whether words of a question are written like a company's name, or are the words of the language that it is made of."""

from __future__ import annotations

import re

from research.concepts.companies import legal_forms
from research.planning.beginnings import common_words, is_plain
from research.planning.han_names import stands_alone
from research.planning.naming import Called

_DETERMINER = re.compile(r"\b(?:the|an?|its|their|our|your|this|that|any|some|no|each|every|to|they|we|you)\s+$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|for|at|by|from|versus|vs\.?|with|and|than)\s+$", re.IGNORECASE)
_CLOSES = re.compile(r"\s*(?:$|[,.?!;:)]|(?:in|for|during|and|or|vs\.?|versus)\b|(?:FY|Q[1-4])?['’]?\d)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\b|['’](?=\s)")
_BESIDE = re.compile(r"\s*(?:,|and\b|or\b|&|vs\.?|versus\b|['’]s?)|,?\s+(?P<legal>[A-Za-z.]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:^|[.?!:;]\s)[\s\"“(]*$")
_SHORTEST = 3


def is_capital_name(question: str, start: int, end: int) -> bool:
    """Return whether one word at `start`–`end` has a capital that neither its place nor the question's way of writing explains."""
    word = question[start:end]
    if not word.isalpha() or not word.istitle() or _SENTENCE.search(question[:start]) is not None:
        return False
    others = [one[0] for one in re.finditer(r"[A-Za-z]{3,}", question[:start] + question[end:])][1:]
    ordinary = [one for one in others if one[1:].islower()]
    return sum(one.istitle() for one in ordinary) * 2 <= len(ordinary)


def is_written(question: str, called: Called, start: int, end: int) -> bool:
    """Return whether the words at `start`–`end` are written like the name: by their letters, or by where they stand."""
    if called.short:
        return stands_alone(question, start, end)
    text = question[start:end]
    if called.ticker:
        return text == called.name or (_is_distinctive(called.name) and (text.islower() or text.istitle()))
    if not called.common:
        return True
    is_determined = _DETERMINER.search(question, 0, start) is not None
    if all(not letter.islower() for letter in re.findall(r"\b[^\W_]", text)):
        return not is_determined or " " in called.name or called.company.casefold().startswith("the ")
    if is_determined:
        return False
    if " " in called.name or not _is_ordinary(called.name):
        return True
    return _POSSESSIVE.match(question, end) is not None or (
        _PREPOSITION.search(question, 0, start) is not None and _CLOSES.match(question, end) is not None
    )


def opens_with_a_word(question: str, called: Called, start: int, end: int) -> bool:
    """Return whether a name is an ordinary word that has its capital from the beginning of a sentence: "Gap between …"."""
    if not called.common or " " in called.name or not _SENTENCE.search(question, 0, start):
        return False
    beside = _BESIDE.match(question, end)
    return beside is None or (beside["legal"] is not None and beside["legal"].lower().strip(".") not in legal_forms())


def _is_ordinary(name: str) -> bool:
    """Return whether a word has other forms in the language, which names have not: "blocks", "targeted"."""
    word = name.lower()
    return is_plain(word) or any(f"{word}{ending}" in common_words() for ending in ("s", "es", "ed", "ing"))


def _is_distinctive(ticker: str) -> bool:
    """Return whether an abbreviation ("3M", "IBM") is known in small letters too: no word of the language is written so."""
    plain = ticker.lower()
    known = plain in common_words() or is_plain(plain)
    return not known and (len(plain) >= _SHORTEST or (len(plain) > 1 and any(map(str.isdigit, plain))))
