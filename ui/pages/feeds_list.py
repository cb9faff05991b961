"""The list of feeds: a row for each with its health, and what can be done with it."""

from __future__ import annotations

import hashlib

import streamlit as st

from ingest.subscriptions import FeedChange, title_of
from research.nouns.roles import Action
from ui.pages.boundary import show_error
from ui.pages.feeds_desk import FeedsDesk
from ui.pages.feeds_state import change_state, feeds_state, try_action
from ui.pages.session import widget_value
from ui.render.escaping import escape_html, escape_label
from ui.render.feeds_html import feed_html
from ui.render.feeds_view import FeedRow
from ui.render.words import counted

FEEDS_A_PAGE = 25


def show_list(desk: FeedsDesk, rows: tuple[FeedRow, ...]) -> None:
    """Show the feeds that have the words typed, a page of them at a time."""
    if not rows:
        st.html('<p class="rd-muted">No feed yet. Choose “Add feeds” to subscribe to one, or to import a list.</p>')
        return
    shown = rows
    if len(rows) > FEEDS_A_PAGE:
        words = st.text_input("Feed", key="feeds-filter", placeholder="Filter feeds …", label_visibility="collapsed").casefold().split()
        shown = tuple(row for row in rows if all(word in f"{row.title} {row.feed.url} {row.state}".casefold() for word in words))
        st.html(f'<div class="rd-muted rd-small" role="status">{counted(len(shown), "feed")}</div>')
        pages = -(-len(shown) // FEEDS_A_PAGE)
        if pages > 1:
            number = int(st.number_input(f"Page of {pages:,}", 1, pages, key="feeds-page", width=160))
            shown = shown[(number - 1) * FEEDS_A_PAGE : number * FEEDS_A_PAGE]
    for row in shown:
        _row(desk, row)


def _buttons(desk: FeedsDesk, row: FeedRow, mark: str) -> None:
    name, url = escape_label(row.title), row.feed.url
    with st.container(key=f"feed-buttons-{mark}", horizontal=True, gap="xsmall", width="content"):
        st.button("Poll now", key=f"feed-poll-{mark}", help=f"Ask {name} now", on_click=_poll, args=(desk, url))
        st.button("Edit", key=f"feed-edit-{mark}", help=f"Change {name}", on_click=_open, args=("editing", url))
        st.button("Remove", key=f"feed-remove-{mark}", help=f"End the subscription to {name}", on_click=_open, args=("removing", url))


def _row(desk: FeedsDesk, row: FeedRow) -> None:
    """Show a feed and its buttons; below it the form or the question that one of them has opened."""
    feed, state = row.feed, feeds_state()
    mark = hashlib.sha256(feed.url.encode()).hexdigest()[:12]
    with st.container(key=f"feed-row-{mark}", border=True, gap="xsmall"):
        with st.container(
            key=f"feed-line-{mark}", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
        ):
            st.html(feed_html(row))
            if desk.access.may(Action.FEEDS):
                _buttons(desk, row, mark)
        if state.editing == feed.url:
            _edit(desk, row, mark)
        if state.removing == feed.url:
            _remove(desk, row, mark)
        if state.error and state.error_at == feed.url:
            show_error(state.error)


def _edit(desk: FeedsDesk, row: FeedRow, mark: str) -> None:
    feed = row.feed
    with st.form(f"feed-form-{mark}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Title", feed.title, key=f"edit-title-{mark}", max_chars=200)
        st.number_input("Every so many minutes", 5, 10_080, feed.every_minutes, key=f"edit-every-{mark}")
        st.text_input("Who may read it", feed.label, key=f"edit-label-{mark}", max_chars=60)
        st.checkbox("Read its articles", feed.articles, key=f"edit-articles-{mark}")
        st.form_submit_button("Change it", key=f"edit-do-{mark}", type="primary", on_click=_change, args=(desk, feed.url, mark))
    st.button("Cancel", key=f"edit-cancel-{mark}", on_click=_open, args=("", ""))


def _remove(desk: FeedsDesk, row: FeedRow, mark: str) -> None:
    st.html(f'<p role="status">End the subscription to {escape_html(row.title)}?</p>')
    st.checkbox("Take its entries out of the library, too; old answers still open them", key=f"remove-entries-{mark}")
    with st.container(key=f"remove-row-{mark}", horizontal=True, gap="small"):
        st.button("End it", key=f"remove-do-{mark}", type="primary", on_click=_end, args=(desk, row.feed.url, mark))
        st.button("Keep it", key=f"remove-cancel-{mark}", on_click=_open, args=("", ""))


def _open(what: str, url: str) -> None:
    change_state(**{"editing": "", "removing": "", "error": None, "note": ""} | ({what: url} if what else {}))


def _poll(desk: FeedsDesk, url: str) -> None:
    try_action(url, lambda: "" if desk.poll(url) else "A poll is at work already; try again when it is done.")


def _change(desk: FeedsDesk, url: str, mark: str) -> None:
    said = {name: widget_value(f"edit-{name}-{mark}") for name in ("title", "every", "label", "articles")}
    change = FeedChange(str(said["title"]), str(said["label"]), int(said["every"]), bool(said["articles"]))
    try_action(url, lambda: f"{title_of(desk.edit(url, change))} was changed.")


def _end(desk: FeedsDesk, url: str, mark: str) -> None:
    with_entries = bool(widget_value(f"remove-entries-{mark}"))
    try_action(url, lambda: f"{title_of(desk.remove(url, with_entries=with_entries))} was removed.")
