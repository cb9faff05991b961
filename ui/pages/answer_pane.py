"""The left pane's answer: figures, sentences, calculation, sources, what was understood and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from research.nouns.answers import Answer, AnswerStatus
from ui.render.answer_html import (
    calculation_html,
    caveats_html,
    figure_html,
    missing_html,
    notice_html,
    operand_html,
    quote_html,
    sentence_html,
    table_html,
)
from ui.render.answer_view import AnswerView, CalculationView, SourceCard, view_answer
from ui.render.escaping import escape_html, escape_label
from ui.render.plan_view import chips_html, plan_chips

Say = Callable[[str], None]


@dataclass(frozen=True)
class AnswerActions:
    """What a click does: light a marker, ask another question, open a page (document id and number)."""

    light: Say
    ask: Say
    open_page: Callable[[str, int], None]


def show_answer(answer: Answer, *, lit: str, actions: AnswerActions) -> None:
    """Show an answer, `lit` being the marker whose page is on the right."""
    view = view_answer(answer)
    buttons = MarkerButtons(lit, actions.light)
    if chips := chips_html(plan_chips(answer.plan)):
        st.html(chips)
    _status(view)
    _choices(answer, actions.ask)
    _near(view, actions.open_page)
    _figures(view, buttons)
    if view.table:
        st.html(table_html(view.table))
    _sentences(view, buttons)
    if view.missing and view.status is not AnswerStatus.INSUFFICIENT_EVIDENCE:
        st.html(f'<h3 class="rd-h3">Missing</h3>{missing_html(view.missing)}')
    for place, calculation in enumerate(view.calculations):
        _calculation(calculation, buttons, place)
    _sources(view.sources, buttons)
    st.html(f'<div class="rd-muted rd-small rd-footer">{escape_html(view.footer)}</div>')


class MarkerButtons:
    """Marker buttons with keys that stay the same from run to run, in the order in which they are drawn."""

    def __init__(self, lit: str, on_marker: Say) -> None:
        self._lit = lit
        self._on_marker = on_marker
        self._drawn = 0

    def draw(self, marker: str, label: str = "") -> None:
        """Draw the button of a marker; the lit one is filled and says so in its help text."""
        lit = marker == self._lit
        self._drawn += 1
        st.button(
            escape_label(label or f"[{marker}]"),
            key=f"marker-{self._drawn}-{marker}",
            help=f"Marker {escape_label(marker)}: {'shown on the right' if lit else 'show its page'}",
            type="primary" if lit else "secondary",
            on_click=self._on_marker,
            args=(marker,),
        )


def _status(view: AnswerView) -> None:
    if view.status is AnswerStatus.INSUFFICIENT_EVIDENCE:
        st.html(notice_html("refusal", view.headline, view.missing or ["Nothing in the library answers this question."], "∅"))
    elif view.status is AnswerStatus.NEEDS_CLARIFICATION:
        st.html(notice_html("choice", view.headline, [], "?"))
    else:
        st.html(f'<h2 class="rd-h2">{escape_html(view.headline)}</h2>')


def _choices(answer: Answer, on_question: Say) -> None:
    for place, choice in enumerate(answer.choices):
        st.button(escape_label(choice.label), key=f"choice-{place}", on_click=on_question, args=(choice.question,), width="stretch")


def _near(view: AnswerView, open_page: Callable[[str, int], None]) -> None:
    if view.near:
        st.html('<h3 class="rd-h3">Closest pages, none of which answers</h3>')
    for place, page in enumerate(view.near):
        label = escape_label(f"{page.document} · page {page.page}: {page.beginning}")
        st.button(label, key=f"near-{place}", on_click=open_page, args=(page.document_id, page.page), width="stretch")


def _figures(view: AnswerView, buttons: MarkerButtons) -> None:
    for place, figure in enumerate(view.figures):
        with st.container(key=f"figure-{place}", horizontal=True, border=True, vertical_alignment="top", wrap=False):
            st.html(figure_html(figure))
            if figure.marker:
                buttons.draw(figure.marker)


def _sentences(view: AnswerView, buttons: MarkerButtons) -> None:
    for place, sentence in enumerate(view.sentences):
        if view.status is AnswerStatus.INSUFFICIENT_EVIDENCE and not sentence.markers:
            continue
        with st.container(key=f"sentence-{place}", horizontal=True, vertical_alignment="top", wrap=False):
            st.html(sentence_html(sentence))
            for marker in sentence.markers:
                buttons.draw(marker)


def _calculation(calculation: CalculationView, buttons: MarkerButtons, place: int) -> None:
    st.html(f'<h3 class="rd-h3">{escape_html(calculation.heading)}</h3>{calculation_html(calculation)}')
    for number, operand in enumerate(calculation.operands):
        with st.container(key=f"operand-{place}-{number}", horizontal=True, vertical_alignment="center", wrap=False):
            st.html(operand_html(operand))
            if operand.marker:
                buttons.draw(operand.marker)
    if caveats := caveats_html(calculation):
        st.html(caveats)


def _sources(sources: tuple[SourceCard, ...], buttons: MarkerButtons) -> None:
    if sources:
        st.html('<h3 class="rd-h3">Sources</h3>')
    for place, source in enumerate(sources):
        with st.container(key=f"source-{place}", gap="xsmall"):
            buttons.draw(source.marker, f"[{source.marker}] {source.document} · page {source.page}")
            st.html(quote_html(source))
