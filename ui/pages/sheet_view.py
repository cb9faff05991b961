"""The table of a statement on the page, and the clicks on its figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from research.nouns.sheets import StatementSheet
from ui.pages.company_state import open_cell
from ui.render.sheet_table import sheet_html

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_KEY = "sheet-clicks"


def show_sheet(sheet: StatementSheet, opened: tuple[int, int] | None) -> None:
    """Show the table; a click on a figure opens its source.

    The table is plain HTML, which Streamlit cleans, since a widget for each figure would be slow at a thousand of them; a
    component without content of its own hears the clicks.
    """

    def clicked() -> None:
        """Open the figure that was clicked, which the component names as "row:column"."""
        said = str(st.session_state[_KEY].get("cell") or "")
        row, _, column = said.partition(":")
        if row.isdecimal() and column.isdecimal():
            open_cell(sheet, (int(row), int(column)))

    with st.container(key="sheet", gap=None):
        st.html(sheet_html(sheet, opened))
        with st.container(key="sheet-clicks-place"):
            _clicks()(key=_KEY, on_cell_change=clicked, height=1)


@cache
def _clicks() -> ComponentRenderer:
    script = Path(__file__).with_name("sheet.js").read_text(encoding="utf-8")
    return st.components.v2.component("rd_sheet_clicks", js=script, isolate_styles=False)
