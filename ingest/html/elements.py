"""HTML elements by what they do to text, read from `elements.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Elements:
    """Element names in lower case: those left out with all they hold, those that stand in blocks of their own, bold ones."""

    skipped: frozenset[str]
    blocks: frozenset[str]
    bold: frozenset[str]


@cache
def elements() -> Elements:
    """Return the lists, read once."""
    raw = tomllib.loads((Path(__file__).parent / "elements.toml").read_text(encoding="utf-8"))
    return Elements(frozenset(raw["skipped"]), frozenset(raw["blocks"]), frozenset(raw["bold"]))
