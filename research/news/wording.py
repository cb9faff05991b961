"""The words by which a name in news is known for a company, or for something else (`companies.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from research.news.terms import expanded, folded
from research.text.patterns import read_beside

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_TITLE_SHARE = 0.8
# Words that headlines write small.
_SMALL = frozenset({"with", "from", "over", "into", "than", "after", "that", "upon", "amid", "while", "this", "under", "until", "about"})
_LONG_WORD = 4


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
    poached_before: re.Pattern[str]
    poached_after: re.Pattern[str]
    party_before: re.Pattern[str]
    joined: re.Pattern[str]
    example_after: re.Pattern[str]
    source_after: re.Pattern[str]
    source_before: re.Pattern[str]
    place_before: re.Pattern[str]
    determined_before: re.Pattern[str]
    unfit_before: re.Pattern[str]
    quiet: re.Pattern[str]
    roundup: re.Pattern[str]
    exchanges: str


@cache
def wording() -> Wording:
    """Return the words, read once."""
    raw = read_beside(__file__, "companies.toml")

    def words(name: str) -> frozenset[str]:
        """Return the words of a list in all their spellings."""
        return frozenset(folded(word) for phrase in raw[name] for word in expanded(phrase))

    def before(name: str) -> re.Pattern[str]:
        """Return the pattern of what may stand right before a name."""
        return re.compile(f"(?:{'|'.join(raw[name])})$")

    def after(name: str) -> re.Pattern[str]:
        """Return the pattern of a list, as what stands behind a name is looked for with it."""
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
        poached_before=before("poached_before"),
        poached_after=after("poached_after"),
        party_before=before("party_before"),
        joined=re.compile(raw["joined"]),
        example_after=after("example_after"),
        source_after=after("source_after"),
        source_before=before("source_before"),
        place_before=before("place_before"),
        determined_before=before("determined_before"),
        unfit_before=before("unfit_before"),
        quiet=after("quiet"),
        roundup=after("roundup"),
        exchanges=raw["exchanges"],
    )


@lru_cache(maxsize=1_024)
def is_title_case(text: str) -> bool:
    """Return whether a text is written with capitals throughout, as headlines are, so that a capital tells nothing."""
    words = [word for word in _WORD.findall(text) if len(word) >= _LONG_WORD and word not in _SMALL]
    return bool(words) and sum(word[0].isupper() for word in words) > _TITLE_SHARE * len(words)
