"""One session's grid: what was asked for, what is there so far, and the source that is open."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from research.answering.grid import with_period
from research.errors import DeskError, LimitExceededError, UsageError
from research.nouns.grids import Grid, GridCell, GridQuestion
from research.planning.periods import find_periods
from ui.pages.session import held, widget_value
from ui.render.escaping import shorten

MOST_CELLS = 400
QUESTIONS, COMPANIES, PERIOD = "grid-questions", "grid-companies", "grid-period"
QUESTION_CHARS = 400
_STATE = "grid"
_Q, _COMPANY, _PERIOD = "q", "company", "period"


@dataclass(slots=True)
class GridState:
    """The form as it was sent, its grid, whether cells are being asked, what was wrong with the form, and the open source.

    It is changed in place: a cell that was asked is kept also when a click ends the run of the page in that moment. `opened` is a
    cell's (row, column), `marker` the source of it that is shown, `page` the page turned to. `from_address` tells that the form was
    filled by a link or a reload, and waits to be sent.
    """

    questions: str = ""
    companies: tuple[str, ...] = ()
    period: str = ""
    grid: Grid | None = None
    running: bool = False
    error: DeskError | None = None
    opened: tuple[int, int] | None = None
    marker: str = ""
    page: int | None = None
    from_address: bool = False


def grid_state() -> GridState:
    """Return this session's state."""
    return held(_STATE, GridState, GridState)


def follow_address() -> None:
    """Take what a link or a reload asks for into the form of a session that has none yet; keep the form that was sent in the address."""
    state = grid_state()
    asked = st.query_params
    if not state.questions and _Q in asked:
        state.questions = "\n".join(shorten(one, QUESTION_CHARS) for one in asked.get_all(_Q)[:MOST_CELLS])
        state.companies, state.period = tuple(asked.get_all(_COMPANY)[:MOST_CELLS]), shorten(asked.get(_PERIOD, ""), 40)
        state.from_address = True
    elif state.questions:
        wanted = {_Q: state.questions.splitlines(), _COMPANY: list(state.companies), _PERIOD: [state.period] if state.period else []}
        if {name: values for name, values in wanted.items() if values} != {name: asked.get_all(name) for name in asked}:
            asked.from_dict(wanted)


def start_grid() -> None:
    """Begin the grid of the form, or say what is wrong with it and keep the grid that is there."""
    state = grid_state()
    lines = (line.strip() for line in widget_value(QUESTIONS).splitlines())
    state.questions, state.companies = "\n".join(line for line in lines if line), tuple(widget_value(COMPANIES))
    state.period = widget_value(PERIOD).strip()
    try:
        state.grid, state.error = make_grid(state.questions, state.companies, state.period), None
    except DeskError as error:
        state.error = error
        return
    state.running, state.from_address = True, False
    close_source()


def make_grid(text: str, companies: tuple[str, ...], period: str) -> Grid:
    """Return the empty grid of questions, one a line; raises UsageError, LimitExceededError."""
    questions = tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if not questions:
        raise UsageError("there is no question", "write one a line, without a company: What was revenue in FY2024?")
    if not companies:
        raise UsageError("no company is chosen", "choose those to ask about")
    if (cells := len(questions) * len(companies)) > MOST_CELLS:
        raise LimitExceededError(f"a grid of {cells:,} cells is larger than {MOST_CELLS}", "ask fewer questions or companies at a time")
    periods = find_periods(period)
    if period and not periods:
        raise UsageError(f"period {period!r} is not understood", "write it as FY2018 or Q3 FY2018")
    label = periods[0].label if periods else ""
    return Grid(tuple(GridQuestion(with_period(question, label)) for question in questions), companies)


def put_cell(place: tuple[int, int], cell: GridCell) -> None:
    """Keep a cell that was asked."""
    state = grid_state()
    if state.grid is not None:
        state.grid = state.grid.put(place, cell)


def stop_grid() -> None:
    """Ask no further cell; those that are there stay."""
    grid_state().running = False


def go_on() -> None:
    """Ask the cells that are left."""
    grid_state().running = True


def open_source(place: tuple[int, int], marker: str) -> None:
    """Open a cell's source."""
    state = grid_state()
    state.opened, state.marker, state.page = place, marker, None


def close_source() -> None:
    """Close the source that is open."""
    state = grid_state()
    state.opened, state.marker, state.page = None, "", None


def turn_page(page: int) -> None:
    """Turn the open source to another page."""
    grid_state().page = page
