"""What a browser does while a section is typed: its text is handed over at each pause, kept until it is saved, and clicks are heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_KEY = "draft-typing"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text of a section of a draft, and the version that it was taken from."""

    draft: str
    section: str
    text: str
    base: int


def hear(saved: Typed, field: str, on_marker: Callable[[str], None], on_kept: Callable[[Typed], None]) -> None:
    """Hear what is typed into a field, "" for none, of which `saved` is saved, and what is clicked.

    `on_marker` is given the mark that is clicked, `on_kept` what a browser has kept of the section that was typed and never saved.
    """

    def clicked() -> None:
        """Open the source of the mark that was clicked."""
        said = st.session_state[_KEY].get("marker")
        if isinstance(said, str) and said:
            on_marker(said)

    def found() -> None:
        """Take what the browser has kept."""
        said = st.session_state[_KEY].get("kept")
        if isinstance(said, dict) and (said.get("draft"), said.get("section")) == (saved.draft, saved.section):
            base = said.get("base")
            on_kept(Typed(saved.draft, saved.section, str(said.get("text") or ""), int(base) if isinstance(base, int | float) else 0))

    with st.container(key="draft-typing-place"):
        data = {"draft": saved.draft, "section": saved.section, "text": saved.text, "base": saved.base, "field": field}
        _component()(key=_KEY, data=data, on_marker_change=clicked, on_kept_change=found, height=1)


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_name("drafts.js").read_text(encoding="utf-8")
    return st.components.v2.component("rd_draft_typing", js=script, isolate_styles=False)
