"""A small chart of one company's figures over several periods."""

from __future__ import annotations

import streamlit as st

from research.nouns.answers import Answer
from ui.render.answer_chart import chart_frame

HEIGHT = 180


def show_figures_chart(answer: Answer) -> None:
    """Show the figures as bars, oldest first; nothing where they make no series."""
    found = chart_frame(answer)
    if found is None:
        return
    unit, frame = found
    with st.container(key="answer-chart"):
        st.bar_chart(frame, y_label=unit, height=HEIGHT, sort=False)
