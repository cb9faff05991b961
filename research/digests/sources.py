"""What a digest is made from: the stores of a workspace, and the reader of its stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from research.nouns.access import Access
from research.nouns.news import NewsFilter, Story
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.news import FeedStore
from research.protocols.upkeep import CompanyNames


class Stories(Protocol):
    """Entries joined into stories, inside what the reader may see."""

    def stories(self, access: Access, wanted: NewsFilter) -> list[Story]:
        """Return the stories that an entry is wanted of, each with all its entries that the reader may see, in a fixed order."""
        ...

    def last_at(self, access: Access, wanted: NewsFilter) -> datetime | None:
        """Return when the last entry that is wanted was published, or came with `by_arrival`; None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class DigestSources:
    """The stores that a digest reads."""

    documents: DocumentStore
    facts: FactStore
    feeds: FeedStore
    names: CompanyNames
    stories: Stories
