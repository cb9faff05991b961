"""What time it is where the reader is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def reader_now() -> datetime:
    """Return now on the clock of the reader's browser, on that of this machine where the browser does not say."""
    now = datetime.now(UTC)
    try:
        return now.astimezone(ZoneInfo(str(st.context.timezone or "")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.astimezone()
