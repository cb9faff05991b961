"""The Streamlit entry: `streamlit run ui/page.py`."""

from __future__ import annotations

import streamlit as st

from research.settings import load_settings
from ui.pages import ask
from ui.pages.boundary import page_boundary
from ui.pages.desk import Desk


@st.cache_resource(show_spinner="Opening the workspace …")
def open_desk() -> Desk:
    """Return the desk over the workspace that the settings name; opened once for all sessions."""
    from ingest.child import render_in_child  # noqa: PLC0415  (loaded when the page runs, not when it is imported)
    from research.workspace import Workspace  # noqa: PLC0415

    settings = load_settings()
    return Desk(Workspace.open(settings), settings, render_in_child)


def main() -> None:
    """Show the page."""
    st.set_page_config(page_title="Research Desk", layout="wide", initial_sidebar_state="collapsed")
    page = st.navigation([st.Page(_ask, title="Ask", url_path="ask", default=True)], position="hidden")
    page.run()


def _ask() -> None:
    with page_boundary():
        ask.show(open_desk())


if __name__ == "__main__":
    main()
