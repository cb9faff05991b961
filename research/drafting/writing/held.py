"""A company's documents, pages and facts as one draft reads them: each once, inside what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from research.directory import Company
from research.drafting.writing.house import scale_of
from research.metrics.engine import Question
from research.nouns.access import Access
from research.nouns.documents import ANNUAL_FORMS, REPORTS, Document, Kind, Page
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, FactFilter
from research.planning.forms import is_amended
from research.protocols.documents import DocumentStore, FactStore


class HeldFacts:
    """The facts of one company's documents in memory, found as `FactStore.find` finds them for the reader who read them."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = tuple(facts)
        self._by_concept: dict[str, list[int]] = defaultdict(list)
        self._by_document: dict[str, list[int]] = defaultdict(list)
        for at, fact in enumerate(self._facts):
            self._by_concept[fact.concept or ""].append(at)
            self._by_document[fact.document_id].append(at)

    def find(self, access: Access, wanted: FactFilter) -> list[Fact]:  # noqa: ARG002  (they are those that this reader may see)
        """Return the facts that are wanted, in the store's order."""
        if wanted.concepts:
            places = sorted(at for name in set(wanted.concepts) for at in self._by_concept.get(name, ()))
        elif wanted.document_ids:
            places = sorted(at for name in set(wanted.document_ids) for at in self._by_document.get(name, ()))
        else:
            places = list(range(len(self._facts)))
        return [self._facts[at] for at in places if wanted.fits(self._facts[at])]

    def companies(self, access: Access) -> list[str]:  # noqa: ARG002  (they are those that this reader may see)
        """Return the companies that the facts are of, ordered."""
        return sorted({fact.company for fact in self._facts})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents, and pages of documents (None: all of them), a draft is written from: none of the `excluded`, `only` these if any."""

    excluded: frozenset[tuple[str, int | None]] = frozenset()
    only: frozenset[tuple[str, int | None]] = frozenset()

    def has(self, document_id: str) -> bool:
        """Return whether a document may be used."""
        return (document_id, None) not in self.excluded and (not self.only or any(document_id == one for one, _ in self.only))

    def has_page(self, document_id: str, page: int) -> bool:
        """Return whether a page may be used."""
        is_named = not self.only or (document_id, None) in self.only or (document_id, page) in self.only
        return self.has(document_id) and is_named and (document_id, page) not in self.excluded


EVERYTHING = Chosen()


class HeldDocuments:
    """The documents and pages of a library as one reader sees them and a writer chose them, what was read once kept."""

    def __init__(self, documents: DocumentStore, access: Access, chosen: Chosen = EVERYTHING) -> None:
        self._documents, self.access, self.chosen = documents, access, chosen
        self._known: dict[DocumentFilter, list[Document]] = {}
        self._pages: dict[tuple[str, int], tuple[Page, str]] = {}

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return what the store finds."""
        if wanted not in self._known:
            self._known[wanted] = [one for one in self._documents.find(access, wanted) if self.chosen.has(one.id)]
        return self._known[wanted]

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages of a document with their text."""
        wanted = [number for number in numbers if self.chosen.has_page(document_id, number)]
        lacking = [number for number in wanted if (document_id, number) not in self._pages]
        if lacking:
            for page, text in self._documents.pages(access, document_id, lacking):
                self._pages[document_id, page.number] = (page, text)
        return [self._pages[document_id, number] for number in sorted(set(wanted)) if (document_id, number) in self._pages]


class HeldCompany:
    """A company with its papers, newest first, and its facts."""

    def __init__(self, company: Company, documents: HeldDocuments, facts: FactStore) -> None:
        self.company, self._documents, self._facts = company, documents, facts
        self.access = documents.access

    @cached_property
    def papers(self) -> tuple[Document, ...]:
        """Return its papers, the newest period first."""
        kinds = tuple(kind for kind in Kind if kind is not Kind.NEWS)
        found = self._documents.find(self.access, DocumentFilter(companies=self.company.spellings, kinds=kinds))
        return tuple(sorted(found, key=_newest_first))

    @cached_property
    def by_id(self) -> dict[str, Document]:
        """Return its papers by id."""
        return {one.id: one for one in self.papers}

    @cached_property
    def reports(self) -> tuple[Document, ...]:
        """Return its filings, releases and reports, the newest first."""
        return tuple(one for one in self.papers if one.kind in REPORTS)

    @cached_property
    def annual(self) -> tuple[Document, ...]:
        """Return its reports of whole years, the newest first, amended ones last."""
        whole = [
            one for one in self.reports if one.form_type in ANNUAL_FORMS or (one.fiscal_period == "FY" and one.kind is not Kind.RESULTS)
        ]
        return tuple(sorted(whole, key=lambda one: (-(one.fiscal_year or 0), bool(is_amended(one.form_type or "")), one.name)))

    @cached_property
    def facts(self) -> HeldFacts:
        """Return its facts, those of parts and of other tables too."""
        ids = tuple(self.by_id)
        wanted = FactFilter(companies=self.company.spellings, document_ids=ids, everything=True)
        found = self._facts.find(self.access, wanted) if ids else ()
        return HeldFacts([one for one in found if self._documents.chosen.has_page(one.document_id, one.page)])

    @cached_property
    def scale(self) -> int:
        """Return the scale at which its amounts are set in every table and chart."""
        return scale_of(self.facts.find(self.access, FactFilter()))

    @cached_property
    def question(self) -> Question:
        """Return what figures are asked of it: in all its papers."""
        return Question(self.access, self.company.name, self.company.spellings, self.papers)


def _newest_first(document: Document) -> tuple[object, ...]:
    ended = -document.period_end.toordinal() if document.period_end else 0
    published = -document.published_at.timestamp() if document.published_at else 0.0
    return -(document.fiscal_year or 0), ended, published, document.name
