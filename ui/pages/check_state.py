"""One session's draft on the page of drafts: the file as it was brought, what was found of it, and what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from research.errors import DeskError
from research.nouns.drafts import DraftCheck
from ui.pages.session import held

_STATE = "check"
ROWS_AT_FIRST = 60


@dataclass(slots=True)
class CheckState:
    """The draft of a session; `file_id` tells one upload from the next, `shown` is how many rows are drawn."""

    file_id: str = ""
    name: str = ""
    content: bytes = b""
    check: DraftCheck | None = None
    error: DeskError | None = None
    shown: int = ROWS_AT_FIRST


def check_state() -> CheckState:
    """Return the session's draft, changed in place."""
    return held(_STATE, CheckState, CheckState)
