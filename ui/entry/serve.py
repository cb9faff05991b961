"""The page's server: `python -m ui.entry.serve [Streamlit's options]`.

What the pages import is imported first, so that the first page opens as fast as any later one.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from streamlit.web.cli import main as streamlit

PAGE = Path(__file__).with_name("page.py")
# What the pages import only when they are drawn.
DRAWN_WITH = (
    *("pandas", "pyarrow", "exchange_calendars", "research.workspace", "ingest.background", "ingest.child", "ingest.readers"),
    *("ui.out.links", "ui.out.sending", "ui.entry.page"),
)


def main() -> None:
    """Serve the page until the process is ended."""
    for name in DRAWN_WITH:
        importlib.import_module(name)
    streamlit(["run", str(PAGE), *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()
