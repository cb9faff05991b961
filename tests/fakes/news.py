"""News entries in a dictionary, over the documents of a fake store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from research.nouns.access import Access
from research.nouns.documents import ANSWERING, Document, Kind
from research.nouns.news import NewsEntry, NewsFilter
from research.nouns.queries import DocumentFilter

if TYPE_CHECKING:
    from tests.fakes.stores import FakeDocumentStore


class FakeNewsStore:
    """Entries by document, kept by the document store: who stores a document again forgets its entry."""

    def __init__(self, documents: FakeDocumentStore) -> None:
        self._documents = documents

    def put(self, entries: Sequence[NewsEntry]) -> None:
        self._documents.news_of |= {one.document_id: one for one in entries if one.document_id in self._documents.documents}

    def find(self, access: Access, wanted: NewsFilter) -> list[NewsEntry]:
        allowed = {document.id: document for document in self._documents.find(access, DocumentFilter())}
        entries = [replace(one, label=allowed[key].label) for key, one in self._documents.news_of.items() if key in allowed]
        found = [one for one in entries if _is_wanted(one, allowed[one.document_id], wanted)]
        return sorted(found, key=lambda one: (one.at, one.document_id))

    def last_at(self, access: Access, wanted: NewsFilter) -> datetime | None:
        found = self.find(access, wanted)
        came = [self._documents.documents[one.document_id].known_at if wanted.by_arrival else one.at for one in found]
        return max(came, default=None)

    def outdated(self, rules: str) -> list[str]:
        news = [one for one in self._documents.documents.values() if one.kind is Kind.NEWS and one.state in ANSWERING]
        return [one.id for one in news if one.id not in self._documents.news_of or self._documents.news_of[one.id].rules != rules]


def _is_wanted(entry: NewsEntry, document: Document, wanted: NewsFilter) -> bool:
    at = document.known_at if wanted.by_arrival else entry.at
    companies, events = {link.company for link in entry.companies}, {event.type for event in entry.events}
    return (
        (wanted.start is None or at >= wanted.start)
        and (wanted.end is None or at < wanted.end)
        and (not wanted.document_ids or entry.document_id in wanted.document_ids)
        and (not wanted.companies or bool(companies & set(wanted.companies)))
        and (not wanted.events or bool(events & set(wanted.events)))
    )
