"""The form of a new draft: a template with what it is, the company, whom to set beside it or what it is about, and the house's elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from research.drafting.templates.evidence import Front
from research.drafting.templates.shelf import Shelved
from research.drafting.writing.elements import OWN
from research.drafting.writing.subjects import MOST_PEERS
from research.errors import DeskError
from research.nouns.drafts import Draft
from ui.pages.boundary import expected, show_error
from ui.pages.drafts_desk import DraftsDesk, NewDraft, has_been_edited
from ui.pages.drafts_state import drafts_state, end_form, open_draft
from ui.render.answer_html import note_html
from ui.render.escaping import escape_html, escape_label
from ui.render.words import day, plain_name

# The template that the form begins with, where there is one of that name; the command's own too.
_FIRST = "tear-sheet"
_TEMPLATE, _COMPANY, _PEERS, _TOPIC = "new-template", "new-company", "new-peers", "new-topic"


def show_new(desk: DraftsDesk) -> None:
    """Show the form; pressing its button writes the draft and opens it."""
    shelved = desk.templates()
    usable = {one.name: one.template.front for one in shelved if one.template}
    names = [one.name for one in desk.companies()]
    with st.container(key="new-draft", gap="small"):
        with st.container(key="new-bar", horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Back to the list", key="new-back", icon=":material/arrow_back:", on_click=end_form)
            st.html('<h2 class="rd-h2">New draft</h2>', width="content")
        if state_error := drafts_state().error:
            show_error(state_error)
        if not names or not usable:
            what = "No company has a paper in the library yet" if usable else "No template can be used"
            st.html(f'<p class="rd-muted">{what}: add filings on the page Library, or with <code>desk ingest PATH</code>.</p>')
            return
        left, right = st.columns([2, 3], gap="large")
        with left:
            chosen = _template(shelved, usable)
        with right:
            _fields(desk, chosen, usable[chosen], names)


def _template(shelved: Sequence[Shelved], usable: Mapping[str, Front]) -> str:
    """Show the choice of a template, each with one line of what it is, and what is wrong with one that cannot be used."""
    captions = [escape_label(front.description) for front in usable.values()]
    first = list(usable).index(_FIRST) if _FIRST in usable else 0
    chosen = st.radio(
        "Template", list(usable), first, captions=captions, key=_TEMPLATE, format_func=lambda name: escape_label(usable[name].title)
    )
    for one in shelved:
        if one.problem:
            st.html(note_html(one.problem))
    return str(chosen)


def _fields(desk: DraftsDesk, template: str, front: Front, names: list[str]) -> None:
    company = st.selectbox("Company", names, index=None, key=_COMPANY, placeholder="Choose a company")
    peers: list[str] = []
    topic = ""
    if front.about == "peers":
        others = [name for name in names if name != company]
        st.session_state[_PEERS] = [one for one in st.session_state.get(_PEERS, []) if one in others]
        peers = st.multiselect(
            "Companies beside it",
            others,
            key=_PEERS,
            max_selections=MOST_PEERS,
            placeholder=f"All others with annual figures, at most {MOST_PEERS}",
        )
    if front.about == "topic":
        topic = st.text_input("Topic", key=_TOPIC, max_chars=200, placeholder="For example tariffs, or water utilities")
    elements = _elements(desk, template, front)
    wanted = NewDraft(template, str(company or ""), tuple(peers), topic, elements)
    kept = _kept(desk, wanted) if company and (topic.strip() or front.about != "topic") else None
    if kept:
        st.html(f'<p class="rd-small" data-testid="new-kept">{escape_html(_kept_words(kept))}</p>')
    with st.container(key="new-actions", horizontal=True, gap="small", vertical_alignment="center"):
        pressed = st.button(_write_label(kept), key="new-write", type="primary", disabled=not company)
        if kept:
            st.button("Open the draft there is", key="new-open", on_click=open_draft, args=(kept.id,))
        if not company:
            st.html('<span class="rd-muted rd-small">Choose a company first.</span>', width="content")
    if pressed:
        _write(desk, wanted)


def _elements(desk: DraftsDesk, template: str, front: Front) -> dict[str, str]:
    """Show a field for each element that the draft can be given; what the house gives for every draft stands in it already."""
    house = desk.house()
    required = [name for name in front.required if name not in OWN]
    small = {name.casefold() for name in front.small_print}
    st.html('<h3 class="rd-h3">What the house requires before release; it may be given later</h3>')
    found: dict[str, str] = {}
    with st.container(key="new-required", horizontal=True, gap="small"):
        found |= {name: _short(template, name, house) for name in required if name.casefold() not in small}
    found |= {name: _long(template, name, house) for name in required if name.casefold() in small}
    if front.optional:
        with st.expander("Further particulars", key="new-optional"), st.container(horizontal=True, gap="small"):
            found |= {name: _short(template, name, house) for name in front.optional}
    return {name: value for name, value in found.items() if value.strip() and value.strip() != house.get(name, "").strip()}


def _short(template: str, name: str, house: Mapping[str, str]) -> str:
    label, given = escape_label(plain_name(name)), house.get(name, "")
    return str(st.text_input(label, given, key=f"new-{template}-{name}", max_chars=400, placeholder="Open", width=220) or "")


def _long(template: str, name: str, house: Mapping[str, str]) -> str:
    label, given = escape_label(plain_name(name)), house.get(name, "")
    return str(st.text_area(label, given, key=f"new-{template}-{name}", max_chars=4_000, height=90, placeholder="Open") or "")


def _kept_words(kept: Draft) -> str:
    have = f"You have this draft: version {kept.version}, saved {day(kept.saved_at.date())}."
    if has_been_edited(kept):
        return f"{have} You have worked on it: a new one is written beside it."
    return f"{have} Writing it anew makes version {kept.version + 1}, and keeps those before."


def _write_label(kept: Draft | None) -> str:
    if kept is None:
        return "Write the draft"
    return "Write another one" if has_been_edited(kept) else f"Write version {kept.version + 1}"


def _kept(desk: DraftsDesk, wanted: NewDraft) -> Draft | None:
    try:
        return desk.kept(wanted)
    except DeskError:  # writing says what is wrong
        return None


def _write(desk: DraftsDesk, wanted: NewDraft) -> None:
    """Write the draft and open it, or say above the form why not."""
    state = drafts_state()
    state.error = None
    try:
        with st.spinner("Drawing figures and sentences from the library, each held against its source …"):
            kept = desk.write(wanted)
    except DeskError as error:
        state.error = expected(error)
    else:
        open_draft(kept.id)
    st.rerun()
