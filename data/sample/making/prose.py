"""Prose in its blocks: headings, paragraphs, and the places of statements and tables."""

from __future__ import annotations

import re


def blocks(prose: str) -> list[str]:
    """Return the blocks in order: heading lines ("## Risks"), marks ("[[table debt]]", "[[page]]"), and paragraphs."""
    return [block for part in re.split(r"\n(?=[#\[])|(?<=\])\n", prose) for block in _of_part(part)]


def _of_part(part: str) -> list[str]:
    """Return a part's heading line and its paragraphs."""
    head, _, rest = part.partition("\n") if part.startswith("#") else ("", "", part)
    return [text.strip() for text in (head, *rest.split("\n\n")) if text.strip()]
