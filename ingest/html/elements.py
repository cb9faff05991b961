"""HTML elements by what they do to text, read from `elements.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class Elements:
    """Element names in lower case: those left out with all they hold, those that stand in blocks of their own, bold ones."""

    skipped: frozenset[str]
    blocks: frozenset[str]
    bold: frozenset[str]


@cache
def elements() -> Elements:
    """Return the lists, read once."""
    raw = read_beside(__file__, "elements.toml")
    return Elements(frozenset(raw["skipped"]), frozenset(raw["blocks"]), frozenset(raw["bold"]))
