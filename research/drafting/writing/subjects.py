"""Which companies a draft sets beside its own when none is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.directory import Company
from research.nouns.access import Access
from research.nouns.documents import ANNUAL_FORMS
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

MOST_PEERS, LONGEST_TOPIC = 6, 200


def companies_beside(documents: DocumentStore, access: Access, company: Company, directory: Sequence[Company]) -> tuple[Company, ...]:
    """Return the other companies of the library with figures of a year of their own, at most MOST_PEERS.

    Those whose newest year is nearest to the company's own go first, then by name.
    """
    held = documents.find(access, DocumentFilter(form_types=tuple(sorted(ANNUAL_FORMS))))
    newest: dict[str, int] = {}
    for document in held:
        if document.fact_count and document.company:
            newest[document.company] = max(newest.get(document.company, 0), document.fiscal_year or 0)
    own = _newest(company, newest)
    others = [(abs(year - own), one.name, one) for one in directory if one.name != company.name and (year := _newest(one, newest))]
    return tuple(one for _, _, one in sorted(others, key=lambda other: other[:2]))[:MOST_PEERS]


def _newest(company: Company, newest: Mapping[str, int]) -> int:
    return max((newest.get(name, 0) for name in company.spellings), default=0)
