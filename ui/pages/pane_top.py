"""The answer pane's way back to its top: the browser keeps what was scrolled to when a new answer takes the place of another."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


def show_from_top(answer_id: str) -> None:
    """Show the pane from its top when this is another answer than before; the same one keeps its reading place."""
    with st.container(key="pane-top"):
        _component()(key="pane-top-of", data=answer_id, height=1)


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_name("pane_top.js").read_text(encoding="utf-8")
    return st.components.v2.component("rd_pane_top", js=script, isolate_styles=False)
