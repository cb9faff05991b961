"""The buttons of an answer's markers."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.render.escaping import escape_label


class MarkerButtons:
    """Marker buttons with keys that stay the same from run to run, in the order in which they are drawn."""

    def __init__(self, lit: str, on_marker: Callable[[str], None]) -> None:
        self._lit = lit
        self._on_marker = on_marker
        self._drawn = 0

    def draw(self, marker: str, label: str = "") -> None:
        """Draw the button of a marker; the lit one is filled and says so in its help text."""
        lit = marker == self._lit
        self._drawn += 1
        st.button(
            escape_label(label or f"[{marker}]"),
            key=f"marker-{self._drawn}-{marker}",
            help=f"Marker {escape_label(marker)}: {'shown on the right' if lit else 'show its page'}",
            type="primary" if lit else "secondary",
            on_click=self._on_marker,
            args=(marker,),
        )
