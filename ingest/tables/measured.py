"""What is measured: the words of a label or a title that name it, and the kind of parts that a title divides it by."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.tables.vocabulary import words

# A title names what it divides in so many words at most.
_MOST_WORDS = 8
_BREAKS_DOWN = re.compile(r"\b(?:breakdown|composition|disaggregation)\s+of\s+(?:our\s+|the\s+)?", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:is|are|was|were|by|for|as|follows?)\b|[:(]", re.IGNORECASE)
# What stands before the words that name a measure, in a title or in a sentence that announces it.
_BEFORE = re.compile(
    r"\b(?:tables?|following|presents?|shows?|summari[sz]es?|provides?|reflects?|includes?|sets?|forth|details?|is|are|was|were|our|the|of|for|note)\b"
    r"|[—–:;.]|\b\d+\b",
    re.IGNORECASE,
)
# What follows a measure that is divided, and what precedes it.
_DIVIDED = re.compile(r",?\s+(?:by|based\s+(?:up)?on|attributed\s+to)\s+", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:(?:consolidated|geographic(?:al)?)\s+)+", re.IGNORECASE)
# Two lines of a title joined: the first in capitals, or its words said again.
_CAPITALS = re.compile(r"^(?:[A-Z&,’'-]{2,}\s+)+(?=[A-Z][a-z])")


def title_axis(title: str) -> str | None:
    """Return which kind of parts a title names, None for none."""
    return next((axis for axis in ("geography", "segment", "product") if words("tables", axis).search(title)), None)


def title_measure(title: str) -> str:
    """Return what a title says is divided ("Unearned revenue by segment"), else the measure that it names last, "" for none."""
    for found in _divides().finditer(title):
        if said := _said_before(title[: found.start()]):
            return said
    for found in _BREAKS_DOWN.finditer(title):
        said = _AFTER.split(title[found.end() :])[0].strip(" ,")
        if is_measure(said) and len(said.split()) <= _MOST_WORDS:
            return said
    before, titled = words("measures", "before").pattern, words("measures", "titled").pattern
    last = list(re.finditer(rf"(?:{before}\W+)*{titled}", title, re.IGNORECASE))
    return last[-1][0].strip() if last else ""


def of_parts(measure: str) -> str:
    """Return what a measure over parts is called for each of them, without what divides it: "Revenue by end market" is revenue of each.

    A part's figure is not consolidated.
    """
    plain = _WHOLE.sub("", _DIVIDED.split(measure, maxsplit=1)[0].strip(" ,"))
    return plain if is_measure(plain) else measure


@lru_cache(maxsize=16_384)
def is_measure(label: str) -> bool:
    """Return whether a label says what is measured."""
    return bool(words("measures", "words").search(label))


@cache
def _divides() -> re.Pattern[str]:
    """Return the pattern of what a title says that its table is divided by."""
    divided, which, parts = (words("titles", use).pattern for use in ("divided", "which", "parts"))
    return re.compile(rf",?\s+(?:{divided}\s+)?by\s+(?:{which}\s+)*{parts}", re.IGNORECASE)


def _said_before(text: str) -> str:
    """Return the words at the end of a text that name a measure, "" where they name none or are too many."""
    starts = [found.end() for found in _BEFORE.finditer(text)]
    said = _CAPITALS.sub("", text[max(starts, default=0) :].strip(" ,"))
    return said if said and is_measure(said) and len(said.split()) <= _MOST_WORDS else ""
