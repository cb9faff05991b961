"""The left pane while a question is on its way: what happens, for how long, and the button that stops it."""

from __future__ import annotations

import streamlit as st

from ui.pages import ask_state
from ui.pages.asking import Asking
from ui.render.answer_html import provisional_html, steps_html, waiting_html

LOOK_SECONDS = 0.3


@st.fragment(run_every=LOOK_SECONDS)
def show_waiting(asking: Asking, documents: int) -> None:
    """Show that a question is on its way, until it is answered or stopped: then the whole page is shown anew."""
    if ask_state.state().asking is not asking or asking.done():
        st.rerun()
    st.html(waiting_html(asking.question, documents, asking.seconds))
    if asking.steps:
        st.html(steps_html(asking.steps))
    if asking.words:
        st.html(provisional_html(asking.words))
    st.button("Stop", key="stop", icon=":material/stop_circle:", on_click=ask_state.stop)
