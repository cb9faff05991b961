"""The words by which a name in news is known for a company, or for something else (`companies.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from research.news.terms import expanded, folded
from research.text.patterns import read_beside


@dataclass(frozen=True, slots=True)
class Wording:
    """Word lists, all folded; patterns are matched against folded text.

    Of `before` and `after` patterns one looks at what ends where a name begins, the other at what begins where it ends.
    """

    ordinary: frozenset[str]
    acronyms: frozenset[str]
    given_names: frozenset[str]
    kinds: frozenset[str]
    beside: frozenset[str]
    acts: frozenset[str]
    han_kinds: tuple[str, ...]
    han_follow: re.Pattern[str]
    han_before: re.Pattern[str]
    han_places: re.Pattern[str]
    passing_before: re.Pattern[str]
    passing_after: re.Pattern[str]
    joined: re.Pattern[str]
    source_after: re.Pattern[str]
    source_before: re.Pattern[str]
    place_before: re.Pattern[str]
    unfit_before: re.Pattern[str]
    quiet: re.Pattern[str]
    roundup: re.Pattern[str]
    exchanges: str


@cache
def wording() -> Wording:
    """Return the words, read once."""
    raw = read_beside(__file__, "companies.toml")

    def words(name: str) -> frozenset[str]:
        return frozenset(folded(word) for phrase in raw[name] for word in expanded(phrase))

    def before(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(raw[name])})$")

    def after(name: str) -> re.Pattern[str]:
        return re.compile("|".join(raw[name]))

    return Wording(
        ordinary=words("ordinary"),
        acronyms=words("acronyms"),
        given_names=words("given_names"),
        kinds=words("kinds"),
        beside=words("beside"),
        acts=words("acts"),
        han_kinds=tuple(raw["han_kinds"]),
        han_follow=after("han_follow"),
        han_before=before("han_before"),
        han_places=re.compile(f"^(?:{'|'.join(raw['han_places'])})(?:省|市|自治区)?"),
        passing_before=before("passing_before"),
        passing_after=after("passing_after"),
        joined=re.compile(raw["joined"]),
        source_after=after("source_after"),
        source_before=before("source_before"),
        place_before=before("place_before"),
        unfit_before=before("unfit_before"),
        quiet=after("quiet"),
        roundup=after("roundup"),
        exchanges=raw["exchanges"],
    )
