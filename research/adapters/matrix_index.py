"""The exact vector index: all vectors in files that are mapped into memory, of which a query reads those of its documents.

`data/` holds segments, numbered in the order of writing. Each is three files that are never changed once written:
`N.vectors.npy` (32-bit floats, shape (rows, dimensions)), `N.chunks.npy` (the rows' chunk ids, as bytes of UTF-8) and `N.documents.json`
(a list of [document id, number of rows], in the order of the rows). Of a document the newest segment that has it counts, if the
manifest holds it: to forget one, nothing but the manifest is written. A write adds a segment. As soon as the newest
`FAN_OUT` segments are of one size they are merged, so that there are few, and a row is copied once for each eightfold
growth of the library; where most rows are of documents forgotten or replaced, all are merged.

A writer that was killed left files that the manifest does not name: they are thrown away, and what was whole goes on answering. Anything
else that is not as it was written is damage, found before a file is mapped: one cut short while it is read ends the process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder, Manifest
from research.indexing.vector_rows import UNIT_TOLERANCE, checked_rows
from research.nouns.queries import IndexHit
from research.protocols.search import FloatMatrix

FORMAT = 1
FAN_OUT = 8
# Segments of fewer rows count as being of one size.
SMALLEST_ROWS = 512
# Sums of 32-bit products differ by less, in whatever order they are made.
SAME_SCORE = 1e-5
SCORE_DIGITS = 6
_SUFFIXES = (".vectors.npy", ".chunks.npy", ".documents.json")
# A document's rows: its segment's place among those that are open, the first row, and the row after the last.
_Place: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Segment:
    """A segment that is open: its number, its vectors, the ids of their chunks, and how many rows each document has, in their order."""

    number: int
    vectors: FloatMatrix
    chunks: NDArray[np.bytes_]
    documents: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """The segments that a manifest describes, in the order of writing, and where the rows of each document held are."""

    manifest: Manifest
    segments: tuple[_Segment, ...]
    places: Mapping[str, _Place]


class MatrixIndex(HeldIndex[_Open]):
    """The `VectorIndex` that compares every allowed row. Threads and processes may share a folder; the lease's holder alone writes."""

    def __init__(self, folder: Path, *, dimensions: int, fingerprint: str) -> None:
        self._dimensions = dimensions
        made_with = f"matrix {FORMAT}, {dimensions} dimensions, {fingerprint}"
        super().__init__(IndexFolder(folder.resolve(), name="vector matrix", made_with=made_with))
        self._opened: _Open | None = None

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open and hold unit vectors for the rows that the manifest counts."""
        with self._session() as opened:
            for segment in opened.segments:
                if abs(float(np.linalg.norm(segment.vectors[0])) - 1.0) > UNIT_TOLERANCE:
                    raise self._folder.damaged("a vector is not of length 1")

    def add(self, document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix) -> None:
        """Store a document's vectors, replacing those it had; durable when it returns.

        Raises ValueError unless `vectors` has shape (len(chunk_ids), dimensions) with rows of length 1 and the ids differ.
        """
        rows = checked_rows(document_id, chunk_ids, vectors, dimensions=self._dimensions)
        with self._session() as opened:
            self._folder.begin(document_id)
            if chunk_ids:
                self._put(_next(opened.segments), [(document_id, np.array([one.encode() for one in chunk_ids]), rows)])
            self._finish({**opened.manifest.documents, document_id: len(chunk_ids)})
            self._merge()

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        with self._session() as opened:
            documents = dict(opened.manifest.documents)
            if documents.pop(document_id, None) is not None:
                self._finish(documents)
                self._merge()

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return the nearest chunks inside `document_ids`, best first, at most `limit`; ties by chunk id. `vector`: shape (dimensions,).

        The rows near the cut are compared again in 64-bit floats: their order hangs neither on threads nor on where rows lie.
        """
        if vector.shape != (self._dimensions,) or limit < 1:
            raise ValueError(f"a query vector of shape {vector.shape} and a limit of {limit}; {self._dimensions} dimensions are indexed")
        with self._session() as opened:
            runs = _runs(opened.places[document_id] for document_id in document_ids if document_id in opened.places)
            if not runs:
                return []
            scores = np.concatenate([opened.segments[place].vectors[start:stop] @ vector for place, start, stop in runs])
            floor = np.partition(scores, -limit)[-limit] if limit < len(scores) else scores.min()
            near = np.flatnonzero(scores >= floor - SAME_SCORE)
            hits = _compared(opened.segments, runs, near, vector.astype(np.float64))
        hits.sort(key=lambda hit: (-hit.score, hit.chunk_id))
        return hits[:limit]

    def _release(self) -> None:
        self._opened = None

    def _ready(self) -> _Open:
        manifest = self._folder.manifest()
        killed = self._folder.unfinished() is not None
        if killed:
            self._folder.discard_unknown(manifest)
        if changed := self._folder.changed(manifest):
            raise self._folder.damaged(f"{', '.join(sorted(changed))} differ from what was written")
        if killed:
            manifest = self._folder.finish(manifest.documents)
        if self._opened is None or self._opened.manifest.state != manifest.state:
            self._opened = self._open(manifest)
        return self._opened

    def _open(self, manifest: Manifest) -> _Open:
        numbers = sorted(int(name.partition(".")[0]) for name in manifest.files if name.endswith(_SUFFIXES[0]))
        try:
            segments = tuple(self._read(number) for number in numbers)
        except (OSError, ValueError, TypeError) as error:
            raise self._folder.damaged(f"{type(error).__name__}: {error}") from error
        places: dict[str, _Place] = {}
        for place, segment in enumerate(segments):
            start = 0
            for document_id, rows in segment.documents:
                places[document_id] = (place, start, start + rows)
                start += rows
        held = {document_id: places.get(document_id, (0, 0, 0)) for document_id, rows in manifest.documents.items() if rows}
        if any(stop - start != manifest.documents[document_id] for document_id, (_, start, stop) in held.items()):
            raise self._folder.damaged("it holds other rows than the manifest counts")
        return _Open(manifest, segments, held)

    def _read(self, number: int) -> _Segment:
        vectors, chunks = (np.load(self._path(number, suffix), mmap_mode="r", allow_pickle=False) for suffix in _SUFFIXES[:2])
        documents = tuple((str(one), int(rows)) for one, rows in json.loads(self._path(number, _SUFFIXES[2]).read_bytes()))
        rows = sum(rows for _, rows in documents)
        if vectors.shape != (rows, self._dimensions) or chunks.shape != (rows,):
            raise ValueError(f"segment {number} has {rows} rows, vectors of shape {vectors.shape} and {len(chunks)} ids")
        return _Segment(number, vectors, chunks, documents)

    def _path(self, number: int, suffix: str) -> Path:
        return self._folder.data / f"{number:08}{suffix}"

    def _put(self, number: int, documents: Sequence[tuple[str, NDArray[np.bytes_], FloatMatrix]]) -> None:
        """Write a segment of documents, each with the ids of its chunks and their vectors; whoever calls has begun a write."""
        total, width = sum(len(ids) for _, ids, _ in documents), max(ids.dtype.itemsize for _, ids, _ in documents)
        shape = (total, self._dimensions)
        vectors = np.lib.format.open_memmap(self._path(number, _SUFFIXES[0]), mode="w+", dtype=np.dtype("<f4"), shape=shape)
        chunks = np.lib.format.open_memmap(self._path(number, _SUFFIXES[1]), mode="w+", dtype=np.dtype(f"S{width}"), shape=(total,))
        start = 0
        for _, ids, rows in documents:
            vectors[start : start + len(ids)], chunks[start : start + len(ids)] = rows, ids
            start += len(ids)
        vectors.flush()
        chunks.flush()
        self._path(number, _SUFFIXES[2]).write_text(json.dumps([[one, len(ids)] for one, ids, _ in documents]), encoding="utf-8")

    def _finish(self, documents: Mapping[str, int]) -> None:
        self._opened = self._open(self._folder.finish(documents))

    def _merge(self) -> None:
        """Merge the newest segments into one, where they are many of one size or hold little but what was forgotten."""
        while (opened := self._opened) and (first := _first_to_merge(opened)) is not None:
            old = opened.segments[first:]
            self._folder.begin("")
            live = [(document_id, place) for document_id, place in opened.places.items() if place[0] >= first]
            live.sort(key=lambda one: one[1])
            rows = [(one, opened.segments[place].chunks[a:b], opened.segments[place].vectors[a:b]) for one, (place, a, b) in live]
            if rows:
                self._put(_next(opened.segments), rows)
            for segment in old:
                for suffix in _SUFFIXES:
                    self._path(segment.number, suffix).unlink()
            self._finish(opened.manifest.documents)


def _next(segments: Sequence[_Segment]) -> int:
    return segments[-1].number + 1 if segments else 1


def _first_to_merge(opened: _Open) -> int | None:
    """Return the place of the first of the segments to merge with all after it; None when all may stay."""
    sizes = [len(segment.chunks) for segment in opened.segments]
    live = sum(opened.manifest.documents.values())
    if sum(sizes) > 2 * max(live, SMALLEST_ROWS):
        return 0
    tiers = [_tier(rows) for rows in sizes]
    first = len(tiers)
    while first and tiers[first - 1] <= tiers[-1]:
        first -= 1
    return first if len(tiers) - first >= FAN_OUT else None


def _tier(rows: int) -> int:
    """Return how often a segment's rows can be divided by `FAN_OUT` before they are few."""
    tier = 0
    while rows > SMALLEST_ROWS:
        rows, tier = rows // FAN_OUT, tier + 1
    return tier


def _runs(places: Iterator[_Place]) -> list[_Place]:
    """Return places in order, those that touch made one."""
    runs: list[_Place] = []
    for segment, start, stop in sorted(places):
        if runs and runs[-1][0] == segment and runs[-1][2] == start:
            runs[-1] = (segment, runs[-1][1], stop)
        else:
            runs.append((segment, start, stop))
    return runs


def _compared(segments: Sequence[_Segment], runs: Sequence[_Place], near: NDArray[np.intp], vector: NDArray[np.float64]) -> list[IndexHit]:
    """Return the hits at some of the rows of runs, counted through all runs, with their inner products to `SCORE_DIGITS` digits."""
    ends = np.cumsum([stop - start for _, start, stop in runs])
    which = np.searchsorted(ends, near, side="right")
    hits: list[IndexHit] = []
    for run, at in zip(which, near, strict=True):
        segment, _, stop = runs[run]
        row = int(at - ends[run] + stop)
        score = float(segments[segment].vectors[row].astype(np.float64) @ vector)
        hits.append(IndexHit(segments[segment].chunks[row].decode(), round(score, SCORE_DIGITS)))
    return hits
