"""Under the question: a new question, this reader's history, and the keys."""

from __future__ import annotations

import streamlit as st

from ui.pages import ask_state
from ui.pages.desk import Desk
from ui.render.escaping import escape_label
from ui.render.history_view import KEYS_HTML, PastQuestion, past_questions

MOST_PAST = 20
_LOOKED_THROUGH = 200
_HISTORY = "history"


def show_toolbar(desk: Desk) -> None:
    """Show what can be done besides asking; a new question only where there is something to leave behind."""
    now = ask_state.state()
    with st.container(key="toolbar", horizontal=True, gap="xsmall", vertical_alignment="center"):
        if now.kept:
            st.button("New question", key="new-question", type="tertiary", icon=":material/add:", on_click=ask_state.start_afresh)
        history = st.popover("History", key=_HISTORY, type="tertiary", icon=":material/history:", on_change="rerun")
        if history.open:
            with history:
                _history(desk)
        with st.popover("Keys", key="keys", type="tertiary", icon=":material/keyboard:"):
            st.html(KEYS_HTML)
        if now.kept:
            st.html(
                '<span class="rd-muted rd-small">A question that names no company or topic goes on from this one.</span>', width="content"
            )


def _history(desk: Desk) -> None:
    past = past_questions(desk.ledger.events(desk.access, action="ask", limit=_LOOKED_THROUGH), MOST_PAST)
    if not past:
        st.html('<p class="rd-muted">No question yet.</p>')
    for place, one in enumerate(past):
        st.button(escape_label(one.label), key=f"past-{place}", on_click=_open, args=(one,), width="stretch", help=one.when)


def _open(past: PastQuestion) -> None:
    """Open the answer as it was given, and close the list; a question whose answer was not kept is asked again."""
    st.session_state[_HISTORY] = False
    if past.kept:
        st.query_params.from_dict({"answer": past.kept})
    else:
        ask_state.ask_afresh(past.question, f"Asked again: the answer of {past.when} was not kept.")
