"""Questions in plain letters: full-width forms, odd spaces, dashes and control characters made ordinary, every offset kept."""

from __future__ import annotations

import unicodedata

_DASHES = frozenset("‐‑‒−﹣－")
_APOSTROPHES = frozenset("‘’ʼ′`´＇")


def fold(text: str) -> str:
    """Return a text of the same length: full-width letters and digits as plain ones, hyphens as "-", control characters as spaces.

    Line breaks stay; so do dashes that part sentences, and Chinese punctuation.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_plain, text))


def unaccented(text: str) -> str:
    """Return a text of the same length with the accents off its letters: "Nestle" for "Nestlé"."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _plain(letter: str) -> str:
    if letter in "\n":
        return letter
    if letter in _DASHES:
        return "-"
    if letter in _APOSTROPHES:
        return "'"
    if unicodedata.category(letter)[0] in "CZ":
        return " "
    if "\uff10" <= letter <= "\uff5a":
        folded = unicodedata.normalize("NFKC", letter)
        return folded if len(folded) == 1 and folded.isalnum() else letter
    return letter
