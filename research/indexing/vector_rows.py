"""What may be stored in a vector index: one unit vector for each chunk of a document, no chunk twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from research.protocols.search import FloatMatrix

UNIT_TOLERANCE = 1e-3


def checked_rows(document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix, *, dimensions: int) -> FloatMatrix:
    """Return a document's vectors as contiguous 32-bit floats, shape (len(chunk_ids), dimensions).

    Raises ValueError for another shape, a row that is not of length 1, and ids that repeat.
    """
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.shape != (len(chunk_ids), dimensions) and chunk_ids:
        raise ValueError(f"{len(chunk_ids)} chunks of {document_id} and vectors of shape {rows.shape}, not {dimensions} wide")
    if len(set(chunk_ids)) != len(chunk_ids):
        raise ValueError(f"two chunks of {document_id} have one id")
    if chunk_ids and not np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=UNIT_TOLERANCE):
        raise ValueError(f"a vector of {document_id} is not of length 1")
    return rows.reshape(len(chunk_ids), dimensions)
