"""How far a draft is: what the house requires, what keeps it from release, and the signatures under its versions."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from research.drafting.writing.elements import OWN
from research.nouns.drafts import Draft, DraftElement, DraftState
from research.nouns.editing import OpenDraft, SignOffAction
from ui.pages.drafts_desk import DraftsDesk
from ui.pages.drafts_looking import looked_up
from ui.pages.drafts_saving import renew, tried
from ui.pages.drafts_state import drafts_state
from ui.pages.reader_clock import reader_now
from ui.pages.session import widget_value
from ui.render.draft_signing import blocking_html, steps_html
from ui.render.draft_versions import HASH_DIGITS, sign_off_words
from ui.render.escaping import escape_html, escape_label
from ui.render.words import plain_name

_COMMENT = "draft-comment"
_SEND, _TAKE_BACK = (SignOffAction.SENT, "Send to review"), (SignOffAction.REOPENED, "Take it back")
_REVIEW, _RELEASE = (SignOffAction.REVIEWED, "Mark as reviewed"), (SignOffAction.RELEASED, "Release")
_TO_WRITER = ((SignOffAction.RETURNED, "Return to its writer"), (SignOffAction.NOTED, "Note"))
# What is offered in each state to a single user, to the writer of a team's draft, and to who reviews it; the first is the next step.
_ALONE = {DraftState.DRAFT: (_REVIEW,), DraftState.IN_REVIEW: (_REVIEW,), DraftState.REVIEWED: (_RELEASE,)}
_WRITER = {DraftState.DRAFT: (_SEND,), DraftState.IN_REVIEW: (_TAKE_BACK,), DraftState.REVIEWED: (_TAKE_BACK,)}
_REVIEWER = {DraftState.IN_REVIEW: (_REVIEW, *_TO_WRITER), DraftState.REVIEWED: (_RELEASE, *_TO_WRITER)}
_DONE = {
    SignOffAction.SENT: "is sent to review",
    SignOffAction.NOTED: "is as it was; its writer reads your note",
    SignOffAction.RETURNED: "is returned to its writer",
}


def show_signing(desk: DraftsDesk, opened: OpenDraft, *, editable: bool) -> None:
    """Show how far the draft is and what is to be done for the next step; an older version's signatures can only be read."""
    draft = opened.draft
    st.html(steps_html(draft.state, in_team=desk.access.in_team))
    if drafts_state().version is None:
        lines: tuple[str, ...] | None = ()
        if draft.state is not DraftState.RELEASED:
            lines = looked_up(desk.blocking(draft.id), "Looking up what keeps it from release …", desk.soon)
            if lines is not None:
                st.html(blocking_html(lines))
        if editable:
            _elements(desk, draft)
        _next_step(desk, opened, may=lines == ())
    words = "".join(f"<li>{escape_html(sign_off_words(one, reader_now()))}</li>" for one in reversed(opened.sign_offs))
    none = '<p class="rd-muted rd-small">None yet.</p>'
    signed = f'<ul class="rd-list rd-small" data-testid="draft-signatures">{words}</ul>' if words else none
    st.html(f'<h3 class="rd-h3">Signatures</h3>{signed}')


def _next_step(desk: DraftsDesk, opened: OpenDraft, *, may: bool) -> None:
    """Offer the next state; a draft may be reviewed with what is open in it, and released (`may`) only without."""
    offered = _WRITER if desk.access.in_team else _ALONE
    steps = (offered if opened.is_own else _REVIEWER).get(opened.draft.state, ())
    if not steps:
        return
    key = f"{_COMMENT}-{opened.draft.version}-{steps[0][0].value}"
    st.text_input("Comment", key=key, max_chars=400, placeholder="What was read, and what is left to others")
    with st.container(key="draft-sign-actions", horizontal=True, vertical_alignment="center", gap="small"):
        for action, label in steps:
            held = action is SignOffAction.RELEASED and not may
            kind: Literal["primary", "secondary"] = "primary" if action is steps[0][0] else "secondary"
            name = f"draft-sign-{action.value}"
            st.button(label, key=name, type=kind, disabled=held, on_click=_sign, args=(desk, opened, action, key))
        said = f"Signs version {opened.draft.version}, content {escape_html(opened.sha256[:HASH_DIGITS])}"
        st.html(f'<span class="rd-muted rd-small">{said}</span>', width="content")


def _sign(desk: DraftsDesk, opened: OpenDraft, action: SignOffAction, key: str) -> None:
    signed = tried(lambda: desk.sign(action, opened, str(widget_value(key) or "")))
    if signed is not None:
        state = drafts_state()
        state.base, state.editing = signed.draft.version, ""
        state.said = f"Version {signed.draft.version} {_DONE.get(action, f'is {signed.draft.state.value}')}."


def _elements(desk: DraftsDesk, draft: Draft) -> None:
    """Show a field for each element that the draft can be given."""
    given = [one for one in draft.elements if one.name not in OWN]
    if not given:
        return
    st.html('<h3 class="rd-h3">What the house requires</h3>')
    with st.container(key="draft-elements", horizontal=True, gap="small"):
        for one in given:
            key = f"draft-element-{draft.version}-{one.name}"
            label = escape_label(plain_name(one.name) + ("" if one.required else " (optional)"))
            st.text_input(label, one.value, key=key, max_chars=4_000, placeholder="Open", width=200, on_change=_fill, args=(desk, one, key))


def _fill(desk: DraftsDesk, element: DraftElement, key: str) -> None:
    state = drafts_state()
    saved = tried(lambda: desk.fill(state.draft, element.name, str(widget_value(key) or ""), state.tab))
    if saved is not None:
        renew(saved, f"{plain_name(element.name)} is saved.")
