"""Whether a source says a draft's words one after the other: "Ann Bell, 47, chief executive since May 2021" for "Ann Bell is chief …"."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_AUXILIARY = frozenset(
    {"has", "have", "had", "been", "is", "was", "are", "were", "be", "being", "the", "a", "an", "as", "its", "our", "of"}
)
_TURNS = frozenset(
    {"not", "no", "never", "former", "formerly", "until", "acting", "interim", "deputy", "vice", "assistant", "earlier", "previously"}
)
_SEAM = re.compile(r"[;.:!?•]|\n\s*[-–—]\s")
# A source's title or age may stand between two words of the draft.
_MOST_BETWEEN = 2
_LEAST_WORDS = 4


def says_in_order(text: str, source: str) -> tuple[int, int] | None:
    """Return where a source says all words of a sentence in their order with next to nothing in between, None where it does not.

    The first word is to be a name; words between that turn the meaning, another name or the end of a sentence break it.
    """
    said = [one[0] for one in _TOKEN.finditer(text) if one[0].lower() not in _AUXILIARY]
    if len(said) < _LEAST_WORDS or not (said[0][0].isupper() and said[1][0].isupper()):
        return None
    tokens = list(_TOKEN.finditer(source))
    for first, token in enumerate(tokens):
        if token[0] == said[0] and (last := _followed(said, tokens, first, source)) is not None:
            return token.start(), tokens[last].end()
    return None


def _followed(said: list[str], tokens: list[re.Match[str]], first: int, source: str) -> int | None:
    """Return the last of the tokens in which some words follow one another from a token on, None where they do not."""
    at = first
    for word in said[1:]:
        following = range(at + 1, len(tokens))
        between = 0
        for number in following:
            token = tokens[number]
            if _SEAM.search(source[tokens[number - 1].end() : token.start()]) or between > _MOST_BETWEEN:
                return None
            if token[0].lower() == word.lower():
                at = number
                break
            if token[0].lower() in _AUXILIARY:
                continue
            if token[0][0].isupper() or token[0].lower() in _TURNS:
                return None
            between += 1
        else:
            return None
    return at
