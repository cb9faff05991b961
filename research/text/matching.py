"""Quotes compared and found: both sides NFKC, soft hyphens and all white space removed."""

from __future__ import annotations

import unicodedata
from array import array

SOFT_HYPHEN = "\u00ad"


def normal_form(text: str) -> str:
    """Return `text` as the quote check compares it: NFKC, no soft hyphens, no white space."""
    return "".join(part for character in text for part in _parts(character))


def fold(text: str) -> tuple[str, array[int]]:
    """Return `text` as the quote check compares it, and for each of its characters the offset in `text` that it comes from."""
    folded: list[str] = []
    places = array("L")
    for place, character in enumerate(text):
        for part in _parts(character):
            folded.append(part)
            places.append(place)
    return "".join(folded), places


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Return offsets in `text` of the first place where `quote` stands by the quote check, or None.

    The span begins and ends at characters that take part in the match, so it carries no outer white space.
    """
    return find_folded(normal_form(quote), *fold(text))


def find_folded(wanted: str, folded: str, places: array[int]) -> tuple[int, int] | None:
    """Return the same of a quote and a text that are both folded already; None for an empty quote."""
    at = folded.find(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _parts(character: str) -> str:
    if character == SOFT_HYPHEN or character.isspace():
        return ""
    return "".join(part for part in unicodedata.normalize("NFKC", character) if not part.isspace())
