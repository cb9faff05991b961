"""Sentences of a page as they are quoted: whole ones, without the headings that stand above them, of Han text one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from research.text.han import is_han
from research.text.quotable import Part, PartKind, quotable_parts

QUOTED = frozenset({PartKind.SENTENCE, PartKind.ITEM})
_MOST_HEADING_WORDS = 7
# A line above a sentence that fills less than this part of the widest line is a heading.
_HEADING_WIDTH = 0.6
# Where a sentence of Han text ends, and what its headings begin with; a line break inside a word of it is none of its own.
_HAN_END = re.compile(r"(?<=[。！？])")
_HAN_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[节章])[^。；，！？\n]{1,40}\n"
)
_HAN_BREAK = re.compile(r"(?<=[\u4e00-\u9fff，、；：。])\s+(?=[\u4e00-\u9fff])")
# The number of a point of a list.
_NUMBERED = re.compile(r"(?:\d{1,2}[.．、]\s*|[（(]\d{1,2}[）)]\s*)(?=[^\d\s])")
_NUMBER = re.compile(r"\d{1,2}[.．、]|[（(]\d{1,2}[）)]")
# What a line before a paragraph ends with, and how much of the widest line it may fill.
_ENDED, _SHORT_LINE = ".!?:;。！？：；”)", 0.85


def sentences_on(text: str) -> Iterator[tuple[Part, bool]]:
    """Yield the sentences of a page's text, and whether each opens a paragraph; a list set in a sentence belongs to it."""
    widest = max(map(len, text.splitlines()), default=0)
    opened = set[int]()
    for whole in _joined(text):
        for one in han_sentences(whole):
            numbered = _NUMBERED.match(one.text)
            opens = one.paragraph not in opened or numbered is not None or _begins_paragraph(text, one.start, widest)
            opened.add(one.paragraph)
            cut = numbered.end() if numbered else 0
            yield _without_headings(replace(one, start=one.start + cut, text=one.text[cut:]), widest), opens


def on_one_line(text: str) -> str:
    """Return words of a page on one line."""
    return " ".join(_HAN_BREAK.sub("", text).split())


def _joined(text: str) -> Iterator[Part]:
    """Yield the parts of a page, those that a semicolon cut off from their sentence put together with it."""
    held: Part | None = None
    for part in quotable_parts(text):
        goes_on = held is not None and held.kind is part.kind is PartKind.SENTENCE and held.paragraph == part.paragraph
        if held is not None and goes_on and held.text.endswith(";"):
            part = replace(part, start=held.start, text=text[held.start : part.end])  # noqa: PLW2901
        elif held is not None:
            yield held
        held = part
    if held is not None:
        yield held


def _begins_paragraph(text: str, start: int, widest: int) -> bool:
    """Return whether what begins at a place begins a point of a list, or a line after one that ended early.

    Paragraphs are not always set apart.
    """
    before, _, indent = text[:start].rpartition("\n")
    last = before.rstrip().rpartition("\n")[2].strip()
    if _NUMBER.fullmatch(indent.strip()):
        return True
    return not indent.strip() and bool(last) and last[-1] in _ENDED and len(last) < _SHORT_LINE * widest


def han_sentences(part: Part) -> Iterator[Part]:
    """Yield the sentences of a part in Han characters, which no space parts, without the headings above them; any other as it is."""
    if part.kind not in QUOTED or not is_han(part.text):
        yield part
        return
    at = 0
    for said in _HAN_END.split(part.text):
        heading = _HAN_HEADING.match(said)
        while heading and (further := _HAN_HEADING.match(said, heading.end())):
            heading = further
        begin = heading.end() if heading else 0
        begin += len(said[begin:]) - len(said[begin:].lstrip())
        text = said[begin:].rstrip()
        if text:
            yield replace(part, text=text, start=part.start + at + begin, end=part.start + at + begin + len(text))
        at += len(said)


def _without_headings(part: Part, widest: int) -> Part:
    """Return a sentence without the headings that stand above it on lines of their own."""
    at = 0
    for line in part.text.splitlines(keepends=True):
        words = line.split()
        after = part.text[at + len(line) :].lstrip()
        is_heading = 0 < len(words) <= _MOST_HEADING_WORDS and words[-1][-1] not in ".,;:" and not line.strip()[0].islower()
        is_short = all(map(_is_capital, words)) or len(line.strip()) < _HEADING_WIDTH * widest
        if not is_heading or not is_short or not after[:1].isupper():
            break
        at += len(line)
    at += len(part.text[at:]) - len(part.text[at:].lstrip())
    return replace(part, text=part.text[at:], start=part.start + at)


def _is_capital(word: str) -> bool:
    return not word[0].islower() or len(word) < 4
