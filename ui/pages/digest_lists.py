"""The editor of watchlists: a list in a form, tables of companies taken in and given out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import available_timezones

import streamlit as st

from ingest.encodings import decode_text
from research.errors import DeskError, LimitExceededError
from research.nouns.news import EventType
from research.nouns.watchlists import WatchedCompany, Watchlist
from ui.pages.boundary import show_error
from ui.pages.digest_desk import DigestDesk
from ui.pages.digest_state import change_state, chosen_list, digest_state, edit, end_editing
from ui.pages.downloads import Download, show_download
from ui.pages.session import widget_value
from ui.render.escaping import escape_html, escape_label
from ui.render.watchlist_form import COLUMNS, FilledForm, companies_text, filled_list, form_of, terms_text
from ui.render.watchlist_table import MOST_BYTES, read_table, write_table

NEW = "New list"
_CHOICE = "digest-edited"


def show_lists(desk: DigestDesk, lists: Sequence[Watchlist]) -> None:
    """Show the choice of a list and its form; a reader without any begins with a new one."""
    own = [one for one in lists if one.user.casefold() == desk.access.user.casefold()]
    state = digest_state()
    held = chosen_list(own, [one.name for one in own], state.edited) if state.edited else None
    if not lists:
        st.html(
            '<h2 class="rd-h2">Whom do you follow?</h2><p class="rd-muted">A watchlist names the companies and words whose news, filings '
            "and changed figures a digest tells. Name it and write a company a line.</p>"
        )
    with st.container(key="digest-lists-bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.session_state[_CHOICE] = held.name if held else NEW
        st.selectbox("List", [*(one.name for one in own), NEW], key=_CHOICE, label_visibility="collapsed", on_change=_choose, width=300)
        if lists:
            st.button("Back to the digest", key="digest-back", on_click=end_editing)
        if held:
            file = Download(f"{_stem(held)}.csv", "text/csv", partial(_table_file, held), f"watchlist {held.address}")
            show_download(desk.desk, "CSV", file, key="digest-csv")
            with st.popover("Forget this list"):
                st.button("Forget it for good", key="digest-forget", type="primary", on_click=_forget, args=(desk, held.name))
    if state.error:
        show_error(state.error)
    if state.said:
        st.html(f'<p class="rd-small" role="status" data-testid="digest-said">{escape_html(state.said)}</p>')
    _form(desk, held or Watchlist("", desk.access.user))


def _table_file(held: Watchlist) -> bytes:
    return write_table(held.companies).encode("utf-8-sig")


def _form(desk: DigestDesk, held: Watchlist) -> None:
    """Show the form of a list; its fields are named by the list, so that another one begins with its own."""
    keys = {name: f"list-{name}-{held.name}-{digest_state().tries}" for name in (*FilledForm.__slots__, "table")}
    zones, markets = sorted(available_timezones()), list(desk.markets) or [held.market]
    with st.form(f"list-form-{held.name}-{digest_state().tries}", border=False):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            st.text_input("Name", held.name, key=keys["name"], max_chars=120, disabled=bool(held.name))
            st.text_area(
                f"Companies, one a line: {escape_label(COLUMNS)}", companies_text(held.companies), key=keys["companies"], height=230
            )
            st.file_uploader(
                "Add companies from a table (CSV)", type=["csv", "tsv", "txt"], key=keys["table"], max_upload_size=MOST_BYTES // 1_000_000
            )
            st.text_area(
                "Lists to take in, one a line; USER/NAME for another's", terms_text(held.includes), key=keys["includes"], height=68
            )
        with right:
            st.multiselect("Only these events", [one.value for one in EventType], [one.value for one in held.events], key=keys["events"])
            st.text_area("News that say this, whoever they are about", terms_text(held.keywords), key=keys["keywords"], height=68)
            st.text_area("Leave out news that say this", terms_text(held.muted), key=keys["muted"], height=68)
            st.text_area("Only these outlets", terms_text(held.sources), key=keys["sources"], height=68)
            st.text_area("Only companies of these sectors", terms_text(held.sectors), key=keys["sectors"], height=68)
            st.text_area("Names of your own house", terms_text(held.house), key=keys["house"], height=68)
            with st.container(key="list-clock", horizontal=True, gap="small"):
                st.selectbox("Market", markets, markets.index(held.market) if held.market in markets else None, key=keys["market"])
                st.selectbox("Time zone", zones, zones.index(held.zone) if held.zone in zones else None, key=keys["zone"])
            st.checkbox("Others may read and take in this list", held.shared, key=keys["shared"])
        st.form_submit_button("Keep the list", type="primary", on_click=_save, args=(desk, held, keys))


def _choose() -> None:
    name = str(widget_value(_CHOICE))
    edit("" if name == NEW else name)


def _save(desk: DigestDesk, held: Watchlist, keys: dict[str, str]) -> None:
    """Keep the list of the form, or say what is wrong with it and keep what was typed."""
    try:
        told, more = _table(widget_value(keys["table"]))
        form = form_of({name: widget_value(keys[name]) for name in FilledForm.__slots__})
        kept = desk.save(filled_list(form, held, more=more))
    except DeskError as error:
        change_state(error=error, said="")
        return
    said = "; ".join([f"{kept.name} is kept", *told])
    change_state(error=None, said=said, edited=kept.name, tries=digest_state().tries + 1, watchlist=digest_state().watchlist or kept.name)


def _table(upload: object) -> tuple[tuple[str, ...], tuple[WatchedCompany, ...]]:
    """Return what is to be told of a table, and its companies; nothing of both without one. Raises UsageError, LimitExceededError."""
    if upload is None:
        return (), ()
    name, content = str(getattr(upload, "name", "table")), bytes(upload.getvalue())  # type: ignore[attr-defined]
    if len(content) > MOST_BYTES:
        raise LimitExceededError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB", "a watchlist holds some thousand companies")
    read = read_table(decode_text(content, name=name), name=name)
    return read.told, read.companies


def _forget(desk: DigestDesk, name: str) -> None:
    try:
        desk.forget(name)
    except DeskError as error:
        change_state(error=error, said="")
        return
    shown = digest_state().watchlist
    change_state(error=None, said=f"{name} is forgotten", edited="", watchlist="" if shown.casefold() == name.casefold() else shown)


def _stem(held: Watchlist) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in held.name).lower().split()) or "watchlist"
