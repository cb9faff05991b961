"""Style sheets of a page, put where its content is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


def show_styles(*sheets: Path) -> None:
    """Give the page some style sheets, for as long as the container that this is called in is shown.

    They come wrapped in an element: Streamlit puts HTML of styles alone where toasts go, and the next toast takes their place.
    """
    styles = "".join(f"<style>{sheet.read_text(encoding='utf-8')}</style>" for sheet in sheets)
    st.html(f'<div class="rd-styles">{styles}</div>')
