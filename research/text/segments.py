"""Words of Chinese text, which is written without spaces. The only door to rjieba, whose dictionary is read when it is first needed."""

from __future__ import annotations

import re
from functools import lru_cache

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")


@lru_cache(maxsize=50_000)
def is_han_word(text: str) -> bool:
    """Return whether Han characters are a word of the language's dictionary, which names that were made up are not."""
    import rjieba  # noqa: PLC0415 - reads its dictionary

    return bool(rjieba.has_word(text))


def parted_words(text: str) -> str:
    """Return a text with spaces between the words of its runs of Han characters, shorter words inside a long one before it."""
    return _HAN_RUN.sub(lambda run: f" {' '.join(_words(run[0]))} ", text)


def han_words(text: str) -> list[str]:
    """Return the words of the runs of Han characters in a text, in order, shorter words inside a long one before it."""
    return [word for run in _HAN_RUN.findall(text) for word in _words(run)]


def _words(run: str) -> list[str]:
    import rjieba  # noqa: PLC0415 - reads its dictionary

    return list(rjieba.cut_for_search(run))
