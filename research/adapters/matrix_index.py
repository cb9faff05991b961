"""The exact vector index: all vectors in files that are mapped into memory, of which a query reads those of its documents.

`data/` holds segments, numbered in the order of writing. Each is five files that are never changed once written:
`N.vectors.npy` (32-bit floats, shape (rows, dimensions)), `N.bits.npy` (their signs, see `sign_bits`), `N.centre.npy` (what the signs are
taken from, shape (dimensions,), the same in all segments), `N.chunks.npy` (the rows' chunk ids, as bytes of UTF-8) and `N.documents.json`
(a list of [document id, number of rows], in the order of the rows). Of a document the newest segment that has it counts, if the
manifest holds it: to forget one, nothing but the manifest is written. A write adds a segment. As soon as the newest
`FAN_OUT` segments are of one size they are merged, so that there are few, and a row is copied once for each eightfold
growth of the library; where most rows are of documents forgotten or replaced, all are merged. When all are, the centre is the mean anew.

Where more rows are allowed than are compared one by one, those whose signs differ least from the question's are compared: which rows
these are depends on the centre, so a row far down may be missed, and another one after a rebuild.

A writer that was killed left files that the manifest does not name: they are thrown away, and what was whole goes on answering. Anything
else that is not as it was written is damage, found before a file is mapped: one cut short while it is read ends the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.adapters.matrix_segments import VECTORS, Rows, Segment, read_segment, segment_files, write_segment
from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder, Manifest
from research.indexing.sign_bits import Bits, differing, least, sign_bits
from research.indexing.vector_rows import UNIT_TOLERANCE, checked_rows
from research.nouns.queries import IndexHit
from research.protocols.search import DocumentVectors, FloatMatrix

FORMAT = 2
FAN_OUT = 8
# Segments of fewer rows count as being of one size.
SMALLEST_ROWS = 512
# Runs of rows that are read one by one.
FEW_RUNS = 32
# Sums of 32-bit products differ by less, in whatever order they are made.
SAME_SCORE = 1e-5
SCORE_DIGITS = 6
# Of more rows than are all compared, so many are for each hit wanted.
COMPARED_PER_HIT = 50
# Rows of a segment: its place among those that are open, and which.
_Rows: TypeAlias = tuple[int, slice | NDArray[np.intp]]
# A document's rows: its segment's place among those that are open, the first row, and the row after the last.
_Place: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Open:
    """The segments that a manifest describes, in the order of writing, and where the rows of each document held are."""

    manifest: Manifest
    segments: tuple[Segment, ...]
    places: Mapping[str, _Place]


class MatrixIndex(HeldIndex[_Open]):
    """The `VectorIndex` that compares every allowed row. Threads and processes may share a folder; the lease's holder alone writes."""

    def __init__(self, folder: Path, *, dimensions: int, fingerprint: str, exact_rows: int) -> None:
        self._exact_rows = exact_rows
        self._dimensions = dimensions
        made_with = f"matrix {FORMAT}, {dimensions} dimensions, {fingerprint}"
        super().__init__(IndexFolder(folder.resolve(), name="vector matrix", made_with=made_with))
        self._opened: _Open | None = None
        self._ordered: tuple[_Open, list[_Place]] | None = None

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
        self.add_all([(document_id, chunk_ids, vectors)])

    def add_all(self, documents: Sequence[DocumentVectors]) -> None:
        """Store the vectors of several documents, each once, in one write: all are durable when it returns. Raises as `add`."""
        checked = [(one, ids, checked_rows(one, ids, vectors, dimensions=self._dimensions)) for one, ids, vectors in documents]
        rows: list[Rows] = [(one, np.array([chunk.encode() for chunk in ids]), vectors) for one, ids, vectors in checked if ids]
        with self._session() as opened:
            self._folder.begin(*(one for one, _, _ in checked))
            if rows:
                write_segment(self._folder.data, _next(opened.segments), rows, _centre(opened.segments))
            self._finish({**opened.manifest.documents, **{one: len(ids) for one, ids, _ in checked}})
            self._merge()

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        self.remove_all([document_id])

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget several documents in one write; those that are not held are no error."""
        gone = frozenset(document_ids)
        with self._session() as opened:
            documents = {one: rows for one, rows in opened.manifest.documents.items() if one not in gone}
            if len(documents) < len(opened.manifest.documents):
                self._finish(documents)
                self._merge()

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return the nearest chunks inside `document_ids`, best first, at most `limit`; ties by chunk id. `vector`: shape (dimensions,).

        The rows near the cut are compared again in 64-bit floats: their order hangs neither on threads nor on where rows lie.
        """
        if vector.shape != (self._dimensions,) or limit < 1:
            raise ValueError(f"a query vector of shape {vector.shape} and a limit of {limit}; {self._dimensions} dimensions are indexed")
        with self._session() as opened:
            if opened.places.keys() <= document_ids:
                runs = self._whole(opened)
            else:
                runs = _runs(opened.places[document_id] for document_id in document_ids if document_id in opened.places)
            if not runs:
                return []
            few = self._likely(opened, runs, vector, limit * COMPARED_PER_HIT)
            scores = np.concatenate([np.asarray(opened.segments[place].vectors)[rows] @ vector for place, rows in few])
            floor = np.partition(scores, -limit)[-limit] if limit < len(scores) else scores.min()
            near = np.flatnonzero(scores >= floor - SAME_SCORE)
            hits = _compared(opened.segments, few, near, vector.astype(np.float64))
        hits.sort(key=lambda hit: (-hit.score, hit.chunk_id))
        return hits[:limit]

    def _likely(self, opened: _Open, runs: Sequence[_Place], vector: FloatMatrix, wanted: int) -> list[_Rows]:
        """Return the rows to compare: all of them when they are few, else the `wanted` whose signs differ least from the question's."""
        if sum(stop - start for _, start, stop in runs) <= max(self._exact_rows, wanted):
            return [rows for place, group in groupby(runs, itemgetter(0)) for rows in _rows_of(place, list(group))]
        asked = sign_bits(vector[None, :], opened.segments[0].centre)
        counts = [differing(_side_by_side(opened.segments[place], list(group)), asked) for place, group in groupby(runs, itemgetter(0))]
        chosen = least(np.concatenate(counts), wanted)
        places, _, stops = np.array(runs).T
        ends = np.cumsum([stop - start for _, start, stop in runs])
        run = np.searchsorted(ends, chosen, side="right")
        return [(int(place), (chosen - ends[run] + stops[run])[places[run] == place]) for place in np.unique(places[run])]

    def _whole(self, opened: _Open) -> list[_Place]:
        """Return the runs of all that is held, put in order once for each write."""
        if self._ordered is None or self._ordered[0] is not opened:
            self._ordered = (opened, _runs(iter(opened.places.values())))
        return self._ordered[1]

    def _release(self) -> None:
        self._opened = self._ordered = None

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
        numbers = sorted(int(name.partition(".")[0]) for name in manifest.files if name.endswith(VECTORS))
        try:
            segments = tuple(self._segment(number, manifest) for number in numbers)
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

    def _segment(self, number: int, manifest: Manifest) -> Segment:
        """Return a segment, the one that is open where its files are still those that it was opened on."""
        opened = self._opened
        names = segment_files(number)
        if opened and all(opened.manifest.files.get(name) == manifest.files.get(name) for name in names):
            return next(one for one in opened.segments if one.number == number)
        return read_segment(self._folder.data, number, dimensions=self._dimensions)

    def _finish(self, documents: Mapping[str, int]) -> None:
        self._opened = self._open(self._folder.finish(documents))

    def _merge(self) -> None:
        """Merge the newest segments into one, where they are many of one size or hold little but what was forgotten."""
        while (opened := self._opened) and (first := _first_to_merge(opened)) is not None:
            old = opened.segments[first:]
            self._folder.begin()
            live = [(document_id, place) for document_id, place in opened.places.items() if place[0] >= first]
            live.sort(key=lambda one: one[1])
            rows = [(one, opened.segments[place].chunks[a:b], opened.segments[place].vectors[a:b]) for one, (place, a, b) in live]
            if rows:
                write_segment(self._folder.data, _next(opened.segments), rows, _centre(opened.segments[:first]))
            for segment in old:
                for name in segment_files(segment.number):
                    (self._folder.data / name).unlink()
            self._finish(opened.manifest.documents)


def _next(segments: Sequence[Segment]) -> int:
    return segments[-1].number + 1 if segments else 1


def _centre(segments: Sequence[Segment]) -> FloatMatrix | None:
    return segments[0].centre if segments else None


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


def _rows_of(place: int, runs: Sequence[_Place]) -> list[_Rows]:
    """Return the rows of runs of one segment: as they lie where runs are few, else by number, which is one step however many there are."""
    if len(runs) <= FEW_RUNS:
        return [(place, slice(start, stop)) for _, start, stop in runs]
    return [(place, np.concatenate([np.arange(start, stop) for _, start, stop in runs]))]


def _side_by_side(segment: Segment, runs: Sequence[_Place]) -> Bits:
    """Return the signs of runs of a segment, shape (words, rows)."""
    pieces = [segment.bits[:, start:stop] for _, start, stop in runs]
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces, axis=1)


def _compared(segments: Sequence[Segment], rows: Sequence[_Rows], near: NDArray[np.intp], vector: NDArray[np.float64]) -> list[IndexHit]:
    """Return the hits at some of the rows, counted through all, with their inner products to `SCORE_DIGITS` digits."""
    hits: list[IndexHit] = []
    begun = 0
    for place, chosen in rows:
        numbers = np.arange(chosen.start, chosen.stop) if isinstance(chosen, slice) else chosen
        for row in numbers[near[(near >= begun) & (near < begun + len(numbers))] - begun]:
            score = float(segments[place].vectors[row].astype(np.float64) @ vector)
            hits.append(IndexHit(segments[place].chunks[row].decode(), round(score, SCORE_DIGITS)))
        begun += len(numbers)
    return hits
