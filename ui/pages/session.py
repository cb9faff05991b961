"""What a session knows, for the callback of a press, which is to be done to the end whatever the reader presses next.

Streamlit looks for a newer press whenever `st.session_state[key]` is read or written, and ends the callback there when there is one: work
would be queued and never shown, or a form's press do nothing. It does not look when the whole is taken as a dict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

_T = TypeVar("_T")


def widget_value(key: str) -> Any:  # noqa: ANN401 - whatever the widget of that key gives
    """Return what a widget says; never ends the caller. Raises KeyError for a widget that is not on the page."""
    return st.session_state.to_dict()[key]


def held(key: str, make: Callable[[], _T], kind: type[_T]) -> _T:
    """Return what the session holds under a key, made when absent; once it is there, this never ends the caller.

    What is held is changed in place. Raises TypeError when the session holds something else.
    """
    found = st.session_state.to_dict().get(key)
    if found is None:
        found = st.session_state[key] = make()
    if not isinstance(found, kind):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return found
