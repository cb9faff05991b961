"""Han characters: whether a text holds any, and words of such a text joined without spaces."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_SPACE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]")


def is_han(text: str) -> bool:
    """Return whether a text holds Han characters."""
    return not text.isascii() and bool(_HAN.search(text))


def join_words(first: str, second: str) -> str:
    """Return two parts of one phrase joined by a space, or by nothing between characters that are written without."""
    if not first or not second:
        return first or second
    bare = _NO_SPACE.match(second[0]) and (_NO_SPACE.match(first[-1]) or is_han(first))
    return f"{first}{second}" if bare or (_NO_SPACE.match(first[-1]) and is_han(second)) else f"{first} {second}"
