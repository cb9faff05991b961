"""The sources of a section: the pages that it cites, pinned, left out or put in place of each other."""

from __future__ import annotations

import streamlit as st

from research.errors import NotFoundError
from research.nouns.drafts import ParagraphBlock, Section, SourceChoice, SourceUse
from research.nouns.editing import OpenDraft
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_saving import change
from ui.pages.drafts_state import drafts_state, replace_source
from ui.render.draft_evidence import EvidencePage, evidence_pages, page_html
from ui.render.escaping import escape_html, escape_label, shorten
from ui.render.words import counted

# So many marks of a page can be given another source from here.
_MOST_MARKS = 3
_USES = {SourceUse.PINNED: "pinned", SourceUse.EXCLUDED: "left out"}


def show_sources(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
    """Show the pages that a section cites, and those that are chosen for it without being cited."""
    pages = evidence_pages(opened.draft, section)
    said = f"{counted(len(pages), 'page')} cited here. A mark opens its page." if pages else "This section cites nothing."
    st.html(f'<p class="rd-muted rd-small" data-testid="draft-cited">{said}</p>')
    marks = {
        one.marker for block in section.blocks if isinstance(block, ParagraphBlock) for claim in block.claims for one in claim.citations
    }
    for page in pages:
        with st.container(key=f"draft-place-{page.key}", gap="xsmall"):
            st.html(page_html(page, drafts_state().marker))
            if editable:
                _page_actions(desk, section, page, marks)
    cited = {(one.document_id, one.page) for one in pages}
    for choice in opened.draft.choices:
        if choice.section == section.id and (choice.document_id, choice.page) not in cited:
            _chosen(desk, choice, editable=editable)


def _page_actions(desk: DraftsDesk, section: Section, page: EvidencePage, marks: set[str]) -> None:
    pinned, excluded = (SourceChoice(section.id, page.document_id, page.page, use) for use in (SourceUse.PINNED, SourceUse.EXCLUDED))
    with st.container(key=f"draft-place-actions-{page.key}", horizontal=True, gap="xsmall"):
        if page.use is None:
            help_text = "This page is used first when the section is written anew"
            st.button("Pin", key=f"draft-pin-{page.key}", help=help_text, on_click=_choose, args=(desk, pinned))
            help_text = "This page is not used when the section is written anew"
            st.button("Leave out", key=f"draft-exclude-{page.key}", help=help_text, on_click=_choose, args=(desk, excluded))
        else:
            label = "Unpin" if page.use is SourceUse.PINNED else "Use again"
            st.button(label, key=f"draft-back-{page.key}", on_click=_choose, args=(desk, pinned), kwargs={"back": True})
        own = [one for one in page.places if one.citation.marker in marks]
        for one in own[:_MOST_MARKS]:
            marker = one.citation.marker
            st.button(
                escape_label(f"Replace [{marker}]"),
                key=f"draft-replace-{marker}",
                help="Look for another source for the sentences that bear this mark",
                on_click=replace_source,
                args=(marker, shorten(one.citation.quote, 160).rstrip("…")),
            )


def _chosen(desk: DraftsDesk, choice: SourceChoice, *, editable: bool) -> None:
    """Show a source that was chosen and is not cited."""
    try:
        title = desk.title(choice.document_id)
    except NotFoundError:
        title = "A document that is not there for you"
    page = f", page {choice.page}" if choice.page is not None else ""
    with st.container(
        key=f"draft-chosen-{choice.document_id[:12]}-{choice.page}", horizontal=True, vertical_alignment="center", gap="small"
    ):
        said = f'{escape_html(title)}{page} <span class="rd-place-use rd-place-{choice.use.value}">{_USES[choice.use]}</span>'
        st.html(f'<div class="rd-small">{said}</div>', width="stretch")
        if editable:
            key = f"draft-unchoose-{choice.document_id[:12]}-{choice.page}"
            st.button("Take back", key=key, on_click=_choose, args=(desk, choice), kwargs={"back": True})


def _choose(desk: DraftsDesk, choice: SourceChoice, *, back: bool = False) -> None:
    state = drafts_state()
    change(lambda: desk.choose(state.draft, choice, back=back, tab=state.tab))
