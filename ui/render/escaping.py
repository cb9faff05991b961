"""Text from documents and questions made harmless for HTML and for Streamlit's Markdown labels."""

from __future__ import annotations

import html
import re

from research.text.invisible import without_invisible

# Everything that Streamlit's Markdown gives a meaning: emphasis, links, code, LaTeX, HTML, directives (":red[…]"), tables, lists.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def escape_html(text: str) -> str:
    """Return text for an HTML element or a quoted attribute; what is not seen in it is taken out."""
    return html.escape(without_invisible(text), quote=True)


def escape_label(text: str) -> str:
    """Return text for a label that Streamlit reads as Markdown, on one line; what is shown is the text itself."""
    return _MARKDOWN.sub(r"\\\1", " ".join(without_invisible(text).split()))


def visible_line(text: str) -> str:
    """Return text as one line of plain text, without what is not seen and what turns its direction."""
    return " ".join(without_invisible(text).split())


def shorten(text: str, limit: int) -> str:
    """Return text on one line of at most `limit` characters, cut at a word, with an ellipsis when something is left out."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[: limit - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"
