"""The language of an entry, by its letters where its feed does not say."""

from __future__ import annotations

import re

_HAN, _KANA, _HANGUL, _LETTER = (re.compile(letters) for letters in ("[\u4e00-\u9fff]", "[\u3040-\u30ff]", "[\uac00-\ud7af]", r"[^\W\d_]"))
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|for|on|with|its|from|after|as|by|at|says|said)\b", re.IGNORECASE)
# A Chinese text has Latin names and Han figures in it; more of its letters than this are Han.
_HAN_SHARE = 0.3
_READ = 2_000


def language_of(text: str, stated: str | None = None) -> str | None:
    """Return a language code: by the letters where they tell, else what the feed states, else None.

    Letters outrank the feed: a feed in English carries a Chinese entry now and then, and many state a language that is not theirs.
    """
    read = text[:_READ]
    if not read.isascii() and (by_letters := _by_letters(read)):
        return by_letters
    if stated and stated not in ("zh", "ja", "ko"):
        return stated
    return "en" if _ENGLISH.search(read) else None


def _by_letters(text: str) -> str | None:
    """Return the language of a text in Japanese, Korean or Chinese, None for any other one."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh" if len(_HAN.findall(text)) > _HAN_SHARE * len(_LETTER.findall(text)) else None
