"""The page of drafts: the list of a reader's own and of what awaits their review, the form of a new one, and one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from research.nouns.editing import DraftSummary
from research.nouns.roles import Action
from ui.pages.boundary import page_boundary, show_error
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_editing import show_draft
from ui.pages.drafts_new import show_new
from ui.pages.drafts_state import TITLE, drafts_state, follow_address, open_draft, show_form, write_address
from ui.pages.reader_clock import reader_now
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.draft_list import summary_html
from ui.render.escaping import escape_html, escape_label
from ui.render.words import counted

STYLE, CHECK_STYLE, DRAFTS_STYLE = (Path(__file__).with_name(name) for name in ("style.css", "check.css", "drafts.css"))
# So many drafts are listed at first, and with every press of the button below them.
FIRST = 30


def show(desk: DraftsDesk) -> None:
    """Show the page; `?draft=ID&section=ID&version=NUMBER` in the address opens what it names."""
    show_styles(STYLE, CHECK_STYLE, DRAFTS_STYLE)
    follow_address()
    state = drafts_state()
    if state.new:
        top_bar(TITLE, "a draft from a template")
        show_new(desk)
    elif state.draft:
        show_draft(desk)
    else:
        _list(desk)
    write_address()


def _list(desk: DraftsDesk) -> None:
    drafts = desk.drafts()
    state = drafts_state()
    top_bar(TITLE, counted(len(drafts), "draft"))
    with st.container(key="drafts", gap="small"):
        with st.container(key="drafts-bar", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html('<h2 class="rd-h2">Your drafts</h2>', width="content")
            st.button("New draft", key="drafts-new", type="primary", icon=":material/add:", on_click=show_form)
        if state.error:
            show_error(state.error)
        if state.said:
            st.html(f'<p class="rd-small" role="status">{escape_html(state.said)}</p>')
        if not drafts:
            st.html(
                '<p class="rd-muted" data-testid="drafts-none">None yet. A new draft is written from a template: tables and charts from '
                "the library’s figures, sentences word for word from its papers, each with its source; you write the rest.</p>"
            )
        now = reader_now()
        most = FIRST * (state.shown + 1)
        with page_boundary():
            _lines(drafts[:most], now)
        if left := len(drafts[most:]):
            st.button(f"Show {counted(min(left, FIRST), 'more draft')} of {left:,}", key="drafts-more", on_click=_more)
    if desk.access.in_team and desk.access.may(Action.REVIEW):
        with st.container(key="drafts-awaiting", gap="small"), page_boundary():
            _awaiting(desk.awaiting(), now)


def _awaiting(waiting: Sequence[DraftSummary], now: datetime) -> None:
    """Show what others have sent to review, as far as this reader may see all that it was made from."""
    st.html('<h2 class="rd-h2">Awaiting your review</h2>')
    if not waiting:
        st.html('<p class="rd-muted" data-testid="drafts-none-awaiting">None.</p>')
    _lines(waiting, now, names_writer=True)


def _lines(drafts: Sequence[DraftSummary], now: datetime, *, names_writer: bool = False) -> None:
    for summary in drafts:
        key = summary.id.replace("/", "-")
        with st.container(key=f"drafts-line-{key}", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(summary_html(summary, now, names_writer=names_writer), width="stretch")
            st.button(
                "Open",
                key=f"drafts-open-{key}",
                help=f"Open {escape_label(summary.title)}",
                on_click=open_draft,
                args=(summary.id,),
            )


def _more() -> None:
    drafts_state().shown += 1
