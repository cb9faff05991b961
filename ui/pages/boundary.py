"""The page boundary: expected failures become one clear line, anything else one line with an id that the log carries."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import streamlit as st

from research.errors import DeskError, SignedOutError
from ui.render.answer_html import notice_html
from ui.team.sign_in_page import SIGN_IN

_log = logging.getLogger(__name__)


@contextmanager
def page_boundary() -> Iterator[None]:
    """Show what goes wrong inside as a card; nothing but Streamlit's own control flow passes through."""
    try:
        yield
    except DeskError as error:
        show_error(error)
    except Exception as error:  # noqa: BLE001  (the page's boundary: nothing unexpected may show a traceback or kill the session)
        st.html(notice_html("error", "This page could not be shown", [_logged(error)], "!"))


def expected(error: BaseException) -> DeskError:
    """Return a failure as one to show: an expected one as it is, anything else as one line with an id that the log carries."""
    return error if isinstance(error, DeskError) else DeskError("this question could not be answered", _logged(error))


def _logged(error: BaseException) -> str:
    """Log what nobody expected, and return the line that is shown of it."""
    incident = uuid4().hex[:8]
    _log.error("page failed, incident %s", incident, exc_info=error)
    return f"Something went wrong on our side (id {incident}). The log of the program says what; asking again is safe."


def show_error(error: DeskError) -> None:
    """Show an expected failure: what happened, and what to do next; who is signed out is led back."""
    st.html(notice_html("error", error.message[:1].upper() + error.message[1:], [error.hint], "!"))
    if isinstance(error, SignedOutError):
        st.html(f'<p><a class="rd-link" href="{SIGN_IN}" target="_self">Sign in</a></p>')
