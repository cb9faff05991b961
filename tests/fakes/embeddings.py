"""An in-memory store of embeddings with the promises of its protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from research.nouns.documents import Chunk, DocumentState
from research.protocols.search import FloatMatrix

if TYPE_CHECKING:
    from tests.fakes.stores import FakeDocumentStore


class FakeEmbeddingStore:
    """Vectors by model and indexed text, for the chunks of a fake document store."""

    def __init__(self, documents: FakeDocumentStore) -> None:
        self._documents = documents
        self._vectors: dict[str, dict[str, FloatMatrix]] = {}

    def missing(self, document_id: str, model: str) -> list[Chunk]:
        held = self._vectors.get(model, {})
        return [chunk for chunk in self._documents.chunks_of.get(document_id, []) if chunk.indexed_text not in held]

    def lacking(self, model: str) -> list[str]:
        found = [one for one in self._documents.documents.values() if one.state is DocumentState.LEXICAL or self.missing(one.id, model)]
        waiting = [one for one in found if one.state in {DocumentState.LEXICAL, DocumentState.COMPLETE}]
        return [one.id for one in sorted(waiting, key=lambda one: one.name)]

    def put(self, chunks: Sequence[Chunk], model: str, vectors: FloatMatrix) -> None:
        if vectors.ndim != 2 or len(vectors) != len(chunks):
            raise ValueError(f"{len(chunks)} chunks and vectors of shape {vectors.shape}")
        if not np.isfinite(vectors).all():
            raise ValueError(f"a vector of model {model} holds a number that is not finite")
        if not chunks:
            return
        held = self._vectors.get(model, {})
        if held and len(next(iter(held.values()))) != vectors.shape[1]:
            raise ValueError(f"model {model} makes vectors of another length")
        rows = zip(chunks, np.array(vectors, dtype=np.float32), strict=True)
        self._vectors[model] = held | {chunk.indexed_text: row for chunk, row in rows}

    def vectors(self, document_ids: Sequence[str], model: str) -> tuple[list[str], FloatMatrix]:
        held = self._vectors.get(model, {})
        dimensions = len(next(iter(held.values()))) if held else 0
        chunks = [chunk for key in dict.fromkeys(document_ids) for chunk in self._documents.chunks_of.get(key, [])]
        found = [chunk for chunk in chunks if chunk.indexed_text in held]
        matrix = np.array([held[chunk.indexed_text] for chunk in found], dtype=np.float32)
        return [chunk.id for chunk in found], matrix.reshape(-1, dimensions) if found else np.empty((0, dimensions), dtype=np.float32)
