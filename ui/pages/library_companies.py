"""Coverage by company and year, and the table of which name means which company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from ui.pages.boundary import show_error
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_state import DOCUMENTS, Batch, library_state, open_document, try_action
from ui.pages.session import widget_value
from ui.render.company_names import meaning_lines
from ui.render.coverage_html import coverage_html, find_companies_covered, gaps_line, unplaced_line
from ui.render.escaping import escape_html, escape_label
from ui.render.words import counted

COMPANIES_A_PAGE = 25
NAMES_A_PAGE = 20
_T = TypeVar("_T")


def show_coverage(desk: LibraryDesk) -> None:
    """Show the matrix, a page of companies at a time, and the documents that have no place in it."""
    found = desk.coverage()
    if not found.companies and not found.unplaced:
        st.html('<p class="rd-muted">Nothing is held yet. Choose “Add files” above.</p>')
        return
    typed = st.text_input("Company", key="coverage-filter", placeholder="Filter by company …", label_visibility="collapsed")
    companies = find_companies_covered(found.companies, typed)
    st.html(f'<div class="rd-muted rd-small" role="status">{counted(len(companies), "company", "companies")}. {gaps_line(companies)}</div>')
    if page := _page_of(companies, COMPANIES_A_PAGE, f"coverage-page-{typed}"):
        st.html(coverage_html(page))
    if found.unplaced:
        st.html(
            f'<h3 class="rd-h3">Without a place ({len(found.unplaced):,})</h3><p class="rd-muted rd-small">These are found by their '
            "words only. Open one to correct what is unknown.</p>"
        )
        for place, one in enumerate(_page_of(found.unplaced, NAMES_A_PAGE, "unplaced-page")):
            label = escape_label(unplaced_line(one))
            st.button(label, key=f"unplaced-{place}", on_click=_open, args=(one.document,), type="tertiary")


def show_names(desk: LibraryDesk) -> None:
    """Show what a name means now, the table of names, and those that were removed."""
    state = library_state()
    typed = st.text_input("What does a name mean now?", key="name-asked", placeholder="A name, short name or ticker")
    if typed.strip():
        items = "".join(f"<li>{escape_html(line)}</li>" for line in meaning_lines(typed, desk.companies(), desk.names()))
        st.html(f'<ul class="rd-list" data-testid="meaning">{items}</ul>')
    st.html('<h3 class="rd-h3">Say which company a name means</h3>')
    with st.form(f"name-{state.tries}", border=False), st.container(key="name-row", horizontal=True, vertical_alignment="bottom"):
        keys = (f"name-new-{state.tries}", f"name-company-{state.tries}")
        st.text_input("Name", key=keys[0], placeholder="As documents print it or people say it", max_chars=200)
        st.text_input("means the company", key=keys[1], placeholder="The company that is meant", max_chars=200)
        st.form_submit_button("Add", type="primary", key="name-add", on_click=_add, args=(desk, keys))
    if state.error and state.error_at == "names":
        show_error(state.error)
    _names(desk)
    removed = desk.upkeep.removed_names(desk.access)
    if removed:
        st.html('<h3 class="rd-h3">Removed lately</h3>')
    for place, one in enumerate(removed):
        with st.container(key=f"name-removed-{place}", horizontal=True, vertical_alignment="center"):
            st.html(f'<span class="rd-muted">{escape_html(one.name)} meant {escape_html(one.company)}</span>', width="content")
            st.button("Put it back", key=f"name-back-{place}", on_click=_put_back, args=(desk, one.name, one.company))


def _names(desk: LibraryDesk) -> None:
    names = tuple(desk.names().items())
    st.html(f'<h3 class="rd-h3">Names ({len(names):,})</h3>')
    if not names:
        st.html(
            '<p class="rd-muted rd-small">No name was given a meaning yet. Names that differ in their legal form only, and those that '
            "share a ticker, are one company without being told.</p>"
        )
    for place, (name, company) in enumerate(_page_of(names, NAMES_A_PAGE, "names-page")):
        with st.container(key=f"name-{place}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
            st.html(f"<div><strong>{escape_html(name)}</strong> means {escape_html(company)}</div>")
            st.button(
                "Remove", key=f"name-remove-{place}", help=escape_label(f"Forget what {name} means"), on_click=_remove, args=(desk, name)
            )


def _page_of(items: Sequence[_T], size: int, key: str) -> Sequence[_T]:
    """Return the items of the page that is turned to; the number's field is shown when there is more than one."""
    pages = -(-len(items) // size)
    if pages < 2:
        return items
    number = int(st.number_input(f"Page of {pages:,}", 1, pages, key=key, width=160))
    return items[(number - 1) * size : number * size]


def _open(name: str) -> None:
    st.session_state["section"] = DOCUMENTS
    open_document(name)


def _add(desk: LibraryDesk, keys: tuple[str, str]) -> None:
    name, company = (str(widget_value(key)) for key in keys)
    _put_back(desk, name, company)


def _put_back(desk: LibraryDesk, name: str, company: str) -> None:
    def act() -> Batch | None:
        """Keep the name; nothing is to be waited for."""
        desk.upkeep.add_name(desk.access, name, company)
        return None

    try_action("names", act)


def _remove(desk: LibraryDesk, name: str) -> None:
    def act() -> Batch | None:
        """Forget the name; nothing is to be waited for."""
        desk.upkeep.remove_name(desk.access, name)
        return None

    try_action("names", act)
