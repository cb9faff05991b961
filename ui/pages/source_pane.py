"""The right pane: the cited page with its lines boxed, and its text."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from research.errors import CannotReadError, NotFoundError
from research.nouns.answers import Citation
from ui.pages.boundary import show_error
from ui.pages.desk import Desk
from ui.render.page_image import Light, Sheet, crop_to_light, draw_light
from ui.render.source_view import SourceView, excerpt_html, header_html, lit_html, source_view


def show_source(desk: Desk, document_id: str, page: int, *, citation: Citation | None, on_page: Callable[[int], None]) -> None:
    """Show a page of a document; the citation's lines are boxed when it is the cited page."""
    document = desk.document(document_id)
    found = desk.documents.pages(desk.access, document.id, [page])
    if not found:
        raise NotFoundError(f"{document.name} has no page {page}", "ask again; the document may have been replaced")
    view = source_view(document, found[0], citation)
    st.html(header_html(view))
    _turning(view, citation, on_page)
    with st.container(key="source-pane", height=640, border=False):
        if view.is_printed:
            _image(desk, view)
        st.html(f'<h3 class="rd-h3">Text of the page</h3>{excerpt_html(view)}')


def _turning(view: SourceView, citation: Citation | None, on_page: Callable[[int], None]) -> None:
    number = view.page.number
    with st.container(key="turning", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html(lit_html(view))
        if citation and view.lit is None:
            st.button(f"Back to page {citation.page}", key="page-cited", on_click=on_page, args=(citation.page,))
        st.button("‹", key="page-previous", help="Previous page", disabled=number <= 1, on_click=on_page, args=(number - 1,))
        st.button("›", key="page-next", help="Next page", disabled=number >= view.page_count, on_click=on_page, args=(number + 1,))


def _image(desk: Desk, view: SourceView) -> None:
    """Show the lit lines enlarged, then the whole page; a page that has no image shows why, and its text stays."""
    try:
        png = desk.page_image(view.document, view.page.number)
    except CannotReadError as error:
        show_error(error)
        return
    sheet = Sheet(view.page.width, view.page.height)
    if view.lit is None:
        st.image(png, width="stretch", alt=view.alt)
        return
    light = Light(view.lit.boxes, view.lit.focus, view.lit.marker)
    boxed = draw_light(png, sheet, light)
    st.image(crop_to_light(boxed, sheet, light), width="stretch", alt=f"Cited lines enlarged. {view.alt}")
    st.image(boxed, width="stretch", alt=view.alt)
