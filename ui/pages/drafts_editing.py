"""A draft that is open: its state and files on top, then its sections, the one that is edited, and beside it what it rests on."""

from __future__ import annotations

from functools import partial

import streamlit as st

from research.errors import NotFoundError
from research.nouns.drafts import Draft, DraftState, Section
from research.nouns.editing import OpenDraft
from ui.pages.boundary import page_boundary, show_error
from ui.pages.downloads import Download, show_download
from ui.pages.drafts_beside import show_beside
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_saving import fill_field
from ui.pages.drafts_section import show_blocks, show_heading, show_section
from ui.pages.drafts_sentences import show_sentences
from ui.pages.drafts_state import TITLE, drafts_state, open_draft, open_section, open_version
from ui.pages.reader_clock import reader_now
from ui.pages.top_bar import top_bar
from ui.render.answer_html import note_html
from ui.render.draft_list import saved_words, state_html
from ui.render.draft_outline import file_stem, outline_label, withheld_words
from ui.render.draft_versions import sign_off_words
from ui.render.escaping import escape_html, escape_label, visible_line

# So often a tab looks whether another one has saved.
LOOK_SECONDS = 3.0
_FILES = {
    ".docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".md": ("Markdown", "text/markdown"),
    ".html": ("HTML", "text/html"),
}


def show_draft(desk: DraftsDesk) -> None:
    """Show the draft that the session has open; one that is not there is said to be, with the way back."""
    state = drafts_state()
    try:
        opened = desk.open(state.draft, state.version, state.tab)
    except NotFoundError as error:
        top_bar(TITLE, "")
        show_error(error)
        st.button("Back to the list", key="draft-back", on_click=open_draft, args=("",))
        return
    newest = opened.versions[0].number
    if state.version is not None and state.version == newest:
        state.version = None
    state.base = state.base or newest
    others = (state.base, newest) if state.base < newest else state.missed
    sections = {one.id: one for one in opened.draft.sections}
    if state.section not in sections:
        state.section = next(iter(sections), "")
    section = sections.get(state.section)
    editable = opened.is_own and state.version is None and (opened.draft.state is DraftState.DRAFT or state.editing == opened.sha256)
    if section is not None and editable:
        fill_field(opened.draft, section)
    top_bar(TITLE, visible_line(opened.draft.company or ""))
    _head(desk, opened)
    _told(desk, opened, others)
    _columns(desk, opened, section, editable=editable)
    if state.version is None:
        _look(desk, opened.draft.id, (newest, opened.versions[0].sha256))


@st.fragment(run_every=LOOK_SECONDS)
def _look(desk: DraftsDesk, draft: str, shown: tuple[int, str]) -> None:
    """Show the page anew when another tab has saved, or a draft of somebody else is not there to be reviewed any more."""
    try:
        newest = desk.newest(draft)
    except NotFoundError:
        st.rerun()
    if (newest.number, newest.sha256) != shown:
        st.rerun()


def _head(desk: DraftsDesk, opened: OpenDraft) -> None:
    draft = opened.draft
    with st.container(key="draft-head", horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Drafts", key="draft-back", icon=":material/arrow_back:", help="Back to the list", on_click=open_draft, args=("",))
        title = f'<h2 class="rd-draft-heading">{escape_html(visible_line(draft.title))} {state_html(draft.state)}</h2>'
        with st.container(key="draft-saving", gap=None):
            st.html(f'{title}<p class="rd-muted rd-small rd-saved" role="status" data-testid="draft-saved">{_saved(opened)}</p>')
        with st.popover("Download", key="draft-download"):
            for ending in (".docx", ".md", ".html"):
                label, mime = _FILES[ending]
                cited = tuple(one.citation.document_id for one in draft.sources)
                what = f"draft {draft.id} version {draft.version}"
                file = Download(f"{file_stem(draft)}{ending}", mime, partial(desk.file, draft, ending), what, cited)
                show_download(desk.desk, label, file, key=f"draft-file{ending}")


def _saved(opened: OpenDraft) -> str:
    """Return when what is shown was saved, or that it is not."""
    state = drafts_state()
    words = saved_words(opened.draft.saved_at, opened.draft.version, reader_now())
    if state.text.failed is not None and state.text.section == state.section:
        return f'<strong class="rd-unsaved">Not saved: what stands in the field.</strong> Last {escape_html(words)}'
    return f'{escape_html(words[:1].upper() + words[1:])}<span class="rd-saving"> · typing, not saved yet</span>'


def _told(desk: DraftsDesk, opened: OpenDraft, others: tuple[int, int] | None) -> None:
    """Show what a writer has to know before they go on: an older version, another tab, what is withheld, what went wrong."""
    state, draft = drafts_state(), opened.draft
    newest = opened.versions[0].number
    if state.version is not None:
        with st.container(key="draft-older", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(note_html(f"You read version {draft.version} of {newest}. It is kept as it was and cannot be edited."), width="stretch")
            st.button("Back to the newest version", key="draft-newest", on_click=open_version, args=(None,))
    elif draft.state is not DraftState.DRAFT or not opened.is_own:
        _signed(opened)
    elif others:
        _others(desk, opened, others)
    unsaved = ", ".join(visible_line(one.heading) for one in draft.sections if one.id in state.failed)
    for line in (
        *withheld_words(opened.withheld),
        *([f"Not saved: {unsaved}. This tab keeps the text; open the section."] if unsaved else []),
    ):
        st.html(note_html(line))
    if state.error:
        show_error(state.error)
    if state.said:
        st.html(f'<p class="rd-small rd-draft-said" role="status" data-testid="draft-said">{escape_html(state.said)}</p>')


def _signed(opened: OpenDraft) -> None:
    """Show who signed the version that is shown, and ask its writer once before it is edited."""
    state, now = drafts_state(), reader_now()
    own = [one for one in opened.sign_offs if one.version == opened.draft.version]
    words = "; ".join(sign_off_words(one, now) for one in own)
    with st.container(key="draft-signed", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="rd-small" data-testid="draft-signed">{escape_html(words)}</div>', width="stretch")
        if not opened.is_own:
            said = f'<span class="rd-small rd-note">A draft of {escape_html(visible_line(opened.by))}, for you to read and to sign.</span>'
            st.html(said, width="content")
            return
        if state.editing == opened.sha256:
            st.html('<span class="rd-small rd-note">Your first change makes it a draft again.</span>', width="content")
            return
        with st.popover("Edit this draft", key="draft-edit-signed"):
            said = f"Version {opened.draft.version} is {opened.draft.state.value}. A change makes a new version, which is a draft again."
            st.html(f'<p class="rd-small">{said} What was signed stays as it is.</p>')
            st.button("Edit it all the same", key="draft-edit-anyway", type="primary", on_click=_edit_signed, args=(opened.sha256,))


def _edit_signed(sha256: str) -> None:
    state = drafts_state()
    state.editing, state.said = sha256, ""


def _others(desk: DraftsDesk, opened: OpenDraft, versions: tuple[int, int]) -> None:
    """Show that another tab has saved, when, and which sections it changed."""
    before, last = versions
    one = next((one for one in opened.versions if one.number == last), opened.versions[0])
    headings = desk.changed(opened.draft.id, before, last)
    changed = f"It changed: {', '.join(map(visible_line, headings))}." if headings else "It changed no words."
    with st.container(key="draft-others", horizontal=True, vertical_alignment="center", gap="small"):
        said = f"Another tab {saved_words(one.saved_at, last, reader_now())}. {changed}"
        st.html(f'<div role="status" data-testid="draft-others">{note_html(said)}</div>', width="stretch")
        st.button("Understood", key="draft-understood", on_click=_understood, args=(opened.versions[0].number,))


def _understood(newest: int) -> None:
    state = drafts_state()
    state.base, state.missed = newest, None


def _columns(desk: DraftsDesk, opened: OpenDraft, section: Section | None, *, editable: bool) -> None:
    outline, middle, beside = st.columns([3, 9, 8], gap="medium", wrap=False)
    with outline, st.container(key="draft-outline", gap=None):
        _outline(opened.draft)
    if section is None:
        with middle:
            st.html('<p class="rd-muted">This draft has no section.</p>')
        return
    with middle, st.container(key="draft-middle", gap="small"), page_boundary():
        show_heading(desk, section, editable=editable)
        show_section(desk, opened, section, editable=editable)
        sentences = st.container(key="draft-sentences", gap="xsmall")
        show_blocks(opened, section)
    with beside, st.container(key="draft-beside", gap="small"), page_boundary():
        show_beside(desk, opened, section, editable=editable)
    with sentences, page_boundary():
        show_sentences(desk, opened, section, editable=editable)


def _outline(draft: Draft) -> None:
    """Show the sections as a list; the one that is shown is marked."""
    state = drafts_state()
    for section in draft.sections:
        is_shown = section.id == state.section
        with st.container(key=f"draft-outline-{min(section.level, 3)}-{section.id}"):
            st.button(
                escape_label(outline_label(draft, section)),
                key=f"draft-section-{section.id}",
                type="primary" if is_shown else "tertiary",
                width="stretch",
                on_click=open_section,
                args=(section.id,),
            )
