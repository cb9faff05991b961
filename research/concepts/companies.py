"""Companies' names as people say them: "MGM Resorts" for "MGM Resorts International", "Amazon" for "Amazon.com, Inc."."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from research.text.patterns import read_beside

# Every question looks at the names of all companies of the library.
KEPT_NAMES = 20_000
_STATE = re.compile(r"\s*/[A-Za-z]{2,}/?\s*$|\s*\([^()]*\)\s*$")
_DOMAIN = re.compile(r"\.(?:com|net|org|io|ai)\b", re.IGNORECASE)


@cache
def _endings() -> tuple[frozenset[str], tuple[str, ...]]:
    raw = read_beside(__file__, "companies.toml")
    return frozenset(raw["legal"]), tuple(raw["descriptive"])


def legal_forms() -> frozenset[str]:
    """Return the legal forms that may end a name, in small letters."""
    return _endings()[0]


@lru_cache(maxsize=KEPT_NAMES)
def strip_legal_form(company: str) -> str:
    """Return the name without legal suffixes: "Best Buy" for "Best Buy Co., Inc."; a name of nothing else stays whole."""
    legal, _ = _endings()
    words = _STATE.sub("", company).replace(",", " ").split()
    while len(words) > 1 and (words[-1].lower().strip(".") in legal or words[-1] in {"&", "-"}):
        words.pop()
    if len(words) > 1 and words[0].lower() == "the":
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=KEPT_NAMES)
def short_names(company: str) -> tuple[str, ...]:
    """Return the names that a company goes by, longest first and without repeats, from its legal name alone.

    "MGM Resorts International" gives itself and "MGM Resorts"; "Amazon.com, Inc." gives itself, "Amazon.com" and "Amazon".
    """
    _, descriptive = _endings()
    names = [company.strip(), strip_legal_form(company)]
    for ending in sorted(descriptive, key=len, reverse=True):
        if names[-1].lower().endswith(f" {ending}"):
            names.append(strip_legal_form(names[-1][: -len(ending) - 1]))
    names.append(_DOMAIN.sub("", names[-1]).strip())
    return tuple(dict.fromkeys(name for name in names if name))
