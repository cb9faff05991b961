"""A grid's cells in words: what the page and the workbook say of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from research.nouns.answers import Answer, AnswerStatus, Citation, FigureValue
from research.nouns.facts import scale_words
from research.nouns.grids import Grid, GridCell
from ui.render.answer_view import without_markers
from ui.render.escaping import escape_html, shorten
from ui.render.words import period_words

TEXT_CHARS = 170
REASON_CHARS = 150


class CellState(StrEnum):
    """How a cell stands, in the words that readers see."""

    ANSWERED = "answered"
    PARTIAL = "answered in part"
    CHOICE = "which is meant?"
    NOT_FOUND = "not found"
    FAILED = "could not be asked"
    NOT_ASKED = "not asked"


# A sign beside the word, so that no state is told by colour alone.
SIGNS = {
    CellState.ANSWERED: "",
    CellState.PARTIAL: "◐",
    CellState.CHOICE: "?",
    CellState.NOT_FOUND: "∅",
    CellState.FAILED: "!",
    CellState.NOT_ASKED: "…",
}
_STATES = {
    AnswerStatus.ANSWERED: CellState.ANSWERED,
    AnswerStatus.PARTIAL: CellState.PARTIAL,
    AnswerStatus.NEEDS_CLARIFICATION: CellState.CHOICE,
    AnswerStatus.INSUFFICIENT_EVIDENCE: CellState.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure of a cell: how it is shown, its period and its unit in words, and its marker."""

    display: str
    period: str
    unit: str
    marker: str


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell shows: its state, figures or else text, and the reasons or remarks; raw text, to be escaped."""

    state: CellState
    figures: tuple[CellFigure, ...]
    text: str
    reasons: tuple[str, ...]
    markers: tuple[str, ...]


def state_of(cell: GridCell | None) -> CellState:
    """Return how a cell stands; None is one that was not asked."""
    if cell is None:
        return CellState.NOT_ASKED
    return _STATES[cell.answer.status] if cell.answer else CellState.FAILED


def figures_of(cell: GridCell | None) -> tuple[FigureValue, ...]:
    """Return the figures that a cell shows: none of a refused one."""
    answer = cell.answer if cell else None
    return answer.values if answer and state_of(cell) in {CellState.ANSWERED, CellState.PARTIAL} else ()


def text_of(answer: Answer) -> str:
    """Return what an answer says, its markers left out."""
    markers = tuple(citation.marker for citation in answer.citations)
    return " ".join(" ".join(without_markers(claim.text, markers).split()) for claim in answer.claims) or " ".join(answer.text.split())


def unit_words(unit: str, scale: int) -> str:
    """Return a unit with its scale: "USD in millions", "%", "USD/share"."""
    return f"{unit} {scale_words(scale)}".strip()


def view_cell(cell: GridCell | None) -> CellView:
    """Return what the page shows of a cell."""
    state, values = state_of(cell), figures_of(cell)
    answer = cell.answer if cell else None
    figures = tuple(CellFigure(v.display, period_words(v.calculation.period), _small(v), v.marker) for v in values)
    quoted = answer is not None and state in {CellState.ANSWERED, CellState.PARTIAL} and not figures
    citations = answer.citations if answer and (figures or quoted) else ()
    return CellView(
        state,
        figures,
        shorten(text_of(answer), TEXT_CHARS) if answer and quoted else "",
        cell.reasons if cell else (),
        tuple(citation.marker for citation in citations),
    )


def cell_html(cell: GridCell | None) -> str:
    """Return a cell: its figures large with period and unit small, or its text, and its state in words when it is not simply answered."""
    view = view_cell(cell)
    parts = [
        f'<div class="rd-cell-figure">{escape_html(figure.display)}</div>'
        f'<div class="rd-cell-small">{escape_html(figure.period)} · {escape_html(figure.unit)}</div>'
        for figure in view.figures
    ]
    if view.text:
        parts.append(f'<div class="rd-cell-text">{escape_html(view.text)}</div>')
    if view.state is not CellState.ANSWERED:
        reason = shorten(view.reasons[0], REASON_CHARS) if view.reasons else ""
        colon = ":" if reason and not view.state.value.endswith("?") else ""
        parts.append(
            f'<div class="rd-cell-state" title="{escape_html("; ".join(view.reasons))}">'
            f'<span aria-hidden="true">{SIGNS[view.state]}</span> {escape_html(f"{view.state.value}{colon} {reason}".strip())}</div>'
        )
    return f'<div class="rd-cell rd-cell-{view.state.name.lower()}" data-testid="cell">{"".join(parts)}</div>'


def citation_at(grid: Grid, place: tuple[int, int], marker: str) -> Citation | None:
    """Return the citation of a marker in a cell, None when there is none."""
    cell = grid.cells.get(place)
    citations = cell.answer.citations if cell and cell.answer else ()
    return next((citation for citation in citations if citation.marker == marker), None)


def counts_line(grid: Grid) -> str:
    """Return how the cells stand: "4 of 6 cells asked: 3 answered, 1 not found"."""
    states = [state_of(cell) for cell in grid.cells.values()]
    parts = ", ".join(f"{states.count(state)} {state.value}" for state in CellState if state in states)
    return f"{len(states):,} of {grid.size:,} cells asked{f': {parts}' if parts else ''}"


def _small(value: FigureValue) -> str:
    return ", ".join(part for part in (unit_words(value.unit, value.scale), value.basis) if part)
