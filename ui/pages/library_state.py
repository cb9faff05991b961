"""One session's place on the library's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.discovery import LeftOut
from research.errors import DeskError
from ui.pages.session import held

DOCUMENTS, COVERAGE, QUALITY, NAMES, ADD = "Documents", "Coverage", "Quality", "Company names", "Add files"
SECTIONS = (DOCUMENTS, COVERAGE, QUALITY, NAMES, ADD)
_STATE = "library"


@dataclass(frozen=True)
class Batch:
    """Work that this session asked for: its id in the queue ("" for whatever waits), what it is, what was left out, whether it is over.

    One that is not `queued` has nothing but what was left out.
    """

    id: str
    title: str
    left_out: tuple[LeftOut, ...] = ()
    over: bool = False
    queued: bool = True


@dataclass(frozen=True)
class LibraryState:
    """What is shown: the document by its name, one of its older versions by id, a question before a deletion, work, what went wrong.

    `page` is the page of the document that an address named, 0 without; `tries` grows when a form is done, so that the next one is empty;
    `wanted` is what an answer lacked, until something is added.
    """

    document: str = ""
    version: str = ""
    deleting: bool = False
    batches: tuple[Batch, ...] = ()
    error: DeskError | None = None
    error_at: str = ""
    tries: int = 0
    wanted: str = ""
    page: int = 0


@dataclass(slots=True)
class _Held:
    """The session's state, in a place that stays."""

    state: LibraryState


def library_state() -> LibraryState:
    """Return the session's state."""
    return _held().state


def change_state(**changes: object) -> None:
    """Change some of the session's state."""
    place = _held()
    place.state = replace(place.state, **changes)  # type: ignore[arg-type]


def _held() -> _Held:
    return held(_STATE, lambda: _Held(LibraryState()), _Held)


def open_document(name: str, page: int = 0) -> None:
    """Show a document, at a page where one is named."""
    change_state(document=name, page=page, version="", deleting=False, error=None)


def try_action(where: str, act: Callable[[], Batch | None]) -> bool:
    """Do what a click asks for; an expected failure is kept as the error of that place, work is added to what is watched.

    It is done to the end, whatever the reader presses next, so that what was queued is on the page: `act` reads by `widget_value`.
    """
    try:
        batch = act()
    except DeskError as error:
        change_state(error=error, error_at=where)
        return False
    state = library_state()
    kept = tuple(one for one in state.batches if not one.over)
    batches = (batch, *(one for one in kept if one.id != batch.id)) if batch else state.batches
    change_state(error=None, error_at="", batches=batches, tries=state.tries + 1)
    return True
