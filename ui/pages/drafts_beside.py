"""The right side of the page: the pages that a section rests on, one of them opened, more to be found, or the versions of the draft."""

from __future__ import annotations

import streamlit as st

from research.nouns.drafts import Section
from research.nouns.editing import OpenDraft
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_state import SOURCES, VERSIONS, close_source, drafts_state, open_version, turn_page
from ui.pages.reader_clock import reader_now
from ui.pages.session import widget_value
from ui.pages.source_pane import show_source
from ui.render.answer_html import note_html
from ui.render.draft_changes import difference_html
from ui.render.draft_evidence import citation_of, evidence_pages, page_html
from ui.render.draft_versions import version_html, version_label
from ui.render.escaping import escape_html
from ui.render.words import counted

_BESIDE, _COMPARED = "draft-beside-choice", "draft-compared"
# So many versions are listed.
MOST_LISTED = 40


def show_beside(desk: DraftsDesk, opened: OpenDraft, section: Section) -> None:
    """Show what was chosen of the right side; an open source stands in its place until it is closed."""
    state = drafts_state()
    citation = state.place or citation_of(opened.draft, state.marker)
    if citation is not None:
        with st.container(key="draft-source-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            named = "Found, not cited yet" if state.place else f"Source [{citation.marker}]"
            st.html(f'<span class="rd-small rd-muted">{escape_html(named)}</span>', width="content")
            st.button("Close", key="draft-source-close", on_click=close_source)
        also = tuple(one.citation for one in opened.draft.sources)
        show_source(desk.desk, citation.document_id, state.page or citation.page, citation=citation, on_page=turn_page, also=also)
        return
    choices = [SOURCES, VERSIONS]
    if state.beside not in choices:
        state.beside = SOURCES
    st.session_state[_BESIDE] = state.beside
    st.segmented_control("Beside", choices, key=_BESIDE, label_visibility="collapsed", required=True, width="content", on_change=_choose)
    if state.beside == VERSIONS:
        _versions(desk, opened)
    else:
        _sources(opened, section)


def _choose() -> None:
    drafts_state().beside = str(widget_value(_BESIDE) or SOURCES)


def _sources(opened: OpenDraft, section: Section) -> None:
    pages = evidence_pages(opened.draft, section)
    if not pages:
        st.html('<p class="rd-muted" data-testid="draft-no-source">This section cites nothing.</p>')
        return
    st.html(f'<p class="rd-muted rd-small">{counted(len(pages), "page")} cited here. A mark opens its page.</p>')
    for page in pages:
        with st.container(key=f"draft-place-{page.key}", gap=None):
            st.html(page_html(page, drafts_state().marker))


def _versions(desk: DraftsDesk, opened: OpenDraft) -> None:
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
