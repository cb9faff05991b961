"""The versions of a draft: what changed from one to another, in words, and each to be opened."""

from __future__ import annotations

import streamlit as st

from research.nouns.editing import OpenDraft
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_state import drafts_state, open_version
from ui.pages.reader_clock import reader_now
from ui.pages.session import widget_value
from ui.render.answer_html import note_html
from ui.render.draft_changes import difference_html
from ui.render.draft_versions import version_html, version_label
from ui.render.words import counted

_COMPARED = "draft-compared"
# So many versions are listed.
MOST_LISTED = 40


def show_versions(desk: DraftsDesk, opened: OpenDraft) -> None:
    """Show the versions, each to be opened, and what changed from one of them to the one that is shown."""
    state, shown = drafts_state(), opened.draft.version
    numbers = [one.number for one in opened.versions]
    before = [number for number in numbers if number != shown]
    if before:
        compared = state.compared if state.compared in before else next((one for one in before if one < shown), before[0])
        st.session_state[_COMPARED] = compared
        by_number = {one.number: one for one in opened.versions}
        now = reader_now()
        st.selectbox(
            f"What changed between version {shown} and",
            before,
            key=_COMPARED,
            format_func=lambda number: version_label(by_number[number], now),
            on_change=_compare,
        )
        old, new = sorted((compared, shown))
        st.html(difference_html(desk.difference(opened.draft.id, old, new)))
    else:
        st.html('<p class="rd-muted">This is the first version.</p>')
    st.html('<h3 class="rd-h3">Versions</h3>')
    for one in opened.versions[:MOST_LISTED]:
        with st.container(key=f"draft-version-{one.number}", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(
                version_html(one, reader_now(), is_shown=one.number == shown, is_own=bool(one.tab) and one.tab == state.tab),
                width="stretch",
            )
            newest = one.number == numbers[0]
            st.button(
                "Open this version",
                key=f"draft-version-open-{one.number}",
                disabled=one.number == shown,
                on_click=open_version,
                args=(None if newest else one.number,),
            )
    if left := len(opened.versions[MOST_LISTED:]):
        st.html(note_html(f"{counted(left, 'earlier version')} can be opened by the address: &version=NUMBER"))


def _compare() -> None:
    value = widget_value(_COMPARED)
    drafts_state().compared = int(value) if value is not None else None
