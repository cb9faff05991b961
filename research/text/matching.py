"""Quotes compared and found: both sides NFKC, soft hyphens and all white space removed."""

from __future__ import annotations

import unicodedata

SOFT_HYPHEN = "\u00ad"


def normal_form(text: str) -> str:
    """Return `text` as the quote check compares it: NFKC, no soft hyphens, no white space."""
    return "".join(part for character in text for part in _parts(character))


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Return offsets in `text` of the first place where `quote` stands by the quote check, or None.

    The span begins and ends at characters that take part in the match, so it carries no outer white space.
    """
    wanted = normal_form(quote)
    if not wanted:
        return None
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in _parts(character):
            folded.append(part)
            places.append(place)
    at = "".join(folded).find(wanted)
    if at < 0:
        return None
    return places[at], places[at + len(wanted) - 1] + 1


def _parts(character: str) -> str:
    if character == SOFT_HYPHEN or character.isspace():
        return ""
    return "".join(part for part in unicodedata.normalize("NFKC", character) if not part.isspace())
