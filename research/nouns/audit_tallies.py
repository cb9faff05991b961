"""What rows of the audit trail come to: questions by day, acts by hour, and what was sent where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DayTally:
    """A day (UTC) of the trail.

    Of the questions of that day, those of grids too, how many were answered, in part, refused, or answered with a question back; `marked`
    passages that speak to whoever answers were found for them, and `struck` sentences of models were not supported by their sources.
    """

    day: date
    answered: int = 0
    partial: int = 0
    refused: int = 0
    unclear: int = 0
    marked: int = 0
    struck: int = 0

    @property
    def questions(self) -> int:
        """Return how many questions were asked."""
        return self.answered + self.partial + self.refused + self.unclear


@dataclass(frozen=True, slots=True)
class HourTally:
    """How much a user did in an hour, which begins at `hour` (aware UTC)."""

    user: str
    hour: datetime
    acts: int


@dataclass(frozen=True, slots=True)
class SentTally:
    """What was sent to a place: by which action, over what (a model's name, or the channel of a digest), how often.

    `remote` says that the place is not this machine, nor one that counts as it.
    """

    action: str
    place: str
    over: str
    remote: bool
    times: int


@dataclass(frozen=True, slots=True)
class AuditTally:
    """What the rows that were wanted come to: days in order, hours by user and time, what was sent from the most to the least."""

    rows: int
    actions: tuple[tuple[str, int], ...] = ()
    days: tuple[DayTally, ...] = ()
    hours: tuple[HourTally, ...] = ()
    sent: tuple[SentTally, ...] = ()
