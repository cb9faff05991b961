"""Cited pages read from the library as evidence: their text, their facts, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from research.directory import Company, CompanyDirectory
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, FactFilter
from research.protocols.documents import DocumentStore, FactStore
from research.verification.evidence import Evidence

_DOCUMENTS_KEPT = 32


class EvidenceReader:
    """Reads pages of the documents that a reader may see as evidence for the gate."""

    def __init__(self, documents: DocumentStore, facts: FactStore, directory: CompanyDirectory) -> None:
        self._documents = documents
        self._facts = facts
        self._directory = directory
        self._facts_of = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read_facts)

    def pages(self, access: Access, places: Sequence[tuple[str, int]]) -> list[Evidence]:
        """Return the pages (document name, 1-based number) as evidence, in order; raises NotFoundError for one that is not there."""
        companies = self._directory.companies(access) if places else ()
        held = (
            {one.name: one for one in self._documents.find(access, DocumentFilter(names=tuple(name for name, _ in places)))}
            if places
            else {}
        )
        found = []
        for name, number in places:
            if name not in held:
                raise NotFoundError(f"document {name!r} is not in the library", "desk status lists the documents; add it with desk ingest")
            found.append(self._page(access, held[name], number, companies))
        return found

    def _page(self, access: Access, document: Document, number: int, companies: Sequence[Company]) -> Evidence:
        pages = self._documents.pages(access, document.id, [number])
        if not pages:
            raise NotFoundError(f"document {document.name!r} has no page {number}", f"it has pages 1 to {document.page_count}")
        page, text = pages[0]
        own = next((one for one in companies if document.company in one.spellings), None)
        facts = self._facts_of(access, document.id, self._documents.version())
        return Evidence(
            text=text,
            document=document.name,
            page=number,
            company=document.company or "",
            names=_names(own) if own else (document.company,) if document.company else (),
            others=tuple(name for one in companies if one is not own for name in _names(one)),
            facts=facts.get(number, ()),
            fiscal_year=document.fiscal_year,
            fiscal_period=document.fiscal_period,
            period_end=document.period_end,
            start=page.start,
        )

    def _read_facts(self, access: Access, document_id: str, _version: int) -> Mapping[int, tuple[Fact, ...]]:
        """Return the facts of a document by page, those of parts and expected ones too; the library's version makes old ones unfound."""
        pages: dict[int, list[Fact]] = {}
        for fact in self._facts.find(access, FactFilter(document_ids=(document_id,), everything=True)):
            pages.setdefault(fact.page, []).append(fact)
        return {number: tuple(facts) for number, facts in pages.items()}


def _names(company: Company) -> tuple[str, ...]:
    return tuple(dict.fromkeys((company.name, *company.spellings, *company.other_names)))
