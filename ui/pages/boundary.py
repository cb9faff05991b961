"""The page boundary: expected failures become one clear line, anything else one line with an id that the log carries."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st

from research.errors import DeskError
from ui.render.answer_html import notice_html

_log = logging.getLogger(__name__)


@contextmanager
def page_boundary() -> Iterator[None]:
    """Show what goes wrong inside as a card; nothing but Streamlit's own control flow passes through."""
    try:
        yield
    except DeskError as error:
        show_error(error)
    except Exception:  # noqa: BLE001  (the page's boundary: nothing unexpected may show a traceback or kill the session)
        incident = uuid4().hex[:8]
        _log.exception("page failed, incident %s", incident)
        line = f"Something went wrong on our side (id {incident}). The log of the program says what; asking again is safe."
        st.html(notice_html("error", "This page could not be shown", [line], "!"))


def show_error(error: DeskError) -> None:
    """Show an expected failure: what happened, and what to do next."""
    st.html(notice_html("error", error.message[:1].upper() + error.message[1:], [error.hint], "!"))
