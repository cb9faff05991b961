"""Passages of a text: its table rows and sentences, without headings, lead-ins and fragments."""

from __future__ import annotations

import re
from itertools import islice

from research.text.words import sentences

SHORTEST, LONGEST = 20, 700
# Letters that may stand between the figures of a row and after them: "pts", a note's mark.
MOST_LETTERS_AFTER = 4
_FIGURE = re.compile(r"(?<![A-Za-z])\(?-?[$€£¥]?\s?\d[\d,]*(?:\.\d+)?\)?\s?%?(?![A-Za-z])")


def passage_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the rows and sentences of a text, in order."""
    found: list[tuple[int, int]] = []
    prose_start: int | None = None
    offset = 0
    for line in [*text.splitlines(keepends=True), ""]:
        row = is_row(line)
        if (row or not line.strip()) and prose_start is not None:
            found += [(prose_start + start, prose_start + end) for start, end in sentences(text[prose_start:offset])]
            prose_start = None
        if row:
            stripped = line.strip()
            start = offset + line.index(stripped)
            found.append((start, start + len(stripped)))
        elif line.strip() and prose_start is None and not is_heading_line(line.strip()):
            prose_start = offset
        offset += len(line)
    return [(start, end) for start, end in found if SHORTEST <= end - start <= LONGEST and not _says_nothing(text[start:end])]


def has_figure(text: str) -> bool:
    """Return whether a text prints a number."""
    return _FIGURE.search(text) is not None


def is_row(line: str) -> bool:
    """Return whether a printed line is a table row: a label, then at least two figures that take the line's end."""
    first = _FIGURE.search(line)
    if first is None or _FIGURE.search(line, first.end()) is None:
        return False
    letters = (character for character in line[first.end() :] if character.isalpha())
    return next(islice(letters, MOST_LETTERS_AFTER, None), None) is None and any(character.isalpha() for character in line[: first.start()])


def is_heading_line(line: str) -> bool:
    """Return whether the first line of a paragraph is a heading set close to it: short, capitalised, without an end mark."""
    words = [word for word in line.split() if len(word) > 3]
    return len(line) <= 60 and line[-1] not in '.!?;:,”"' and not has_figure(line) and all(word[0].isupper() for word in words)


def _says_nothing(text: str) -> bool:
    """Return whether a passage is a heading, or announces what follows it ("The components are as follows:")."""
    if text[-1] == ":":
        return True
    if has_figure(text) or text[-1] in '.!?;”"':
        return False
    long_words = [word for word in text.split() if len(word) > 3]
    return len(text) < 80 or 10 * sum(word[0].isupper() for word in long_words) >= 6 * len(long_words)
