"""Companies that a question names as customers of another: "Orchard: Tarrowby's share of net sales"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from research.planning.companies import NameMatch

_SHARE_OF = re.compile(
    r"['’]s?\s+(?:share|percentage|proportion)\s+of\s+(?:(?:the|its|their|total|consolidated|company|net)\s+)*(?:sales|revenues?)\b",
    re.IGNORECASE,
)
_CAME_FROM = re.compile(
    r"\b(?:share|percent(?:age)?|proportion|portion|%|how\s+much)\s+of\b[^.?!;]{0,60}?\b(?:sales|revenues?)\b"
    r"(?:\s+(?:came|comes|come|coming|was|were|is|are|went|made))*\s+(?:from|to|by)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def without_customers(question: str, companies: Sequence[NameMatch]) -> tuple[NameMatch, ...]:
    """Return the companies that a question is about: without those that it names as customers, where another is left."""
    kept = tuple(one for one in companies if not _is_customer(question, one))
    left = {one.company for one in kept}
    alone = all(one.company not in left for one in companies if one not in kept)
    return kept if kept and alone else tuple(companies)


def _is_customer(question: str, one: NameMatch) -> bool:
    return bool(_SHARE_OF.match(question, one.end) or _CAME_FROM.search(question, max(0, one.start - 160), one.start))
