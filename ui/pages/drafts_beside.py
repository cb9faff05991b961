"""The right side of the page: the pages that a section rests on, one of them opened, more to be found, or the versions of the draft."""

from __future__ import annotations

import streamlit as st

from research.nouns.drafts import Section
from research.nouns.editing import OpenDraft
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_finding import show_finding
from ui.pages.drafts_signing import show_signing
from ui.pages.drafts_sources import show_sources
from ui.pages.drafts_state import SEARCH, SIGNING, SOURCES, VERSIONS, close_source, drafts_state, turn_page
from ui.pages.drafts_versions import show_versions
from ui.pages.session import widget_value
from ui.pages.source_pane import show_source
from ui.render.draft_evidence import citation_of
from ui.render.escaping import escape_html

_BESIDE = "draft-beside-choice"


def show_beside(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
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
    st.session_state[_BESIDE] = state.beside
    choices = [SOURCES, SEARCH, SIGNING, VERSIONS]
    st.segmented_control("Beside", choices, key=_BESIDE, label_visibility="collapsed", required=True, width="content", on_change=_choose)
    if state.beside == VERSIONS:
        show_versions(desk, opened)
    elif state.beside == SIGNING:
        show_signing(desk, opened, editable=editable)
    elif state.beside == SEARCH:
        show_finding(desk, opened, section, editable=editable)
    else:
        show_sources(desk, opened, section, editable=editable)


def _choose() -> None:
    drafts_state().beside = str(widget_value(_BESIDE) or SOURCES)
