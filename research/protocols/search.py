"""What finds chunks: the embedding model and the two indexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.nouns.documents import Chunk
from research.nouns.queries import IndexHit, LexicalQuery

FloatMatrix: TypeAlias = NDArray[np.float32]
# A document's id, the ids of its chunks, and their vectors, one row for each.
DocumentVectors: TypeAlias = tuple[str, Sequence[str], FloatMatrix]
# A document's id and its chunks.
DocumentChunks: TypeAlias = tuple[str, Sequence[Chunk]]


class Embedder(Protocol):
    """Turns text into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Return what makes two vectors comparable: model name, hash of its weights, numeric precision."""
        ...

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        ...

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted; later pieces are ignored."""
        ...

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        ...

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError."""
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by inner product: a cache over the catalog's embeddings, one writer, many readers.

    A damaged index raises IndexDamagedError from any method, never returns wrong or fewer rows in silence;
    `quarantine` then puts it aside and leaves an empty one.
    """

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks, as of the last finished write."""
        ...

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open, answer a query and hold the rows that the manifest counts."""
        ...

    def add(self, document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix) -> None:
        """Store a document's vectors, replacing those it had; durable when it returns."""
        ...

    def add_all(self, documents: Sequence[DocumentVectors]) -> None:
        """Store the vectors of several documents, each once, in one write: all are durable when it returns."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        ...

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget several documents in one write; those that are not held are no error."""
        ...

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return the nearest chunks inside `document_ids`, best first, at most `limit`; ties by chunk id. `vector`: shape (dimensions,)."""
        ...

    def clear(self) -> None:
        """Forget every document and give back the space that they took."""
        ...

    def quarantine(self) -> str:
        """Put the index's files aside and start an empty one; return where they went, for the log."""
        ...

    def close(self) -> None:
        """Release files and threads; the index can be used again afterwards."""
        ...


class LexicalIndex(Protocol):
    """BM25 over chunk text and context: a cache over the catalog's chunks, with the same promises as `VectorIndex`."""

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks, as of the last finished write."""
        ...

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open and hold the rows that the manifest counts."""
        ...

    def add(self, document_id: str, chunks: Sequence[Chunk]) -> None:
        """Index a document's chunks, replacing those it had; durable when it returns."""
        ...

    def add_all(self, documents: Sequence[DocumentChunks]) -> None:
        """Index the chunks of several documents, each once, in one write: all are durable when it returns."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        ...

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget several documents in one write; those that are not held are no error."""
        ...

    def query(
        self, query: LexicalQuery, *, limit: int, document_ids: frozenset[str], counted: frozenset[str] | None = None
    ) -> list[IndexHit]:
        """Return matching chunks inside `document_ids`, best first, at most `limit`, none with score 0; ties by chunk id.

        How rare words are is counted in the documents of `counted`, those that the reader may see: what else is held changes no score.
        Without it everything that is held is counted.
        """
        ...

    def clear(self) -> None:
        """Forget every document and give back the space that they took."""
        ...

    def quarantine(self) -> str:
        """Put the index's files aside and start an empty one; return where they went, for the log."""
        ...

    def close(self) -> None:
        """Release files; the index can be used again afterwards."""
        ...
