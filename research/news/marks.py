"""What stands in a sentence that rules of events look at: phrases by their groups, known companies, other names, and years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from research.news.rules import event_rules
from research.news.terms import Hit, TermFinder, folded, grouped
from research.news.wording import is_title_case
from research.planning.beginnings import common_words, is_plain
from research.text.han import is_han

# Stands at the end of each sentence, so that a phrase may say that it ends there.
END = " ¶"
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\u4e00-\u9fff]+(?:['.&-][^\W\u4e00-\u9fff]+)*")
_YEAR = re.compile(r"(?<!\d)(?:fy|cy)?'?(?P<year>20\d\d|(?<=fy)\d\d)(?!\d)")
# A bare figure: "1.31B", "36.8-37.4", ".66", "12%".
_FIGURE = re.compile(r"(?<![\w.,])\.?\d[\d.,]*(?:[a-z]{1,2}\b|%)?")
_PROPER = re.compile(r"(?<![\w$])[A-Z][\w&'-]*[a-z][\w&'-]*(?: [A-Z][\w&'-]*)*")
_COMPANY, _PROPER_NAME = frozenset({"company", "name"}), frozenset({"name"})
_BARE = frozenset({"figure"})
# Only beside these does a rule look at bare figures.
_BEFORE_FIGURES = frozenset({"guide_verb", "prints", "versus"})
_PAST, _THIS, _COMING = frozenset({"past_year"}), frozenset({"year_on"}), frozenset({"coming_year", "year_on"})
_CENTURY = 100
# Sentences whose marks are kept: copies of a story come close to each other, and many sentences are said again and again.
_KEPT = 4_096


@cache
def _finder() -> TermFinder[frozenset[str]]:
    return TermFinder(grouped(event_rules().groups))


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a sentence in order, the groups that they are of with the places of each, and where words and Han characters begin."""

    hits: Sequence[Hit[frozenset[str]]]
    groups: frozenset[str]
    places: Mapping[str, Sequence[int]]
    words: Sequence[int]
    han: Sequence[int]

    def between(self, start: int, end: int) -> int:
        """Return how many words stand between two places; two Han characters count as one."""
        words = bisect_left(self.words, end) - bisect_left(self.words, start)
        return words + (bisect_left(self.han, end) - bisect_left(self.han, start)) // 2


@lru_cache(maxsize=_KEPT)
def marks_of(text: str, companies: tuple[tuple[int, int], ...], *, year: int) -> Marks:
    """Return the marks of a sentence.

    `companies` are the places that name known companies; phrases inside those are none. Years before `year` are past ones.
    """
    plain = folded(text) + END
    found = [Hit(start, end, _COMPANY) for start, end in companies]
    found += [hit for hit in _finder().longest(plain) if not _overlaps(hit.start, hit.end, found)]
    found += [hit for hit in _years(plain, year) if not _overlaps(hit.start, hit.end, found)]
    if any(_BEFORE_FIGURES & hit.value for hit in found):
        found += [hit for hit in _figures(plain) if not _overlaps(hit.start, hit.end, found)]
    found += [hit for hit in _names(text) if not _overlaps(hit.start, hit.end, found)]
    found.sort(key=lambda hit: (hit.start, hit.end))
    places: dict[str, list[int]] = {}
    for at, hit in enumerate(found):
        for group in hit.value:
            places.setdefault(group, []).append(at)
    words = [match.start() for match in _WORD.finditer(plain)]
    return Marks(found, frozenset(places), places, words, [match.start() for match in _HAN.finditer(plain)] if is_han(plain) else [])


def _overlaps(start: int, end: int, found: Sequence[Hit[frozenset[str]]]) -> bool:
    return any(other.start < end and start < other.end for other in found)


def _years(plain: str, now: int) -> Iterator[Hit[frozenset[str]]]:
    for match in _YEAR.finditer(plain):
        year = int(match["year"])
        year += 2000 if year < _CENTURY else 0
        yield Hit(match.start(), match.end(), _PAST if year < now else _THIS if year == now else _COMING)


def _figures(plain: str) -> Iterator[Hit[frozenset[str]]]:
    return (Hit(match.start(), match.end(), _BARE) for match in _FIGURE.finditer(plain))


def _names(text: str) -> Iterator[Hit[frozenset[str]]]:
    """Yield what has the capitals of a name: in a headline with capitals throughout, what is no word of the language."""
    titled = is_title_case(text)
    for match in _PROPER.finditer(text):
        if match.start() == 0 and (titled or " " not in match[0]):
            continue
        if titled and any(word in common_words() or is_plain(word) for word in match[0].lower().split()):
            continue
        yield Hit(match.start(), match.end(), _PROPER_NAME)
