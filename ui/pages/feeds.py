"""The page of the feeds: the health of each, polling, and ways to subscribe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import streamlit as st

from research.nouns.roles import Action
from ui.pages.boundary import page_boundary, show_error
from ui.pages.feeds_add import show_add
from ui.pages.feeds_desk import FeedsDesk
from ui.pages.feeds_list import show_list
from ui.pages.feeds_state import feeds_state, try_action
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.answer_html import note_html
from ui.render.feeds_html import poll_html
from ui.render.feeds_view import FeedRow, summary_line

STYLE = Path(__file__).with_name("style.css")
FEEDS_STYLE = Path(__file__).with_name("feeds.css")
LOOK_SECONDS = 1.0
IDLE_SECONDS = 10.0
_Moment: TypeAlias = tuple[int, bool, bool]


def show(desk: FeedsDesk) -> None:
    """Show the page."""
    show_styles(STYLE, FEEDS_STYLE)
    moment = _moment(desk)  # before the rows are read, so that the end of a poll between the two is seen
    rows = desk.rows()
    top_bar("Feeds", summary_line(rows))
    with st.container(key="feeds", gap="small"):
        with st.container(key="feeds-actions", horizontal=True, gap="small", vertical_alignment="center"):
            if desk.access.may(Action.FEEDS):
                _actions(desk, rows)
            state = feeds_state()
            if state.note:
                st.html(note_html(state.note), width="content")
        if state.error and state.error_at == "poll":
            show_error(state.error)
        _show_poll(desk, moment)
        with page_boundary():
            show_list(desk, rows)


def _actions(desk: FeedsDesk, rows: Sequence[FeedRow]) -> None:
    polling = not desk.state().over
    st.button("Poll all now", key="poll-all", type="primary", disabled=polling or not rows, on_click=_poll_all, args=(desk,))
    with st.popover("Add feeds", key="feeds-add", icon=":material/add:"):
        show_add(desk)


def _moment(desk: FeedsDesk) -> _Moment:
    """Return what changes when the list below is another: the last poll, whether it is over, whether its entries are read in."""
    state = desk.state()
    return state.number, state.over, all(one.over for one in desk.reading(state))


def _show_poll(desk: FeedsDesk, moment: _Moment) -> None:
    """Show how the poll of this process stands; looks again by itself."""
    _, polled, read_in = moment
    st.fragment(_watch, run_every=IDLE_SECONDS if polled and read_in else LOOK_SECONDS)(desk, moment)


def _watch(desk: FeedsDesk, moment: _Moment) -> None:
    with page_boundary():
        state = desk.state()
        reading = desk.reading(state)
        if state.total:
            st.html(poll_html(state, reading))
        if state.error:
            show_error(state.error)
        for error in {str(one.error): one.error for one in reading if one.error}.values():
            show_error(error)
        if moment != _moment(desk):
            st.rerun()


def _poll_all(desk: FeedsDesk) -> None:
    try_action("poll", lambda: "" if desk.poll() else "A poll is at work already, or every feed has to wait.")
