"""Correcting a field of a document, and the corrections that were made, each with its undo."""

from __future__ import annotations

import streamlit as st

from ingest.corrected import NEVER_UNKNOWN
from ingest.given import FISCAL_PERIODS, PARSERS
from ingest.upkeep import field_words
from research.nouns.corrections import Correction
from research.nouns.documents import Document, Kind, Tier
from ui.pages.boundary import show_error
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_state import Batch, library_state, try_action
from ui.pages.session import widget_value
from ui.render.library_detail import correction_html, effective, typed_value

_CHOICES = {"kind": tuple(Kind), "tier": tuple(Tier), "fiscal_period": ("", *FISCAL_PERIODS)}
_EXAMPLES = {
    "fiscal_year": "2024",
    "period_end": "2024-12-31",
    "published_at": "2025-02-14",
    "form_type": "10-K",
    "language": "en",
    "label": "public",
}


def show_corrections(desk: LibraryDesk, document: Document, *, changeable: bool) -> None:
    """Show the form (for the version that answers only) and the corrections."""
    made = desk.corrections(document)
    if changeable:
        st.html('<h3 class="rd-h3">Correct a field</h3>')
        _form(desk, document)
    if made:
        st.html(f'<h3 class="rd-h3">Corrections ({len(made)})</h3>')
    counting = {one.id for one in effective(made)}
    for one in reversed(made):
        with st.container(
            key=f"correction-{one.id}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False
        ):
            st.html(correction_html(one))
            if changeable and one.id in counting:
                st.button("Undo", key=f"undo-{one.id}", on_click=_undo, args=(desk, document, one))


def _form(desk: LibraryDesk, document: Document) -> None:
    state = library_state()
    field = st.selectbox("Field", tuple(PARSERS), key="correct-field", format_func=field_words, index=tuple(PARSERS).index("company"))
    place = f"{document.id}-{state.tries}"  # a new version, and a new correction, begin with the value that holds
    with st.form(f"correct-{place}-{field}", border=False):
        key = f"correct-value-{place}-{field}"
        before = typed_value(document, field)
        if field in _CHOICES:
            choices = tuple(map(str, _CHOICES[field]))
            at = choices.index(before) if before in choices else 0
            st.selectbox("New value", choices, key=key, index=at, format_func=lambda one: one or "unknown")
        else:
            unknown = "" if field in NEVER_UNKNOWN else " Leave it empty when it is unknown."
            example = f" For example {_EXAMPLES[field]}." if field in _EXAMPLES else ""
            st.text_input("New value", before, key=key, max_chars=300, help=(unknown + example).strip() or None)
        reason = f"correct-reason-{place}"
        st.text_input("Reason", key=reason, max_chars=500, placeholder="Optional; kept with the correction")
        st.form_submit_button("Correct it", type="primary", key="correct", on_click=_correct, args=(desk, document, field, (key, reason)))
    if state.error and state.error_at == "correct":
        show_error(state.error)
    st.html(
        '<p class="rd-muted rd-small">A correction outranks what the document says. It stays when the file changes, moves or is read '
        "again, until it is undone.</p>"
    )


def _correct(desk: LibraryDesk, document: Document, field: str, keys: tuple[str, str]) -> None:
    value, reason = (str(widget_value(key)) for key in keys)

    def act() -> Batch:
        """Correct the field; return the batch that is waited for."""
        batch = desk.upkeep.correct(desk.access, document.id, field, value, reason=reason)
        return Batch(desk.work(batch), f"correcting the {field_words(field).lower()} of {document.name}")

    try_action("correct", act)


def _undo(desk: LibraryDesk, document: Document, one: Correction) -> None:
    def act() -> Batch:
        """Undo the correction; return the batch that is waited for."""
        batch = desk.upkeep.undo(desk.access, document.id, one.id)
        return Batch(desk.work(batch), f"undoing the correction of the {field_words(one.field).lower()} of {document.name}")

    try_action("correct", act)
