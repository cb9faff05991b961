"""What report writers make: drafts and their sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from research.nouns.answers import Claim


class DraftState(StrEnum):
    """How far a draft has come; any edit reopens it."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a draft: heading, its sentences with their evidence, and what evidence is missing."""

    heading: str
    claims: tuple[Claim, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document in the making; `version` counts saves from 1."""

    id: str
    title: str
    company: str | None
    template: str
    state: DraftState
    version: int
    sections: tuple[Section, ...]
    saved_at: datetime
