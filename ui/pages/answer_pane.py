"""The left pane's answer: what was understood, figures, sentences, calculation, sources and what is missing."""

from __future__ import annotations

from functools import partial

import streamlit as st

from research.nouns.answers import Answer, AnswerStatus
from research.nouns.conversations import KeptAnswer
from ui.pages import ask_state
from ui.pages.answer_actions import show_actions
from ui.pages.answer_chart import show_figures_chart
from ui.pages.chips import show_chips
from ui.pages.desk import Desk
from ui.pages.feedback import report_form
from ui.pages.figures import show_figures
from ui.pages.markers import MarkerButtons
from ui.pages.pane_top import show_from_top
from ui.render.answer_html import (
    calculation_html,
    caveats_html,
    missing_html,
    note_html,
    notice_html,
    operand_html,
    quote_html,
    refusal_html,
    sentence_html,
    steps_html,
    struck_html,
    table_html,
)
from ui.render.answer_view import AnswerView, SourceCard, view_answer
from ui.render.calculation_view import CalculationView
from ui.render.escaping import escape_html, escape_label
from ui.render.lacking import lacking

# What the sentences of such an answer say without a source stands on its card.
_TOLD_IN_A_CARD = frozenset({AnswerStatus.INSUFFICIENT_EVIDENCE, AnswerStatus.NEEDS_CLARIFICATION})


def show_answer(desk: Desk, kept: KeptAnswer, *, lit: str, note: str) -> None:
    """Show an answer, `lit` being the marker whose page is on the right; `note` is a line about the answer, "" for none."""
    answer = kept.answer
    view = view_answer(answer)
    buttons = MarkerButtons(lit, ask_state.light)
    _note(note, kept)
    show_chips(answer.plan)
    _read_as(answer, view)
    if view.status is AnswerStatus.INSUFFICIENT_EVIDENCE:
        st.html(refusal_html(view, lacking(answer.plan, desk.carriers(), desk.companies()), kept.id))
    else:
        _status(view)
    _choices(answer)
    _near(view)
    show_figures(view.figures, buttons, partial(report_form, desk, kept))
    show_figures_chart(answer)
    if view.table:
        st.html(table_html(view.table))
    _sentences(view, buttons)
    if struck := ask_state.state().struck:
        st.html(struck_html(struck))
    if view.missing and view.status is not AnswerStatus.INSUFFICIENT_EVIDENCE:
        st.html(f'<h3 class="rd-h3">Missing</h3>{missing_html(view.missing)}')
    show_actions(desk, kept, marker=lit)
    for place, calculation in enumerate(view.calculations):
        _calculation(calculation, buttons, place)
    if answer.steps:
        st.html(steps_html(f"{step.question} ({step.status.value.replace('_', ' ')})" for step in answer.steps))
    _sources(view.sources, buttons, desk.replaced(answer))
    st.html(f'<div class="rd-muted rd-small rd-footer">{escape_html(view.footer)}</div>')
    show_from_top(kept.id)


def _note(note: str, kept: KeptAnswer) -> None:
    if not note:
        return
    with st.container(key="note", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.html(note_html(note), width="content")
        if note == ask_state.kept_note(kept):
            st.button("Ask again", key="ask-again", type="tertiary", on_click=ask_state.ask_again)


def _read_as(answer: Answer, view: AnswerView) -> None:
    """Say in words what a question was read as that leans on the one before or lost a part."""
    if answer.plan.carried or answer.plan.removed:
        st.html(f'<p class="rd-muted rd-small" data-testid="read-as">Read as: {escape_html(view.looked_for)}</p>')


def _status(view: AnswerView) -> None:
    if view.status is AnswerStatus.NEEDS_CLARIFICATION:
        st.html(notice_html("choice", view.headline, [one.text for one in view.sentences if not one.markers], "?"))
    else:
        lead = f'<p class="rd-lead" data-testid="lead">{escape_html(view.lead)}</p>' if view.lead else ""
        st.html(f'<h2 class="rd-h2">{escape_html(view.headline)}</h2>{lead}')


def _choices(answer: Answer) -> None:
    for place, choice in enumerate(answer.choices):
        args = (choice.label, choice.question)
        st.button(escape_label(choice.label), key=f"choice-{place}", on_click=ask_state.ask_choice, args=args, width="stretch")


def _near(view: AnswerView) -> None:
    if view.near:
        st.html('<h3 class="rd-h3">Closest pages, none of which answers</h3>')
    for place, page in enumerate(view.near):
        label = escape_label(f"{page.document} · page {page.page}: {page.beginning}")
        st.button(label, key=f"near-{place}", on_click=ask_state.open_page, args=(page.document_id, page.page), width="stretch")


def _sentences(view: AnswerView, buttons: MarkerButtons) -> None:
    for place, sentence in enumerate(view.sentences):
        if view.status in _TOLD_IN_A_CARD and not sentence.markers:
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


def _sources(sources: tuple[SourceCard, ...], buttons: MarkerButtons, replaced: frozenset[str]) -> None:
    if sources:
        st.html('<h3 class="rd-h3">Sources</h3>')
    for place, source in enumerate(sources):
        with st.container(key=f"source-{place}", gap="xsmall"):
            buttons.draw(source.marker, f"[{source.marker}] {source.document} · page {source.page}")
            if source.document_id in replaced:
                st.html(note_html("This source was replaced: shown as it was when the answer was given."))
            st.html(quote_html(source))
