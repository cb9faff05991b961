"""What the catalog keeps of news: subscribed feeds, entries as they were understood, and which belong together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.feeds import Feed, FeedSpan
from research.nouns.news import NewsEntry, NewsFilter, StoryEdge, StorySignature


class FeedStore(Protocol):
    """Subscribed feeds and their validators."""

    def put(self, feed: Feed) -> None:
        """Add a feed or replace what is known of it; its URL is its identity."""
        ...

    def add(self, feeds: Sequence[Feed]) -> None:
        """Add feeds, all in one transaction; those whose URL is there already stand as they are."""
        ...

    def note(self, feed: Feed) -> bool:
        """Keep what a poll found of a feed that is still subscribed, and how it went in the feed's spans; return whether it is.

        What a user sets is left as it stands, so that a poll never undoes an edit: label, interval, articles, and the title when there
        is one. A title that the poll gives is from then on.
        """
        ...

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds whose label is allowed, ordered by URL."""
        ...

    def named(self, urls: Collection[str]) -> list[Feed]:
        """Return the feeds of these URLs that are still subscribed, whatever their label, ordered by URL; for ingest only."""
        ...

    def spans(self, access: Access, before: datetime) -> list[FeedSpan]:
        """Return how the polls of each allowed feed went before an instant, by URL and then in time.

        Of each feed these are the last span that began before it, and where that is a failure the last of reads before it.
        """
        ...

    def remove(self, url: str) -> None:
        """Forget a feed and how its polls went; raises NotFoundError."""
        ...


class NewsStore(Protocol):
    """Entries as they were understood; an entry goes with its document, and only those of answering documents are found."""

    def put(self, entries: Sequence[NewsEntry]) -> None:
        """Keep entries, each replacing what was known of its document, all in one transaction; one of no document is left out."""
        ...

    def find(self, access: Access, wanted: NewsFilter) -> list[NewsEntry]:
        """Return the entries of allowed, answering documents by `at` and document id; `access.as_of` as in `DocumentStore.find`."""
        ...

    def last_at(self, access: Access, wanted: NewsFilter) -> datetime | None:
        """Return the last `at` of what `find` finds, with `by_arrival` when the last of it came; None when it finds nothing."""
        ...

    def outdated(self, rules: str) -> list[str]:
        """Return the ids of answering news documents that have no entry by these rules, in the order they came; for ingest only."""
        ...


class StoryStore(Protocol):
    """Which entries belong together: ties between two, each true whatever else is in the library. What is of a document goes with it."""

    def put(self, signatures: Sequence[StorySignature], edges: Sequence[StoryEdge]) -> None:
        """Keep the signatures of entries and ties, in one transaction; what was known of these entries is replaced, their ties too.

        What is of a document that is not there is left out.
        """
        ...

    def alike(self, keys: Sequence[Sequence[int]]) -> list[dict[str, bytes]]:
        """Return for each set of keys the traits of the documents that hold one of them, by document id; for ingest only."""
        ...

    def edges(self, access: Access, document_ids: Sequence[str]) -> list[StoryEdge]:
        """Return the ties that can be reached from these over allowed, answering documents, by earlier and later.

        Documents are filtered as by `DocumentStore.find`: a tie to one that is not found is not followed.
        """
        ...
