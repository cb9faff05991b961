"""One document in full, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePath

import streamlit as st

from research.nouns.documents import Document, DocumentState
from ui.pages.boundary import show_error
from ui.pages.downloads import Download, show_download
from ui.pages.library_corrections import show_corrections
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_state import Batch, change_state, library_state, open_document, try_action
from ui.render.answer_html import notice_html
from ui.render.escaping import escape_html
from ui.render.library_detail import defects_html, fields_html, file_html, heading_html, state_words, version_line

MOST_VERSIONS = 10


def show_detail(desk: LibraryDesk, name: str) -> None:
    """Show a document by its name: the version that answers, or the one that was opened."""
    versions = desk.versions(name)
    answering = desk.answering(name)
    now = next((one for one in versions if one.id in answering), versions[0])
    shown = next((one for one in versions if one.id == library_state().version), now)
    with st.container(key="detail-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top"):
        st.html(heading_html(shown, state_words(shown, newest=versions[0], answering=bool(answering))))
        st.button("✕", key="detail-close", help="Close the document", on_click=open_document, args=("",))
    if shown.id != now.id:
        st.button(
            "Back to the version that answers" if answering else "Back to the newest version",
            key="version-now",
            on_click=_open_version,
            args=("",),
        )
    if library_state().error and library_state().error_at == "document":
        show_error(library_state().error)  # type: ignore[arg-type]
    _actions(desk, shown, current=shown.id == now.id, answering=bool(answering))
    with st.container(key="detail-body", height=560, border=False, gap="xsmall"):
        st.html(defects_html(shown))
        st.html(fields_html(shown))
        show_corrections(desk, shown, changeable=shown.id == now.id and bool(answering))
        _versions(versions, shown, now, answering)
        st.html('<h3 class="rd-h3">File</h3>' + file_html(shown))
        _text(desk, shown)


def _actions(desk: LibraryDesk, shown: Document, *, current: bool, answering: bool) -> None:
    with st.container(key="actions", horizontal=True, gap="small"):
        name = f"{shown.name}{_suffix(shown)}"
        file = Download(name, "application/octet-stream", partial(desk.original, shown), f"original of {shown.name}", (shown.id,))
        show_download(desk, "Open original", file, key="original", tip="The file as it was read in, byte by byte")
        if current and answering:
            gone = not Path(shown.source_key).exists()
            why = "The file is gone: its kept bytes are read again" if gone else "Read the file again, changed or not"
            st.button("Read again", key="read-again", help=why, on_click=_read_again, args=(desk, shown))
            st.button("Delete", key="delete", on_click=change_state, kwargs={"deleting": True})
        elif current:
            st.button("Restore", key="restore", type="primary", on_click=_restore, args=(desk, shown))
    if library_state().deleting and current and answering:
        _confirm(desk, shown)


def _confirm(desk: LibraryDesk, shown: Document) -> None:
    lines = [
        "It will answer no more. Old answers still open its pages, and it can be restored from “Deleted ones”.",
        f"Its file {shown.source_key} stays where it is: read in again, it comes back.",
    ]
    st.html(notice_html("error", f"Delete {shown.name}?", lines, "!"))
    with st.container(key="confirm", horizontal=True, gap="small"):
        st.button("Yes, delete it", key="delete-yes", type="primary", on_click=_delete, args=(desk, shown))
        st.button("Keep it", key="delete-no", on_click=change_state, kwargs={"deleting": False})


def _versions(versions: Sequence[Document], shown: Document, now: Document, answering: frozenset[str]) -> None:
    if len(versions) < 2:
        return
    st.html(f'<h3 class="rd-h3">Versions ({len(versions)})</h3>')
    for place, one in enumerate(versions[:MOST_VERSIONS]):
        word = "answers now" if one.id in answering else "replaced" if one.state is DocumentState.SUPERSEDED else "being made"
        with st.container(
            key=f"version-{place}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False
        ):
            which = f"<strong>Version {len(versions) - place}, {word}</strong>"
            st.html(f'<div class="rd-small">{which} <span class="rd-muted">{escape_html(version_line(one))}</span></div>')
            if one.id == shown.id:
                st.html('<span class="rd-small rd-muted">shown</span>', width="content")
            else:
                target = "" if one.id == now.id else one.id
                st.button(
                    "Open",
                    key=f"version-open-{place}",
                    help=f"Version {len(versions) - place} of {len(versions)}",
                    on_click=_open_version,
                    args=(target,),
                )
    if len(versions) > MOST_VERSIONS:
        st.html(f'<p class="rd-muted rd-small">and {len(versions) - MOST_VERSIONS:,} older</p>')


def _text(desk: LibraryDesk, shown: Document) -> None:
    """Show the text as it was read, a page at a time, on demand; at once where an address named a page."""
    st.html('<h3 class="rd-h3">Text as it was read</h3>')
    page = min(library_state().page, shown.page_count)
    if not shown.page_count or not st.toggle("Show it", page > 0, key=f"text-{shown.id}-{page}"):
        return
    number = st.number_input(f"Page of {shown.page_count}", 1, shown.page_count, max(page, 1), key=f"text-page-{shown.id}-{page}")
    st.html(f'<div class="rd-excerpt" data-testid="text">{escape_html(desk.page_text(shown, int(number)))}</div>')


def _suffix(document: Document) -> str:
    suffix = PurePath(document.source_key).suffix
    return suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 8 else ""


def _open_version(version: str) -> None:
    change_state(version=version, deleting=False, error=None)


def _read_again(desk: LibraryDesk, shown: Document) -> None:
    try_action("document", lambda: Batch(desk.work(desk.upkeep.read_again(desk.access, shown.id)), f"reading {shown.name} again"))


def _delete(desk: LibraryDesk, shown: Document) -> None:
    change_state(deleting=False)
    if try_action("document", lambda: Batch(desk.work(desk.upkeep.remove(desk.access, shown.id)), f"deleting {shown.name}")):
        open_document("")


def _restore(desk: LibraryDesk, shown: Document) -> None:
    try_action("document", lambda: Batch(desk.work(desk.upkeep.restore(desk.access, shown.id)), f"restoring {shown.name}"))
