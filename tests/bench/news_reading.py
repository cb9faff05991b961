"""What the project makes of a set of labelled news: the one place where `tests.bench.news` asks the rules.

`LINK` returns for each entry, in order, the companies that it is about (full names) and the types of event that it tells of (values of
`EventType`); `TIE` returns for each entry, in order, a name of its story, the same for entries of one story. None where nothing reads yet.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.news_sets import NewsSet

Link = Callable[[NewsSet], list[tuple[frozenset[str], frozenset[str]]]]
Tie = Callable[[NewsSet], list[str]]

LINK: Link | None = None
TIE: Tie | None = None
