"""The page of one company: a statement side by side over the years, every figure one click from its source, charts and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from research.directory import Company, companies_called
from research.nouns.facts import Statement
from research.nouns.sheets import SheetBasis, SheetRequest, StatementSheet
from research.statements.service import SheetChoice
from ui.pages.boundary import page_boundary
from ui.pages.company_chart import show_chart
from ui.pages.company_corrections import show_made
from ui.pages.company_desk import CompanyDesk
from ui.pages.company_source import show_cell
from ui.pages.company_state import (
    BASIS,
    COMPANY,
    SPAN,
    STATEMENT,
    change_state,
    choose,
    company_state,
    follow_address,
    place_of,
    request_of,
    statement_name,
    write_address,
)
from ui.pages.downloads import Download, show_download
from ui.pages.library_work import show_work
from ui.pages.sheet_view import show_sheet
from ui.pages.styles import show_styles
from ui.pages.top_bar import top_bar
from ui.render.answer_html import note_html, notice_html
from ui.render.escaping import escape_html
from ui.render.sheet_export import facts_csv, sheet_places
from ui.render.sheet_table import MOST_ROWS, counts_line, lone_line, narrow
from ui.render.words import counted, plain_name

STYLE = Path(__file__).with_name("style.css")
COMPANY_STYLE = Path(__file__).with_name("company.css")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A sheet with more rows has a search for them.
MANY_ROWS = 60
SHORT_NAMES = {Statement.INCOME.value: "Income", Statement.CASH_FLOW.value: "Cash flow"}
BASIS_WORDS = {
    SheetBasis.AS_REPORTED: "each period from its own filing",
    SheetBasis.RECAST: "each period from the latest filing that covers it",
}


def show(desk: CompanyDesk) -> None:
    """Show the page; `?company=NAME` in the address, with statement, span and basis, opens what it names."""
    show_styles(STYLE, COMPANY_STYLE)
    companies = desk.companies()
    top_bar("Company", counted(len(companies), "company", "companies"))
    if not companies:
        st.html(
            '<h2 class="rd-h2">The library has no company yet</h2>'
            '<p class="rd-muted">Add filings on the page Library, or with <code>desk ingest PATH</code>.</p>'
        )
        return
    follow_address([company.name for company in desk.reporting() or companies])
    with st.container(key="company-bar", horizontal=True, vertical_alignment="center", gap="small"):
        company = _company(companies)
        if company is None:
            return
        with st.spinner("Reading the statements …"):
            choices, unread = desk.choices(company), desk.unread(company)
        if choices:
            request = request_of(company_state(), choices)
            _choose_statement(choices, request)
    if not choices:
        _nothing_read(desk, company, unread)
        return
    write_address()
    for line in unread:
        st.html(note_html(line[:1].upper() + line[1:]))
    with st.spinner("Putting the statements side by side …"):
        sheet = desk.sheet(company, request)
    _show_sheet(desk, sheet, company)


def _company(companies: tuple[Company, ...]) -> Company | None:
    """Show the choice of a company and return the chosen one; None for a name of the address that is none, which is said."""
    asked = company_state().company
    exact = next((one for one in companies if one.name == asked), None)
    called = companies_called(asked, companies)
    found = exact or (called[0] if len(called) == 1 else None)
    if found and found.name != asked:
        change_state(company=found.name)
    st.session_state[COMPANY] = found.name if found else None
    st.selectbox(
        "Company",
        [one.name for one in companies],
        key=COMPANY,
        placeholder="Type a name",
        label_visibility="collapsed",
        on_change=choose,
        args=(COMPANY, "company"),
        width=340,
    )
    if found is None:
        st.html(notice_html("error", f"There is no company “{asked[:80]}” in the library", ["Choose one of those that there are."], "?"))
    return found


def _choose_statement(choices: tuple[SheetChoice, ...], request: SheetRequest) -> None:
    names = {statement_name(choice.statement): choice for choice in choices}
    spans = [span.value for span in names[statement_name(request.statement)].spans]
    _segments("Statement", list(names), statement_name(request.statement), key=STATEMENT, name="statement")
    if len(spans) > 1:
        _segments("Periods", spans, request.span.value, key=SPAN, name="span")
    bases = [basis.value for basis in SheetBasis]
    _segments("Which filing", bases, request.basis.value, key=BASIS, name="basis")


def _segments(label: str, values: list[str], chosen: str, *, key: str, name: str) -> None:
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        values,
        key=key,
        format_func=lambda value: SHORT_NAMES.get(value, plain_name(value)),
        label_visibility="collapsed",
        required=True,
        on_change=choose,
        args=(key, name),
        width="content",
    )


def _show_sheet(desk: CompanyDesk, sheet: StatementSheet, company: Company) -> None:
    if not sheet.rows:
        show_work(desk.library)
        st.html('<p class="rd-muted">Nothing was read for these periods. Choose other ones.</p>')
        return
    _bar(desk, sheet, company)
    show_work(desk.library)
    if len(sheet.rows) > MANY_ROWS:
        sheet = _found(sheet)
    opened = place_of(sheet, company_state().opened)
    if opened is None:
        show_sheet(sheet, None)
    else:
        left, right = st.columns([13, 10], gap="medium", wrap=False)
        with left:
            show_sheet(sheet, opened)
        with right, st.container(key="company-right", gap="xsmall"), page_boundary():
            show_cell(desk, sheet, opened)
    with page_boundary():
        show_chart(sheet)
    with page_boundary():
        show_made(desk, company)


def _found(sheet: StatementSheet) -> StatementSheet:
    """Show the search for rows and return the sheet with those that are found."""
    words = st.text_input(
        "Find rows", key=f"find-{sheet.request.statement}", placeholder="Find rows by words", label_visibility="collapsed"
    )
    found = narrow(sheet, words)
    if len(found.rows) >= MOST_ROWS or not found.rows:
        said = f"The first {MOST_ROWS} of {len(sheet.rows):,} rows; find others by words." if found.rows else "No row has these words."
        st.html(f'<p class="rd-small rd-muted" role="status">{escape_html(said)}</p>')
    return found


def _bar(desk: CompanyDesk, sheet: StatementSheet, company: Company) -> None:
    """Show what the sheet holds, and its files."""
    stem = "-".join("".join(c if c.isalnum() else " " for c in f"{company.name} {statement_name(sheet.request.statement)}").lower().split())
    line = f"{counts_line(sheet)} · {sheet.request.basis.value}: {BASIS_WORDS[sheet.request.basis]}"
    documents = {column.document_id: column.document for column in sheet.columns if column.document}
    with st.container(key="sheet-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<span class="rd-small rd-muted" data-testid="sheet-counts" role="status">{escape_html(line)}</span>',
            width="stretch",
        )
        files = {"Excel": (partial(_workbook, sheet), f"{stem}.xlsx", XLSX), "CSV": (partial(_csv, sheet), f"{stem}.csv", "text/csv")}
        for label, (data, name, mime) in files.items():
            what = f"{statement_name(sheet.request.statement).lower()} of {company.name}"
            file = Download(name, mime, data, what, tuple(documents))
            show_download(desk.desk, label, file, key=f"download-{label}", icon=":material/download:")
    if len(documents) == 1 and sheet.request.statement is not None:
        st.html(f'<p class="rd-small rd-muted">{escape_html(lone_line(next(iter(documents.values()))))}</p>')


def _nothing_read(desk: CompanyDesk, company: Company, unread: Sequence[str]) -> None:
    """Say that there is no statement to show, and watch the work that may bring one."""
    show_work(desk.library)
    lines = unread or [
        "Its documents are in the library, but no statement in them was read into figures.",
        "The page Library says for each document what was not read and why.",
    ]
    st.html(notice_html("refusal", f"No statement of {company.name} was read", lines, "∅"))


def _workbook(sheet: StatementSheet) -> bytes:
    from ui.render.facts_workbook import sheet_workbook  # noqa: PLC0415  (openpyxl, when a workbook is wanted)

    return sheet_workbook(sheet)


def _csv(sheet: StatementSheet) -> bytes:
    return facts_csv(fact for _, fact in sheet_places(sheet))
