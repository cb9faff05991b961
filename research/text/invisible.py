"""Characters that are not seen but steer or hide what is: marks of direction, spaces without width, tags, control characters."""

from __future__ import annotations

import re

# Control characters that part words, but for line feeds and tabs; the first half of a line's end parts nothing.
_PARTING = re.compile("\r(?!\n)|[\x0b\x0c\x1c-\x1f\x85]")
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"  # control characters, halves of characters, no characters
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # soft hyphens, no width, directions
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # blank letters and marks
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # marks of shorthand and of music, tags
    "]"
)
# Scripts and pictures are joined by these; between other characters, and at the end of a word, they only hide.
_IDLE_JOINER = re.compile("(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")


def without_invisible(text: str) -> str:
    """Return text without what is not seen in it, line feeds and tabs kept; other control characters that part words are spaces.

    What joins the letters of a script or the parts of a picture stays between such: words of some scripts need it.
    """
    return _IDLE_JOINER.sub("", _UNSEEN.sub("", _PARTING.sub(" ", text)))
