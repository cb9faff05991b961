"""Work in the queue, watched: this session's batches file by file, and what others do."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui.pages.boundary import page_boundary, show_error
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_state import Batch, change_state, library_state, try_action
from ui.render.escaping import escape_html
from ui.render.ingest_view import file_lines, lines_html, summary
from ui.render.words import counted

LOOK_SECONDS = 1.0
IDLE_SECONDS = 5.0


def show_work(desk: LibraryDesk) -> None:
    """Show the session's batches and the queue; looks again by itself while something is at work."""
    busy = any(not batch.over for batch in library_state().batches)
    st.fragment(_watch, run_every=LOOK_SECONDS if busy else IDLE_SECONDS)(desk)


def _watch(desk: LibraryDesk) -> None:
    with page_boundary():
        before = library_state().batches
        after = tuple(_batch(desk, batch, place) for place, batch in enumerate(before))
        if not any(not batch.over for batch in after):
            _queue(desk)
        if after != before:
            change_state(batches=after)
            st.rerun()


def _batch(desk: LibraryDesk, batch: Batch, place: int) -> Batch:
    """Show a batch and return it, over when it is; corrections and the like are one file, whose name the title has."""
    progress = desk.progress(batch.id) if batch.queued else None
    lines = file_lines(progress, batch.left_out)
    over = progress is None or progress.over
    with st.container(key=f"work-{place}", border=True, gap="xsmall"):
        head = "Done" if over else "At work"
        mark = "✓" if over else "…"
        with st.container(key=f"work-head-{place}", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html(
                f'<div role="status" data-testid="work"><span aria-hidden="true">{mark}</span> <strong>{head}: {escape_html(batch.title)}'
                f'</strong> <span class="rd-muted">{escape_html(summary(lines))}</span></div>'
            )
            if over:
                st.button("Close", key=f"work-close-{batch.id or place}", on_click=_close, args=(batch.id,))
        if progress and progress.notice:
            st.html(f'<p class="rd-note">{escape_html(progress.notice)}</p>')
        if progress and progress.error:
            show_error(progress.error)
            st.button("Start again", key=f"work-again-{batch.id}", on_click=_again, args=(desk, batch))
        if len(lines) > 1 or any(line.more for line in lines):
            st.html(lines_html(lines))
    return replace(batch, over=over)


def _queue(desk: LibraryDesk) -> None:
    """Say what others do: another process at work, or jobs that nobody works on."""
    queue = desk.queue()
    if not queue.waiting:
        return
    files = counted(queue.waiting, "file waits", "files wait")
    if queue.holder:
        st.html(
            f'<p class="rd-note" role="status">{escape_html(queue.holder)} is at work in this workspace; {files} or are being read.</p>'
        )
        return
    with st.container(key="queue", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="rd-note" role="status">{files} and nobody works on them: an earlier run was stopped.</p>', width="content")
        st.button("Go on with them", key="queue-go-on", on_click=_go_on, args=(desk,))


def _go_on(desk: LibraryDesk) -> None:
    try_action("work", lambda: Batch(desk.work(""), "what was left"))


def _close(batch_id: str) -> None:
    change_state(batches=tuple(one for one in library_state().batches if one.id != batch_id))


def _again(desk: LibraryDesk, batch: Batch) -> None:
    desk.work(batch.id)
    change_state(batches=tuple(replace(one, over=False) if one.id == batch.id else one for one in library_state().batches))
