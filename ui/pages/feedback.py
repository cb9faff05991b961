"""What the reader says of an answer: thumbs, and "wrong figure" with what is right; kept in the ledger as evaluation cases."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from research.errors import DeskError
from research.evaluation.cases import MOST_RIGHT_CHARS, FeedbackKind, feedback_event
from research.nouns.conversations import KeptAnswer
from ui.pages import ask_state
from ui.pages.desk import Desk
from ui.pages.session import widget_value
from ui.render.answer_view import FigureView
from ui.render.escaping import escape_label

_THANKS = "Kept as an evaluation case."


def thumbs(desk: Desk, kept: KeptAnswer) -> None:
    """Show the thumbs for an answer; a click keeps the case."""
    st.feedback("thumbs", key=f"thumbs-{kept.id}", on_change=_keep_thumb, args=(desk, kept))


def report_form(desk: Desk, kept: KeptAnswer, figure: FigureView) -> None:
    """Show the form that calls a figure wrong and says, if the reader knows it, what is right."""
    with st.form(f"report-{figure.marker}", border=False):
        st.text_input("What is right? The figure, if you know it", key="report-right", max_chars=MOST_RIGHT_CHARS)
        with st.container(key="report-buttons", horizontal=True, gap="xsmall"):
            st.form_submit_button("Keep as a case", type="primary", key="report-send", on_click=_send, args=(desk, kept, figure.marker))
            st.form_submit_button("Cancel", key="report-cancel", on_click=ask_state.report, args=(figure.marker,))


def _send(desk: Desk, kept: KeptAnswer, marker: str) -> None:
    _keep(desk, kept, FeedbackKind.WRONG_FIGURE, marker=marker, right=widget_value("report-right"))
    ask_state.report(marker)


def _keep_thumb(desk: Desk, kept: KeptAnswer) -> None:
    thumb = widget_value(f"thumbs-{kept.id}")
    if thumb is not None:
        _keep(desk, kept, FeedbackKind.GOOD if thumb else FeedbackKind.BAD)


def _keep(desk: Desk, kept: KeptAnswer, kind: FeedbackKind, *, marker: str = "", right: str = "") -> None:
    try:
        desk.ledger.record(feedback_event(kept, kind, user=desk.access.user, at=datetime.now(UTC), marker=marker, right=right))
    except DeskError as error:
        st.toast(escape_label(f"Not kept: {error}"))
    else:
        st.toast(_THANKS)
