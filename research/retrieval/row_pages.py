"""The pages whose rows state what a question asks for: found by what the rows mean, or by the words that they print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from research.concepts.catalogue import Concept
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk, Document
from research.nouns.facts import Fact
from research.nouns.queries import FactFilter
from research.planning.alike import asks_for_reasons
from research.protocols.documents import DocumentStore, FactStore
from research.text.words import topic_stems

# All rows of so many documents are looked through for the words of a part; of more, only the statements are looked at.
MOST_SEARCHED = 8
# The facts that stand on one page of a document.
_Page: TypeAlias = Sequence[Fact]


class RowPages:
    """Ranks the pages of a scope by the rows that stand on them."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = documents
        self._facts = facts

    def find(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Sequence[Document]) -> list[str]:
        """Return the ids of the chunks that hold such rows, the best page's first; none when a reason is asked for, which no row gives.

        When words narrow what is asked ("AWS operating income"), the rows that print these words come first, in whatever table; else the
        pages of statements that state most of the wanted concepts for the plan's periods.
        """
        if not scope or asks_for_reasons(plan.focus):
            return []
        narrowed = bool(plan.qualifiers) and len(scope) <= MOST_SEARCHED
        pages = self._named(plan, access, scope) if narrowed else []
        return self._holding(pages or self._stated(plan, wanted, access, scope), access)

    def _stated(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Sequence[Document]) -> list[_Page]:
        if not wanted:
            return []
        names = tuple(concept.name for concept in wanted)
        facts = self._facts.find(access, FactFilter(concepts=names, fiscal_years=_years(plan), document_ids=tuple(one.id for one in scope)))
        return _ranked(plan, facts, scope, lambda page: len({(fact.concept, fact.period.fiscal_year) for fact in page}))

    def _named(self, plan: QuestionPlan, access: Access, scope: Sequence[Document]) -> list[_Page]:
        narrowing = frozenset(topic_stems(" ".join(plan.qualifiers)))
        metric = frozenset(topic_stems(plan.metric.words)) if plan.metric else frozenset()
        searched = FactFilter(fiscal_years=_years(plan), document_ids=tuple(one.id for one in scope), everything=True)
        facts = [fact for fact in self._facts.find(access, searched) if narrowing and narrowing <= _stems(fact)]
        return _ranked(plan, facts, scope, lambda page: max(len(metric & _stems(fact)) for fact in page))

    def _holding(self, pages: Sequence[_Page], access: Access) -> list[str]:
        """Return the chunks that hold the facts of these pages, in the pages' order."""
        chunks: dict[tuple[str, int], list[Chunk]] = {}
        for chunk in self._documents.chunks(access, document_ids=sorted({page[0].document_id for page in pages})) if pages else ():
            chunks.setdefault((chunk.document_id, chunk.page), []).append(chunk)
        return [
            chunk.id
            for page in pages
            for chunk in chunks.get((page[0].document_id, page[0].page), ())
            if any(chunk.start <= fact.start < chunk.end for fact in page)
        ]


def _ranked(plan: QuestionPlan, facts: Iterable[Fact], scope: Sequence[Document], told: Callable[[_Page], int]) -> list[_Page]:
    """Return the facts by page: pages that tell most first, then those of the periods' own filings, then newer ones."""
    pages: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        pages.setdefault((fact.document_id, fact.page), []).append(fact)
    by_id, years = {document.id: document for document in scope}, _years(plan)

    def order(page: _Page) -> tuple[int, bool, int, str, int]:
        """Return what pages are put in order by; the last two keep equal ones in a fixed order."""
        document = by_id[page[0].document_id]
        return -told(page), document.fiscal_year not in years, -(document.fiscal_year or 0), document.id, page[0].page

    return sorted(pages.values(), key=order)


def _years(plan: QuestionPlan) -> tuple[int, ...]:
    return tuple(sorted({period.fiscal_year for period in plan.periods if period.fiscal_year is not None}))


def _stems(fact: Fact) -> frozenset[str]:
    return _stems_of(" ".join((fact.label, *(member for _, member in fact.dimensions), (fact.concept or "").replace("_", " "))))


@lru_cache(maxsize=20_000)
def _stems_of(words: str) -> frozenset[str]:
    return frozenset(topic_stems(words))
