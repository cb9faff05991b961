"""Opens a Chroma folder that an interrupted write left, in a process that may crash.

`python -m research.adapters.chroma_probe FOLDER` prints one JSON object, document id to number of rows, after SQLite's own check, a
count and a query; ends with an error status when any of them fails.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from research.adapters.chroma_index import COLLECTION, open_client


def count_rows(folder: Path) -> dict[str, int]:
    """Return how many rows each document has; raises whatever Chroma raises when the folder is damaged."""
    client = open_client(folder)
    try:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        rows = collection.get(include=["metadatas", "embeddings"])
        embeddings = rows["embeddings"]
        if embeddings is not None and len(embeddings):
            collection.query(query_embeddings=embeddings[:1], n_results=1)
        if collection.count() != len(rows["ids"]):
            raise ValueError(f"{collection.count()} rows counted, {len(rows['ids'])} read")
        return dict(Counter(str(row["document_id"]) for row in rows["metadatas"] or ()))
    finally:
        client.close()


if __name__ == "__main__":
    json.dump(count_rows(Path(sys.argv[1])), sys.stdout)
