"""When digests go out by themselves: a reader's schedules, what became of them, and the form for another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import available_timezones

import streamlit as st

from research.errors import DeskError
from research.nouns.sending import WORKDAYS, FileFormat, Schedule
from ui.out.delivery import delivered_line
from ui.out.scheduling import Plan
from ui.out.times import DAYS
from ui.pages.boundary import show_error
from ui.pages.digest_desk import DigestDesk
from ui.pages.digest_state import change_state, digest_state, end_editing
from ui.pages.session import widget_value
from ui.render.answer_html import note_html
from ui.render.escaping import escape_html, escape_label
from ui.render.schedule_view import ScheduleRow, schedule_row

OWN_ZONE = "The list's own"
_MORNING = time(7, 30)
_FIELDS = ("watchlist", "at", "days", "zone", "mail", "folder", "format")


def show_schedules(desk: DigestDesk, names: Sequence[str]) -> None:
    """Show the reader's schedules, what has not gone out, and the form for another; `names` are the lists' names."""
    with st.container(key="digest-sending-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<h2 class="rd-h2">When digests go out</h2>', width="content")
        st.button("Back to the digest", key="digest-back", on_click=end_editing)
    state = digest_state()
    if state.error:
        show_error(state.error)
    if state.said:
        st.html(f'<p class="rd-small" role="status" data-testid="digest-said">{escape_html(state.said)}</p>')
    schedules = desk.scheduling.all()
    for one in schedules:
        _row(desk, one)
    if not schedules:
        st.html('<p class="rd-muted">Nothing is scheduled yet.</p>')
    for item in desk.scheduling.troubled():
        line = delivered_line(item)
        st.html(note_html(line[:1].upper() + line[1:]))
    _form(desk, names)
    st.html(
        '<p class="rd-small rd-muted">They go out while <code>desk run</code> runs, or by <code>desk schedule run</code> from cron.</p>'
    )


def row_html(row: ScheduleRow) -> str:
    """Return a schedule's line: which list, when, to whom, when next and when last."""
    moments = f"next {row.upcoming} · {'last ' if row.last != 'never' else ''}{row.last if row.last != 'never' else 'never sent yet'}"
    return (
        f'<div class="rd-digest-line" data-testid="digest-schedule"><p class="rd-sentence"><strong>{escape_html(row.watchlist)}</strong>, '
        f'{escape_html(row.when)}, to {escape_html(row.to)}</p><div class="rd-small rd-muted">{escape_html(moments)}</div></div>'
    )


def _row(desk: DigestDesk, one: Schedule) -> None:
    row = schedule_row(one, datetime.now(UTC))
    with st.container(key=f"digest-line-schedule-{one.id}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(row_html(row), width="stretch")
        with st.popover("Remove", key=f"digest-unschedule-{one.id}"):
            st.button(
                "Send it no more",
                key=f"digest-unschedule-sure-{one.id}",
                type="primary",
                help=f"{escape_label(row.watchlist)}, {escape_label(row.when)}",
                on_click=_remove,
                args=(desk, one.id),
            )


def _form(desk: DigestDesk, names: Sequence[str]) -> None:
    """Show the form for another schedule, of the list that is open unless another is chosen."""
    tries = digest_state().tries
    keys = {name: f"schedule-{name}-{tries}" for name in _FIELDS}
    chosen = digest_state().watchlist
    with st.form(f"schedule-form-{tries}", border=False):
        st.html('<h3 class="rd-h3">Send another</h3>')
        with st.container(key="schedule-when", horizontal=True, gap="small"):
            st.selectbox("Watchlist", names, names.index(chosen) if chosen in names else 0, key=keys["watchlist"], width=260)
            st.time_input("At", _MORNING, key=keys["at"], step=300, width=110)
            st.multiselect("On", DAYS, [DAYS[day] for day in WORKDAYS], key=keys["days"], width=380)
            st.selectbox("Time zone", [OWN_ZONE, *sorted(available_timezones())], key=keys["zone"], width=220)
        with st.container(key="schedule-where", horizontal=True, gap="small"):
            st.text_input("By mail to", key=keys["mail"], placeholder="ann@example.org, ben@example.org", max_chars=2000, width=380)
            st.text_input("Into the folder", key=keys["folder"], placeholder="A folder on this machine", max_chars=1000, width=380)
            st.selectbox("As", [one.value for one in FileFormat], key=keys["format"], width=110)
        st.form_submit_button("Schedule", key="schedule-add", type="primary", on_click=_add, args=(desk, keys))


def _add(desk: DigestDesk, keys: dict[str, str]) -> None:
    """Keep the schedule of the form, or say what is wrong with it and keep what was typed."""
    said = {name: widget_value(key) for name, key in keys.items()}
    plan = Plan(
        str(said["watchlist"]),
        said["at"] or _MORNING,
        tuple(DAYS.index(day) for day in DAYS if day in said["days"]),
        None if said["zone"] == OWN_ZONE else str(said["zone"]),
        tuple(filter(None, (one.strip() for one in str(said["mail"]).replace(";", ",").split(",")))),
        Path(said["folder"].strip()) if said["folder"].strip() else None,
        FileFormat(said["format"]),
    )
    try:
        kept = desk.scheduling.add(plan)
    except DeskError as error:
        change_state(error=error, said="")
        return
    change_state(error=None, said=f"{kept.watchlist} is scheduled", tries=digest_state().tries + 1)


def _remove(desk: DigestDesk, schedule_id: int) -> None:
    try:
        desk.scheduling.remove(schedule_id)
    except DeskError as error:
        change_state(error=error, said="")
        return
    change_state(error=None, said="It is sent no more; what is on its way goes out")
