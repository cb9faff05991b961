"""What is doubtful, for one reader: findings on the documents that they may see, and what to say beside figures that are quoted."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias, TypeVar

from research.directory import Company, CompanyDirectory
from research.governance.copies import find_copies_across
from research.governance.record import Record, record_of
from research.governance.report import company_findings, figure_findings, ordered
from research.nouns.access import Access
from research.nouns.documents import PAPERS, Document
from research.nouns.quality import Finding, FindingFilter
from research.nouns.queries import DocumentFilter, FactFilter
from research.protocols.documents import DocumentStore, FactStore

# Companies whose findings are kept in memory.
MOST_KEPT = 2_000
# What findings are made from: nothing else decides them, so that readers who see the same documents share them.
_Key: TypeAlias = tuple[str, tuple[Document, ...], date]
_K = TypeVar("_K")
_V = TypeVar("_V")


class QualityReader:
    """Findings of the rules over what a reader may see; a company's are made anew only when one of its documents changed."""

    def __init__(self, documents: DocumentStore, facts: FactStore, directory: CompanyDirectory) -> None:
        self._documents, self._facts, self._directory = documents, facts, directory
        self._guard = threading.Lock()
        self._records: dict[tuple[str, tuple[Document, ...]], Record] = {}
        self._figures: dict[tuple[Document, ...], Mapping[str, tuple[Finding, ...]]] = {}
        self._kept: dict[_Key, tuple[Finding, ...]] = {}

    def findings(self, access: Access, wanted: FindingFilter | None = None, *, on: date | None = None) -> tuple[Finding, ...]:
        """Return the findings wanted on the reader's papers, the gravest first; what is stale is so on a day, else today or as-of's."""
        wanted = wanted or FindingFilter()
        day = on or (access.as_of or datetime.now(UTC)).date()
        papers = self._documents.find(access, DocumentFilter(kinds=PAPERS))
        groups = _by_company(papers, self._directory.companies(access))
        if wanted.companies:
            groups = [one for one in groups if any(document.company in wanted.companies for document in one[1])]
        found = [one for name, documents in groups if documents for one in self._of(access, name, documents, day)]
        across = find_copies_across([self._record(access, *group) for group in groups if group[1]])
        return ordered(one for one in (*found, *across) if wanted.takes(one))

    def of_figures(self, access: Access, spellings: Sequence[str]) -> Mapping[str, tuple[Finding, ...]]:
        """Return the findings on figures of a company's papers that the reader may see, by the ids of the facts in doubt.

        They are made once for the same papers: an answer asks for them every time.
        """
        papers = tuple(self._documents.find(access, DocumentFilter(companies=tuple(spellings), kinds=PAPERS)))
        with self._guard:
            kept = self._figures.get(papers)
        if kept is None:
            by_fact: dict[str, list[Finding]] = {}
            for one in figure_findings(self._record(access, spellings[0], papers)):
                for fact in one.in_doubt:
                    by_fact.setdefault(fact.id, []).append(one)
            kept = {key: tuple(found) for key, found in by_fact.items()}
            with self._guard:
                _put(self._figures, papers, kept)
        return kept

    def _of(self, access: Access, company: str, documents: tuple[Document, ...], day: date) -> tuple[Finding, ...]:
        key = (company, documents, day)
        with self._guard:
            kept = self._kept.get(key)
        if kept is None:
            kept = company_findings(self._record(access, company, documents), day)
            with self._guard:
                _put(self._kept, key, kept)
        return kept

    def _record(self, access: Access, company: str, documents: tuple[Document, ...]) -> Record:
        with self._guard:
            kept = self._records.get((company, documents))
        if kept is None:
            ids = tuple(one.id for one in documents if one.fact_count)
            kept = record_of(company, documents, self._facts.find(access, FactFilter(document_ids=ids)) if ids else ())
            with self._guard:
                _put(self._records, (company, documents), kept)
        return kept


def _put(kept: dict[_K, _V], key: _K, value: _V) -> None:
    """Keep a value, the oldest ones let go when there are too many."""
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value


def _by_company(documents: Iterable[Document], companies: Sequence[Company]) -> list[tuple[str, tuple[Document, ...]]]:
    held: dict[str, list[Document]] = {}
    for document in documents:
        held.setdefault(document.company or "", []).append(document)
    named = [(one.name, tuple(document for name in one.spellings for document in held.get(name, ()))) for one in companies]
    return [*named, ("", tuple(held.get("", ())))]
