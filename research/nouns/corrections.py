"""What a user says against a document's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from research.nouns.roles import Action

# How the caveat of a corrected figure begins.
CORRECTED_BY = "Corrected by "

# How the source of a corrected field of a document begins.
CORRECTED = "corrected by "


class Corrected(StrEnum):
    """What sort of thing a correction is about."""

    METADATA = "metadata"
    FACT = "fact"
    LABEL = "label mapping"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Correction:
    """One value put in place of another.

    `target` is the source key of the document that it is about, so that it holds for every version; `field` names what is corrected
    in it (a metadata field, or which fact, row label or column). Values are text as `ingest.given` reads it, None for unknown.
    `origin` is where the value before came from. Instants are aware UTC; `undone_at` of None means that it holds. Of several that
    hold for one field, the last one made counts. A label mapping with a `company` (its identity, see `research.directory`) holds for every
    document of that company, and is seen by those who see the document that it was made on.
    """

    kind: Corrected
    target: str
    field: str
    before: str | None
    value: str | None
    user: str
    made_at: datetime
    reason: str = ""
    origin: str = ""
    undone_at: datetime | None = None
    undone_by: str | None = None
    id: int = 0
    company: str = ""


def needed_for(kind: Corrected, field: str) -> Action:
    """Return what must be allowed to who makes or undoes a correction: a document's label says who may see it."""
    return Action.LABEL if kind is Corrected.METADATA and field == "label" else Action.CORRECT
