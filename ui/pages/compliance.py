"""The page Compliance: who did what, with what stands out; the proof that the trail is whole; and the trail as a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from research.nouns.audit import AuditFilter
from ui.pages.boundary import page_boundary
from ui.pages.compliance_desk import ComplianceDesk
from ui.pages.compliance_state import (
    ACTION,
    ALL,
    FIRST,
    LAST,
    MOST_SHOWN,
    ROWS_A_PAGE,
    USER,
    WINDOW,
    WORDS,
    choose,
    compliance_state,
    show_more,
)
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.compliance_charts import DAILY, daily_html, sent_html, spikes_html
from ui.render.compliance_html import proof_html, rows_html
from ui.render.compliance_view import CHOSEN_DAYS, WINDOWS, fitting_words, trail_row
from ui.render.escaping import escape_html
from ui.render.words import counted, plain_name

TITLE = "Compliance"
STYLE = Path(__file__).with_name("style.css")
COMPLIANCE_STYLE = Path(__file__).with_name("compliance.css")
FILE = "audit-trail.jsonl"


def show(desk: ComplianceDesk) -> None:
    """Show the page."""
    show_styles(STYLE, COMPLIANCE_STYLE)
    top_bar(TITLE, "who did what, and whether the record is whole")
    with st.container(key="compliance", gap="small"):
        with st.container(key="compliance-filters", horizontal=True, vertical_alignment="bottom", gap="small"):
            _filters(desk)
        with page_boundary():
            _show_found(desk, compliance_state().chosen.wanted(desk.today()))


def _filters(desk: ComplianceDesk) -> None:
    users, actions = desk.named()
    chosen = compliance_state().chosen
    _choice("User", USER, [ALL, *users], name="user", value=chosen.user)
    _choice("What was done", ACTION, [ALL, *actions], name="action", value=chosen.action)
    _choice("Days (UTC)", WINDOW, [*WINDOWS, CHOSEN_DAYS], name="window", value=chosen.window)
    if chosen.window == CHOSEN_DAYS:
        for label, key, name, value in (("From", FIRST, "first", chosen.first), ("To", LAST, "last", chosen.last)):
            st.session_state[key] = value
            st.date_input(label, key=key, format="YYYY-MM-DD", min_value=None, on_change=choose, args=(key, name), width=150)
    st.session_state[WORDS] = chosen.words
    st.text_input("Words", key=WORDS, max_chars=200, placeholder="In what it was of", on_change=choose, args=(WORDS, "words"), width=260)


def _choice(label: str, key: str, options: list[str], *, name: str, value: str) -> None:
    st.session_state[key] = value if value in options else options[0]
    shown = plain_name if name == "action" else str
    st.selectbox(label, options, key=key, format_func=shown, on_change=choose, args=(key, name), width=190)


def _show_found(desk: ComplianceDesk, wanted: AuditFilter) -> None:
    state, today = compliance_state(), desk.today()
    tally, found = desk.tally(wanted)
    with st.container(key="compliance-bar", horizontal=True, vertical_alignment="center", gap="small"):
        line = fitting_words(tally.rows, state.chosen, today)
        st.html(f'<span class="rd-small rd-muted" role="status" data-testid="fitting">{escape_html(line)}</span>', width="stretch")
        st.button("Prove the trail", key="compliance-prove", icon=":material/verified:", on_click=_prove, args=(desk,))
        st.download_button(
            "Export these rows",
            partial(desk.file, wanted, FILE),
            FILE,
            "application/jsonl",
            key="compliance-export",
            icon=":material/download:",
            on_click="ignore",
            disabled=not tally.rows,
        )
    if state.proof is not None:
        st.html(proof_html(state.proof))
        st.code(str(state.proof.head), language=None, wrap_lines=True)
    first, last = state.chosen.days(today)
    days = (tally, first, min(last or today, today))
    charts = [*(daily_html(one, *days) for one in DAILY), spikes_html(found), sent_html(tally.sent)]
    st.html(f'<div class="rd-charts" data-testid="charts">{"".join(charts)}</div>')
    _show_rows(desk, wanted, tally.rows)


def _show_rows(desk: ComplianceDesk, wanted: AuditFilter, held: int) -> None:
    st.html('<h2 class="rd-h2">What was done, the last first</h2>')
    if not held:
        st.html('<p class="rd-muted" data-testid="no-row">No row fits. Choose other days, another user, or fewer words.</p>')
        return
    most = min(compliance_state().shown, MOST_SHOWN)
    rows = desk.rows(wanted, most)
    st.html(rows_html([trail_row(row) for row in rows]))
    left = held - len(rows)
    if left > 0 and most < MOST_SHOWN:
        st.button(f"Show {counted(min(left, ROWS_A_PAGE), 'more row')} of {left:,}", key="compliance-more", on_click=show_more)
    elif left > 0:
        st.html(f'<p class="rd-small rd-muted">{left:,} more: choose fewer by the filters above, or export them.</p>')


def _prove(desk: ComplianceDesk) -> None:
    compliance_state().proof = desk.prove()
