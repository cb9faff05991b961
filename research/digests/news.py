"""The stories of a window that a list wants: about a watched company or saying a keyword, and not told before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from research.digests.following import Followed, Following
from research.digests.sources import DigestSources
from research.digests.window import Window
from research.errors import NotFoundError
from research.news.kinds import says_of_itself
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.news import EventType, NewsEntry, NewsFilter, Story
from research.nouns.queries import DocumentFilter
from research.nouns.watchlists import Watchlist
from research.text.matching import normal_form
from research.text.patterns import any_of

# Clocks and time zones of publishers are off by less than this.
_SLACK = timedelta(days=1)
_Named = TypeVar("_Named")


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as a digest tells it.

    `entries` are those that are new in the window, oldest first; `lead` is the one that is quoted. `events`, `outlets` and `companies`, the
    watched ones that it is about, are of the entries that were there at its end; without a company it is told for `keyword`. `again` tells
    that the story was told before the window, and has been corrected, retracted or updated since; `how` is the word for that ("" for a new
    story). `house` tells that it names the reader's own house, `future` that its lead is dated after it came, by more than clocks differ.
    `wrong` is what a lead that corrects was told as first in the same window, "" where the story was told before or nothing is corrected.
    """

    story: Story
    entries: tuple[NewsEntry, ...]
    lead: NewsEntry
    events: tuple[EventType, ...]
    outlets: tuple[str, ...]
    companies: tuple[Followed, ...] = ()
    keyword: str = ""
    again: bool = False
    how: str = ""
    house: bool = False
    future: bool = False
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class WindowNews:
    """The stories of a window in a fixed order, and how many entries came that were published long before it."""

    stories: tuple[ToldStory, ...]
    old: int


class NewsReading:
    """Reads the stories of one window for one reader and list."""

    def __init__(self, sources: DigestSources, access: Access, *, window: Window, watchlist: Watchlist, following: Following) -> None:
        self._sources, self._access = sources, access
        self._window, self._watchlist, self._following = window, watchlist, following
        self._keywords = tuple((term, any_of([term])) for term in watchlist.keywords)
        self._muted = any_of(watchlist.muted) if watchlist.muted else None
        self._house = any_of(watchlist.house) if watchlist.house else None
        self._outlets = {outlet.casefold() for outlet in watchlist.sources}

    def read(self, names: Iterable[str]) -> WindowNews:
        """Return the stories of the window that are wanted; `names` are what news may call the watched companies."""
        wanted = self._wanted(names)
        if wanted is None:
            return WindowNews((), 0)
        window, by_words = self._window, bool(self._keywords or self._house)
        stories = self._sources.stories.stories(self._access, wanted)
        documents = self._documents(entry.document_id for story in stories for entry in story.entries)
        fresh = [self._fresh(story, documents) for story in stories]
        texts = self._texts(entry.document_id for entries in fresh for entry in entries) if by_words or self._muted else {}
        told = [self._told(story, entries, documents, texts) for story, entries in zip(stories, fresh, strict=True)]
        old = {
            entry.document_id
            for story in stories
            for entry in story.entries
            if (found := documents.get(entry.document_id)) and window.holds(found) and window.is_old(found)
        }
        return WindowNews(tuple(one for one in told if one is not None), len(old))

    def last_at(self, names: Iterable[str]) -> datetime | None:
        """Return when the last entry of the window came, or was published, that may be told of; None when there is none."""
        wanted = self._wanted(names)
        return self._sources.stories.last_at(self._access, wanted) if wanted else None

    def _wanted(self, names: Iterable[str]) -> NewsFilter | None:
        """Return which entries may be told of: those of the watched companies, where words are looked for all; None for none."""
        by_words, window = bool(self._keywords or self._house), self._window
        companies = () if by_words else tuple(sorted(set(names)))
        if not by_words and not companies:
            return None
        return NewsFilter(companies=companies, start=window.start, end=window.end, by_arrival=window.by_arrival)

    def _documents(self, ids: Iterable[str]) -> Mapping[str, Document]:
        wanted = tuple(dict.fromkeys(ids))
        found = self._sources.documents.find(self._access, DocumentFilter(ids=wanted)) if wanted else []
        return {one.id: one for one in found}

    def _texts(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Return the texts of entries by their document's id, read together."""
        texts: dict[str, list[str]] = {}
        wanted = tuple(dict.fromkeys(ids))
        for chunk in self._sources.documents.chunks(self._access, document_ids=wanted) if wanted else ():
            texts.setdefault(chunk.document_id, []).append(chunk.text)
        return {key: "\n".join(parts) for key, parts in texts.items()}

    def _fresh(self, story: Story, documents: Mapping[str, Document]) -> list[NewsEntry]:
        """Return the entries of a story that fell into the window, those left out that were published long before it.

        A new version of an entry that was there before, with the same words, is left out as well.
        """
        held = ((entry, documents.get(entry.document_id)) for entry in story.entries)
        found = [(entry, one) for entry, one in held if one and self._window.holds(one) and not self._window.is_old(one)]
        return [entry for entry, one in found if not self._was_told(one) or self._is_altered(one)]

    def _told(
        self, story: Story, fresh: Sequence[NewsEntry], documents: Mapping[str, Document], texts: Mapping[str, str]
    ) -> ToldStory | None:
        """Return a story as it is told, None when it is not wanted or nothing in it is new."""
        entries = [entry for entry in fresh if self._is_wanted(entry, texts)]
        known = [one for one in story.entries if (found := documents.get(one.document_id)) and self._window.is_known(found)]
        changes = self._changes(story, entries, documents)
        companies, known, entries = self._about(known, entries, changes)
        events = _by_count(dict.fromkeys(event.type for event in one.events) for one in known)
        if not entries or (self._watchlist.events and not set(self._watchlist.events) & set(events)):
            return None
        again = any(self._window.was_known(documents[one.document_id]) or self._was_told(documents[one.document_id]) for one in known)
        if again:
            entries = [entry for entry in entries if entry.document_id in changes]
        keyword = "" if companies else self._keyword(entries, texts)
        house = any(_says(self._house, entry, texts) for entry in entries)
        if not entries or not (companies or keyword or house):
            return None
        # A story may be about several companies, an entry of it about one: the one that is quoted is about whom it is told of.
        own = [one for one in entries if companies and companies[0] in self._companies([one])] or entries
        lead = next((entry for entry in reversed(own) if entry.document_id in changes), own[0])
        outlets = tuple(dict.fromkeys(entry.outlet for entry in known if entry.outlet))
        told = ToldStory(story, tuple(entries), lead, events, outlets, companies, keyword)
        future = lead.at > documents[lead.document_id].known_at + _SLACK
        how = changes.get(lead.document_id, "")
        wrong = "" if again or how != "corrected" else _corrected_by(lead, [one for one in known if one.document_id not in changes])
        return replace(told, again=again, how=how, house=house, future=future, wrong=wrong)

    def _about(
        self, known: list[NewsEntry], entries: list[NewsEntry], changes: Mapping[str, str]
    ) -> tuple[tuple[Followed, ...], list[NewsEntry], list[NewsEntry]]:
        """Return the watched companies that a story is about, and those of its known and of its new entries that tell it.

        Where most entries name none of them, as where a review of the week is tied to the story of another company, those few tell it, and
        what changes it; without any of them among the new entries it is about none.
        """
        companies = self._companies(known)
        naming = {one.document_id for one in known if companies and companies[0] in self._companies([one])}
        if not companies or 2 * len(naming) >= len(known):
            return companies, known, entries
        told = naming | changes.keys()
        own = [one for one in entries if one.document_id in told]
        return (companies, [one for one in known if one.document_id in told], own) if own else ((), known, entries)

    def _is_wanted(self, entry: NewsEntry, texts: Mapping[str, str]) -> bool:
        if self._outlets and entry.outlet.casefold() not in self._outlets:
            return False
        return not _says(self._muted, entry, texts)

    def _changes(self, story: Story, entries: Sequence[NewsEntry], documents: Mapping[str, Document]) -> Mapping[str, str]:
        """Return how entries change what was told, by their document's id: those of the story that do, and new versions of an entry.

        A new version of an entry that came in the window itself changes what other entries still say.
        """
        found = {entry.document_id: "updated" for entry in entries if self._was_told(documents[entry.document_id])}
        for how, ids in (("updated", story.updated_by), ("corrected", story.corrected_by), ("retracted", story.retracted_by)):
            found |= dict.fromkeys(ids, how)
        for entry in entries:
            if how := self._replaced(entry, story, documents[entry.document_id]):
                found[entry.document_id] = how if how == "corrected" else found.get(entry.document_id, how)
        return found

    def _replaced(self, entry: NewsEntry, story: Story, document: Document) -> str:
        """Return how a new version of an entry changes what its story says, "" for one that changes nothing of it.

        It corrects when it says so of itself. Else it is an update when other entries print a figure that only its older version has.
        """
        if document.supersedes is None or not self._is_altered(document):
            return ""
        if "correction" in says_of_itself(entry.headline):
            return "corrected"
        now, before = (self._text(one) for one in (document.id, document.supersedes))
        held = {figure.printed for other in story.entries if other is not entry for figure in other.figures}
        return "updated" if any(one in before and one not in now for one in held) else ""

    def _was_told(self, document: Document) -> bool:
        """Return whether a document replaces a version of its source that was there before the window began."""
        if document.supersedes is None:
            return False
        older = self._sources.documents.find(self._access, DocumentFilter(ids=(document.supersedes,), any_state=True))
        return any(self._window.was_known(one) for one in older)

    def _is_altered(self, document: Document) -> bool:
        """Return whether a document has other words than the version that it replaces."""
        now, before = (self._text(one) for one in (document.id, document.supersedes or ""))
        return not before or normal_form(now) != normal_form(before)

    def _text(self, document_id: str) -> str:
        """Return a document's text, also of one that was replaced; "" where it is not there for the reader."""
        try:
            return self._sources.documents.get(self._access, document_id).text
        except NotFoundError:
            return ""

    def _companies(self, entries: Sequence[NewsEntry]) -> tuple[Followed, ...]:
        """Return the watched companies that entries are about, those that most of them name first."""
        called = ((self._following.called(link.company) for link in entry.companies) for entry in entries)
        return _by_count(dict.fromkeys(one for one in found if one is not None) for found in called)

    def _keyword(self, entries: Sequence[NewsEntry], texts: Mapping[str, str]) -> str:
        return next((term for term, pattern in self._keywords if any(_says(pattern, entry, texts) for entry in entries)), "")


def _says(pattern: re.Pattern[str] | None, entry: NewsEntry, texts: Mapping[str, str]) -> bool:
    if pattern is None:
        return False
    return bool(pattern.search(entry.headline) or pattern.search(texts.get(entry.document_id, "")))


def _corrected_by(lead: NewsEntry, told: Sequence[NewsEntry]) -> str:
    """Return the headline that an entry corrects: of what was told before it, by its own outlet where it told any, the likest."""
    before = [one for one in told if one.at <= lead.at]
    own = [one for one in before if one.outlet == lead.outlet] or before
    said = _pairs(lead.headline)
    return max((one.headline for one in own), key=lambda headline: len(said & _pairs(headline)), default="")


def _pairs(text: str) -> set[str]:
    """Return the pairs of characters that stand beside each other in a text, whatever its language."""
    plain = normal_form(text).casefold()
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _by_count(named: Iterable[Iterable[_Named]]) -> tuple[_Named, ...]:
    """Return each once, what most entries say first, else in order of appearance."""
    return tuple(one for one, _ in Counter(one for said in named for one in said).most_common())
