"""Text from documents and questions made harmless for HTML and for Streamlit's Markdown labels."""

from __future__ import annotations

import html
import re
import unicodedata

# Everything that Streamlit's Markdown gives a meaning: emphasis, links, code, LaTeX, HTML, directives (":red[…]"), tables, lists.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
_DIRECTIONS = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


def escape_html(text: str) -> str:
    """Return text for an HTML element or a quoted attribute; control and direction-changing characters are taken out."""
    return html.escape(_visible(text), quote=True)


def escape_label(text: str) -> str:
    """Return text for a label that Streamlit reads as Markdown, on one line; what is shown is the text itself."""
    return _MARKDOWN.sub(r"\\\1", " ".join(_visible(text).split()))


def visible_line(text: str) -> str:
    """Return text as one line of plain text, without control characters and marks that turn its direction."""
    return " ".join(_visible(text).split())


def shorten(text: str, limit: int) -> str:
    """Return text on one line of at most `limit` characters, cut at a word, with an ellipsis when something is left out."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[: limit - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def _visible(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) != "Cc" and c not in _DIRECTIONS))
