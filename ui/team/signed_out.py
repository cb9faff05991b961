"""What a page shows whose session is over, and the way back."""

from __future__ import annotations

import streamlit as st

from research.errors import DeskError
from ui.render.answer_html import notice_html
from ui.team.sign_in_page import SIGN_IN


def show_signed_out(error: DeskError) -> None:
    """Show why nothing is shown, and the link that signs in."""
    st.html(notice_html("error", error.message, [error.hint], "!"))
    st.html(f'<p><a href="{SIGN_IN}" target="_self">Sign in</a></p>')
