"""Figures with their markers, the other printed reading, and the way to call one wrong."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.pages import ask_state
from ui.pages.markers import MarkerButtons
from ui.render.answer_html import figure_html, figure_line_html
from ui.render.answer_view import MOST_CARDS, FigureView
from ui.render.escaping import escape_html, escape_label


def show_figures(figures: tuple[FigureView, ...], buttons: MarkerButtons, report_form: Callable[[FigureView], None]) -> None:
    """Show up to MOST_CARDS figures as cards, more of them in one line each; `report_form` draws the form that calls one wrong."""
    in_lines = len(figures) > MOST_CARDS
    named = len({figure.name for figure in figures}) > 1
    for place, figure in enumerate(figures):
        with st.container(key=f"figure-{place}", border=not in_lines, gap="xsmall"):
            with st.container(key=f"figure-row-{place}", horizontal=True, vertical_alignment="center" if in_lines else "top", wrap=False):
                st.html(figure_line_html(figure, named=named) if in_lines else figure_html(figure))
                _buttons(figure, buttons, place)
            _readings(figure, place)
            if figure.marker and ask_state.state().reporting == figure.marker:
                report_form(figure)


def _buttons(figure: FigureView, buttons: MarkerButtons, place: int) -> None:
    if figure.marker:
        buttons.draw(figure.marker)
        st.button("Wrong figure", key=f"wrong-{place}", type="tertiary", on_click=ask_state.report, args=(figure.marker,))


def _readings(figure: FigureView, place: int) -> None:
    if figure.read_as:
        with st.container(key=f"readings-{place}", horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.html(f'<span class="rd-small">Read as {escape_html(figure.read_as)}. Other readings:</span>', width="content")
            for number, one in enumerate(figure.readings):
                key = f"reading-{place}-{number}"
                st.button(escape_label(one.label), key=key, on_click=ask_state.ask_reading, args=(one.concept,))
