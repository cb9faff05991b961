"""The beginnings of companies' names: "Osgrove" means "Osgrove Home & Garden, Inc." where it can mean no other company.

A wrong company is worse than a question back, so a beginning that is a common word, that two companies share, or that goes on into
another name ("Osgrove Shipping") means none.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from research.concepts.companies import legal_forms, short_names, strip_legal_form
from research.planning.vocabulary import vocabulary
from research.text.words import stop_words

# A shorter word is an abbreviation, which several companies may share.
SHORTEST_WORD = 4
_NEXT_NAME = re.compile(r"\s*[&–-]\s*(?P<joined>[A-Z0-9][\w.]*)|\s+(?P<next>[A-Z0-9][\w.&'’-]*)")
_NEXT_WORD = re.compile(r"\s+(?P<next>[a-z][\w&-]*)")
_LAST_NAME = re.compile(r"(?P<before>[\w.,:;?!]+)\s+(?P<last>[A-Z][\w&-]*)\s+$")
_PERIOD_WORD = re.compile(r"(?:FY|CY|[QH][1-4]|[1-4][QH])?[-/]?['’]?\d+|\d{4}[-/]?[QH][1-4]", re.IGNORECASE)


@cache
def common_words() -> frozenset[str]:
    """Return the words, in small letters, that papers of several companies use, and places, first and family names."""
    return frozenset((Path(__file__).parent / "common_words.txt").read_text(encoding="utf-8").split())


def is_beginning(name: str, company: str) -> bool:
    """Return whether a name is the start of the company's legal name and no whole name of it."""
    rest = company[len(name) :]
    begins = company.casefold().startswith(name.casefold()) and rest[:1] != "" and not rest[0].isalnum()
    return begins and name.casefold() not in {whole.casefold() for whole in short_names(company)}


def goes_on(question: str, start: int, end: int) -> bool:
    """Return whether the words at `start`–`end` are a part of a longer name: "Osgrove Shipping", "Royal Osgrove", "Osgrove & Sons"."""
    after = _NEXT_NAME.match(question, end)
    if after and not is_plain(after["joined"] or after["next"]):
        return True
    before = _LAST_NAME.search(question, 0, start)
    return before is not None and before["before"][-1] not in ".:;?!" and not is_plain(before["last"])


def meets_strange_word(question: str, end: int) -> bool:
    """Return whether the word after `end`, in a question in small letters, is none of analysis: it may be the rest of another name."""
    after = _NEXT_WORD.match(question, end)
    return after is not None and not is_plain(after["next"])


def beginnings(company: str) -> list[str]:
    """Return the distinctive beginnings of a company's legal name: none when its first word is one of the language."""
    words = strip_legal_form(company).split()
    if len(words) < 2 or not _is_distinctive(words[0]):
        return []
    return [" ".join(words[:count]).rstrip(" ,.&-") for count in range(1, len(words))]


def _is_distinctive(word: str) -> bool:
    """Return whether a name's first word is long and no word of the language, or joined of several of which one is so."""
    parts = re.findall(r"[^\W\d_]+", word.lower())
    return any(len(part) >= SHORTEST_WORD and part not in common_words() and not is_plain(part) for part in parts)


def is_plain(word: str) -> bool:
    """Return whether a word beside a name leaves it the same name: a word of questions, a legal form, a filing's form, a period."""
    plain = re.sub(r"['’]s?$", "", word).lower().strip(".&-")
    known = vocabulary()
    listed = plain in known.not_names or plain in known.neutral or plain in stop_words() or plain in legal_forms()
    is_form = any(pattern.fullmatch(plain) for _, pattern in (*known.form_types, *known.amended_forms))
    parts = re.split(r"[-–/]", plain)
    if len(parts) > 1 and all(part and is_plain(part) for part in parts):
        return True
    return listed or not plain or is_form or known.derived.fullmatch(plain) is not None or _PERIOD_WORD.fullmatch(plain) is not None
