"""One session's place on the page that compares two documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from research.nouns.comparisons import ChangeKind, ChangeTopic, Comparison
from research.nouns.documents import Document
from ui.pages.top_bar import keep_place

TITLE = "Compare"
COMPANY, OLDER, NEWER, KINDS, TOPICS = "compare-company", "compare-older", "compare-newer", "compare-kinds", "compare-topics"
_STATE = "compare"


@dataclass(frozen=True)
class CompareState:
    """What is shown: the company, both documents by name, how many changes more than the first, and the open source.

    `opened` is the number of a change and whether the newer side is open; `source` counts that side's citations, `page` is the page turned
    to. `followed` is what the address last asked for.
    """

    company: str = ""
    older: str = ""
    newer: str = ""
    more: int = 0
    opened: tuple[int, bool] | None = None
    source: int = 0
    page: int | None = None
    followed: tuple[str, str, str] = ("", "", "")


def compare_state() -> CompareState:
    """Return the session's state."""
    state = st.session_state.setdefault(_STATE, CompareState())
    if not isinstance(state, CompareState):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return state


def change_state(**changes: object) -> None:
    """Change some of the session's state."""
    st.session_state[_STATE] = replace(compare_state(), **changes)  # type: ignore[arg-type]


def follow_address(names: Sequence[str]) -> None:
    """Take what the address names (company, older, newer), once; later the address follows the page."""
    company, older, newer = (st.query_params.get(name, "") for name in ("company", "older", "newer"))
    asked = (company, older, newer)
    if company and asked != compare_state().followed:
        change_state(company=company, older=older, newer=newer, followed=asked, opened=None, page=None, more=0)
    if not compare_state().company and names:
        change_state(company=names[0])


def write_address() -> None:
    """Make the address one that opens what is shown, also from the bar of another page."""
    state = compare_state()
    shown = {"company": state.company, "older": state.older, "newer": state.newer}
    change_state(followed=(state.company, state.older, state.newer))
    st.query_params.from_dict(shown)
    keep_place(TITLE, shown)


def settle(documents: Sequence[Document]) -> None:
    """Choose two documents where the session names none that are there: the newest, and the one before it of the same form."""
    names = [one.name for one in documents]
    state = compare_state()
    newer = state.newer if state.newer in names else names[0]
    form = next(one.form_type for one in documents if one.name == newer)
    others = [one for one in documents if one.name != newer]
    like = next((one.name for one in others if form and one.form_type == form), others[0].name)
    older = state.older if state.older in names and state.older != newer else like
    if (older, newer) != (state.older, state.newer):
        change_state(older=older, newer=newer)


def choose(key: str, name: str) -> None:
    """Take what a widget says; what was open closes."""
    value = st.session_state[key]
    if value is not None:
        others = {"older": "", "newer": ""} if name == "company" else {}
        change_state(**{**others, name: str(value)}, opened=None, source=0, page=None, more=0)


def filtered(comparison: Comparison) -> list[int]:
    """Return the numbers of the changes that the filters leave, from 0."""
    kinds, topics = st.session_state.get(KINDS) or [], st.session_state.get(TOPICS) or []
    return [
        number
        for number, change in enumerate(comparison.changes)
        if (not kinds or change.kind in {ChangeKind(one) for one in kinds})
        and (not topics or change.topic in {ChangeTopic(one) for one in topics})
    ]


def open_place(number: int, *, newer: bool) -> None:
    """Open where a change stands in one of the documents, or close it when it is what is open."""
    place = (number, newer)
    change_state(opened=None if compare_state().opened == place else place, source=0, page=None)


def close_place() -> None:
    """Close what is open."""
    change_state(opened=None, source=0, page=None)


def turn_page(page: int) -> None:
    """Turn the open source to another page."""
    change_state(page=page)


def show_more() -> None:
    """Show some changes more."""
    change_state(more=compare_state().more + 1)
