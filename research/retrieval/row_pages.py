"""The pages whose rows state what a question asks for: found by what the rows mean, or by the words that they print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from research.concepts.catalogue import Concept
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk, Document, Kind
from research.nouns.facts import Fact
from research.nouns.queries import FactFilter
from research.planning.alike import asks_for_reasons
from research.protocols.documents import DocumentStore, FactStore
from research.text.words import topic_stems

# All rows of so many documents are looked through for the words of a part; of more, only the statements are looked at.
MOST_SEARCHED = 8
# The rows of so many documents are kept, at about half a MiB each: questions go on asking about the filings just asked about.
KEPT_DOCUMENTS = 64


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row as ranking pages needs it: where it begins, its concept and fiscal year, the stems of its label and dimensions."""

    document_id: str
    page: int
    start: int
    concept: str | None
    fiscal_year: int
    stems: frozenset[str]


# The rows that stand on one page of a document.
_Page: TypeAlias = Sequence[_Row]


class RowPages:
    """Ranks the pages of a scope by the rows that stand on them. Thread-safe where the stores are."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = documents
        self._facts = facts
        self._printed = lru_cache(maxsize=KEPT_DOCUMENTS)(self._read)

    def find(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Sequence[Document]) -> list[str]:
        """Return the ids of the chunks that hold such rows, the best page's first; none when a reason is asked for, which no row gives.

        When words narrow what is asked ("AWS operating income"), the rows that print these words come first, in whatever table; else the
        pages of statements that state most of the wanted concepts for the plan's periods.
        """
        if not scope or asks_for_reasons(plan.focus):
            return []
        papers = [document for document in scope if document.kind is not Kind.NEWS]
        narrowed = bool(plan.qualifiers) and len(papers) <= MOST_SEARCHED
        pages = self._named(plan, access, papers) if narrowed else []
        return self._holding(pages or self._stated(plan, wanted, access, scope), access)

    def _stated(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Sequence[Document]) -> list[_Page]:
        if not wanted:
            return []
        names = tuple(concept.name for concept in wanted)
        asked = FactFilter(concepts=names, fiscal_years=_years(plan), document_ids=tuple(one.id for one in scope))
        rows = map(_row, self._facts.find(access, asked))
        return _ranked(plan, rows, scope, lambda page: len({(row.concept, row.fiscal_year) for row in page}))

    def _named(self, plan: QuestionPlan, access: Access, scope: Sequence[Document]) -> list[_Page]:
        narrowing = frozenset(topic_stems(" ".join(plan.qualifiers)))
        metric = frozenset(topic_stems(plan.metric.words)) if plan.metric else frozenset()
        if not narrowing:
            return []
        years, version = _years(plan), self._documents.version()
        printed = (row for document in scope for row in self._printed(document.id, access, version))
        rows = [row for row in printed if narrowing <= row.stems and (not years or row.fiscal_year in years)]
        return _ranked(plan, rows, scope, lambda page: max(len(metric & row.stems) for row in page))

    def _read(self, document_id: str, access: Access, version: int) -> tuple[_Row, ...]:  # noqa: ARG002 (keeps what is read apart)
        """Return all rows of a document that a reader may see; `version` is the catalog's."""
        return tuple(map(_row, self._facts.find(access, FactFilter(document_ids=(document_id,), everything=True))))

    def _holding(self, pages: Sequence[_Page], access: Access) -> list[str]:
        """Return the chunks that hold the rows of these pages, in the pages' order."""
        chunks: dict[tuple[str, int], list[Chunk]] = {}
        ids, numbers = sorted({page[0].document_id for page in pages}), sorted({page[0].page for page in pages})
        for chunk in self._documents.chunks(access, document_ids=ids, pages=numbers):
            chunks.setdefault((chunk.document_id, chunk.page), []).append(chunk)
        return [
            chunk.id
            for page in pages
            for chunk in chunks.get((page[0].document_id, page[0].page), ())
            if any(chunk.start <= row.start < chunk.end for row in page)
        ]


def _ranked(plan: QuestionPlan, rows: Iterable[_Row], scope: Sequence[Document], told: Callable[[_Page], int]) -> list[_Page]:
    """Return the rows by page: pages that tell most first, then those of the periods' own filings, then newer ones."""
    pages: dict[tuple[str, int], list[_Row]] = {}
    for row in rows:
        pages.setdefault((row.document_id, row.page), []).append(row)
    by_id, years = {document.id: document for document in scope}, _years(plan)

    def order(page: _Page) -> tuple[int, bool, int, str, int]:
        """Return what pages are put in order by; the last two keep equal ones in a fixed order."""
        document = by_id[page[0].document_id]
        return -told(page), document.fiscal_year not in years, -(document.fiscal_year or 0), document.id, page[0].page

    return sorted(pages.values(), key=order)


def _years(plan: QuestionPlan) -> tuple[int, ...]:
    return tuple(sorted({period.fiscal_year for period in plan.periods if period.fiscal_year is not None}))


def _row(fact: Fact) -> _Row:
    words = " ".join((fact.label, *(member for _, member in fact.dimensions), (fact.concept or "").replace("_", " ")))
    return _Row(fact.document_id, fact.page, fact.start, fact.concept, fact.period.fiscal_year, _stems(words))


@lru_cache(maxsize=20_000)
def _stems(words: str) -> frozenset[str]:
    return frozenset(topic_stems(words))
