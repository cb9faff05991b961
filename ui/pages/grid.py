"""The page of the grid: the same questions asked of several companies, each cell with its source, the whole as a workbook.

Cells are asked in slices of a few seconds between which the page is drawn anew, so that what is there can be read and opened, and the
run stopped, while the rest is asked.
"""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from research.answering.grid import GridAsker
from research.directory import Company
from research.nouns.grids import Grid
from ui.pages.boundary import page_boundary, show_error
from ui.pages.desk import Desk
from ui.pages.downloads import Download, show_download
from ui.pages.grid_state import (
    COMPANIES,
    PERIOD,
    QUESTIONS,
    GridState,
    close_source,
    follow_address,
    go_on,
    grid_state,
    open_source,
    put_cell,
    start_grid,
    stop_grid,
    turn_page,
)
from ui.pages.grid_table import show_table
from ui.pages.source_pane import show_source
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.escaping import escape_html, escape_label, shorten
from ui.render.grid_view import citation_at, counts_line, text_of
from ui.render.words import counted

STYLE = Path(__file__).with_name("style.css")
GRID_STYLE = Path(__file__).with_name("grid.css")
# So many companies are chosen to begin with; the others can be added.
MOST_CHOSEN = 12
SLICE_SECONDS = 2.5
DETAIL_CHARS = 600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(desk: Desk) -> None:
    """Show the page for a desk."""
    show_styles(STYLE, GRID_STYLE)
    asker = desk.grid()
    _top(asker)
    if not asker.companies:
        st.html(
            '<h2 class="rd-h2">The library has no company yet</h2>'
            '<p class="rd-muted">Add filings on the page Library, or with <code>desk ingest PATH</code>.</p>'
        )
        return
    follow_address()
    state = grid_state()
    _form(state, asker)
    if state.error:
        show_error(state.error)
    if state.grid is None:
        return
    progress = _bar(desk, state, state.grid)
    if state.opened is None:
        show_table(state.grid, None, "")
    else:
        left, right = st.columns([13, 10], gap="medium", wrap=False)
        with left:
            show_table(state.grid, state.opened, state.marker)
        with right, st.container(key="grid-right", gap="xsmall"), page_boundary():
            _source(desk, state, state.grid, state.opened)
    if state.running:
        with progress, page_boundary():
            _ask_slice(asker, state, st.empty())


def _top(asker: GridAsker) -> None:
    top_bar("Grid", counted(len(asker.companies), "company", "companies"))


def _first(asker: GridAsker) -> list[str]:
    """Return the companies that are chosen to begin with: those that report figures, where there are any."""
    return [company.name for company in asker.reporting or asker.companies][:MOST_CHOSEN]


def _form(state: GridState, asker: GridAsker) -> None:
    """Show the questions, the companies and the period; folded away once there is a grid."""
    names = [company.name for company in asker.companies]
    chosen = [name for name in state.companies if name in names] or _first(asker)
    with st.expander("Questions and companies", expanded=state.grid is None or state.error is not None), st.form("grid-form", border=False):
        left, right = st.columns(2, gap="medium")
        with left:
            st.text_area(
                "Questions, one a line, without a company",
                value=state.questions,
                key=QUESTIONS,
                height=170,
                placeholder="What was revenue in FY2024?\nWhat was capital expenditure in FY2024?\nWhy did gross margin change?",
            )
        with right:
            more = f" ({len(chosen)} of {len(names)} are chosen)" if len(chosen) < len(names) and not state.companies else ""
            st.multiselect(f"Companies{more}", names, default=chosen, key=COMPANIES)
            st.text_input("Period, for questions that name none", value=state.period, key=PERIOD, placeholder="FY2024")
        with st.container(key="grid-send", horizontal=True, vertical_alignment="center", gap="small"):
            st.form_submit_button("Fill the grid", type="primary", on_click=start_grid)
            if state.from_address:
                st.html(
                    '<span class="rd-note" data-testid="grid-kept">As it was sent before; its cells are asked anew.</span>', width="content"
                )


def _bar(desk: Desk, state: GridState, grid: Grid) -> DeltaGenerator:
    """Show how far the grid is, with Stop or Go on, and the workbook; return the place for progress."""
    with st.container(key="grid-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="rd-small" data-testid="grid-counts" role="status">{escape_html(counts_line(grid))}</span>', width="content")
        if state.running:
            st.button("Stop", key="grid-stop", on_click=stop_grid, help="Keep what is there and ask no further cell")
        elif grid.next_place() is not None:
            st.button("Go on", key="grid-go-on", on_click=go_on, help="Ask the cells that are left")
        if grid.cells and not state.running:
            what = f"grid of {counted(len(grid.cells), 'cell')}"
            workbook = Download("grid.xlsx", XLSX, partial(_workbook, grid), what, grid.cited)
            show_download(desk, "Download as Excel", workbook, key="grid-download")
    return st.container()


def _ask_slice(asker: GridAsker, state: GridState, bar: DeltaGenerator) -> None:
    """Ask cells for a few seconds, then have the page drawn anew; a failure that nobody expected ends the run, what is there stays."""
    companies = {company.name: company for company in asker.companies}
    until = time.monotonic() + SLICE_SECONDS
    while state.grid and (place := state.grid.next_place()) and time.monotonic() < until:
        grid = state.grid
        question, name = grid.questions[place[0]], grid.companies[place[1]]
        words = shorten(f"{name}: {question.text}", 110)
        done = len(grid.cells)
        bar.progress(done / grid.size, f"Asking cell {done + 1:,} of {grid.size:,} · {escape_label(words)}")
        state.running = False  # until the cell is there
        put_cell(place, asker.cell(question, companies.get(name) or Company(name, (name,), ())))
        state.running = True
    state.running = state.grid is not None and state.grid.next_place() is not None
    st.rerun()


def _source(desk: Desk, state: GridState, grid: Grid, place: tuple[int, int]) -> None:
    """Show what the open cell says in full, its markers, and the page of the lit one."""
    cell = grid.cells.get(place)
    citation = citation_at(grid, place, state.marker)
    if cell is None or cell.answer is None or citation is None:
        return
    with st.container(key="grid-detail", horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", wrap=False):
        said = shorten(text_of(cell.answer), DETAIL_CHARS)
        st.html(
            f'<div class="rd-source-title">{escape_html(cell.company)}</div>'
            f'<div class="rd-small rd-muted">{escape_html(cell.question.text)}</div><p class="rd-small">{escape_html(said)}</p>'
        )
        st.button("Close", key="grid-close", on_click=close_source)
    if len(cell.answer.citations) > 1:
        with st.container(key="grid-sources", horizontal=True, gap="xsmall"):
            for one in cell.answer.citations:
                st.button(
                    escape_label(f"[{one.marker}] page {one.page}"),
                    key=f"marker-open-{one.marker}",
                    type="primary" if one.marker == state.marker else "secondary",
                    on_click=open_source,
                    args=(place, one.marker),
                )
    show_source(desk, citation.document_id, state.page or citation.page, citation=citation, on_page=turn_page)


def _workbook(grid: Grid) -> bytes:
    from ui.render.grid_workbook import grid_workbook  # noqa: PLC0415  (openpyxl, when a workbook is wanted)

    return grid_workbook(grid)
