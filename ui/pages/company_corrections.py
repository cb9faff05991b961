"""Correcting a figure of a statement, and the corrections that were made, each with its undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from ingest.fact_upkeep import ListedCorrection
from ingest.given import FISCAL_PERIODS
from research.concepts.catalogue import concepts
from research.directory import Company
from research.nouns.facts import Fact
from ui.pages.boundary import show_error
from ui.pages.company_desk import CompanyDesk
from ui.pages.library_state import Batch, library_state, try_action
from ui.pages.session import widget_value
from ui.render.escaping import escape_html, escape_label
from ui.render.fact_corrections import concept_words, listed_html
from ui.render.sheet_cells import figure_text

NUMBER, NO_FIGURE, MEANING, PERIOD = "The number", "It is no figure", "What the row means", "The column's period"
_WHERE = "figure"
_OLDEST, _NEWEST = date(1900, 1, 1), date(2200, 12, 31)
_REASON = "correct-figure-reason"


def show_correcting(desk: CompanyDesk, fact: Fact) -> None:
    """Show the form that corrects a figure, its row or its column."""
    error = library_state().error if library_state().error_at == _WHERE else None
    with st.expander("Correct this figure", key="correct-figure", expanded=error is not None):
        what = st.segmented_control(
            "What is wrong?", (NUMBER, NO_FIGURE, MEANING, PERIOD), default=NUMBER, key="correct-figure-what", required=True
        )
        place = f"{fact.id}-{library_state().tries}"  # a new figure, and a new correction, begin with what holds
        with st.form(f"correct-figure-{place}-{what}", border=False):
            ask = {NUMBER: _ask_number, NO_FIGURE: _ask_nothing, MEANING: _ask_meaning, PERIOD: _ask_period}[what or NUMBER]
            act = ask(desk, fact, place)
            st.text_input("Reason", key=_REASON, max_chars=500, placeholder="Required; kept with the correction")
            st.form_submit_button("Correct it", type="primary", key="correct-figure-send", on_click=_do, args=(desk, fact, act))
        if error:
            show_error(error)
        st.html(
            '<p class="rd-muted rd-small">The page is quoted as it is printed; the correction stands beside it with your name. It stays '
            "when the file changes or is read again, until it is undone. It is never given to another figure.</p>"
        )


def show_made(desk: CompanyDesk, company: Company) -> None:
    """Show the corrections of the company's figures; nothing when there is none."""
    made = desk.corrections(company)
    if not made:
        return
    lost = sum(bool(one.not_applied) for one in made)
    said = f"Corrections ({len(made)})" + (f", {lost} not applied" if lost else "")
    with st.expander(said, key="made-corrections", expanded=lost > 0):
        for one in made:
            with st.container(
                key=f"made-{one.correction.id}", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False
            ):
                st.html(listed_html(one))
                if one.correction.undone_at is None:
                    st.button("Undo", key=f"undo-figure-{one.correction.id}", on_click=_undo, args=(desk, one))


def _ask_number(desk: CompanyDesk, fact: Fact, place: str) -> Callable[[str], str]:
    key = f"correct-number-{place}"
    st.text_input(
        "Number, as the table should print it", key=key, max_chars=40, placeholder=f"{figure_text(fact, fact.scale)} is what it says now"
    )
    return lambda reason: desk.upkeep.correct_value(desk.access, fact, str(widget_value(key)), reason=reason)


def _ask_nothing(desk: CompanyDesk, fact: Fact, place: str) -> Callable[[str], str]:
    del place
    st.html(f'<p class="rd-small">{escape_html(figure_text(fact, fact.scale))} will be listed and computed with no more.</p>')
    return lambda reason: desk.upkeep.withdraw(desk.access, fact, reason=reason)


def _ask_meaning(desk: CompanyDesk, fact: Fact, place: str) -> Callable[[str], str]:
    names = [None, *(one.name for one in concepts() if fact.statement is None or one.statement is fact.statement)]
    key, wide = f"correct-meaning-{place}", f"correct-wide-{place}"
    at = names.index(fact.concept) if fact.concept in names else 0
    st.selectbox(f"“{escape_label(fact.label)}” means", names, key=key, index=at, format_func=concept_words)
    st.checkbox(f"In every document of {escape_label(fact.company)}", key=wide)
    return lambda reason: desk.upkeep.map_label(desk.access, fact, widget_value(key), reason=reason, whole_company=bool(widget_value(wide)))


def _ask_period(desk: CompanyDesk, fact: Fact, place: str) -> Callable[[str], str]:
    year, part, end = (f"correct-{name}-{place}" for name in ("year", "part", "end"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.number_input("Fiscal year", 1900, 2200, fact.period.fiscal_year, key=year, width=130)
        at = FISCAL_PERIODS.index(fact.period.fiscal_period) if fact.period.fiscal_period in FISCAL_PERIODS else 0
        st.selectbox("Period", FISCAL_PERIODS, key=part, index=at, width=110)
        st.date_input("Ends on", fact.period.end, key=end, min_value=_OLDEST, max_value=_NEWEST, format="YYYY-MM-DD", width=160)

    def act(reason: str) -> str:
        """Correct the period to what was typed; return the batch that does it."""
        fiscal = int(widget_value(year)), str(widget_value(part))
        return desk.upkeep.correct_period(desk.access, fact, fiscal, widget_value(end), reason=reason)

    return act


def _do(desk: CompanyDesk, fact: Fact, act: Callable[[str], str]) -> None:
    reason = str(widget_value(_REASON))
    if try_action(_WHERE, lambda: Batch(desk.library.work(act(reason)), f"correcting “{fact.label}”, {fact.period.label}")):
        st.session_state[_REASON] = ""


def _undo(desk: CompanyDesk, one: ListedCorrection) -> None:
    def act() -> Batch | None:
        """Undo the correction; return what is waited for, None when no document is to be changed."""
        batch = desk.upkeep.undo(desk.access, one.correction.id)
        return Batch(desk.library.work(batch), f"undoing the correction of {one.document}") if batch else None

    try_action(_WHERE, act)
