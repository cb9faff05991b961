"""Which companies a draft sets beside its own when none is named."""

from __future__ import annotations

from collections.abc import Sequence

from research.directory import Company
from research.nouns.access import Access
from research.nouns.documents import ANNUAL_FORMS
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

MOST_PEERS = 6


def companies_beside(documents: DocumentStore, access: Access, company: Company, directory: Sequence[Company]) -> tuple[Company, ...]:
    """Return the other companies of the library with figures of a year of their own, by name, at most MOST_PEERS."""
    held = documents.find(access, DocumentFilter(form_types=tuple(sorted(ANNUAL_FORMS))))
    printed = {document.company for document in held if document.fact_count}
    return tuple(one for one in directory if one.name != company.name and printed & set(one.spellings))[:MOST_PEERS]
