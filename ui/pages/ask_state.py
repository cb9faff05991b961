"""One session's place on the Ask page, and what a click changes in it.

The address names the answer and the lit marker, so that a link, a reload and the browser's back lead to them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import streamlit as st

from research.errors import DeskError
from research.nouns.answers import PartKind, PlanPart
from research.nouns.conversations import FRESH, KeptAnswer, Turn
from ui.pages.asking import Asking
from ui.pages.desk import Desk
from ui.pages.question_count import QuestionCount
from ui.pages.top_bar import keep_place

TITLE = "Ask"
_STATE, _COUNT = "ask", "ask-count"
_ANSWER, _MARKER = "answer", "marker"
COPY, LINK = "Copy", "Link"


@dataclass(frozen=True)
class AskState:
    """The question to ask next and its turn, the one on its way, the answer shown, what went wrong, the marker and page on the right.

    `opened` is the document opened without a citation; `reporting` the marker of the figure that is being called wrong;
    `taking` what of the answer is open to be taken along, COPY or LINK; `note` one line about the answer shown, `said` the one for the
    answer that is waited for. `struck` are the sentences of a model's draft that were shown while it came and are not in the answer.
    """

    pending: str = ""
    turn: Turn = FRESH
    said: str = ""
    asking: Asking | None = None
    kept: KeptAnswer | None = None
    error: DeskError | None = None
    marker: str = ""
    page: int | None = None
    opened: str = ""
    reporting: str = ""
    taking: str = ""
    note: str = ""
    struck: tuple[str, ...] = ()


def state() -> AskState:
    """Return this session's state."""
    found = st.session_state.setdefault(_STATE, AskState())
    if not isinstance(found, AskState):
        raise TypeError("the session holds a state of another version of this page; reload it")
    return found


def change(**changes: object) -> None:
    """Change some of this session's state."""
    st.session_state[_STATE] = replace(state(), **changes)  # type: ignore[arg-type]


def show_kept(kept: KeptAnswer, *, marker: str = "", note: str = "", struck: tuple[str, ...] = ()) -> None:
    """Show an answer with a marker lit, its first by default, and put both into the address."""
    markers = [citation.marker for citation in kept.answer.citations]
    lit = marker if marker in markers else (markers[0] if markers else "")
    change(kept=kept, asking=None, error=None, marker=lit, page=None, opened="", reporting="", taking="", note=note, struck=struck)
    _put_in_address(kept.id, lit)


def show_failure(error: DeskError) -> None:
    """Show why there is no answer; what was shown before stays, and the next question may go on from it."""
    now = state()
    change(asking=None, error=error)
    _put_in_address(now.kept.id if now.kept else "", now.marker if now.kept else "")


def follow_address(desk: Desk) -> None:
    """Show what the address names when it is something else than what is shown: a link was opened, or the reader went back."""
    now = state()
    if now.asking or now.pending:
        return
    wanted, marker = st.query_params.get(_ANSWER, ""), st.query_params.get(_MARKER, "")
    shown = now.kept.id if now.kept else ""
    if wanted and wanted != shown:
        try:
            kept = desk.reopen(wanted)
        except DeskError as error:
            show_failure(error)
            return
        st.session_state["question"] = kept.answer.question
        show_kept(kept, marker=marker, note=kept_note(kept))
    elif shown and not wanted:
        start_afresh()
    elif shown and marker and marker != now.marker and not now.opened:
        change(marker=marker, page=None)


def kept_note(kept: KeptAnswer) -> str:
    """Return the line that says that an answer is shown as it was given, and when that was."""
    return f"As it was answered on {kept.at.day} {kept.at:%B %Y, %H:%M} UTC. Ask again for what the library holds today."


def count_question(desk: Desk) -> None:
    """Count a question of this session that is about to be asked; raises LimitExceededError for one too many."""
    count = st.session_state.setdefault(_COUNT, QuestionCount())
    if not isinstance(count, QuestionCount):
        raise TypeError("the session holds a state of another version of this page; reload it")
    count.take(time.monotonic(), minute=desk.settings.max_questions_minute, session=desk.settings.max_questions_session)


def submit() -> None:
    """Ask what stands in the question field; it may go on from the answer shown."""
    now = state()
    change(pending=st.session_state["question"], said="", error=None, turn=Turn(earlier=now.kept.answer.plan) if now.kept else FRESH)


def ask_afresh(question: str, said: str = "") -> None:
    """Ask a question that goes on from nothing; its answer is shown with the line `said`."""
    _ask(question, FRESH, said)


def ask_choice(label: str, question: str) -> None:
    """Ask the question of a choice in the turn of the one that left it open; the company chosen is no longer taken out."""
    turn = _turn()
    _ask(question, replace(turn, without=turn.without - {PlanPart(PartKind.COMPANY, label)}))


def ask_without(part: PlanPart) -> None:
    """Ask the question shown again without a part of its plan."""
    _ask_again(replace(_turn(), without=_turn().without | {part}))


def ask_with(part: PlanPart) -> None:
    """Ask the question shown again with a part that had been taken out."""
    _ask_again(replace(_turn(), without=_turn().without - {part}))


def ask_reading(concept: str) -> None:
    """Ask the question shown again in another reading of its metric."""
    _ask_again(replace(_turn(), reading=concept))


def ask_again() -> None:
    """Ask the question shown again as it is, of the library of today."""
    _ask_again(_turn())


def start_afresh() -> None:
    """Show the page as it is before any question; what is asked next goes on from nothing."""
    st.session_state["question"] = ""
    st.session_state[_STATE] = AskState()
    _put_in_address("", "")


def stop() -> None:
    """Wait no more for the question on its way; what was shown before is shown again."""
    now = state()
    if now.asking:
        now.asking.stop()
    change(asking=None, note="Stopped. The question was not answered, and nothing of it was kept.")


def light(marker: str) -> None:
    """Show a marker's page on the right."""
    now = state()
    change(marker=marker, page=None, opened="")
    if now.kept:
        _put_in_address(now.kept.id, marker)


def open_page(document_id: str, page: int) -> None:
    """Show a page that nothing cites on the right."""
    change(marker="", opened=document_id, page=page)


def turn_page(page: int) -> None:
    """Turn the document on the right to another page."""
    change(page=page)


def report(marker: str) -> None:
    """Open the form that calls a figure wrong, or close it."""
    change(reporting="" if state().reporting == marker else marker)


def take(name: str) -> None:
    """Open what is there to copy (COPY) or the links (LINK), or close it."""
    change(taking="" if state().taking == name else name)


def _turn() -> Turn:
    kept = state().kept
    return kept.turn if kept else FRESH


def _ask_again(turn: Turn) -> None:
    kept = state().kept
    if kept:
        _ask(kept.answer.question, turn)


def _ask(question: str, turn: Turn, said: str = "") -> None:
    st.session_state["question"] = question
    change(pending=question, turn=turn, said=said, error=None)


def _put_in_address(answer_id: str, marker: str) -> None:
    wanted = {name: value for name, value in ((_ANSWER, answer_id), (_MARKER, marker)) if value}
    keep_place(TITLE, wanted)
    if dict(st.query_params.items()) != wanted:
        st.query_params.from_dict(wanted)
