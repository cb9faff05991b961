"""The page for questions: ask and read on the left, the page that proves it on the right.

Both panes live in one fragment, so that a click on a marker changes the source and leaves the rest where it was. The session holds
the answer, the lit marker and the page turned to; nothing is shared between sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from research.errors import DeskError
from research.nouns.answers import Answer
from research.nouns.documents import Document
from ui.pages.answer_pane import AnswerActions, show_answer
from ui.pages.boundary import page_boundary, show_error
from ui.pages.desk import Desk
from ui.pages.source_pane import show_source
from ui.pages.top_bar import top_bar
from ui.render.answer_view import citation_of
from ui.render.escaping import escape_label
from ui.render.library_view import example_questions, library_html, library_line

STYLE = Path(__file__).with_name("style.css")
_STATE = "ask"


@dataclass(frozen=True)
class AskState:
    """One session's place: the question to ask next, the answer shown, what went wrong, the lit marker, the page turned to.

    `opened` is the document opened without a citation.
    """

    pending: str = ""
    answer: Answer | None = None
    error: DeskError | None = None
    marker: str = ""
    page: int | None = None
    opened: str = ""


def show(desk: Desk) -> None:
    """Show the page for a desk."""
    st.html(STYLE)
    _panes(desk)


@st.fragment
def _panes(desk: Desk) -> None:
    with page_boundary():
        library = desk.library()
        _top(library)
        left, right = st.columns([10, 11], gap="medium", wrap=False)
        with left, st.container(key="left-side", gap="small"), page_boundary():
            _question()
            _ask_pending(desk, len(library))
            with st.container(key="answer-pane", height=640, border=False, gap="xsmall"):
                _left(library)
        with right, st.container(key="right-side", gap="xsmall"), page_boundary():
            _right(desk, library)


def _top(library: list[Document]) -> None:
    top_bar("Ask", library_line(library))


def _question() -> None:
    with st.form("question-form", border=False), st.container(key="question-row", horizontal=True, vertical_alignment="bottom"):
        st.text_input("Question", key="question", placeholder="Ask about a company in the library", label_visibility="collapsed")
        st.form_submit_button("Ask", type="primary", on_click=_submit)


def _left(library: list[Document]) -> None:
    state = _state()
    if state.error:
        show_error(state.error)
    elif state.answer:
        show_answer(state.answer, lit=state.marker, actions=AnswerActions(_light, _ask_next, _open))
    else:
        _welcome(library)


def _welcome(library: list[Document]) -> None:
    if not library:
        st.html(
            '<h2 class="rd-h2">The library is empty</h2>'
            '<p class="rd-muted">Add filings with <code>desk ingest PATH</code>, then reload this page and ask.</p>'
        )
        return
    st.html(
        '<h2 class="rd-h2">Ask, and see the page that proves it</h2><p class="rd-muted">Every figure and sentence of an answer carries '
        "a marker. Click one, and its page opens on the right with the cited lines boxed.</p>"
    )
    with st.container(key="examples"):
        for place, question in enumerate(example_questions(library)):
            st.button(escape_label(question), key=f"example-{place}", on_click=_ask_next, args=(question,), width="stretch")


def _right(desk: Desk, library: list[Document]) -> None:
    state = _state()
    citation = citation_of(state.answer, state.marker) if state.answer else None
    if citation:
        show_source(desk, citation.document_id, state.page or citation.page, citation=citation, on_page=_turn)
    elif state.opened and state.page:
        show_source(desk, state.opened, state.page, citation=None, on_page=_turn)
    elif library:
        with st.container(key="source-pane", height=640, border=False):
            st.html(f'<h2 class="rd-h2">In the library</h2>{library_html(library)}')


def _ask_pending(desk: Desk, documents: int) -> None:
    """Ask the question that waits, if one does, and light its first marker."""
    question = _state().pending.strip()
    if not question:
        return
    _change(pending="")
    with st.spinner(f"Reading {documents:,} document{'' if documents == 1 else 's'} for an answer …"):
        try:
            answer = desk.ask(question)
        except DeskError as error:
            _change(answer=None, error=error, marker="", page=None, opened="")
            return
    _change(answer=answer, error=None, marker=answer.citations[0].marker if answer.citations else "", page=None, opened="")


def _submit() -> None:
    _change(pending=st.session_state["question"])


def _ask_next(question: str) -> None:
    st.session_state["question"] = question
    _change(pending=question)


def _light(marker: str) -> None:
    _change(marker=marker, page=None)


def _open(document_id: str, page: int) -> None:
    _change(marker="", opened=document_id, page=page)


def _turn(page: int) -> None:
    _change(page=page)


def _state() -> AskState:
    state = st.session_state.setdefault(_STATE, AskState())
    if not isinstance(state, AskState):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return state


def _change(**changes: object) -> None:
    st.session_state[_STATE] = replace(_state(), **changes)  # type: ignore[arg-type]
