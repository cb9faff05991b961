"""What the project makes of a set of labelled news: the one place where `tests.bench.news` asks the rules.

`LINK` returns for each entry, in order, the companies that it is about (full names) and the types of event that it tells of (values of
`EventType`); `TIE` returns for each entry, in order, a name of its story, the same for entries of one story. None where nothing reads yet.
"""

from __future__ import annotations

from collections.abc import Callable

from research.news.known import known_companies
from research.news.reader import NewsReader
from tests.bench.news_sets import NewsSet

Link = Callable[[NewsSet], list[tuple[frozenset[str], frozenset[str]]]]
Tie = Callable[[NewsSet], list[str]]


def link(news: NewsSet) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the companies and the types of event of each entry; the companies known are those of the set, and no others."""
    reader = NewsReader(known_companies((), news.table()))
    entries = [reader.read(one.document) for one in news.entries]
    return [(frozenset(link.company for link in one.companies), frozenset(event.type.value for event in one.events)) for one in entries]


LINK: Link | None = link
TIE: Tie | None = None
