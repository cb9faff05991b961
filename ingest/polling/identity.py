"""Which entries of a feed are new, which are updates of what is held, and which are known.

An entry is what its key says, wherever in the feed it stands. Keys that entries share are told apart by their words, and an entry
that was kept under one form of its key stays under it when the others come or go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ingest.discovery import PART_MARK
from ingest.feed_entry import FeedEntry, entry_bytes, entry_from_bytes
from ingest.feed_keys import shared_key, told_apart
from ingest.naming import hash_content
from research.errors import CannotReadError, NotFoundError
from research.nouns.documents import ANSWERING, Document, DocumentState
from research.nouns.feeds import Feed
from research.nouns.jobs import IngestJob, JobState
from research.protocols.documents import DocumentStore
from research.protocols.upkeep import JobQueue

# An entry that could not be read in is tried again after this, when its feed still has it.
TRIED_AGAIN_AFTER = timedelta(days=1)
_SLACK = timedelta(days=1)
_NOT_IN = frozenset({JobState.FAILED, JobState.SKIPPED})
_UNTIMELY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry to read in: under the key that is its own for good, at the path of its document; `update` when a version of it is held."""

    entry: FeedEntry
    path: str
    update: bool


class EntryScreen:
    """Tells what is to be read in of a feed's entries. Reads stores only; used from one thread."""

    def __init__(self, documents: DocumentStore, jobs: JobQueue) -> None:
        self._documents = documents
        self._jobs = jobs

    def wanted(self, feed: Feed, entries: Sequence[FeedEntry], now: datetime) -> list[Wanted]:
        """Return the entries to read in, oldest first: those that are new, and those that are changed."""
        asked = [one for entry in _each_once(entries) if says_something(entry) and (one := self._asked(feed, entry, now))]
        asked = self._not_purged(asked)
        held = self._jobs.latest([one.path for one in asked])
        open_now = [one for one in asked if not self._was_tried(one, held.get(one.path), now)]
        return sorted(open_now, key=lambda one: one.entry.published or one.entry.updated or _UNTIMELY)

    def _not_purged(self, asked: list[Wanted]) -> list[Wanted]:
        """Return the entries that were not purged: those do not come back, whatever their feed says of them."""
        hashes = [hash_content(entry_bytes(one.entry)) for one in asked]
        purged = self._documents.purged([one.path for one in asked], hashes)
        return [one for one, held in zip(asked, hashes, strict=True) if not {one.path, held} & purged.keys()]

    def _asked(self, feed: Feed, entry: FeedEntry, now: datetime) -> Wanted | None:
        """Return what is to be read in for an entry, None when the library has it."""
        own = self._documents.newest(_path(feed, entry.key))
        if own and self._is_held(feed, own, entry, now):
            return None
        shared = shared_key(entry)
        other = replace(entry, key=told_apart(entry.key, entry) if shared is None else shared)
        alone = self._documents.newest(_path(feed, other.key))
        if alone and self._is_held(feed, alone, other, now):
            return None
        if own is None and any(one.state in ANSWERING for one in self._documents.by_content(hash_content(entry_bytes(entry)))):
            return None  # the same bytes under another feed's name
        return Wanted(entry, _path(feed, entry.key), update=own is not None)

    def _is_held(self, feed: Feed, document: Document, entry: FeedEntry, now: datetime) -> bool:
        """Return whether a document is what the feed says; a removed one is, too, and stays removed until its feed is subscribed anew."""
        gone = document.state is DocumentState.SUPERSEDED and feed.read_at is None
        return document.state is not DocumentState.FAILED and not gone and self._is_kept(document.content_hash, entry, now)

    def _is_kept(self, content_hash: str, entry: FeedEntry, now: datetime) -> bool:
        """Return whether the feed's entry says no more than the one that is kept under a hash."""
        if content_hash == hash_content(entry_bytes(entry)):
            return True
        try:
            return _says_the_same(entry_from_bytes(self._documents.kept(content_hash), name=entry.key), entry, now)
        except (CannotReadError, NotFoundError):
            return False

    def _was_tried(self, one: Wanted, job: IngestJob | None, now: datetime) -> bool:
        """Return whether these words wait in the queue, or were read in, or failed a short time ago."""
        if job is None or job.content_hash is None or not self._is_kept(job.content_hash, one.entry, now):
            return False
        return job.state not in _NOT_IN or now - (job.updated_at or now) < TRIED_AGAIN_AFTER


def says_something(entry: FeedEntry) -> bool:
    """Return whether an entry has words; one without makes no document."""
    return bool(entry.title.strip() or entry.text.strip())


def _path(feed: Feed, key: str) -> str:
    return f"{feed.url}{PART_MARK}{key}"


def _each_once(entries: Sequence[FeedEntry]) -> Iterator[FeedEntry]:
    """Yield the entries of a feed without those that it repeats word for word."""
    seen: set[tuple[str, str, str, str]] = set()
    for entry in entries:
        said = (shared_key(entry) or entry.key, entry.title, entry.link, entry.text)
        if said not in seen:
            seen.add(said)
            yield entry


def _says_the_same(kept: FeedEntry, entry: FeedEntry, now: datetime) -> bool:
    """Return whether an entry is the kept one: its words are the same, and where its article is.

    Many feeds stamp every entry anew whenever they are asked, so dates alone make no update, unless the kept one has none that can be
    relied on; nor does a feed that is called otherwise now, or links that differ in what a server adds to them. The article was
    fetched by us, categories are the publisher's own shelves.
    """
    same = replace(kept, article="", updated=entry.updated, categories=entry.categories, source=entry.source)
    if kept.published is not None and kept.published <= now + _SLACK:
        same = replace(same, published=entry.published, zoned=entry.zoned)
    if _place(kept.link) == _place(entry.link):
        same = replace(same, link=entry.link)
    return entry == same


def _place(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    return parts.hostname or "", parts.path.rstrip("/")
