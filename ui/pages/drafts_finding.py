"""More for a section: a search of the library whose sentences are put into it word for word, or in place of a source."""

from __future__ import annotations

import streamlit as st

from research.errors import DeskError, NotFoundError
from research.nouns.drafts import Section
from research.nouns.editing import OpenDraft
from ui.pages.boundary import show_error
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_saving import change
from ui.pages.drafts_state import drafts_state, end_replacing, open_place
from ui.pages.session import widget_value
from ui.render.answer_html import note_html
from ui.render.draft_found import FoundPassage, passage_html
from ui.render.escaping import escape_label, visible_line
from ui.render.words import counted

_QUERY, _ONLY = "draft-query", "draft-query-only"


def show_finding(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
    """Show the search, and what it found with what can be done with it."""
    state = drafts_state()
    if state.replacing:
        with st.container(key="draft-replacing", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(note_html(f"Choose what takes the place of source [{state.replacing}]."), width="stretch")
            st.button("Keep the source", key="draft-replacing-end", on_click=end_replacing)
    st.session_state[_QUERY] = state.query
    st.text_input("Search the library", key=_QUERY, max_chars=400, placeholder="What the section still needs", on_change=_search)
    company = opened.draft.company
    only = bool(company) and st.checkbox(escape_label(f"Only {visible_line(company or '')}"), value=True, key=_ONLY)
    if not state.query.strip():
        st.html('<p class="rd-muted rd-small">Sentences that are found are put into the section word for word, each with its source.</p>')
        return
    try:
        with st.spinner("Searching …"):
            found = desk.find(state.query, company if only else None)
    except DeskError as error:
        show_error(error)
        return
    st.html(f'<p class="rd-muted rd-small" role="status" data-testid="draft-found-count">{counted(len(found), "passage")} found</p>')
    for passage in found:
        _passage(desk, section, passage, editable=editable)


def _search() -> None:
    drafts_state().query = " ".join(str(widget_value(_QUERY) or "").split())


def _passage(desk: DraftsDesk, section: Section, passage: FoundPassage, *, editable: bool) -> None:
    try:
        title = desk.title(passage.place.document_id)
    except NotFoundError:
        title = passage.document
    state = drafts_state()
    with st.container(key=f"draft-passage-{passage.key}", gap="xsmall"):
        st.html(passage_html(passage, title))
        with st.container(key=f"draft-passage-actions-{passage.key}", horizontal=True, gap="xsmall"):
            if editable and state.replacing:
                label = escape_label(f"Use for [{state.replacing}]")
                st.button(label, key=f"draft-use-{passage.key}", type="primary", on_click=_swap, args=(desk, section.id, passage))
            if editable:
                st.button("Insert", key=f"draft-insert-{passage.key}", on_click=_insert, args=(desk, section.id, passage))
            label = f"Show page {passage.place.page}"
            said = escape_label(passage.document)
            st.button(label, key=f"draft-show-{passage.key}", help=said, on_click=open_place, args=(passage.citation,))


def _insert(desk: DraftsDesk, section: str, passage: FoundPassage) -> None:
    state = drafts_state()
    change(lambda: desk.insert(state.draft, section, passage.place, state.tab), "The passage stands at the end of the section.")


def _swap(desk: DraftsDesk, section: str, passage: FoundPassage) -> None:
    state = drafts_state()
    marker = state.replacing
    change(lambda: desk.swap(state.draft, section, passage.place, marker=marker, tab=state.tab), f"Source [{marker}] is replaced.")
    if state.error is None:
        end_replacing()
