"""The retriever: allowed documents first, then dense, lexical and fact-carrying pages inside them, fused and folded to pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from research.concepts.catalogue import Concept
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan, RetrievedChunk
from research.nouns.documents import Chunk
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.search import Embedder
from research.retrieval.dense import DenseSearch
from research.retrieval.fusion import fuse
from research.retrieval.lexical import LexicalSearch
from research.retrieval.lexical_query import lexical_query
from research.retrieval.marked import put_last
from research.retrieval.row_pages import RowPages
from research.retrieval.scope import Scope

DENSE, LEXICAL, FACTS = "dense", "lexical", "facts"
# Measured by `desk eval financebench` over the development questions.
WEIGHTS: Mapping[str, float] = {DENSE: 1.0, LEXICAL: 0.5, FACTS: 2.0}
WITHOUT_WORDS = "searched by meaning only: the word index is being rebuilt"
WITHOUT_VECTORS = "searched by words only in {lacking} of {chunks} chunks: they have no vectors yet; desk ingest makes them"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found: one chunk for each page, best first, and one line for each way in which the search was not whole."""

    results: tuple[RetrievedChunk, ...]
    degraded: tuple[str, ...] = ()


class Retriever:
    """Finds the pages that bear on a plan, inside a scope that the caller has computed for the reader's access."""

    def __init__(
        self,
        *,
        documents: DocumentStore,
        facts: FactStore,
        dense: DenseSearch,
        lexical: LexicalSearch,
        embedder: Embedder,
        candidates: int,
    ) -> None:
        self._documents = documents
        self._row_pages = RowPages(documents, facts)
        self._dense = dense
        self._lexical = lexical
        self._embedder = embedder
        self._candidates = candidates

    def retrieve(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Scope, *, top_k: int) -> Retrieval:
        """Return at most `top_k` pages of the scope, each by its best chunk, ranked from 1; equal scores in order of chunk id.

        `wanted` are the concepts whose rows show what the plan asks for.

        Pages that are marked as disclosures or as copies come after the others.
        """
        if not scope.documents:
            return Retrieval(())
        ids = frozenset(document.id for document in scope.documents)
        vector = self._embedder.embed([plan.focus])[0]
        dense = [hit.chunk_id for hit in self._dense.query(vector, scope.documents, limit=self._candidates)]
        lexical, degraded = self._by_words(plan, wanted, ids)
        if lacking := self._dense.lacking(scope.documents):
            chunks_in_scope = sum(document.chunk_count for document in scope.documents)
            degraded = (*degraded, WITHOUT_VECTORS.format(lacking=f"{lacking:,}", chunks=f"{chunks_in_scope:,}"))
        carrying = self._row_pages.find(plan, wanted, access, scope.documents)
        ranked = fuse({DENSE: dense, LEXICAL: lexical, FACTS: carrying}, WEIGHTS)
        places = {name: {chunk: rank for rank, chunk in enumerate(found, 1)} for name, found in ((DENSE, dense), (LEXICAL, lexical))}
        chunks = {chunk.id: chunk for chunk in self._documents.chunks(access, ids=[chunk_id for chunk_id, _ in ranked])}
        names = {document.id: document.name for document in scope.documents}
        pages = _one_a_page([(chunks[key], score) for key, score in ranked if key in chunks])
        marks = self._documents.marks(access, sorted({chunk.document_id for chunk, _ in pages}))
        results: list[RetrievedChunk] = []
        for chunk, score in put_last(pages, marks, names=names, wanted=carrying, question=plan.question)[:top_k]:
            results.append(
                RetrievedChunk(
                    chunk=chunk,
                    document=names[chunk.document_id],
                    rank=len(results) + 1,
                    score=score,
                    dense_rank=places[DENSE].get(chunk.id),
                    lexical_rank=places[LEXICAL].get(chunk.id),
                    features=((FACTS, 1.0),) if chunk.id in carrying else (),
                )
            )
        return Retrieval(tuple(results), degraded)

    def _by_words(self, plan: QuestionPlan, wanted: Sequence[Concept], ids: frozenset[str]) -> tuple[list[str], tuple[str, ...]]:
        """Return the chunks of these documents that the plan's words find, and a line when they could not be asked for."""
        hits = self._lexical.query(lexical_query(plan, wanted), ids, limit=self._candidates)
        return ([], (WITHOUT_WORDS,)) if hits is None else ([hit.chunk_id for hit in hits], ())


def _one_a_page(ranked: list[tuple[Chunk, float]]) -> list[tuple[Chunk, float]]:
    best: dict[tuple[str, int], tuple[Chunk, float]] = {}
    for chunk, score in ranked:
        best.setdefault((chunk.document_id, chunk.page), (chunk, score))
    return list(best.values())
