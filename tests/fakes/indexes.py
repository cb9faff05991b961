"""In-memory indexes and a fast embedder with the promises of the protocols, for tests of what stands above them."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from research.errors import IndexDamagedError
from research.nouns.documents import Chunk
from research.nouns.queries import IndexHit, LexicalQuery
from research.protocols.search import DocumentChunks, DocumentVectors, FloatMatrix

CONTEXT_WEIGHT = 0.5


def _cut(scores: Mapping[str, float], limit: int) -> list[IndexHit]:
    if limit < 1:
        raise ValueError(f"a limit of {limit}")
    ranked = sorted(scores.items(), key=lambda pair: (-round(pair[1], 6), pair[0]))
    return [IndexHit(chunk_id, score) for chunk_id, score in ranked[:limit]]


class _FakeIndex:
    """What both fakes share: `damage` makes every method fail until `quarantine`; `writes` counts documents added or removed."""

    def __init__(self) -> None:
        self.held: dict[str, Sequence[object]] = {}
        self.writes = 0
        self.quarantines = 0
        self._damaged = False

    def damage(self) -> None:
        self._damaged = True

    def documents(self) -> Mapping[str, int]:
        self.check()
        return {document_id: len(rows) for document_id, rows in self.held.items()}

    def check(self) -> None:
        if self._damaged:
            raise IndexDamagedError("the index in memory is damaged", "put it aside")

    def remove(self, document_id: str) -> None:
        self.check()
        self.writes += self.held.pop(document_id, None) is not None

    def remove_all(self, document_ids: Sequence[str]) -> None:
        self.check()
        for document_id in document_ids:
            self.remove(document_id)

    def clear(self) -> None:
        self.check()
        self.held.clear()

    def quarantine(self) -> str:
        self.held.clear()
        self._damaged = False
        self.quarantines += 1
        return f"memory-{self.quarantines}"

    def close(self) -> None:
        pass

    def _put(self, document_id: str, rows: Sequence[object]) -> None:
        self.check()
        self.held[document_id] = rows
        self.writes += 1


class FakeVectorIndex(_FakeIndex):
    """Vectors in a dictionary, scanned exactly."""

    def __init__(self, *, dimensions: int) -> None:
        super().__init__()
        self._dimensions = dimensions

    def add(self, document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix) -> None:
        self.add_all([(document_id, chunk_ids, vectors)])

    def add_all(self, documents: Sequence[DocumentVectors]) -> None:
        for _, chunk_ids, vectors in documents:
            if chunk_ids and vectors.shape != (len(chunk_ids), self._dimensions):
                raise ValueError(f"vectors of shape {vectors.shape}")
            if len(set(chunk_ids)) != len(chunk_ids) or not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
                raise ValueError("ids repeat or a vector is not of length 1")
        for document_id, chunk_ids, vectors in documents:
            self._put(document_id, list(zip(chunk_ids, np.array(vectors, dtype=np.float32), strict=True)))

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        self.check()
        if vector.shape != (self._dimensions,):
            raise ValueError(f"a query vector of shape {vector.shape}")
        rows = [row for document_id in document_ids for row in self.held.get(document_id, ())]
        return _cut({chunk_id: float(row @ vector) for chunk_id, row in rows}, limit)


class FakeLexicalIndex(_FakeIndex):
    """Chunks in a dictionary; a phrase scores by how rare it is, where it stands and how often."""

    def add(self, document_id: str, chunks: Sequence[Chunk]) -> None:
        self.add_all([(document_id, chunks)])

    def add_all(self, documents: Sequence[DocumentChunks]) -> None:
        for document_id, chunks in documents:
            if any(chunk.document_id != document_id for chunk in chunks) or len({chunk.id for chunk in chunks}) != len(chunks):
                raise ValueError(f"a chunk given for {document_id} is not its own")
        if len({document_id for document_id, _ in documents}) != len(documents):
            raise ValueError("a document is given twice")
        for document_id, chunks in documents:
            self._put(document_id, list(chunks))

    def query(
        self, query: LexicalQuery, *, limit: int, document_ids: frozenset[str], counted: frozenset[str] | None = None
    ) -> list[IndexHit]:
        self.check()
        held = {document_id: chunks for document_id, chunks in self.held.items() if counted is None or document_id in counted}
        total = sum(len(chunks) for chunks in held.values())
        scores: Counter[str] = Counter()
        for phrase in query.phrases:
            counts = {
                (document_id, chunk.id): _count(phrase.words, chunk.text) + CONTEXT_WEIGHT * _count(phrase.words, chunk.context)
                for document_id, chunks in held.items()
                for chunk in chunks
            }
            holding = sum(1 for count in counts.values() if count)
            for (document_id, chunk_id), count in counts.items():
                if count and phrase.weight > 0 and document_id in document_ids:
                    scores[chunk_id] += phrase.weight * math.log(1 + total / holding) * count / (count + 1)
        return _cut(scores, limit)


def _count(wanted: Sequence[str], text: str) -> int:
    """Return how often the words stand together in the text; case and a plural s do not matter."""
    sought, found = _stems(" ".join(wanted)), _stems(text)
    if not sought:
        return 0
    return sum(found[start : start + len(sought)] == sought for start in range(len(found) - len(sought) + 1))


def _stems(text: str) -> list[str]:
    return [re.sub(r"s$", "", word) for word in re.findall(r"\w+", text.lower().replace(",", ""))]


class HashingEmbedder:
    """An `Embedder` without a model: each word adds its own fixed random direction, so texts with words in common are near."""

    def __init__(self, *, dimensions: int = 32, max_pieces: int = 254) -> None:
        self._dimensions = dimensions
        self._max_pieces = max_pieces
        self.embedded = 0

    @property
    def fingerprint(self) -> str:
        return f"hashing {self._dimensions} {self._max_pieces}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def max_pieces(self) -> int:
        return self._max_pieces

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(_pieces(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            # The start keeps a text without words from having no length.
            start = _direction("", self._dimensions) * 1e-3
            row = sum((_direction(word, self._dimensions) for word in _pieces(text)[: self._max_pieces]), start)
            rows[place] = row / np.linalg.norm(row)
        return rows


def _pieces(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text.lower())


def _direction(word: str, dimensions: int) -> FloatMatrix:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=dimensions).astype(np.float32)
