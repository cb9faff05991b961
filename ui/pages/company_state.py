"""One session's place on the company's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from research.nouns.facts import Span, Statement
from research.nouns.sheets import SheetBasis, SheetRequest, SheetSpan, StatementSheet
from research.statements.service import SheetChoice

COMPANY, STATEMENT, SPAN, BASIS = "company-name", "company-statement", "company-span", "company-basis"
OTHER = "other tables"
_STATE = "company"


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure's place whatever filing gives it: section and label of its row, end and length of its period."""

    section: str
    label: str
    end: date
    span: Span


@dataclass(frozen=True)
class CompanyState:
    """What is shown: company, statement ("" for the first there is), span and basis as the address writes them; the open figure.

    `source` counts the filings that state the open figure, the one on the sheet being 0; `page` is the page turned to;
    `followed` the company that the address last asked for.
    """

    company: str = ""
    statement: str = ""
    span: str = SheetSpan.ANNUAL.value
    basis: str = SheetBasis.AS_REPORTED.value
    opened: Spot | None = None
    source: int = 0
    page: int | None = None
    followed: str = ""


def company_state() -> CompanyState:
    """Return the session's state."""
    state = st.session_state.setdefault(_STATE, CompanyState())
    if not isinstance(state, CompanyState):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return state


def change_state(**changes: object) -> None:
    """Change some of the session's state."""
    st.session_state[_STATE] = replace(company_state(), **changes)  # type: ignore[arg-type]


def follow_address(names: Sequence[str]) -> None:
    """Take what the address names (company, statement, span, basis), once; later the address follows the page."""
    asked = {name: st.query_params.get(name, "") for name in ("company", "statement", "span", "basis")}
    if asked["company"] and asked["company"] not in {company_state().company, company_state().followed}:
        known = {name: value for name, value in asked.items() if value}
        change_state(**known, followed=asked["company"], opened=None, page=None, source=0)
    if not company_state().company and names:
        change_state(company=names[0])


def write_address() -> None:
    """Make the address one that opens what is shown."""
    state = company_state()
    st.query_params.from_dict({"company": state.company, "statement": state.statement, "span": state.span, "basis": state.basis})


def choose(key: str, name: str) -> None:
    """Take what a widget says; another company or statement closes the open figure."""
    value = st.session_state[key]
    if value is None:
        return
    closing = {"opened": None, "source": 0, "page": None} if name in {"company", "statement"} else {"source": 0, "page": None}
    change_state(**{name: str(value)}, **closing)


def request_of(state: CompanyState, choices: Sequence[SheetChoice]) -> SheetRequest:
    """Return what is asked for, as far as the company has it: else its first statement, and that one's first span."""
    choice = next((one for one in choices if statement_name(one.statement) == state.statement), choices[0])
    span = next((one for one in choice.spans if one.value == state.span), choice.spans[0])
    basis = next((one for one in SheetBasis if one.value == state.basis), SheetBasis.AS_REPORTED)
    return SheetRequest(choice.statement, span, basis)


def statement_name(statement: Statement | None) -> str:
    """Return a statement's name in the address and on the page."""
    return statement.value if statement else OTHER


def open_cell(sheet: StatementSheet, place: tuple[int, int]) -> None:
    """Open the source of a figure, or close it when it is the open one."""
    cell = sheet.cell(*place)
    if cell is None:
        return
    row, period = sheet.rows[place[0]], sheet.columns[place[1]].period
    spot = Spot(row.section, row.label, period.end, period.span)
    same = spot == company_state().opened
    change_state(opened=None if same else spot, source=0, page=None)


def place_of(sheet: StatementSheet, spot: Spot | None) -> tuple[int, int] | None:
    """Return where a figure stands on a sheet, None when it does not."""
    if spot is None:
        return None
    for column, head in enumerate(sheet.columns):
        for at, row in enumerate(sheet.rows):
            same = (row.section, row.label, head.period.end, head.period.span) == (spot.section, spot.label, spot.end, spot.span)
            if same and sheet.cell(at, column):
                return at, column
    return None


def close_source() -> None:
    """Close the source that is open."""
    change_state(opened=None, source=0, page=None)


def turn_page(page: int) -> None:
    """Turn the open source to another page."""
    change_state(page=page)


def open_filing(number: int) -> None:
    """Show the open figure in another filing that states it."""
    change_state(source=number, page=None)
