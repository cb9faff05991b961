"""What a page's headings say that it is: risk factors, the discussion of results, a note on debt; read from `sections.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

ASIDE = "aside"
# Between a heading and one below it.
BETWEEN = " › "
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def section_kinds(section: str) -> frozenset[str]:
    """Return what a section's headings say of it, whatever spaces are set into their words; `ASIDE` for one that says little of its own."""
    parts = [_NOT_LETTERS.sub("", part).casefold() for part in section.split(BETWEEN)]
    return frozenset(kind for kind, pattern in _patterns().items() if any(pattern.search(part) for part in parts))


@cache
def known_sections() -> frozenset[str]:
    """Return every kind of section that there is."""
    return frozenset(_patterns())


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads((Path(__file__).parent / "sections.toml").read_text(encoding="utf-8"))
    aside = [pattern for patterns in data["aside"].values() for pattern in patterns]
    return {kind: re.compile("|".join(patterns)) for kind, patterns in (*data["about"].items(), (ASIDE, aside))}
