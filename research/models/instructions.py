"""Sentences of documents that speak to whoever answers with them: data all the same, and left out of what a model is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from research.text.patterns import read_beside
from research.text.words import sentences

_HAN_STOP = re.compile(r"(?<=[。！？；])")
# What stands in place of a sentence that was left out.
LEFT_OUT = "[…]"
_LONGEST = 600
_SCRAP = 60
_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "；")
_FIGURE = re.compile(r"(?<![\w.])\(?[$€£¥]?\d[\d,]*(?:\.\d+)?%?\)?(?!\w)")


def instruction_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the sentences and lines of a text that read like an instruction to whoever answers, in order.

    One that goes on over line breaks is taken whole, and so is a scrap of words beside one on its line: what it says to say.
    """
    return _spans(text, is_instruction)


def addressed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the sentences and lines of a text that can only be meant for whoever answers with it, in order.

    Fewer than those of `instruction_spans`, which are left out of what a model is given: a reader is shown these.
    """
    return _spans(text, _is_addressed)


def _spans(text: str, is_one: Callable[[str], bool]) -> tuple[tuple[int, int], ...]:
    pieces = list(_pieces(text))
    marked = [is_one(text[start:end]) for start, end in pieces]
    for at in range(len(pieces)):
        for last in _going_on(text, pieces, at):
            if is_one(text[pieces[at][0] : pieces[last][1]]):
                marked[at : last + 1] = [True] * (last + 1 - at)
                break
    if not any(marked):
        return ()
    beside = [is_marked or _is_beside(text, pieces, marked, at) for at, is_marked in enumerate(marked)]
    return tuple(piece for piece, is_marked in zip(pieces, beside, strict=True) if is_marked)


def _going_on(text: str, pieces: Sequence[tuple[int, int]], at: int) -> Iterator[int]:
    """Yield the pieces, at most two, with which a piece goes on that ends its line without ending its sentence; rows end theirs."""
    for last in range(at, min(at + 2, len(pieces) - 1)):
        piece, following = text[pieces[last][0] : pieces[last][1]], pieces[last + 1]
        between = text[pieces[last][1] : following[0]]
        if piece.endswith(_ENDS) or between.count("\n") != 1 or _is_row(piece) or _is_row(text[following[0] : following[1]]):
            return
        yield last + 1


def _is_beside(text: str, pieces: Sequence[tuple[int, int]], marked: Sequence[bool], at: int) -> bool:
    """Return whether a piece is a scrap, without figures, on the line of an instruction."""
    start, end = pieces[at]
    if end - start > _SCRAP or _is_row(text[start:end]):
        return False
    before = at > 0 and marked[at - 1] and "\n" not in text[pieces[at - 1][1] : start]
    after = at + 1 < len(pieces) and marked[at + 1] and "\n" not in text[end : pieces[at + 1][0]]
    return before or after


def _is_row(piece: str) -> bool:
    return len(_FIGURE.findall(piece)) > 1


def is_instruction(sentence: str) -> bool:
    """Return whether a sentence reads like an instruction to whoever answers with it."""
    plain = " ".join(sentence[:_LONGEST].split())
    return any(pattern.search(plain) for pattern in (*_patterns("addressed"), *_patterns("patterns")))


def marked_passages(texts: Iterable[str]) -> int:
    """Return how many of some passages have something that can only be meant for whoever answers with them.

    Fewer than those of which something is left out: "Provide hardware to sellers." reads like an instruction and may be none.
    """
    return sum(is_addressed(text) for text in texts)


@lru_cache(maxsize=8_000)
def is_addressed(text: str) -> bool:
    """Return whether a passage has something that can only be meant for whoever answers with it."""
    return bool(addressed_spans(text))


# Files that say one thing again and again are looked through as fast as others.
@lru_cache(maxsize=1_000)
def _is_addressed(sentence: str) -> bool:
    plain = " ".join(sentence[:_LONGEST].split())
    return any(pattern.search(plain) for pattern in _patterns("addressed"))


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
def _patterns(which: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in read_beside(__file__, "instructions.toml")[which])
