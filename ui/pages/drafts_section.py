"""The middle of the page: a section's text in a field, its sentences with their support, its tables and charts as they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from research.drafting.editing.texts import text_of
from research.nouns.drafts import ChartBlock, Section, SectionConflict, TableBlock
from research.nouns.editing import OpenDraft
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_saving import change, keep_all, keep_own, load_field, save_field, save_text, take_kept
from ui.pages.drafts_state import drafts_state, open_marker
from ui.pages.drafts_typing import Typed, hear
from ui.render.answer_html import note_html
from ui.render.draft_blocks import chart_head_html, chart_image, chart_source_html, chart_words, missing_html, table_html
from ui.render.draft_conflict import conflict_html
from ui.render.draft_evidence import places_of
from ui.render.escaping import escape_html, visible_line

_ANEW = "draft-anew"
_HINT = (
    "\\[4\\] is the mark of source 4 and is of the sentence before it. A line that begins “- ” is an item, with “\\> ” a quotation, with "
    "“\\~ ” small print. Tables, charts and what is missing stand as one line each, {{table: …}}: move the line, or take it out."
)


def show_heading(desk: DraftsDesk, section: Section, *, editable: bool) -> None:
    """Show a section's heading, and the way to have it written anew; a text that is not saved has to be looked after first."""
    with st.container(key="draft-heading", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<h3 class="rd-draft-section">{escape_html(visible_line(section.heading))}</h3>', width="content")
        if not editable:
            return
        with st.popover("Write anew", key=_ANEW, on_change="rerun", disabled=drafts_state().text.failed is not None):
            st.html(
                '<p class="rd-small">The section is drawn from the library again as its template says, pinned sources first, without those '
                "that are left out. The text that stands here now is kept among the versions.</p>"
            )
            st.button("Write this section anew", key="draft-anew-now", type="primary", on_click=_write_anew)
    state = drafts_state()
    if state.rewriting:
        state.rewriting = False
        with st.spinner("Drawing figures and sentences from the library …"):
            change(
                lambda: desk.regenerate(state.draft, section.id, state.tab), "Written anew. What stood here before is among the versions."
            )
        st.rerun()


def _write_anew() -> None:
    """Close the popover, and have the section written anew where its heading stands."""
    drafts_state().rewriting = True
    st.session_state[_ANEW] = False


def show_section(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
    """Show a section's text, to be edited where it may be, and the other text of it that another tab saved."""
    if editable and (conflicts := [one for one in opened.draft.conflicts if one.section == section.id]):
        _conflict(desk, opened, section, conflicts)
    _text(desk, opened, section, editable=editable)


def _text(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
    current = text_of(section)
    if not editable:
        st.text_area("Text", current, key=f"draft-read-{opened.draft.version}-{section.id}", height="content", disabled=True)
        _hear(desk, opened, section, current, editable=False)
        return
    field = drafts_state().text
    if current != field.seen:
        _changed_elsewhere(opened, section)
    # As its default, which a browser shows whenever it draws the field anew: also where the page was left and is back.
    text = field.failed if field.failed is not None else field.typed
    with st.container(key="draft-text"):
        st.text_area("Text", text, key=field.key, height="content", on_change=save_field, args=(desk,), help=_HINT)
    _hear(desk, opened, section, field.typed, editable=True)


def _hear(desk: DraftsDesk, opened: OpenDraft, section: Section, text: str, *, editable: bool) -> None:
    field = drafts_state().text
    base = field.base if editable else opened.draft.version
    hear(Typed(opened.draft.id, section.id, text, base), field.key if editable else "", open_marker, partial(take_kept, desk))


def _changed_elsewhere(opened: OpenDraft, section: Section) -> None:
    """Say that another tab saved this very section, and offer its text."""
    with st.container(key="draft-elsewhere", horizontal=True, vertical_alignment="center", gap="small"):
        said = "Another tab has saved this section. What you type here is saved beside it, and you are asked which text stands."
        st.html(note_html(said), width="stretch")
        st.button("Show its text", key="draft-elsewhere-show", on_click=load_field, args=(opened.draft, section))


def _conflict(desk: DraftsDesk, opened: OpenDraft, section: Section, conflicts: Sequence[SectionConflict]) -> None:
    """Show the texts that a section was saved with, and let the writer choose."""
    own, base = text_of(section), opened.draft.version
    alone = len(conflicts) == 1
    with st.container(key=f"draft-conflict-{section.id}", gap="small"):
        st.html(conflict_html(own, conflicts))
        with st.container(key=f"draft-conflict-buttons-{section.id}", horizontal=True, gap="small"):
            st.button("Keep this text", key=f"draft-own-{section.id}", type="primary", on_click=keep_own, args=(desk, section.id))
            for one in conflicts:
                label = "Take the other text" if alone else f"Take that of version {one.version}"
                key = f"draft-other-{section.id}-{one.version}"
                st.button(label, key=key, on_click=save_text, args=(desk, section.id, one.text), kwargs={"base": base})
            label = "Keep the lines of both" if alone else "Keep the lines of all"
            texts = (own, *(one.text for one in conflicts))
            st.button(label, key=f"draft-both-{section.id}", on_click=keep_all, args=(desk, section.id, texts, base))


def show_blocks(opened: OpenDraft, section: Section) -> None:
    """Show tables, charts and what is missing, in the order of the section; none of it is edited here."""
    places, lit = places_of(opened.draft), drafts_state().marker
    if lacking := missing_html(section):
        st.html(f'<h3 class="rd-h3">Missing</h3>{lacking}')
    for number, block in enumerate(section.blocks):
        if isinstance(block, TableBlock):
            st.html(table_html(block, places, lit))
        elif isinstance(block, ChartBlock):
            with st.container(key=f"draft-chart-{number}", gap=None):
                st.html(chart_head_html(block))
                st.image(chart_image(block), width="stretch", alt=chart_words(block))
                st.html(chart_source_html(block, places, lit) or f"<p hidden>{escape_html(block.unit)}</p>")
