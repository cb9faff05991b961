"""What is doubtful, the gravest first: filtered by severity and company, each line a click from the page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from research.nouns.quality import Finding
from ui.pages.boundary import page_boundary
from ui.pages.library_state import DOCUMENTS, open_document
from ui.pages.quality_desk import QualityDesk
from ui.pages.quality_state import (
    ALL,
    COMPANY,
    EVERYONE,
    FINDINGS_A_PAGE,
    SEVERITIES,
    SEVERITY,
    choose_company,
    choose_severity,
    chosen,
    close_place,
    key_of,
    open_place,
    quality_state,
    show_more,
    turn_page,
)
from ui.pages.source_pane import show_source
from ui.pages.styles import show_styles
from ui.render.escaping import escape_html, escape_label, shorten
from ui.render.quality_html import Place, companies_of, finding_html, places_of
from ui.render.quality_view import counts_line
from ui.render.words import counted

STYLE = Path(__file__).with_name("quality.css")
_MOST_LABEL = 60


def show_quality(desk: QualityDesk) -> None:
    """Show the findings, and beside them the open source."""
    show_styles(STYLE)
    with st.spinner("Looking through the figures …"):
        findings = desk.findings()
    names, state = desk.names(), quality_state()
    opened = next((one for one in findings if state.opened and key_of(one) == state.opened), None)
    places = places_of(opened, names) if opened else ()
    if opened is None or not places:
        with st.container(key="quality-alone"):
            _list(findings, names)
        return
    left, right = st.columns([10, 9], gap="medium", wrap=False)
    with left, st.container(key="quality-left"):
        _list(findings, names)
    with right, st.container(key="quality-right", gap="xsmall"), page_boundary():
        _source(desk, opened, places[min(state.place, len(places) - 1)])


def _list(findings: Sequence[Finding], names: dict[str, str]) -> None:
    _filters(findings)
    found = chosen(findings)
    st.html(f'<div class="rd-muted rd-small" role="status" data-testid="doubtful">{escape_html(_line(found))}</div>')
    most = quality_state().shown
    for one in found[:most]:
        key = key_of(one)
        with st.container(key=f"quality-finding-{key}", gap=None):
            st.html(finding_html(one))
            _buttons(one, key, names)
    if left := len(found[most:]):
        st.button(f"Show {counted(min(left, FINDINGS_A_PAGE), 'more finding')} of {left:,}", key="quality-more", on_click=show_more)


def _line(found: Sequence[Finding]) -> str:
    line = counts_line(found)
    return f"{line[0].upper()}{line[1:]}{', the gravest first' if found else ''}."


def _filters(findings: Sequence[Finding]) -> None:
    state = quality_state()
    held = Counter(one.severity.value for one in findings)
    words = {ALL: f"All ({len(findings)})", **{name: f"{name.capitalize()}s ({held[name]})" for name in SEVERITIES[1:]}}
    companies = [EVERYONE, *companies_of(findings)]
    with st.container(key="quality-filters", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state[SEVERITY] = state.severity
        st.segmented_control("Severity", SEVERITIES, key=SEVERITY, format_func=words.__getitem__, required=True, on_change=choose_severity)
        st.session_state[COMPANY] = state.company if state.company in companies else EVERYONE
        st.selectbox("Company", companies, key=COMPANY, on_change=choose_company, width=320)


def _buttons(one: Finding, key: str, names: dict[str, str]) -> None:
    state, places = quality_state(), places_of(one, names)
    with st.container(key=f"quality-buttons-{key}", horizontal=True, gap="small"):
        for at, place in enumerate(places):
            st.button(
                escape_label(f"Page {place.page} of {shorten(place.document, _MOST_LABEL)}"),
                key=f"quality-open-{key}-{at}",
                type="primary" if (state.opened, state.place) == (key, at) else "secondary",
                help=escape_label(f"Show the page: {shorten(one.message, 80)}"),
                on_click=open_place,
                args=(key, at),
            )
        if not places and one.document_id in names:
            label = escape_label(f"See {shorten(one.document, _MOST_LABEL)}")
            st.button(label, key=f"quality-document-{key}", on_click=_see, args=(one.document,))


def _see(name: str) -> None:
    st.session_state["section"] = DOCUMENTS
    open_document(name)


def _source(desk: QualityDesk, one: Finding, place: Place) -> None:
    with st.container(key="quality-detail", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False):
        st.html(f'<div class="rd-small rd-muted">{escape_html(shorten(f"{one.doubt.value}: {one.message}", 200))}</div>')
        st.button("Close", key="quality-close", on_click=close_place)
    citation = desk.cite(place.fact) if place.fact else None
    show_source(desk.desk, place.document_id, quality_state().page or place.page, citation=citation, on_page=turn_page)
