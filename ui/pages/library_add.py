"""Adding files: an upload from this browser, or a folder of the machine that the program runs on."""

from __future__ import annotations

import streamlit as st

from ingest.formats import supported
from ingest.uploads import check_upload
from research.nouns.access import PUBLIC
from research.nouns.documents import Kind
from ui.pages.boundary import show_error
from ui.pages.library_desk import LibraryDesk, Queued, Upload
from ui.pages.library_state import Batch, change_state, library_state, try_action
from ui.pages.session import widget_value
from ui.render.escaping import escape_html
from ui.render.words import counted

_AS_READ = "as each file says"


def show_add(desk: LibraryDesk) -> None:
    """Show both ways in, and what is said of the files that come."""
    state = library_state()
    if state.wanted:
        st.html(
            f'<p class="rd-note" role="status" data-testid="wanted">Not in the library: {escape_html(state.wanted)}. '
            "Add it here, then ask again on the page Ask.</p>"
        )
    uploads, folder = st.columns(2, gap="large")
    with uploads, st.container(key="add-upload", gap="small"):
        st.html('<h2 class="rd-h2">Upload files</h2>')
        key = f"upload-{state.tries}"
        chosen = st.file_uploader(
            "Files", key=key, accept_multiple_files=True, max_upload_size=desk.settings.max_file_mb, label_visibility="collapsed"
        )
        st.html('<p class="rd-muted rd-small">They are kept in the workspace. The same name again is a new version of its document.</p>')
        st.button(
            "Add to the library",
            key="add-uploads",
            type="primary",
            disabled=not chosen,  # none yet, or on their way from the browser: a press would find nothing to add
            help=None if chosen else "Choose files first; they can be added once they have arrived",
            on_click=_add_uploads,
            args=(desk, key),
        )
        _error("uploads")
    if desk.reads_folders:
        with folder, st.container(key="add-folder", gap="small"):
            _folder(state.tries, desk)
    with st.container(key="add-said", horizontal=True):
        st.selectbox("What they are", (_AS_READ, *map(str, Kind)), key="add-kind", help="Only where the files do not say it themselves")
        settled = desk.settings.label_of(Kind.OTHER)
        st.text_input(
            "Who may read them",
            "" if _is_settled(desk) else PUBLIC,
            key="add-label",
            max_chars=60,
            help="An access label",
            placeholder=f"as the settings say of its kind, else {settled}",
        )
    limits = desk.settings
    most = f"{limits.max_file_mb:,} MB a file, {limits.max_upload_files:,} files and {limits.max_upload_mb:,} MB an upload"
    st.html(f'<p class="rd-muted rd-small">What can be read: {supported()}. At most {most}.</p>')


def _error(where: str) -> None:
    state = library_state()
    if state.error and state.error_at == where:
        show_error(state.error)


def _folder(tries: int, desk: LibraryDesk) -> None:
    st.html('<h2 class="rd-h2">Add a folder of this machine</h2>')
    path = f"folder-{tries}"
    st.text_input("Folder or file", key=path, placeholder="/home/you/filings", label_visibility="collapsed")
    st.html(
        '<p class="rd-muted rd-small">It is read to the bottom, its files stay where they are. Again: only what changed; '
        "a file that is gone from it answers no more.</p>"
    )
    st.button("Read the folder in", key="add-path", type="primary", on_click=_add_folder, args=(desk, path))
    _error("folder")


def _is_settled(desk: LibraryDesk) -> bool:
    """Return whether the settings give files without a label another one than public."""
    return bool(desk.settings.kind_labels) or desk.settings.label_of(Kind.OTHER) != PUBLIC


def _said(desk: LibraryDesk) -> tuple[str | None, str]:
    """Return the kind and the label that were chosen; a label of public is none, so that an update keeps the one it has."""
    kind, label = str(widget_value("add-kind")), str(widget_value("add-label")).strip()
    return None if kind == _AS_READ else kind, "" if label == PUBLIC and not _is_settled(desk) else label


def _add_uploads(desk: LibraryDesk, key: str) -> None:
    kind, label = _said(desk)
    chosen = widget_value(key)

    def act() -> Batch:
        """Queue the chosen files; return the batch that is waited for. Raises LimitExceededError."""
        check_upload(desk.settings, [one.size for one in chosen])
        uploads = [Upload(one.name, one.getvalue()) for one in chosen]
        return _batch(desk.add_uploads(uploads, kind=kind, label=label), _count(len(uploads)))

    if try_action("uploads", act):
        change_state(wanted="")


def _add_folder(desk: LibraryDesk, key: str) -> None:
    kind, label = _said(desk)
    path = str(widget_value(key))
    if try_action("folder", lambda: _batch(desk.add_folder(path, kind=kind, label=label), f"adding {path.strip()}")):
        change_state(wanted="")


def _batch(queued: Queued, title: str) -> Batch:
    return Batch(queued.batch or title, title, queued.left_out, over=not queued.batch, queued=bool(queued.batch))


def _count(files: int) -> str:
    return f"adding {counted(files, 'file')}"
