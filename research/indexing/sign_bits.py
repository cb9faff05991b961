"""The signs of vectors, one bit a dimension: a thirty-second of their size, in which most rows are passed over for a question.

Rows are compared by the number of dimensions in which they lie on another side of a centre than the question (binary embeddings,
locality-sensitive hashing by hyperplanes: Charikar, 2002). Those that differ least are the rows to compare exactly.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.protocols.search import FloatMatrix

Bits: TypeAlias = NDArray[np.uint64]
WORD = 64
# What is worked on at once stays in the processor's cache.
_BLOCK = 16_384


def words_of(dimensions: int) -> int:
    """Return how many words of 64 bits hold one bit for each dimension."""
    return -(-dimensions // WORD)


def sign_bits(rows: FloatMatrix, centre: FloatMatrix) -> Bits:
    """Return on which side of the centre each row lies, shape (words, rows): word by word, so that rows are compared side by side."""
    bits = np.zeros((len(rows), words_of(len(centre)) * WORD // 8), dtype=np.uint8)
    packed = np.packbits(rows > centre, axis=1)
    bits[:, : packed.shape[1]] = packed
    return np.ascontiguousarray(bits.view("<u8").T)


def differing(bits: Bits, asked: Bits) -> NDArray[np.uint16]:
    """Return in how many dimensions each row lies on another side than `asked`, bits of one row; shape (rows,)."""
    counts = np.zeros(bits.shape[1], dtype=np.uint16)
    for start in range(0, len(counts), _BLOCK):
        part = counts[start : start + _BLOCK]
        for words, word in zip(bits[:, start : start + _BLOCK], asked[:, 0], strict=True):
            part += np.bitwise_count(words ^ word)
    return counts


def least(counts: NDArray[np.uint16], wanted: int) -> NDArray[np.intp]:
    """Return the rows of the smallest counts, in order: at least `wanted` where there are so many, and all that are level with the last."""
    below = np.cumsum(np.bincount(counts))
    cut = int(np.searchsorted(below, min(wanted, len(counts))))
    return np.flatnonzero(counts <= cut)
