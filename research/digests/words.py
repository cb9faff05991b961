"""The words and names of `digests.toml` that digests go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.nouns.news import EventType
from research.text.han import is_han
from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class DigestWords:
    """What tells a change from none, the order of events, the figures that are compared, and the lines that say what a filing is.

    `house_kinds` finds the words at the end of a house's name that news leave out.
    """

    unchanged: re.Pattern[str]
    changed: re.Pattern[str]
    order: tuple[EventType, ...]
    compared: tuple[str, ...]
    telling: tuple[re.Pattern[str], ...]
    house_kinds: re.Pattern[str]

    def tells_no_change(self, text: str) -> bool:
        """Return whether a text says that something stays as it was, and of nothing that it changes."""
        return bool(self.unchanged.search(text)) and not self.changed.search(text)

    def rank(self, events: tuple[EventType, ...]) -> int:
        """Return how early a story of these events stands."""
        return min((self.order.index(event) for event in events), default=len(self.order))


@cache
def digest_words() -> DigestWords:
    """Return the words of `digests.toml`."""
    data = read_beside(__file__, "digests.toml")
    return DigestWords(
        unchanged=_any(data["unchanged"]),
        changed=_any(data["changed"]),
        order=tuple(map(EventType, data["order"])),
        compared=tuple(data["compared"]),
        telling=tuple(re.compile(rf"^[ \t]*({one})$", re.IGNORECASE | re.MULTILINE) for one in data["telling"]),
        house_kinds=re.compile(rf"(?:[\s,&.]+(?:{'|'.join(data['house_kinds'])})\b\.?)+$", re.IGNORECASE),
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(one if is_han(one) else rf"\b(?:{one})\b" for one in patterns), re.IGNORECASE)
