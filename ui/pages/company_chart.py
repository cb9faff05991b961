"""Charts of chosen rows of a statement, oldest period first."""

from __future__ import annotations

import streamlit as st

from research.nouns.sheets import StatementSheet
from ui.render.sheet_chart import chart_frames, first_rows, row_names

# More periods than this are a line, not bars.
MOST_BARS = 8
CHART_HEIGHT = 280


def show_chart(sheet: StatementSheet) -> None:
    """Show the choice of rows and a chart for each unit among them."""
    names = row_names(sheet)
    if len(sheet.columns) < 2:
        return
    with st.expander("Chart", key="company-chart"):
        place = f"{sheet.company}-{sheet.request.statement}"
        chosen = st.multiselect("Rows", list(names), default=first_rows(sheet), key=f"chart-rows-{place}", placeholder="Choose rows")
        for unit, frame in chart_frames(sheet, [names[name] for name in chosen]).items():
            if len(sheet.columns) > MOST_BARS:
                st.line_chart(frame, y_label=unit, height=CHART_HEIGHT)
            else:
                st.bar_chart(frame, y_label=unit, height=CHART_HEIGHT, stack=False, sort=False)
