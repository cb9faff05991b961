"""Ways to subscribe: an address, or a list that a feed reader has exported."""

from __future__ import annotations

import streamlit as st

from ingest.opml import MAX_OPML_MB
from ingest.subscriptions import EVERY_MINUTES, FeedChange, title_of
from research.nouns.access import PUBLIC
from ui.pages.boundary import show_error
from ui.pages.feeds_desk import FeedsDesk
from ui.pages.feeds_state import feeds_state, try_action
from ui.pages.session import widget_value
from ui.render.words import counted


def show_add(desk: FeedsDesk) -> None:
    """Show the form for one address, and the field for a list."""
    tries = feeds_state().tries
    with st.form(f"feed-{tries}", border=False):
        st.html('<h2 class="rd-h2">Add a feed</h2>')
        st.text_input("Address of the feed", key=f"feed-url-{tries}", placeholder="https://news.example.com/rss", max_chars=2000)
        st.text_input("Title", key=f"feed-title-{tries}", placeholder="What it calls itself", max_chars=200)
        with st.container(horizontal=True):
            st.number_input("Every so many minutes", 5, 10_080, EVERY_MINUTES, key=f"feed-every-{tries}")
            st.text_input("Who may read it", PUBLIC, key=f"feed-label-{tries}", max_chars=60, help="An access label")
        st.checkbox("Read the articles that it links to, where their sites allow it", key=f"feed-articles-{tries}")
        st.form_submit_button("Subscribe", key="feed-add", type="primary", on_click=_add, args=(desk, tries))
    _error("add")
    st.html('<h2 class="rd-h2">Import a list</h2>')
    key = f"feed-opml-{tries}"
    chosen = st.file_uploader("OPML, as feed readers export it", key=key, type=["opml", "xml"], max_upload_size=MAX_OPML_MB)
    st.button("Import", key="feed-import", disabled=chosen is None, on_click=_import, args=(desk, key))
    _error("import")


def _error(where: str) -> None:
    state = feeds_state()
    if state.error and state.error_at == where:
        show_error(state.error)


def _add(desk: FeedsDesk, tries: int) -> None:
    said = {name: widget_value(f"feed-{name}-{tries}") for name in ("url", "title", "every", "label", "articles")}

    def act() -> str:
        """Subscribe, and say so."""
        change = FeedChange(said["title"].strip() or None, said["label"], int(said["every"]), bool(said["articles"]))
        return f"Subscribed to {title_of(desk.add(said['url'], change))}."

    try_action("add", act)


def _import(desk: FeedsDesk, key: str) -> None:
    chosen = widget_value(key)

    def act() -> str:
        """Subscribe to a list, and say what became of it."""
        done = desk.import_list(chosen.getvalue(), name=chosen.name)
        refused = f"; left out: {'; '.join(one.why for one in done.refused[:3])}" if done.refused else ""
        return f"{counted(len(done.added), 'feed')} added, {len(done.known)} subscribed already{refused}."

    if chosen is not None:
        try_action("import", act)
