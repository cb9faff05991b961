"""The page for questions: ask and read on the left, the page that proves it on the right.

Both panes live in one fragment, so that a click on a marker changes the source and leaves the rest where it was. What a session shows
is in `ask_state`; nothing is shared between sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from research.directory import Company
from research.errors import LimitExceededError
from research.nouns.conversations import KeptAnswer
from research.nouns.documents import Document
from ui.pages import ask_state
from ui.pages.answer_pane import show_answer
from ui.pages.asking import Asking
from ui.pages.boundary import expected, page_boundary, show_error
from ui.pages.desk import Desk
from ui.pages.source_pane import show_source
from ui.pages.styles import show_styles
from ui.pages.toolbar import show_toolbar
from ui.pages.top_bar import top_bar
from ui.pages.waiting import show_waiting
from ui.render.answer_html import note_html
from ui.render.answer_view import citation_of, struck_out
from ui.render.escaping import escape_label
from ui.render.library_view import example_questions, library_html, library_line

STYLE = Path(__file__).with_name("style.css")


def show(desk: Desk) -> None:
    """Show the page for a desk."""
    show_styles(STYLE)
    _panes(desk)


@st.fragment
def _panes(desk: Desk) -> None:
    with page_boundary():
        library, companies = desk.library(), desk.companies()
        top_bar(ask_state.TITLE, library_line(desk.total(), companies))
        left, right = st.columns([10, 11], gap="medium", wrap=False)
        with left, st.container(key="left-side", gap="small"), page_boundary():
            ask_state.follow_address(desk)
            _question()
            _ask_pending(desk)
            if error := ask_state.state().error:
                show_error(error)
            show_toolbar(desk)
            with st.container(key="answer-pane", height=640, border=False, gap="xsmall"), page_boundary():
                _left(desk, library, companies)
        with right, st.container(key="right-side", gap="xsmall"), page_boundary():
            _right(desk, library)


def _question() -> None:
    with st.form("question-form", border=False), st.container(key="question-row", horizontal=True, vertical_alignment="bottom"):
        st.text_input("Question", key="question", placeholder="Ask about a company in the library", label_visibility="collapsed")
        st.form_submit_button("Ask", type="primary", on_click=ask_state.submit)


def _ask_pending(desk: Desk) -> None:
    """Ask the question that waits, if one does, and take its answer when it is there soon; else it stays on its way."""
    now = ask_state.state()
    if question := now.pending.strip():
        if now.asking:
            now.asking.stop()
        try:
            ask_state.count_question(desk)
        except LimitExceededError as error:
            ask_state.change(pending="")
            ask_state.show_failure(error)
            return
        ask_state.change(pending="", asking=Asking(desk, question, now.turn))
        with st.spinner("Looking for the answer …"):
            _take(within=desk.soon)
    elif now.asking:
        _take(within=0.0)
    elif now.pending:
        ask_state.change(pending="")


def _take(within: float) -> None:
    """Show the answer on its way, or why there is none, if it is there within so many seconds."""
    now = ask_state.state()
    if now.asking is None or not now.asking.done(within=within):
        return
    result = now.asking.result()
    if isinstance(result, KeptAnswer):
        ask_state.show_kept(result, note=now.said, struck=struck_out(now.asking.words, result.answer))
    else:
        ask_state.show_failure(expected(result))


def _left(desk: Desk, library: list[Document], companies: Sequence[Company]) -> None:
    now = ask_state.state()
    if now.asking:
        show_waiting(now.asking, desk.total())
    elif now.kept:
        show_answer(desk, now.kept, lit=now.marker, note=now.note)
    else:
        if now.note:
            st.html(note_html(now.note))
        _welcome(library, companies)


def _welcome(library: list[Document], companies: Sequence[Company]) -> None:
    if not library:
        st.html(
            '<h2 class="rd-h2">The library is empty</h2>'
            '<p class="rd-muted">Add filings on the page Library, or with <code>desk ingest PATH</code>, and ask.</p>'
        )
        return
    st.html(
        '<h2 class="rd-h2">Ask, and see the page that proves it</h2><p class="rd-muted">Every figure and sentence of an answer carries '
        "a marker. Click one, and its page opens on the right with the cited lines boxed.</p>"
    )
    with st.container(key="examples"):
        for place, question in enumerate(example_questions(library, companies)):
            st.button(escape_label(question), key=f"example-{place}", on_click=ask_state.ask_afresh, args=(question,), width="stretch")


def _right(desk: Desk, library: list[Document]) -> None:
    now = ask_state.state()
    citation = citation_of(now.kept.answer, now.marker) if now.kept else None
    if citation:
        also = now.kept.answer.citations if now.kept else ()
        show_source(desk, citation.document_id, now.page or citation.page, citation=citation, on_page=ask_state.turn_page, also=also)
    elif now.opened and now.page:
        show_source(desk, now.opened, now.page, citation=None, on_page=ask_state.turn_page)
    elif now.kept:
        st.html('<p class="rd-muted">No page is cited.</p>')
    elif library:
        with st.container(key="source-pane", height=640, border=False):
            st.html(f'<h2 class="rd-h2">In the library</h2>{library_html(library, desk.total())}')
