"""Sentences of documents that speak to whoever answers with them: data all the same, and left out of what a model is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from research.text.patterns import read_beside
from research.text.words import sentences

_HAN_STOP = re.compile(r"(?<=[。！？；])")
# What stands in place of a sentence that was left out.
LEFT_OUT = "[…]"
_LONGEST = 600


def instruction_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the sentences and lines of a text that read like an instruction to whoever answers, in order."""
    return tuple((start, end) for start, end in _pieces(text) if is_instruction(text[start:end]))


def is_instruction(sentence: str) -> bool:
    """Return whether a sentence reads like an instruction to whoever answers with it."""
    plain = " ".join(sentence[:_LONGEST].split())
    return any(pattern.search(plain) for pattern in _patterns())


def without_instructions(text: str) -> str:
    """Return a text in which what reads like an instruction is left out, and a mark stands in its place."""
    parts: list[str] = []
    at = 0
    for start, end in instruction_spans(text):
        parts += [text[at:start], LEFT_OUT]
        at = end
    return "".join([*parts, text[at:]])


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences of each line: an instruction that is planted among rows has a line of its own."""
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end in sentences(line):
            first = at + start
            for part in _HAN_STOP.split(line[start:end]):
                if part.strip():
                    yield first, first + len(part.rstrip())
                first += len(part)
        at += len(line)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in read_beside(__file__, "instructions.toml")["patterns"])
