"""What the browser does while a section is typed: its text is handed over at each pause, a copy is kept until it is saved, clicks are heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_KEY = "draft-typing"


def hear(
    draft: str,
    section: str,
    text: str,
    *,
    base: int,
    editable: bool,
    on_marker: Callable[[str], None],
    on_kept: Callable[[str, str, str, int], None],
) -> None:
    """Hear what is typed and clicked in a section whose saved text is `text`.

    `on_marker` is given the mark that is clicked; `on_kept` the draft, the section, the text and its version, where a copy is found of what
    was typed and never saved.
    """

    def clicked() -> None:
        """Open the source of the mark that was clicked."""
        said = st.session_state[_KEY].get("marker")
        if isinstance(said, str) and said:
            on_marker(said)

    def found() -> None:
        """Take what the browser has kept."""
        said = st.session_state[_KEY].get("kept")
        if isinstance(said, dict) and (said.get("draft"), said.get("section")) == (draft, section):
            on_kept(draft, section, str(said.get("text") or ""), int(said.get("base") or 0))

    with st.container(key="draft-typing-place"):
        data = {"draft": draft, "section": section, "text": text, "base": base, "editable": editable}
        _component()(key=_KEY, data=data, on_marker_change=clicked, on_kept_change=found, height=1)


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_name("drafts.js").read_text(encoding="utf-8")
    return st.components.v2.component("rd_draft_typing", js=script, isolate_styles=False)
