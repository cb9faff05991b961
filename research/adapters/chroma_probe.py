"""Opens a Chroma folder that an interrupted write left, in a process that may crash.

`python -m research.adapters.chroma_probe FOLDER` prints one JSON object, document id to number of rows, after a count and a query; it
ends with an error status when any of them fails.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from research.adapters.chroma_index import COLLECTION, open_client

PAGE_ROWS = 50_000


def count_rows(folder: Path) -> dict[str, int]:
    """Return how many rows each document has; raises whatever Chroma raises when the folder is damaged."""
    client = open_client(folder)
    try:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        counted = collection.count()
        if counted:
            vector = np.asarray(collection.get(limit=1, include=["embeddings"])["embeddings"], dtype=np.float32)
            collection.query(query_embeddings=vector, n_results=1)
        rows: Counter[str] = Counter()
        for start in range(0, counted, PAGE_ROWS):
            found = collection.get(limit=PAGE_ROWS, offset=start, include=["metadatas"])
            rows.update(str(row["document_id"]) for row in found["metadatas"] or ())
        return dict(rows)
    finally:
        client.close()


if __name__ == "__main__":
    json.dump(count_rows(Path(sys.argv[1])), sys.stdout)
