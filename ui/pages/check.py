"""The page of drafts: one is brought, each sentence stands beside its source, and the same file is taken back with what was found."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ingest.drafts.reading import MOST_MB
from research.errors import DeskError
from research.nouns.drafts import DraftCheck
from ui.pages.boundary import page_boundary, show_error
from ui.pages.check_desk import CheckDesk
from ui.pages.check_state import ROWS_AT_FIRST, CheckState, check_state
from ui.pages.downloads import Download, show_download
from ui.pages.session import widget_value
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.check_html import contradictions_html, row_html
from ui.render.check_view import CheckRow, check_rows, check_summary
from ui.render.escaping import escape_label

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

STYLE = Path(__file__).with_name("style.css")
CHECK_STYLE = Path(__file__).with_name("check.css")
_FINDINGS, _EVERYTHING = "Findings", "Every sentence"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(desk: CheckDesk) -> None:
    """Show the page."""
    show_styles(STYLE, CHECK_STYLE)
    state = check_state()
    top_bar("Check", check_summary(state.check) if state.check else "a draft, line by line")
    with st.container(key="check", gap="small"):
        st.html('<h2 class="rd-h2">Check a draft against the library</h2>')
        brought = st.file_uploader("Draft", type=["docx", "md"], key="draft-file", max_upload_size=MOST_MB, help="A Word or Markdown file.")
        if brought is not None and brought.file_id != state.file_id:
            _check(desk, state, brought)
            st.rerun()  # the bar above says what was found
        if state.error:
            show_error(state.error)
        if state.check is not None:
            with page_boundary():
                _show_check(desk, state, state.check)


def _check(desk: CheckDesk, state: CheckState, brought: UploadedFile) -> None:
    """Check a draft and keep what was found, or what went wrong."""
    state.file_id, state.name, state.content = brought.file_id, brought.name, brought.getvalue()
    state.check, state.error, state.shown = None, None, ROWS_AT_FIRST
    bar = st.progress(0.0, "Reading the draft …")

    def told(done: int, total: int) -> None:
        """Move the bar, a hundred times at most."""
        if done * 100 // total != (done - 1) * 100 // total:
            bar.progress(done / total, f"{done:,} of {total:,} sentences checked")

    try:
        state.check = desk.check(state.content, state.name, told)
    except DeskError as error:
        state.error = error
    bar.empty()


def _show_check(desk: CheckDesk, state: CheckState, check: DraftCheck) -> None:
    with st.container(key="check-actions", horizontal=True, gap="medium", vertical_alignment="center"):
        shown = st.segmented_control(
            "Shown", [_FINDINGS, _EVERYTHING], default=_FINDINGS, key="check-shown", label_visibility="collapsed", width="content"
        )
        footnotes = st.checkbox("Sources as footnotes", key="check-footnotes")
        _show_file(desk, state, check, footnotes=footnotes)
    if told := contradictions_html(check.contradictions):
        st.html(told)
    rows = check_rows(check, everything=shown == _EVERYTHING)
    if not rows:
        st.html('<p class="rd-muted" data-testid="no-finding">Nothing speaks against any sentence.</p>')
    for row in rows[: state.shown]:
        _show_row(desk, row)
    if len(rows) > state.shown:
        st.button(f"Show {min(ROWS_AT_FIRST, len(rows) - state.shown)} more", key="check-more", on_click=_more)


def _show_file(desk: CheckDesk, state: CheckState, check: DraftCheck, *, footnotes: bool) -> None:
    """Offer the same file with what was found."""
    path = Path(state.name)
    kind = _WORD if path.suffix.lower() == ".docx" else "text/markdown"
    made = partial(desk.annotated, state.content, check, state.name, footnotes=footnotes)
    cited = tuple(one.citation.document_id for one in check.sentences if one.citation)
    file = Download(f"{path.stem}-checked{path.suffix}", kind, made, f"check of {state.name}", cited)
    show_download(desk, "Download with comments", file, key="check-download")


def _show_row(desk: CheckDesk, row: CheckRow) -> None:
    with st.container(key=f"check-line-{row.number}", horizontal=True, gap="small", vertical_alignment="top"):
        st.html(row_html(row))
        if not row.may_stand:
            return
        if row.accepted:
            st.button("Reopen", key=f"check-reopen-{row.number}", on_click=_reopen, args=(desk, row.number))
            return
        with st.popover("Let it stand", key=f"check-stand-{row.number}"):
            st.text_input(escape_label(f"Why sentence {row.number} stands"), key=f"check-reason-{row.number}", max_chars=500)
            st.button("Let it stand", key=f"check-accept-{row.number}", type="primary", on_click=_let_stand, args=(desk, row.number))


def _more() -> None:
    check_state().shown += ROWS_AT_FIRST


def _let_stand(desk: CheckDesk, number: int) -> None:
    _decide(desk, number, str(widget_value(f"check-reason-{number}")))


def _reopen(desk: CheckDesk, number: int) -> None:
    _decide(desk, number, None)


def _decide(desk: CheckDesk, number: int, reason: str | None) -> None:
    """Let a sentence stand for a reason, or reopen it without one, and show it so; an expected failure is shown above."""
    state = check_state()
    if state.check is None:
        return
    checked = state.check.sentences[number - 1]
    try:
        if reason is None:
            desk.reopen(checked)
        else:
            desk.let_stand(checked, reason)
    except DeskError as error:
        state.error = error
        return
    said = "" if reason is None else " ".join(reason.split())
    sentences = tuple(replace(one, accepted=said) if one is checked else one for one in state.check.sentences)
    state.check, state.error = replace(state.check, sentences=sentences), None
