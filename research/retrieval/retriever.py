"""The retriever: allowed documents first, then dense, lexical and fact-carrying pages inside them, ranked by signals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from research.concepts.catalogue import Concept
from research.errors import EndpointUnavailableError
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan, RetrievedChunk
from research.nouns.documents import Chunk, PageMark
from research.nouns.queries import IndexHit
from research.protocols.documents import DocumentStore, FactStore
from research.protocols.search import Embedder
from research.retrieval.counted import CountedDocuments
from research.retrieval.dense import DenseSearch, Nearest
from research.retrieval.filings import filing_signals
from research.retrieval.lexical import LexicalSearch
from research.retrieval.lexical_query import lexical_query
from research.retrieval.marked import put_last
from research.retrieval.ranking import rank_pages, signal_weights
from research.retrieval.row_pages import RowPages
from research.retrieval.scope import Scope
from research.retrieval.signals import Candidate, signals_of
from research.retrieval.spread import repeats_last, take_turns

DENSE, LEXICAL = "dense", "lexical"
WITHOUT_WORDS = "searched by meaning only: the word index is being rebuilt"
WITHOUT_MEANING = "searched by words and figures only: {why}"
WITHOUT_VECTORS = "searched by words only in {lacking} of {chunks} chunks: they have no vectors yet; desk ingest makes them"


class Step(StrEnum):
    """What is done to pages after they were ranked: disclosures and copies go behind, so do repeated paragraphs, companies take turns."""

    MARKS = "marks last"
    REPEATS = "repeats last"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found: one chunk for each page, best first, and one line for each way in which the search was not whole."""

    results: tuple[RetrievedChunk, ...]
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a plan before it is put in order: chunks with their signals, their places in each search, marks of their pages.

    `carrying` are the ids of the chunks whose rows state what is asked.
    """

    plan: QuestionPlan
    scope: Scope
    scored: tuple[tuple[Chunk, Mapping[str, float]], ...] = ()
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    carrying: tuple[str, ...] = ()
    marks: tuple[PageMark, ...] = ()
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
        self._counted = CountedDocuments(documents)

    def retrieve(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Scope, *, top_k: int) -> Retrieval:
        """Return at most `top_k` pages of the scope, each by its best chunk, ranked from 1; equal scores in order of chunk id.

        `wanted` are the concepts whose rows show what the plan asks for.

        Pages that are marked as disclosures or as copies come after the others.
        """
        return in_order(self.gather(plan, wanted, access, scope), signal_weights(), top_k=top_k)

    def gather(self, plan: QuestionPlan, wanted: Sequence[Concept], access: Access, scope: Scope) -> Gathered:
        """Return what every way of search proposes inside the scope, with the signals that ranking weighs."""
        if not scope.documents:
            return Gathered(plan, scope)
        ids = frozenset(document.id for document in scope.documents)
        nearest, unasked = self._by_meaning(plan, scope)
        dense = nearest.hits
        lexical, degraded = self._by_words(plan, wanted, ids, access)
        degraded = (*degraded, *unasked)
        if nearest.lacking:
            chunks_in_scope = sum(document.chunk_count for document in scope.documents)
            degraded = (*degraded, WITHOUT_VECTORS.format(lacking=f"{nearest.lacking:,}", chunks=f"{chunks_in_scope:,}"))
        carrying = self._row_pages.find(plan, wanted, access, scope.documents)
        proposed = self._candidates_of(access, dense, lexical, carrying)
        filings = filing_signals(plan, scope.documents, of={one.chunk.document_id for one in proposed})
        candidates = [replace(one, filing=filings[one.chunk.document_id]) for one in proposed]
        return Gathered(
            plan=plan,
            scope=scope,
            scored=tuple(zip((one.chunk for one in candidates), signals_of(plan, candidates), strict=True)),
            places={
                name: {hit.chunk_id: rank for rank, hit in enumerate(found, 1)} for name, found in ((DENSE, dense), (LEXICAL, lexical))
            },
            carrying=tuple(carrying),
            marks=tuple(self._documents.marks(access, sorted({one.chunk.document_id for one in candidates}))),
            degraded=degraded,
        )

    def _candidates_of(
        self, access: Access, dense: Sequence[IndexHit], lexical: Sequence[IndexHit], carrying: Sequence[str]
    ) -> list[Candidate]:
        """Return the chunks that any way of search proposed, each with how near each way finds it."""
        near, worded = _of_best(dense, floor=dense[-1].score if dense else 0.0), _of_best(lexical, floor=0.0)
        rows = {chunk_id: place for place, chunk_id in enumerate(carrying)}
        found = self._documents.chunks(access, ids=list(dict.fromkeys([*worded, *near, *rows])))
        return [Candidate(chunk, worded.get(chunk.id, 0.0), near.get(chunk.id, 0.0), rows.get(chunk.id)) for chunk in found]

    def _by_meaning(self, plan: QuestionPlan, scope: Scope) -> tuple[Nearest, tuple[str, ...]]:
        """Return the chunks of the scope that are nearest in meaning, and a line when they could not be asked for."""
        try:
            vector = self._embedder.embed([plan.focus])[0]
        except EndpointUnavailableError as error:
            return Nearest(), (WITHOUT_MEANING.format(why=error.message),)
        return self._dense.query(vector, scope.documents, limit=self._candidates), ()

    def _by_words(
        self, plan: QuestionPlan, wanted: Sequence[Concept], ids: frozenset[str], access: Access
    ) -> tuple[list[IndexHit], tuple[str, ...]]:
        """Return the chunks of these documents that the plan's words find, and a line when they could not be asked for."""
        counted = self._counted(access)
        hits = self._lexical.query(lexical_query(plan, wanted), ids, limit=self._candidates, counted=counted)
        return ([], (WITHOUT_WORDS,)) if hits is None else (hits, ())


def in_order(found: Gathered, weights: Mapping[str, float], *, top_k: int, steps: Collection[Step] = frozenset(Step)) -> Retrieval:
    """Return at most `top_k` pages of what was found, each by its best chunk, ranked from 1 by the weighted sum of its signals.

    `steps` are those to take after ranking, all of them but for measurements.
    """
    names = {document.id: document.name for document in found.scope.documents}
    ordered = rank_pages(found.scored, weights)
    if Step.MARKS in steps:
        ordered = put_last(ordered, found.marks, names=names, wanted=found.carrying, question=found.plan.question)
    if Step.REPEATS in steps:
        ordered = repeats_last(ordered, wanted=frozenset(found.carrying))
    if Step.TURNS in steps:
        ordered = take_turns(ordered, found.plan, {document.id: document for document in found.scope.documents})
    results = tuple(
        RetrievedChunk(
            chunk=page.chunk,
            document=names[page.chunk.document_id],
            rank=rank,
            score=page.score,
            dense_rank=found.places[DENSE].get(page.chunk.id),
            lexical_rank=found.places[LEXICAL].get(page.chunk.id),
            features=tuple((name, value) for name, value in page.signals.items() if value),
        )
        for rank, page in enumerate(ordered[:top_k], 1)
    )
    return Retrieval(results, found.degraded)


def _of_best(hits: Sequence[IndexHit], *, floor: float) -> dict[str, float]:
    """Return how far each hit is from the floor, the best being 1."""
    best = max((hit.score for hit in hits), default=0.0) - floor
    return {hit.chunk_id: (hit.score - floor) / best if best > 0 else 1.0 for hit in hits}
