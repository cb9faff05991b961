"""The table of documents with its filter, and beside it the chosen one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui.pages.boundary import page_boundary
from ui.pages.library_desk import LibraryDesk
from ui.pages.library_detail import show_detail
from ui.pages.library_state import library_state, open_document
from ui.render.answer_html import notice_html
from ui.render.escaping import escape_html
from ui.render.library_table import LibraryRow, count_line, table_columns

TABLE_HEIGHT = 620
# So many parts of the width has the table when no document is open; the other column then has one.
WHOLE = 1000


def show_documents(desk: LibraryDesk) -> None:
    """Show the table, and the chosen document on its right."""
    chosen = library_state().document
    # Always two columns, so that the table keeps its place, its order and what is scrolled to when a document is opened.
    left, right = st.columns([11, 9] if chosen else [WHOLE, 1], gap="medium" if chosen else None)
    with left, page_boundary():
        _table(desk)
    if chosen:
        with right, st.container(key="detail", gap="xsmall"), page_boundary():
            show_detail(desk, chosen)


def _table(desk: LibraryDesk) -> None:
    with st.container(key="filter-row", horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input("Filter", key="filter", placeholder="Filter by company, form, period, name …", label_visibility="collapsed")
        deleted = st.toggle("Deleted ones", key="show-deleted", help="Documents that answer no more; they can be restored")
    sought = desk.sought(typed, deleted=deleted)
    if not sought.held:
        _nothing(deleted=deleted)
        return
    line = f"{count_line(sought.found, sought.held, typed)}. Tick one to see it in full."
    st.html(f'<div class="rd-muted rd-small" role="status" data-testid="count">{escape_html(line)}</div>')
    if not sought.found:
        st.html('<p class="rd-muted">No document has all these words. Take some away, or clear the filter.</p>')
        return
    number = 1
    if sought.pages > 1:
        said = f"Page of {sought.pages:,}: papers first, then news, the last that came before the others"
        number = int(st.number_input(said, 1, sought.pages, key=f"library-page-{typed}", width=480))
    _frame(desk.rows(sought, number), typed)


def _frame(found: Sequence[LibraryRow], typed: str) -> None:
    import pandas as pd  # noqa: PLC0415  (slow to import, and only this needs it)

    # Another filter is another table: the marked row of the old one would stand for another document.
    key = "documents-" + hashlib.sha256("\n".join([typed, *(one.document.id for one in found)]).encode()).hexdigest()[:12]
    names = [one.document.name for one in found]
    st.dataframe(
        pd.DataFrame(table_columns(found)),
        key=key,
        height=min(TABLE_HEIGHT, 40 + 35 * max(len(found), 1)),
        hide_index=True,
        selection_mode="single-row",  # a cell would also be chosen by sorting a column
        on_select=lambda: _choose(key, names),
        column_config={
            "Document": st.column_config.TextColumn(width="medium", help="Tick a row to see the document in full"),
            "Company": st.column_config.TextColumn(width="medium"),
            "Form": st.column_config.TextColumn(width="small"),
            "Period": st.column_config.TextColumn(width="small"),
            **{name: st.column_config.NumberColumn(width=70) for name in ("Pages", "Facts", "Defects")},
        },
    )


def _choose(key: str, names: Sequence[str]) -> None:
    selection: Any = st.session_state[key]["selection"]
    rows = selection["rows"]
    if rows and 0 <= rows[0] < len(names):
        open_document(names[rows[0]])


def _nothing(*, deleted: bool) -> None:
    if deleted:
        st.html('<p class="rd-muted">No document was deleted.</p>')
        return
    lines = ["Choose “Add files” above: upload some, or name a folder of this machine. They can be asked about as soon as they are read."]
    st.html(notice_html("choice", "The library is empty", lines, "+"))
