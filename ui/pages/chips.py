"""What was understood, part by part, each with the button that takes it out or puts it back."""

from __future__ import annotations

import streamlit as st

from research.nouns.answers import QuestionPlan
from ui.pages import ask_state
from ui.render.escaping import escape_label
from ui.render.plan_view import Chip, chip_html, plan_chips


def show_chips(plan: QuestionPlan) -> None:
    """Show a plan's chips; a click asks the question again without the part, or with it."""
    chips = plan_chips(plan)
    if not chips:
        return
    with st.container(key="chips", horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.html('<span class="rd-chips-head">Understood as</span>', width="content")
        for place, chip in enumerate(chips):
            _chip(chip, place)


def _chip(chip: Chip, place: int) -> None:
    act, does = (ask_state.ask_with, "Put back") if chip.removed else (ask_state.ask_without, "Remove")
    with st.container(key=f"chip-{place}", horizontal=True, width="content", gap=None, vertical_alignment="center", wrap=False):
        st.html(chip_html(chip), width="content")
        key = f"chip-{'back' if chip.removed else 'out'}-{place}"
        st.button(escape_label(f"{does} {chip.name}"), key=key, type="tertiary", on_click=act, args=(chip.part,))
