"""The grid as a table: a row for each question, a column for each company, every figure with the button of its source."""

from __future__ import annotations

import streamlit as st

from research.nouns.grids import Grid
from ui.pages.grid_state import open_source
from ui.render.escaping import escape_html, escape_label, shorten
from ui.render.grid_view import cell_html, view_cell

QUESTION_WIDTH, CELL_WIDTH = 240, 216
MOST_MARKERS = 4


def show_table(grid: Grid, opened: tuple[int, int] | None, marker: str) -> None:
    """Show the cells asked so far; the button of the open source is filled."""
    with st.container(key="grid-table", gap=None):
        with st.container(key="grid-row-head", horizontal=True, wrap=False, gap=None):
            st.html('<div class="rd-cell rd-cell-head">Question</div>', width=QUESTION_WIDTH)
            for company in grid.companies:
                st.html(f'<div class="rd-cell rd-cell-head">{escape_html(company)}</div>', width=CELL_WIDTH)
        for row, question in enumerate(grid.questions):
            with st.container(key=f"grid-row-{row}", horizontal=True, wrap=False, gap=None):
                st.html(f'<div class="rd-cell rd-cell-question">{escape_html(question.text)}</div>', width=QUESTION_WIDTH)
                for column in range(len(grid.companies)):
                    _cell(grid, (row, column), marker if opened == (row, column) else "")


def _cell(grid: Grid, place: tuple[int, int], lit: str) -> None:
    """Show a cell with its markers' buttons; one without is a single element, since a large grid has many."""
    cell = grid.cells.get(place)
    markers = view_cell(cell).markers[:MOST_MARKERS]
    if not markers:
        st.html(cell_html(cell), width=CELL_WIDTH)
        return
    row, column = place
    with st.container(key=f"grid-cell-{row}-{column}", width=CELL_WIDTH, gap=None):
        st.html(cell_html(cell))
        with st.container(key=f"grid-markers-{row}-{column}", horizontal=True, gap="xsmall"):
            for marker in markers:
                asked = escape_label(shorten(f"{grid.companies[column]}, {grid.questions[row].text}", 120))
                st.button(
                    escape_label(f"[{marker}]"),
                    key=f"marker-{row}-{column}-{marker}",
                    help=f"{asked}: {'shown on the right' if marker == lit else 'show its page'}",
                    type="primary" if marker == lit else "secondary",
                    on_click=open_source,
                    args=(place, marker),
                )
