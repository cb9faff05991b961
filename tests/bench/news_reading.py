"""What the project makes of a set of labelled news: the one place where `tests.bench.news` asks the rules.

`LINK` returns for each entry, in order, the companies that it is about (full names) and the types of event that it tells of (values of
`EventType`); `TIE` returns for each entry, in order, a name of its story, the same for entries of one story. None where nothing reads yet.
"""

from __future__ import annotations

from collections.abc import Callable

from research.news.joining import StoryJoiner
from research.news.known import known_companies
from research.news.reader import NewsReader
from research.news.stories import StoryReader
from research.nouns.access import Access
from research.nouns.news import NewsFilter
from tests.bench.news_sets import NewsSet
from tests.fakes.stores import fake_catalog

Link = Callable[[NewsSet], list[tuple[frozenset[str], frozenset[str]]]]
Tie = Callable[[NewsSet], list[str]]


def link(news: NewsSet) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the companies and the types of event of each entry; the companies known are those of the set, and no others."""
    reader = NewsReader(known_companies((), news.table()))
    entries = [reader.read(one.document) for one in news.entries]
    return [(frozenset(link.company for link in one.companies), frozenset(event.type.value for event in one.events)) for one in entries]


def tie(news: NewsSet) -> list[str]:
    """Return the id of the story of each entry, as the intake and the reader of stories make them."""
    catalog = fake_catalog()
    reader = NewsReader(known_companies((), news.table()))
    understood = [reader.read_parts(one.document) for one in news.entries]
    for one in news.entries:
        catalog.documents.add(one.document, [], [])
    catalog.news.put([entry for entry, _ in understood])
    StoryJoiner(catalog.stories).note(understood)
    stories = StoryReader(catalog.news, catalog.stories).stories(Access("bench"), NewsFilter())
    story_of = {entry.document_id: story.id for story in stories for entry in story.entries}
    return [story_of[one.document.id] for one in news.entries]


LINK: Link | None = link
TIE: Tie | None = tie
