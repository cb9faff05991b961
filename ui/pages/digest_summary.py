"""The paragraph on top of a digest, on the page: written by a model while the lines are read already, with buttons to what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import replace

import streamlit as st

from research.nouns.digests import Digest, DigestLine, DigestSummary
from ui.pages.digest_desk import DigestDesk
from ui.pages.digest_state import digest_state
from ui.render.digest_summary import label_of, summary_html, summary_words
from ui.render.digest_view import DigestLinks, text_of
from ui.render.escaping import escape_html, escape_label, shorten

# A summary whose reply is kept is there at once; for another the page is shown without it, and looked at again so often.
AT_ONCE_SECONDS, LOOK_SECONDS = 0.3, 1.0


def with_summary(desk: DigestDesk, digest: Digest) -> tuple[Digest, Future[DigestSummary] | None]:
    """Return a digest with its summary when that is there; else as it is, with the summary that is being written."""
    coming = desk.summary(digest)
    if coming is None:
        return digest, None
    try:
        return replace(digest, summary=coming.result(timeout=AT_ONCE_SECONDS)), None
    except NotYetError:
        return digest, coming


def show_summary(digest: Digest, links: DigestLinks, coming: Future[DigestSummary] | None, on_line: Callable[[DigestLine], None]) -> None:
    """Show a digest's summary with a button for each line that it rests on, or that it is on its way; nothing without any."""
    if coming is not None:
        _show_coming(coming)
    words = summary_words(digest, links)
    if words is None:
        return
    with st.container(key="digest-summary", gap="xsmall"):
        st.html(summary_html(words))
        with st.container(key="digest-summary-lines", horizontal=True, gap="xsmall"):
            for one in words.lines:
                lit = digest_state().line == one.line.id
                st.button(
                    escape_label(label_of(one)),
                    key=f"digest-rests-{one.number}",
                    type="primary" if lit else "secondary",
                    help=f"Show where this stands: {escape_label(shorten(text_of(one.line), 80))}",
                    on_click=on_line,
                    args=(one.line,),
                )
        st.html(f'<div class="rd-small rd-muted">{escape_html(words.about)}.</div>')


@st.fragment(run_every=LOOK_SECONDS)
def _show_coming(coming: Future[DigestSummary]) -> None:
    """Show that a summary is being written until it is there: then the whole page is shown anew."""
    if coming.done():
        st.rerun()
    st.html('<div class="rd-small rd-muted" role="status" data-testid="digest-summing">A model reads the lines below …</div>')
