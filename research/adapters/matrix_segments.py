"""The segments of the vector matrix: what is written together, in files that are never changed afterwards, and mapped when it is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.indexing.sign_bits import Bits, sign_bits, words_of
from research.protocols.search import FloatMatrix

VECTORS, BITS, CENTRE, CHUNKS, DOCUMENTS = SUFFIXES = (".vectors.npy", ".bits.npy", ".centre.npy", ".chunks.npy", ".documents.json")
# Rows that are written, and whose signs are taken, at once.
_BLOCK = 16_384
# A document's id, the ids of its chunks as bytes, and their vectors.
Rows: TypeAlias = tuple[str, NDArray[np.bytes_], FloatMatrix]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment that is open: its number, its vectors, the ids of their chunks, and how many rows each document has, in their order.

    `bits` are the signs of the vectors around the `centre`.
    """

    number: int
    vectors: FloatMatrix
    bits: Bits
    centre: FloatMatrix
    chunks: NDArray[np.bytes_]
    documents: tuple[tuple[str, int], ...]


def segment_files(number: int) -> tuple[str, ...]:
    """Return the names of a segment's files, in the order of `SUFFIXES`."""
    return tuple(f"{number:08}{suffix}" for suffix in SUFFIXES)


def read_segment(folder: Path, number: int, *, dimensions: int) -> Segment:
    """Return a segment, its arrays mapped into memory; raises OSError, ValueError or TypeError for files that are none."""
    vectors_file, bits_file, centre_file, chunks_file, documents_file = (folder / name for name in segment_files(number))
    vectors, bits, chunks = (np.load(path, mmap_mode="r", allow_pickle=False) for path in (vectors_file, bits_file, chunks_file))
    centre = np.load(centre_file, allow_pickle=False)
    documents = tuple((str(one), int(rows)) for one, rows in json.loads(documents_file.read_bytes()))
    rows = sum(rows for _, rows in documents)
    expected = ((rows, dimensions), (words_of(dimensions), rows), (dimensions,), (rows,))
    if tuple(array.shape for array in (vectors, bits, centre, chunks)) != expected:
        raise ValueError(f"segment {number} has {rows} rows, vectors of shape {vectors.shape} and {len(chunks)} ids")
    return Segment(number, vectors, bits, centre, chunks, documents)


def write_segment(folder: Path, number: int, documents: Sequence[Rows], centre: FloatMatrix | None) -> None:
    """Write a segment of documents; without a centre it is their mean."""
    vectors_file, bits_file, centre_file, chunks_file, documents_file = (folder / name for name in segment_files(number))
    total, width = sum(len(ids) for _, ids, _ in documents), max(ids.dtype.itemsize for _, ids, _ in documents)
    dimensions = documents[0][2].shape[1]
    vectors = np.lib.format.open_memmap(vectors_file, mode="w+", dtype=np.dtype("<f4"), shape=(total, dimensions))
    chunks = np.lib.format.open_memmap(chunks_file, mode="w+", dtype=np.dtype(f"S{width}"), shape=(total,))
    start, summed = 0, np.zeros(dimensions)
    for _, ids, rows in documents:
        vectors[start : start + len(ids)], chunks[start : start + len(ids)] = rows, ids
        summed += rows.sum(axis=0, dtype=np.float64)
        start += len(ids)
    middle = (summed / total).astype("<f4") if centre is None else centre
    bits = np.lib.format.open_memmap(bits_file, mode="w+", dtype=np.dtype("<u8"), shape=(words_of(dimensions), total))
    for start in range(0, total, _BLOCK):
        bits[:, start : start + _BLOCK] = sign_bits(vectors[start : start + _BLOCK], middle)
    for array in (vectors, chunks, bits):
        array.flush()
    np.save(centre_file, middle, allow_pickle=False)
    documents_file.write_text(json.dumps([[one, len(ids)] for one, ids, _ in documents]), encoding="utf-8")
