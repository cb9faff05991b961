"""What a reader is told of text that a file holds and nobody sees: it is left out of what answers, and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from research.nouns.documents import Defect
from research.text.invisible import without_invisible

HIDDEN_TEXT = "hidden_text"
# Characters that are never shown and spell ASCII: each is a letter of it, so far up.
_TAGS = 0xE0000


def hidden_text(characters: int, *, page: int | None = None) -> Defect:
    """Return the defect of hidden text: how many characters, and on which page, None where pages do not hold it."""
    where = "outside its pages" if page is None else f"on page {page}"
    return Defect(HIDDEN_TEXT, f"Hidden text {where} ({characters:,} character{'' if characters == 1 else 's'}); it is left out.", page)


def without_unseen(text: str) -> tuple[str, str]:
    """Return a text without characters that are not seen, and those letters that such characters spell."""
    if text.isascii():
        return text, ""
    return without_invisible(text), "".join(chr(ord(one) - _TAGS) for one in text if _TAGS < ord(one) < _TAGS + 0x7F)


def signs(text: str) -> int:
    """Return how many letters and figures a text holds: blanks, dashes and boxes that nobody sees hide nothing."""
    return sum(map(str.isalnum, text))


@dataclass(slots=True)
class HiddenText:
    """Counts the letters and figures of hidden text by page."""

    pages: Counter[int | None] = field(default_factory=Counter)

    def add(self, text: str, page: int | None) -> None:
        """Count a text that stands on a page, None where pages do not hold it."""
        count = signs(text)
        if count:
            self.pages[page] += count

    def defects(self) -> list[Defect]:
        """Return a defect for each page with hidden text, in order, what stands on none last."""
        return [hidden_text(self.pages[page], page=page) for page in sorted(self.pages, key=lambda one: (one is None, one or 0))]
