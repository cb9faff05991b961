"""The right pane: the cited place as a crop or as its whole page, in the form that its format has, and its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from research.audit.acts import Act
from research.errors import NotFoundError
from research.nouns.answers import Citation
from research.nouns.documents import Document
from ui.pages.boundary import show_error
from ui.pages.desk import Desk
from ui.pages.source_body import show_body
from ui.pages.styles import show_styles
from ui.render.source_view import SourceView, gone_html, header_html, lit_html, notes_html, source_view

STYLE = Path(__file__).with_name("source.css")
WHOLE_KEY = "F"
ZOOMS = {"Fit": 100, "150 %": 150, "200 %": 200}
_STATE = "source"


@dataclass(frozen=True)
class SourceState:
    """How one session looks at a source: what it was opened for, crop or whole page, and the newer version read in its place.

    `page` is the page of that newer version, `seen` the document of which it is recorded that it was opened.
    """

    opened_for: tuple[str, str] = ("", "")
    whole: bool = False
    newer: str = ""
    page: int = 1
    seen: str = ""


def show_source(
    desk: Desk,
    document_id: str,
    page: int,
    *,
    citation: Citation | None,
    on_page: Callable[[int], None],
    also: Sequence[Citation] = (),
) -> None:
    """Show a page of a document; the citation's words are lit when it is the cited page, those of `also` more faintly.

    A document that is gone is said to be, with the words that the answer quoted; so is a page that it does not have.
    """
    show_styles(STYLE)
    state = _state_for(document_id, citation)
    try:
        document = desk.document(state.newer or document_id)
        number = min(state.page, document.page_count) if state.newer else page
        found = desk.documents.pages(desk.access, document.id, [number])
    except NotFoundError as error:
        show_error(error)
        st.html(gone_html(citation))
        return
    if not found:
        show_error(NotFoundError(f"{document.name} has no page {number}", "ask again; the document may have been replaced"))
        st.html(gone_html(citation))
        return
    if state.seen != document.id:
        desk.acts.record(desk.access, Act("open", document.name, (("page", str(number)),), (document.id,)))
        state = replace(_state(), seen=document.id)
        st.session_state[_STATE] = state
    view = source_view(document, found[0], citation, also=also, newer=desk.newer(document))
    st.html(header_html(view, datetime.now(UTC).date()))
    _versions(view, is_newer=bool(state.newer))
    with st.container(key="turning", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html(lit_html(view), width="content")
        whole, zoom = _looking(view, state)
        _turning(view, citation, _turn_newer if state.newer else on_page)
    if notes := notes_html(view):
        st.html(notes)
    with st.container(key="source-pane", height=640, border=False), st.container(key=f"source-zoom-{zoom}"):
        show_body(desk, view, whole=whole)


def _versions(view: SourceView, *, is_newer: bool) -> None:
    """Offer the newer version of a superseded document, and the way back from it."""
    if is_newer:
        with st.container(key="source-version", horizontal=True, vertical_alignment="center", gap="small"):
            st.html('<span class="rd-small">This is the newer version; the answer cites the older one.</span>', width="content")
            st.button("Back to the cited version", key="source-cited", on_click=_back_to_cited)
    elif view.newer:
        st.button("Open the newer version", key="source-newer", on_click=_open_newer, args=(view.newer, view.page.number))


def _turning(view: SourceView, citation: Citation | None, on_page: Callable[[int], None]) -> None:
    """Offer the pages before and after, and the way back to the cited one."""
    number = view.page.number
    if citation and view.lit is None and citation.document_id == view.document.id:
        st.button(f"Back to page {citation.page}", key="page-cited", on_click=on_page, args=(citation.page,))
    st.button("‹", key="page-previous", help="Previous page", disabled=number <= 1, on_click=on_page, args=(number - 1,))
    st.button("›", key="page-next", help="Next page", disabled=number >= view.page_count, on_click=on_page, args=(number + 1,))


def _looking(view: SourceView, state: SourceState) -> tuple[bool, int]:
    """Offer crop or whole page, by button or key, and the zoom; return whether the whole page is wanted, and the zoom in percent."""
    whole = state.whole or view.lit is None
    if view.lit is not None:
        label = "Cited lines" if whole else "Whole page"
        st.button(label, key="source-whole", shortcut=WHOLE_KEY, on_click=_toggle_whole, help="Cited lines or whole page")
    chosen = st.segmented_control(
        "Zoom", list(ZOOMS), default="Fit", key="source-zoom", label_visibility="collapsed", required=True, width="content"
    )
    return whole, ZOOMS[chosen or "Fit"]


def _toggle_whole() -> None:
    state = _state()
    st.session_state[_STATE] = replace(state, whole=not state.whole)


def _open_newer(document: Document, page: int) -> None:
    st.session_state[_STATE] = replace(_state(), newer=document.id, page=min(page, document.page_count))


def _back_to_cited() -> None:
    st.session_state[_STATE] = replace(_state(), newer="", page=1)


def _turn_newer(page: int) -> None:
    st.session_state[_STATE] = replace(_state(), page=page)


def _state_for(document_id: str, citation: Citation | None) -> SourceState:
    """Return how the session looks at this source: anew, as a crop of the cited version, when it is another one than before."""
    opened_for = document_id, citation.marker if citation else ""
    state = _state()
    if state.opened_for != opened_for:
        state = SourceState(opened_for)
        st.session_state[_STATE] = state
    return state


def _state() -> SourceState:
    state = st.session_state.setdefault(_STATE, SourceState())
    if not isinstance(state, SourceState):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return state
