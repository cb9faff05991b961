"""One session's place on the feeds' page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from research.errors import DeskError
from ui.pages.session import held

_STATE = "feeds"


@dataclass(frozen=True)
class FeedsState:
    """What is open: the feed that is edited or about to be removed, by its URL; what was done last, and what went wrong where.

    `tries` grows when a form is done, so that the next one is empty.
    """

    editing: str = ""
    removing: str = ""
    note: str = ""
    error: DeskError | None = None
    error_at: str = ""
    tries: int = 0


@dataclass(slots=True)
class _Held:
    """The session's state, in a place that stays."""

    state: FeedsState


def feeds_state() -> FeedsState:
    """Return the session's state."""
    return _held().state


def change_state(**changes: object) -> None:
    """Change some of the session's state."""
    place = _held()
    place.state = replace(place.state, **changes)  # type: ignore[arg-type]


def try_action(where: str, act: Callable[[], str]) -> bool:
    """Do what a click asks for, and keep the words that it gives; an expected failure is kept as the error of that place."""
    try:
        note = act()
    except DeskError as error:
        change_state(error=error, error_at=where, note="")
        return False
    change_state(error=None, error_at="", note=note, editing="", removing="", tries=feeds_state().tries + 1)
    return True


def _held() -> _Held:
    return held(_STATE, lambda: _Held(FeedsState()), _Held)
