"""The bar that every page begins with: the brand, the pages with the current one stated, and one line about the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui.render.escaping import escape_html, escape_label

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_PAGES, _PLACES, _USER = "pages", "places", "user"


def register_pages(pages: Sequence[Page]) -> None:
    """Keep the pages that the bar of this session links to, in order."""
    st.session_state[_PAGES] = tuple(pages)


def register_user(name: str) -> None:
    """Keep whom the bar names with the way to sign out, "" for nobody: a single user does not sign in."""
    st.session_state[_USER] = name


def keep_place(title: str, query: Mapping[str, str]) -> None:
    """Keep what the address of a page says now, so that the bar of another page leads back to what is shown there."""
    st.session_state[_PLACES] = {**places(), title: dict(query)}


def places() -> dict[str, dict[str, str]]:
    """Return what was kept of each page of this session, by its title."""
    found: dict[str, dict[str, str]] = st.session_state.get(_PLACES, {})
    return found


def top_bar(current: str, line: str) -> None:
    """Show the bar; `current` is the title of the page that it stands on, `line` what is said on the right."""
    with st.container(key="top", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(key="top-links", horizontal=True, vertical_alignment="center", gap="small", width="content"):
            st.html('<h1 class="rd-brand">Research Desk</h1>', width="content")
            for page in st.session_state.get(_PAGES, ()):
                if page.title == current:
                    st.html(f'<span class="rd-nav-current" aria-current="page">{escape_html(current)}</span>', width="content")
                else:
                    st.page_link(page, label=escape_label(page.title), width="content", query_params=places().get(page.title))
        who = st.session_state.get(_USER, "")
        out = '<a class="rd-link" href="/sign-out" target="_self">Sign out</a>' if who else ""
        said = " · ".join(filter(None, (escape_html(line), escape_html(who), out)))
        st.html(f'<span class="rd-muted rd-small">{said}</span>', width="content")
