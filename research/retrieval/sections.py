"""What a page's headings say that it is: risk factors, the discussion of results, a note on debt; read from `sections.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from research.text.patterns import read_beside

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
    data = read_beside(__file__, "sections.toml")
    aside = [pattern for patterns in data["aside"].values() for pattern in patterns]
    return {kind: re.compile("|".join(patterns)) for kind, patterns in (*data["about"].items(), (ASIDE, aside))}
