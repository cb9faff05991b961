"""Slips of the pen in what figures are called: "operatng income" is operating income, and the plan says that it was read so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from research.planning.beginnings import common_words, is_plain
from research.planning.topics import Topic, lexicon

# A shorter word is one letter away from too many others.
SHORTEST = 6
MOST_LETTERS = 20
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def corrected(question: str, left: Iterable[str], topics: tuple[Topic, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the question with the slips among the words `left` mended, and each word as typed with the one that it was read as.

    A word in small letters that is none of the language, and one letter away from one word of figures' names only, is that word.
    """
    known = _words(topics)
    told: list[tuple[str, str]] = []
    for word in left:
        if not SHORTEST <= len(word) <= MOST_LETTERS or not word.isalpha() or not word.isascii() or word in common_words() or is_plain(word):
            continue
        meant = {other for other in _one_letter_away(word) if other in known}
        written = re.compile(rf"(?<![\w-]){word}(?![\w-])")
        if len(meant) == 1 and written.search(question):
            other = meant.pop()
            question = written.sub(other, question)
            told.append((word, other))
    return question, tuple(told)


@lru_cache(maxsize=8)
def _words(topics: tuple[Topic, ...]) -> frozenset[str]:
    phrases = " ".join(lexicon(topics).by_phrase)
    return frozenset(word for word in re.findall(r"[a-z]+", phrases) if len(word) >= SHORTEST - 1)


def _one_letter_away(word: str) -> set[str]:
    """Return every word that one letter less, more, other or swapped with its neighbour makes of this one."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {first + rest[1:] for first, rest in cuts if rest}
    swapped = {first + rest[1] + rest[0] + rest[2:] for first, rest in cuts if len(rest) > 1}
    other = {first + letter + rest[1:] for first, rest in cuts if rest for letter in _LETTERS}
    more = {first + letter + rest for first, rest in cuts for letter in _LETTERS}
    return (less | swapped | other | more) - {word}
