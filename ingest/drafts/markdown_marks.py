"""A line of Markdown as a reader sees it, each character with its offset in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.text.markdown import ESCAPED, INLINE, LINE_BREAK

# Longer lines are left as they are: looking for marks in them could take long.
LONGEST_LINE = 20_000
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,80})\]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,20});")
# Escaped marks and references wait as characters of a private plane while the others are taken away.
_PRIVATE, _NOTE = 0xF0000, "\U000ffffd"


@dataclass(frozen=True, slots=True)
class Shown:
    """Characters that a reader sees, and the offset of each in the file."""

    text: str
    origin: list[int]


def shown(line: str, start: int) -> tuple[Shown, list[tuple[int, str]]]:
    """Return a line without its marks of emphasis, links and code, and the notes that it refers to: each one's offset and its name."""
    words = Shown(line, list(range(start, start + len(line))))
    if len(line) > LONGEST_LINE:
        return words, []
    words = _each(ESCAPED, words, lambda match: (chr(_PRIVATE + ord(match[1])), match.start(1)))
    names = [match[1] for match in _REFERENCE.finditer(words.text)]
    words = _each(_REFERENCE, words, lambda match: (_NOTE, match.start()))
    for pattern, group in INLINE:
        words = _kept(pattern, words, group)
    words = _each(LINE_BREAK, words, lambda match: (" ", match.end() - 1))
    words = _each(_ENTITY, words, lambda match: (html.unescape(match[0]), match.end() - 1))
    return _without_notes(words, names)


def _each(pattern: re.Pattern[str], words: Shown, put: Callable[[re.Match[str]], tuple[str, int]]) -> Shown:
    """Return the words with one character (and the place that it comes from) put for each match; longer texts are left as they are."""
    text: list[str] = []
    origin: list[int] = []
    at = 0
    for match in pattern.finditer(words.text):
        new, comes_from = put(match)
        if len(new) == 1:
            text += [words.text[at : match.start()], new]
            origin += words.origin[at : match.start()]
            origin.append(words.origin[comes_from])
            at = match.end()
    return Shown("".join(text) + words.text[at:], origin + words.origin[at:])


def _kept(pattern: re.Pattern[str], words: Shown, group: int) -> Shown:
    """Return the words with only a group of each match kept."""
    parts, at = [], 0
    for match in pattern.finditer(words.text):
        parts += [(at, match.start()), match.span(group)]
        at = match.end()
    return _slices(words, [*parts, (at, len(words.text))])


def _slices(words: Shown, parts: Sequence[tuple[int, int]]) -> Shown:
    return Shown("".join(words.text[start:end] for start, end in parts), [one for start, end in parts for one in words.origin[start:end]])


def _without_notes(words: Shown, names: Sequence[str]) -> tuple[Shown, list[tuple[int, str]]]:
    text: list[str] = []
    origin: list[int] = []
    notes: list[tuple[int, str]] = []
    waiting = iter(names)
    for character, at in zip(words.text, words.origin, strict=True):
        if character == _NOTE:
            name = next(waiting, "")
            notes += [(len(text), name)] if name else []
            continue
        code = ord(character)
        text.append(chr(code - _PRIVATE) if _PRIVATE + 0x21 <= code <= _PRIVATE + 0x7E else character)
        origin.append(at)
    return Shown("".join(text), origin), notes
