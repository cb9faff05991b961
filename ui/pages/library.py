"""The page of the library: what it holds and lacks, one document in full, names, and files to add."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from research.nouns.roles import Action
from ui.pages import ask_state
from ui.pages.boundary import page_boundary
from ui.pages.library_add import show_add
from ui.pages.library_companies import show_coverage, show_names
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_documents import show_documents
from ui.pages.library_quality import show_quality
from ui.pages.library_state import ADD, COVERAGE, DOCUMENTS, NAMES, QUALITY, SECTIONS, change_state, library_state, open_document
from ui.pages.library_work import show_work
from ui.pages.quality_desk import QualityDesk
from ui.pages.styles import show_styles
from ui.pages.top_bar import keep_place, top_bar
from ui.render.answer_html import ADD_CHARS
from ui.render.escaping import shorten
from ui.render.library_view import library_line

STYLE = Path(__file__).with_name("style.css")
LIBRARY_STYLE = Path(__file__).with_name("library.css")
# A page of more digits is none.
_MOST_DIGITS = 8
_SHOW = {DOCUMENTS: show_documents, COVERAGE: show_coverage, NAMES: show_names, ADD: show_add}


def show(desk: LibraryDesk, quality: QualityDesk | None = None) -> None:
    """Show the page; `?document=NAME` in the address opens a document, `?add=WORDS` the section where what an answer lacked is added.

    With `&page=N` the document's text is open at that page; with `?answer=ID` the bar's way to the first page leads back to that answer.
    The section of what is doubtful is there where there is a desk for it, that for new files for whom they may be added by.
    """
    show_styles(STYLE, LIBRARY_STYLE)
    _follow_address()
    top_bar("Library", library_line(desk.total(), desk.companies()))
    with st.container(key="library", gap="small"):
        st.session_state.setdefault("section", DOCUMENTS)
        hidden = {QUALITY: quality is None, ADD: not desk.access.may(Action.INGEST)}
        sections = [one for one in SECTIONS if not hidden.get(one)]
        if st.session_state["section"] not in sections:
            st.session_state["section"] = DOCUMENTS
        said = _quality_words(quality)
        section = st.segmented_control(
            "Section", sections, key="section", label_visibility="collapsed", required=True, format_func=lambda one: said.get(one, one)
        )
        show_work(desk)
        with page_boundary():
            if section == QUALITY and quality:
                show_quality(quality)
            else:
                _SHOW[section or DOCUMENTS](desk)


def _quality_words(quality: QualityDesk | None) -> dict[str, str]:
    """Return what the section of what is doubtful is called: with how many errors and warnings there are, where it is known."""
    with page_boundary():
        count = quality.doubtful() if quality else None
        return {QUALITY: f"{QUALITY} ({count:,})"} if count else {}
    return {}


def _follow_address() -> None:
    """Open the document, or the section to add files, that the address names, once; afterwards the address is plain."""
    name, page = st.query_params.get("document", ""), st.query_params.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < _MOST_DIGITS else 0
    if name and (library_state().document, library_state().page) != (name, number):
        open_document(name, number)
    for asked in ("document", "page"):
        if asked in st.query_params:
            del st.query_params[asked]
    if wanted := st.query_params.get("add", ""):
        change_state(wanted=shorten(wanted, ADD_CHARS))
        st.session_state["section"] = ADD
        del st.query_params["add"]
    if refused := st.query_params.get("answer", ""):
        keep_place(ask_state.TITLE, {"answer": refused})
        del st.query_params["answer"]
