"""Under a section's text: each of its sentences with what it rests on, and the reason with which one may stand all the same."""

from __future__ import annotations

import streamlit as st

from research.nouns.answers import Verdict
from research.nouns.drafts import Section
from research.nouns.editing import OpenDraft, SentenceSupport, SupportedBy
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_looking import looked_up
from ui.pages.drafts_saving import change, tried
from ui.pages.drafts_state import drafts_state, open_place
from ui.pages.session import widget_value
from ui.render.check_view import FINDINGS
from ui.render.draft_evidence import places_of
from ui.render.draft_sentences import sentence_html, support_summary
from ui.render.escaping import escape_html, escape_label


def show_sentences(desk: DraftsDesk, opened: OpenDraft, section: Section, *, editable: bool) -> None:
    """Show the sentences of a section; only what changed since they were looked at last is looked up."""
    if not section.claims:
        return
    supports = looked_up(desk.support(opened.draft, section), "Looking up what each sentence rests on …", desk.soon)
    if supports is None:
        return
    summary = escape_html(support_summary(supports))
    st.html(f'<h3 class="rd-h3">Sentences: <span data-testid="draft-support">{summary}</span></h3>')
    places, lit = places_of(opened.draft), drafts_state().marker
    for number, support in enumerate(supports):
        with st.container(key=f"draft-sentence-{number}", horizontal=True, vertical_alignment="top", gap="small"):
            st.html(sentence_html(support, places, lit), width="stretch")
            _actions(desk, section.id, support, number, editable=editable)


def _actions(desk: DraftsDesk, section: str, support: SentenceSupport, number: int, *, editable: bool) -> None:
    """Offer what can be done about a sentence: its source in the library, and to let it stand."""
    citation = support.citation
    if citation is not None and support.by is SupportedBy.LIBRARY:
        help_text = escape_label(f"{citation.document}, page {citation.page}")
        st.button("Source", key=f"draft-found-{number}", help=help_text, on_click=open_place, args=(citation,))
        if editable and support.verdict is Verdict.SUPPORTED:
            st.button(
                "Cite it",
                key=f"draft-cite-{number}",
                help="Put the mark of this source behind the sentence",
                on_click=_cite,
                args=(desk, section, support),
            )
    if not editable or support.verdict not in FINDINGS:
        return
    if support.accepted:
        st.button("Reopen", key=f"draft-withdraw-{number}", on_click=_withdraw, args=(desk, support))
        return
    with st.popover("Let it stand", key=f"draft-stand-{number}"):
        st.text_input("Why it stands", key=f"draft-reason-{number}-{support.key[:12]}", max_chars=500)
        st.button(
            "Let it stand",
            key=f"draft-accept-{number}",
            type="primary",
            on_click=_accept,
            args=(desk, support, f"{number}-{support.key[:12]}"),
        )


def _cite(desk: DraftsDesk, section: str, support: SentenceSupport) -> None:
    state = drafts_state()
    change(lambda: desk.cite(state.draft, section, support, state.tab))


def _accept(desk: DraftsDesk, support: SentenceSupport, name: str) -> None:
    tried(lambda: desk.accept(support, str(widget_value(f"draft-reason-{name}") or "")))


def _withdraw(desk: DraftsDesk, support: SentenceSupport) -> None:
    tried(lambda: desk.withdraw(support))
