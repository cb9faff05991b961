"""Labels that documents carry, and what lets a user see those that are not for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from research.nouns.access import PUBLIC

INTERNAL, DESK, DEAL, PERSONAL = "internal", "desk:", "deal:", "personal:"
# What every user of a workspace may see.
OPEN = frozenset({PUBLIC, INTERNAL})
# What a grant for a company on the restricted list begins with.
COMPANY = "company:"
# From what everyone may see to what one person may.
_ORDER = (PUBLIC, INTERNAL, DESK, DEAL, PERSONAL)
_LONGEST = 200
SHAPE = "labels are public, internal, desk:NAME, deal:NAME and personal:USER"


def check_label(text: str) -> str:
    """Return a label without space around it; ValueError says what would fit."""
    label = " ".join(text.split())
    if not (label in OPEN or any(label.startswith(one) and label != one for one in (DESK, DEAL, PERSONAL))):
        raise ValueError(SHAPE)
    if len(label) > _LONGEST or not label.isprintable() or "," in label:
        raise ValueError(f"a label has at most {_LONGEST} characters, all printable, and no comma")
    return label


def strictness(label: str) -> int:
    """Return how restrictive a label is, 0 for public; one of no known kind counts as the most restrictive."""
    return next((at for at, one in enumerate(_ORDER) if label == one or (one.endswith(":") and label.startswith(one))), len(_ORDER))


@dataclass(frozen=True, slots=True)
class Grant:
    """The right of a user to see documents of a label, or, as "company:NAME", those of a company on the restricted list.

    From `since` until `until` (None: until it is ended), by whose leave and why, and who gave it when. `ended_at` and `ended_by` say
    when and by whom it was ended before its time.
    """

    user: str
    label: str
    since: datetime
    until: datetime | None
    approver: str
    reason: str
    given_at: datetime
    given_by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Restriction:
    """A company on the restricted list: why, and who put it there when."""

    company: str
    reason: str
    made_at: datetime
    made_by: str
