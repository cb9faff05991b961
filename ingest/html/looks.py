"""How an element looks, as far as an excerpt of the page keeps it: a few letters, never a style of the page's own."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.html.markup import Element
from ingest.html.styles import read_style

# Letters: l, c, r flush left, centred, flush right; b bold, i italic, u underlined; t, s, d a line above, below, a double one below.
_ALIGNED = {"left": "l", "start": "l", "center": "c", "right": "r", "end": "r"}
_NO_LINE = re.compile(r"none|hidden|^0(?:px|pt)?(?:\s|$)|(?:^|\s)0(?:px|pt)?\s+(?:solid|double)")
MOST_INDENT = 80


@lru_cache(maxsize=4096)
def looks_of(style: str, align: str, name: str) -> str:
    """Return the letters for a style attribute, an align attribute and an element's name (lower case)."""
    said: dict[str, str] = {}
    for one in style[:2000].lower().split(";"):
        key, _, value = one.partition(":")
        said[key.strip()] = value.strip()
    found = [_ALIGNED.get(said.get("text-align", "") or align.lower(), "c" if name == "center" else "")]
    bold = read_style(style).bold
    found.append("b" if bold or (bold is None and name in {"b", "strong", "th"}) else "")
    found.append("i" if said.get("font-style") == "italic" or name in {"i", "em"} else "")
    found.append("u" if "underline" in said.get("text-decoration", "") or name == "u" else "")
    found.append("t" if _is_line(said.get("border-top", "")) else "")
    below = said.get("border-bottom", "")
    found.append(("d" if "double" in below else "s") if _is_line(below) else "")
    return "".join(found)


def indent_of(element: Element) -> int:
    """Return how far an element's words are set in, in points, 0 to 80."""
    style = element.get("style")
    return round(min(max(read_style(style).indent, 0.0), MOST_INDENT)) if style else 0


def _is_line(border: str) -> bool:
    return bool(border) and _NO_LINE.search(border) is None
