"""Paragraphs cut where the other document ends one: print does not always show where a paragraph ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from research.drafting.comparing.paragraphs import Paragraph, cut_paragraph

# Paragraphs of fewer words tell nothing of where another one is to be cut; more are looked up by so many words at their ends.
LEAST_WORDS = 8
_Words = tuple[str, ...]


def cut_alike(older: Sequence[Paragraph], newer: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the paragraphs of both documents, those cut in two that begin or end with a whole paragraph of the other one."""
    return _cut(older, newer), _cut(newer, older)


def _cut(paragraphs: Sequence[Paragraph], others: Sequence[Paragraph]) -> list[Paragraph]:
    known = {one.wording.open for one in others}
    beginning, ending = defaultdict[_Words, set[_Words]](set), defaultdict[_Words, set[_Words]](set)
    for words in known:
        if len(words) >= LEAST_WORDS:
            beginning[words[:LEAST_WORDS]].add(words)
            ending[words[-LEAST_WORDS:]].add(words)
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        left = [paragraph]
        while left:
            one = left.pop()
            parts = None if one.wording.open in known else _parts(one, beginning, ending)
            if parts:
                left += reversed(parts)
            else:
                found.append(one)
    return found


def _parts(one: Paragraph, beginning: dict[_Words, set[_Words]], ending: dict[_Words, set[_Words]]) -> tuple[Paragraph, Paragraph] | None:
    """Return a paragraph cut after the longest paragraph of the other document that it begins with, or before one that it ends with."""
    words = one.wording.open
    for other in sorted(beginning.get(words[:LEAST_WORDS], ()), key=len, reverse=True):
        if len(other) < len(words) and words[: len(other)] == other and (parts := cut_paragraph(one, _offset(one, len(other)))):
            return parts
    for other in sorted(ending.get(words[-LEAST_WORDS:], ()), key=len, reverse=True):
        if (
            len(other) < len(words)
            and words[-len(other) :] == other
            and (parts := cut_paragraph(one, _offset(one, len(words) - len(other))))
        ):
            return parts
    return None


def _offset(one: Paragraph, word: int) -> int:
    """Return where an open word of a paragraph begins in its text, or what is set right before it (a quotation mark, a currency)."""
    start = one.wording.spans[one.wording.opened_at[word]][0]
    while (
        start
        and not one.text[start - 1].isspace()
        and not one.text[start - 1].isalnum()
        and one.text[start - 1] not in ".!?;:。！？；：，”’)）"
    ):
        start -= 1
    return start
