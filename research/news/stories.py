"""Stories as a reader may see them: entries joined over the ties between those alone that the reader is allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from research.news.clusters import clusters
from research.nouns.access import Access
from research.nouns.news import NewsEntry, NewsFilter, Story, StoryEdge, Tie
from research.protocols.news import NewsStore, StoryStore

_Named = TypeVar("_Named")


class StoryReader:
    """Builds stories from ties. Nothing of an entry that the reader may not see changes what comes out."""

    def __init__(self, news: NewsStore, stories: StoryStore) -> None:
        self._news, self._stories = news, stories

    def stories(self, access: Access, wanted: NewsFilter) -> list[Story]:
        """Return the stories that an entry is wanted of, each with all its entries that the reader may see, by first entry and id.

        Entries outside the filter belong to a story as well: who wants those of a window alone looks at their `at`.
        """
        asked = self._news.find(access, wanted)
        edges = self._stories.edges(access, [entry.document_id for entry in asked])
        entries = {entry.document_id: entry for entry in asked}
        more = tuple(dict.fromkeys(one for edge in edges for one in (edge.earlier, edge.later) if one not in entries))
        if more:
            entries |= {entry.document_id: entry for entry in self._news.find(access, NewsFilter(document_ids=more))}
        edges = [edge for edge in edges if edge.earlier in entries and edge.later in entries]
        found = _stories(entries, edges)
        ids = {entry.document_id for entry in asked}
        return [story for story in found if any(entry.document_id in ids for entry in story.entries)]

    def last_at(self, access: Access, wanted: NewsFilter) -> datetime | None:
        """Return when the last entry that is wanted was published, or came with `by_arrival`; None when there is none."""
        return self._news.last_at(access, wanted)


def _stories(entries: Mapping[str, NewsEntry], edges: Sequence[StoryEdge]) -> list[Story]:
    """Return all stories of entries and ties, by first entry and id."""
    groups = clusters(entries, [edge for edge in edges if edge.tie is not Tie.FOLLOW_UP])
    parts = [sorted((entries[one] for one in group), key=_order) for group in groups]
    story_of = {entry.document_id: _story_id(part) for part in parts for entry in part}
    threads = _threads(parts, [edge for edge in edges if edge.tie is Tie.FOLLOW_UP], story_of)
    by = {tie: _later(edges, tie) for tie in (Tie.CORRECTION, Tie.RETRACTION, Tie.UPDATE)}
    stories = [_story(part, threads[_story_id(part)], by) for part in parts]
    return sorted(stories, key=lambda story: (story.first_seen, story.id))


class _Joined:
    """Sets of ids that are joined two by two (union by order: the root is the least, so it is the same in any order)."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {one: one for one in ids}

    def root(self, one: str) -> str:
        """Return the id that stands for all that are joined with one."""
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: str, other: str) -> None:
        """Join the sets of two ids."""
        least, most = sorted((self.root(one), self.root(other)))
        self._above[most] = least


def _order(entry: NewsEntry) -> tuple[object, ...]:
    return entry.at, entry.document_id


def _story_id(part: Sequence[NewsEntry]) -> str:
    return f"story-{part[0].document_id}"


def _threads(parts: Iterable[Sequence[NewsEntry]], edges: Sequence[StoryEdge], story_of: Mapping[str, str]) -> dict[str, str]:
    """Return for each story the id of the oldest one of its thread."""
    oldest_first = [_story_id(part) for part in sorted(parts, key=lambda part: _order(part[0]))]
    joined = _Joined(oldest_first)
    for edge in edges:
        joined.join(story_of[edge.earlier], story_of[edge.later])
    oldest: dict[str, str] = {}
    for story in oldest_first:
        oldest.setdefault(joined.root(story), story)
    return {story: oldest[joined.root(story)] for story in oldest_first}


def _later(edges: Sequence[StoryEdge], tie: Tie) -> frozenset[str]:
    return frozenset(edge.later for edge in edges if edge.tie is tie)


def _story(part: Sequence[NewsEntry], thread: str, by: Mapping[Tie, frozenset[str]]) -> Story:
    """Return a story of entries, oldest first; one that was corrected has the headline of the last correction."""
    corrected, retracted, updated = (
        tuple(entry.document_id for entry in part if entry.document_id in by[tie]) for tie in (Tie.CORRECTION, Tie.RETRACTION, Tie.UPDATE)
    )
    headline = next((entry.headline for entry in reversed(part) if corrected and entry.document_id == corrected[-1]), part[0].headline)
    return Story(
        id=_story_id(part),
        headline=headline,
        entries=tuple(part),
        companies=_by_count(link.company for entry in part for link in {link.company: link for link in entry.companies}.values()),
        events=_by_count(kind for entry in part for kind in dict.fromkeys(event.type for event in entry.events)),
        outlets=tuple(dict.fromkeys(entry.outlet for entry in part if entry.outlet)),
        first_seen=part[0].at,
        last_seen=part[-1].at,
        thread=thread,
        corrected_by=corrected,
        retracted_by=retracted,
        updated_by=updated,
    )


def _by_count(named: Iterable[_Named]) -> tuple[_Named, ...]:
    """Return each once, what most entries say first, else in order of appearance."""
    return tuple(one for one, _ in Counter(named).most_common())
