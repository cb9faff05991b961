"""Words and sentences of English text: what questions and passages are compared by."""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

_WORD = re.compile(r"[^\W_](?:[\w&.,'’\-]*[^\W_])?")
_FIGURE = re.compile(r"[0-9.,]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_BREAK = re.compile(r"(?<=[.!?;])[\"”’)]*\s+(?=[A-Z0-9$“\"(•])")
# The longest of these has seven characters.
_LONGEST_ABBREVIATION = 12
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Co|Corp|Ltd|No|Mr|Ms|Dr|vs|v|approx|St|Jr|e\.g|i\.e)|\b[A-Z]|U\.S)\.$")


class _Stemmers(threading.local):
    """A stemmer for each thread: it works on state of its own, and two threads in one give wrong stems."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()


@cache
def stop_words() -> frozenset[str]:
    """Return the words that carry no topic, from `stop_words.txt`."""
    text = (Path(__file__).parent / "stop_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def words(text: str) -> list[str]:
    """Return the words of `text` in order, lower case, possessive endings removed."""
    found = [word.lower() for word in _WORD.findall(text)]
    return [_POSSESSIVE.sub("", word) for word in found] if "'" in text or "’" in text else found


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of an English word (Snowball English, the successor of Porter 1980); figures have no endings."""
    if _FIGURE.fullmatch(word):
        return word
    return str(_stemmers.english.stemWord(word))


def topic_stems(text: str) -> list[str]:
    """Return the stems of the words that carry a topic, in order, repeated ones once."""
    return list(dict.fromkeys(stem(word) for word in words(text) if word not in stop_words()))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences of `text`, outer white space excluded; a line break alone does not end one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK.finditer(text):
        if _ABBREVIATION.search(text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()]):
            continue
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
