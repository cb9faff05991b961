"""Which company a piece of news is about: the one company of the library that its title names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.loaded import Metadata
from research.directory import company_directory
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import PAPERS, Document, Kind
from research.nouns.queries import DocumentFilter
from research.planning.companies import find_companies
from research.protocols.documents import DocumentStore


class Subjects:
    """Names the company of news that gives none itself, by public documents that are no news, so that no restricted name is told.

    They are listed once until one is added.
    """

    def __init__(self, documents: DocumentStore, access: Access) -> None:
        self._documents = documents
        self._access = access
        self._names: dict[str, tuple[str, ...]] | None = None

    def name(self, metadata: Metadata) -> Metadata:
        """Return the metadata with the company that its title names; unchanged when it is no news, or names none or several."""
        if metadata.kind is not Kind.NEWS:
            self._names = None
            return metadata
        if metadata.company is not None:
            return metadata
        if self._names is None:
            self._names = _names(self._documents.find(self._access, DocumentFilter(kinds=PAPERS)))
        named = {match.company for match in find_companies(metadata.title, self._names)}
        if len(named) != 1:
            return metadata
        return replace(metadata, company=named.pop(), sources=(*metadata.sources, ("company", "named in the title")))


def _names(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    directory = company_directory(document for document in documents if document.label == PUBLIC)
    return {company.name: (*company.spellings, *company.other_names) for company in directory}
