"""Which companies a draft sets beside its own when none is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from research.directory import Company, identity
from research.nouns.access import Access
from research.nouns.documents import ANNUAL_FORMS, PAPERS
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

_FIRST = re.compile(r"[\s_.-]")
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


def company_filed_as(documents: DocumentStore, access: Access, name: str, directory: Sequence[Company]) -> Company | None:
    """Return the one company whose papers' names begin with a word ("jiangyu-annual-2024"), None for none and for several.

    So a company is found by a name that its papers do not print.
    """
    wanted = identity(name)
    printed = {one.company for one in documents.find(access, DocumentFilter(kinds=PAPERS)) if wanted == identity(_FIRST.split(one.name)[0])}
    found = [one for one in directory if printed & set(one.spellings)]
    return found[0] if wanted and len(found) == 1 else None


def _newest(company: Company, newest: Mapping[str, int]) -> int:
    return max((newest.get(name, 0) for name in company.spellings), default=0)
