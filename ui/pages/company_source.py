"""The right side of the company's page: what a figure says in full, the filings that state it, and its page."""

from __future__ import annotations

import streamlit as st

from research.nouns.facts import Fact
from research.nouns.sheets import StatementSheet
from ui.pages.boundary import page_boundary
from ui.pages.company_corrections import show_correcting
from ui.pages.company_desk import CompanyDesk
from ui.pages.company_state import close_source, company_state, open_filing, turn_page
from ui.pages.source_pane import show_source
from ui.render.escaping import escape_label
from ui.render.sheet_cells import figure_text
from ui.render.sheet_detail import detail_html

# The figure's marker in its source.
MARKER = "1"


def show_cell(desk: CompanyDesk, sheet: StatementSheet, place: tuple[int, int]) -> None:
    """Show the open figure, its source, or what keeps it from being shown, and the form that corrects it."""
    row, cell, state = sheet.rows[place[0]], sheet.cell(*place), company_state()
    if cell is None:
        return
    facts = (cell.fact, *cell.others)
    number = min(state.source, len(facts) - 1)
    with st.container(key="company-detail", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False):
        st.html(detail_html(sheet, place))
        st.button("Close", key="company-close", on_click=close_source)
    if len(facts) > 1:
        with st.container(key="company-filings", horizontal=True, gap="xsmall"):
            for at, fact in enumerate(facts):
                label = f"{figure_text(fact, row.scale)} · {sheet.documents.get(fact.document_id, '')}"
                st.button(
                    escape_label(label),
                    key=f"company-filing-{at}",
                    type="primary" if at == number else "secondary",
                    on_click=open_filing,
                    args=(at,),
                )
    with page_boundary():
        _source(desk, facts[number])
    show_correcting(desk, facts[number])


def _source(desk: CompanyDesk, fact: Fact) -> None:
    citation = desk.cite(fact, MARKER)
    show_source(desk.desk, citation.document_id, company_state().page or citation.page, citation=citation, on_page=turn_page)
