"""The page's server: `python -m ui.entry.serve [Streamlit's options]`.

What the pages import is imported first, so that the first page opens as fast as any later one.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from streamlit.web.cli import main as streamlit

from research.settings import load_settings
from ui.logs import configure_logging

PAGE, TEAM = (Path(__file__).with_name(name) for name in ("page.py", "team.py"))
# What the pages import only when they are drawn.
DRAWN_WITH = (
    *("pandas", "pyarrow", "exchange_calendars", "research.workspace", "ingest.background", "ingest.child", "ingest.readers"),
    *("ui.out.links", "ui.out.sending", "ui.entry.page"),
)


def main() -> None:
    """Serve the page until the process is ended."""
    configure_logging()
    for name in DRAWN_WITH:
        importlib.import_module(name)
    page = TEAM if load_settings().team else PAGE
    streamlit(["run", str(page), *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()
