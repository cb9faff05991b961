"""One session's place on the page of digests: the list and window shown, the line that is open, and what is unfolded.

The address names list, window and line, as the links of a mail do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from research.digests.window import EARLIEST, LAST, begin_of
from research.errors import DeskError
from research.nouns.answers import Citation
from research.nouns.digests import Digest, DigestLine
from research.nouns.watchlists import Watchlist
from research.watchlists.checking import tidy
from ui.pages.session import held, widget_value
from ui.pages.top_bar import keep_place
from ui.render.digest_view import instant_word

TITLE = "Digest"
LIST, DAY, UNREAD = "digest-list", "digest-day", "digest-unread"
_STATE = "digest"


@dataclass(frozen=True)
class DigestState:
    """What is shown: the list by its name, the window (`end` None until the page is first drawn: now), the open line, its source by number.

    `unfolded` tells how often more lines of a section, by its number, were asked for, `more` how often more sections were; `editing` that
    lists are edited, of which `edited` is the open one, "" for a new one. `followed` is the address that was last followed; `tries` grows
    when a form is done, so that the next one begins with what is kept. `sending` tells that the schedules are shown. `open` tells that no
    window was asked for, so that the page may choose one; `led` says why it chose what is shown.
    """

    watchlist: str = ""
    start: datetime | None = None
    end: datetime | None = None
    line: str = ""
    source: int = 0
    page: int | None = None
    unfolded: tuple[int, ...] = ()
    more: int = 0
    editing: bool = False
    sending: bool = False
    edited: str = ""
    error: DeskError | None = None
    said: str = ""
    tries: int = 0
    followed: tuple[str, ...] = ()
    open: bool = True
    led: str = ""


@dataclass(slots=True)
class _Held:
    state: DigestState


def digest_state() -> DigestState:
    """Return the session's state."""
    return held(_STATE, lambda: _Held(DigestState()), _Held).state


def change_state(**changes: object) -> None:
    """Change some of the session's state."""
    place = held(_STATE, lambda: _Held(DigestState()), _Held)
    place.state = replace(place.state, **changes)  # type: ignore[arg-type]


def follow_address(names: Sequence[str]) -> None:
    """Take what the address names, once; without a list in it the first one is shown."""
    asked = tuple(st.query_params.get(name, "") for name in ("watchlist", "start", "end", "line"))
    state = digest_state()
    if asked[0] and asked != state.followed:
        now = datetime.now(UTC).replace(microsecond=0)
        start, end = _instant(asked[1]), _instant(asked[2])
        end = min(end, now) if end else None
        other = (asked[0], start, end or state.end) != (state.watchlist, state.start, state.end)
        unfolding: dict[str, object] = {"unfolded": (), "more": 0, "led": "", "open": not asked[2]} if other else {}
        change_state(watchlist=asked[0], start=start, end=end or state.end, line=asked[3], source=0, page=None, followed=asked, **unfolding)
    if not digest_state().watchlist and names:
        change_state(watchlist=names[0])
    if digest_state().end is None:
        change_state(end=datetime.now(UTC).replace(microsecond=0))


def write_address(digest: Digest) -> None:
    """Make the address one that opens what is shown, also tomorrow."""
    state = digest_state()
    wanted = {"watchlist": state.watchlist, "start": instant_word(digest.start), "end": instant_word(digest.end)}
    if state.line:
        wanted["line"] = state.line
    keep_place(TITLE, wanted)
    change_state(followed=tuple(wanted.get(name, "") for name in ("watchlist", "start", "end", "line")))
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)


def choose_list() -> None:
    """Show another list, up to now."""
    if name := widget_value(LIST):
        show_list(str(name))


def show_list(name: str) -> None:
    """Show a list's digest up to now."""
    change_state(watchlist=name, editing=False, error=None, **_now() | {"open": True})


def choose_day(zone: str) -> None:
    """Show the digest of another day, up to its end or to now."""
    chosen = widget_value(DAY)
    if isinstance(chosen, date):
        show_day(chosen, zone)


def show_day(day: date, zone: str) -> None:
    """Show the digest of a day, up to its end or to now."""
    change_state(**_now() | {"end": min(day_end(day, zone), datetime.now(UTC).replace(microsecond=0))})


def lead_to(day: date, zone: str, why: str) -> None:
    """Show the digest of a day that nobody asked for, and say why."""
    show_day(day, zone)
    change_state(led=why)


def refresh() -> None:
    """Show what is new up to now."""
    change_state(**_now())


def open_line(line: str, source: int) -> None:
    """Open one of a line's sources, by its number, or close it when it is the open one."""
    state = digest_state()
    same = (state.line, state.source) == (line, source)
    change_state(line="" if same else line, source=0 if same else source, page=None)


def close_line() -> None:
    """Close the source that is open."""
    change_state(line="", source=0, page=None)


def turn_page(page: int) -> None:
    """Turn the open source to another page."""
    change_state(page=page)


def unfold(section: int) -> None:
    """Show more lines of a section."""
    change_state(unfolded=(*digest_state().unfolded, section))


def unfold_sections() -> None:
    """Show more sections."""
    change_state(more=digest_state().more + 1)


def edit(name: str) -> None:
    """Open a list to be edited, "" for a new one."""
    change_state(editing=True, edited=name, error=None, said="")


def show_sending() -> None:
    """Show when digests go out."""
    change_state(sending=True, error=None, said="")


def end_editing() -> None:
    """Go back to the digest."""
    change_state(editing=False, sending=False, error=None, said="")


def opened(digest: Digest, state: DigestState) -> tuple[DigestLine, Citation | None] | None:
    """Return the line that is open and its lit citation, None when none is or it is not in this digest."""
    line = next((line for section in digest.sections for line in section.lines if line.id == state.line), None) if state.line else None
    if line is None:
        return None
    return line, line.citations[min(state.source, len(line.citations) - 1)] if line.citations else None


def day_end(day: date, zone: str) -> datetime:
    """Return the instant at which a day on the reader's clock is over, in UTC."""
    return begin_of(day + timedelta(days=1), zone)


def chosen_list(lists: Sequence[Watchlist], names: Sequence[str], wanted: str) -> Watchlist | None:
    """Return the list of a name, whatever its case; None when there is none."""
    known = {name.casefold(): one for name, one in zip(names, lists, strict=True)}
    return known.get(tidy(wanted).casefold())


def _now() -> dict[str, object]:
    """Return the changes that show a window up to now from its top."""
    now = datetime.now(UTC).replace(microsecond=0)
    return {"start": None, "end": now, "line": "", "source": 0, "page": None, "unfolded": (), "more": 0, "open": False, "led": ""}


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and EARLIEST.year < found.year < LAST.year else None
