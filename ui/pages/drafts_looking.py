"""What is looked up while a draft is written: shown when it is there, and until then that it is on its way."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from typing import TypeVar

import streamlit as st

from ui.render.escaping import escape_html

LOOK_SECONDS = 1.0
_T = TypeVar("_T")


def looked_up(coming: Future[_T], words: str, soon: float) -> _T | None:
    """Return what is looked up when it is there within `soon` seconds, else None: then `words` are shown, and the page anew when it is."""
    try:
        return coming.result(timeout=soon)
    except NotYetError:
        _show_coming(coming, words)
        return None


@st.fragment(run_every=LOOK_SECONDS)
def _show_coming(coming: Future[_T], words: str) -> None:
    """Show that something is on its way, until it is there: then the whole page is shown anew."""
    if coming.done():
        st.rerun()
    st.html(f'<p class="rd-muted rd-small" role="status" data-testid="draft-looking">{escape_html(words)}</p>')
