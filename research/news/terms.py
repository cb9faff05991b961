"""Finding many words and phrases in a text at once. The only door to pyahocorasick.

Texts are folded first, place for place: small letters without accents, full-width forms as ordinary ones, one kind of apostrophe and of
hyphen, a space for any white space. So a place in a folded text is the place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

import ahocorasick

from research.text.han import is_han

_T = TypeVar("_T")
_BRACES = re.compile(r"\{([^{}]*)\}")
_INSIDE = bytes(chr(code).isalnum() for code in range(256))
_SAME = dict.fromkeys("‘’ʼ′`´＇", "'") | dict.fromkeys("‐‑‒–−﹣－", "-") | dict.fromkeys("\n\t\r\u00a0\u3000", " ")


class _Folding(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in _SAME:
            folded = _SAME[letter]
        else:
            plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", letter)[0]).lower()
            folded = plain if len(plain) == 1 else letter
        self[code] = folded
        return folded


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Return a text folded, of the same length."""
    return text.translate(_FOLDING)


def expanded(phrase: str) -> Iterator[str]:
    """Yield what a phrase with alternatives in braces stands for: "rais{e,es,ed}" is "raise", "raises" and "raised"."""
    braces = _BRACES.search(phrase)
    if braces is None:
        yield " ".join(phrase.split())
        return
    for choice in braces[1].split(","):
        yield from expanded(phrase[: braces.start()] + choice + phrase[braces.end() :])


class Hit(NamedTuple, Generic[_T]):
    """A term that stands at `start`-`end` of a text, and what was said of it."""

    start: int
    end: int
    value: _T


class TermFinder(Generic[_T]):
    """Finds terms as whole words; Han characters have no words, so terms that begin or end with one may join on that side."""

    def __init__(self, terms: Mapping[str, _T]) -> None:
        """Make ready to find the terms, given folded; an empty one is never found."""
        self._automaton = ahocorasick.Automaton()
        for term, value in terms.items():
            if term:
                self._automaton.add_word(term, (len(term), value))
        self._automaton.make_automaton()
        self._empty = len(self._automaton) == 0

    def all(self, text: str) -> list[Hit[_T]]:
        """Return every place of every term in a folded text, the longest first, those of one length in order."""
        return [Hit(start, start - less, value) for less, start, value in self._found(text)]

    def longest(self, text: str) -> list[Hit[_T]]:
        """Return the terms in a folded text that overlap no longer one, in order; of equal ones the first."""
        kept: list[Hit[_T]] = []
        taken = bytearray(len(text))
        for less, start, value in self._found(text):
            end = start - less
            # Nothing that was kept is shorter, so that whatever overlaps this one covers its first or its last place.
            if not taken[start] and not taken[end - 1]:
                taken[start:end] = b"\1" * -less
                kept.append(Hit(start, end, value))
        kept.sort(key=_start)
        return kept

    def _found(self, text: str) -> list[tuple[int, int, _T]]:
        """Return for every place of every term its length below nothing, where it starts, and what was said of it, in that order."""
        found: list[tuple[int, int, _T]] = []
        if self._empty:
            return found
        try:
            # 1 where a letter or a digit stands, with nothing before the text and behind it.
            inside = b"\0" + text.encode("latin-1").translate(_INSIDE) + b"\0"
        except UnicodeEncodeError:
            inside = b""
        for last, (length, value) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            if inside:
                whole = not (inside[start] and inside[start + 1]) and not (inside[end] and inside[end + 1])
            else:
                whole = _parts(text, start) and _parts(text, end)
            if whole:
                found.append((-length, start, value))
        # No two terms have one length and one place, so that what was said is never compared.
        found.sort()
        return found


def _start(hit: Hit[_T]) -> int:
    return hit.start


def _parts(text: str, at: int) -> bool:
    """Return whether a word may end or begin at a place: it is an edge of the text, or no letters of one word stand on both sides."""
    if at == 0 or at == len(text):
        return True
    before, after = text[at - 1], text[at]
    if not (before.isalnum() and after.isalnum()):
        return True
    return is_han(before) or is_han(after)


def grouped(groups: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Return for every phrase of some groups, expanded and folded, the names of the groups that it is in."""
    found: dict[str, set[str]] = {}
    for name, phrases in groups.items():
        for phrase in phrases:
            for term in expanded(phrase):
                found.setdefault(folded(term), set()).add(name)
    return {term: frozenset(names) for term, names in found.items()}
