"""Times the catalog on a made-up library: 100 documents of 100 pages, 20,000 chunks with vectors of 384 numbers.

Run `python -m tests.bench.sqlite_catalog`; it prints one line per operation, and the size of the file.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from research.adapters.sqlite import open_catalog
from research.nouns.access import Access
from research.nouns.documents import Box, Chunk, Document, DocumentState, Kind, Line, Page, Tier
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import JANUARY

DOCUMENTS, PAGES, CHUNKS, DIMENSIONS = 100, 100, 200, 384
PAGE_TEXT = "Net sales of the company were 1,234 million dollars in the year. " * 50


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took."""
    start = time.perf_counter()
    yield
    sys.stdout.write(f"{what:<40} {time.perf_counter() - start:8.4f} s\n")


def make_library_document(number: int) -> tuple[Document, list[Chunk]]:
    """Return a document with line boxes on every page, and its chunks."""
    size = len(PAGE_TEXT)
    lines = [tuple(Line(page * size + 50 * k, page * size + 50 * k + 49, k, Box(72.0, 10.5 + 11.3 * k, 500.25, 20.0 + 11.3 * k))
                   for k in range(60)) for page in range(PAGES)]  # fmt: skip
    pages = tuple(Page(page + 1, page * size, (page + 1) * size, 612.0, 792.0, lines[page]) for page in range(PAGES))
    text = PAGE_TEXT * PAGES
    key = f"{number:04d}"
    document = Document(key, key, key, key, Kind.FILING, Tier.AUDITED, DocumentState.COMPLETE, JANUARY, text=text, pages=pages)
    span = len(text) // CHUNKS
    cuts = (range(k * span, (k + 1) * span) for k in range(CHUNKS))
    chunks = [
        Chunk(f"{key}-{k}", key, k, cut.start, cut.stop, text[cut.start : cut.stop], k * PAGES // CHUNKS + 1, context=f"{key} {k}")
        for k, cut in enumerate(cuts)
    ]
    return document, chunks


def main() -> None:
    """Fill a catalog in a temporary folder and time what answers need of it."""
    random = np.random.default_rng(0)
    keys = [f"{number:04d}" for number in range(DOCUMENTS)]
    access = Access("bench")
    with tempfile.TemporaryDirectory() as folder:
        catalog = open_catalog(Path(folder))
        with timed(f"add {DOCUMENTS} documents, {DOCUMENTS * CHUNKS} vectors"):
            for number in range(DOCUMENTS):
                document, chunks = make_library_document(number)
                catalog.documents.add(document, chunks, [])
                catalog.embeddings.put(chunks, "bench", random.random((CHUNKS, DIMENSIONS), dtype=np.float32))
        catalog.close()
        sys.stdout.write(f"file: {(Path(folder) / 'catalog.db').stat().st_size / 1e6:.0f} MB\n")
        with timed("open, quick_check included"):
            catalog = open_catalog(Path(folder))
        with timed("all vectors"):
            found, _ = catalog.embeddings.vectors(keys, "bench")
        if len(found) != DOCUMENTS * CHUNKS:
            raise SystemExit(f"{len(found)} vectors came back")
        with timed("find all documents"):
            catalog.documents.find(access, DocumentFilter())
        with timed("one document whole"):
            catalog.documents.get(access, keys[-1])
        with timed("one page with its lines"):
            catalog.documents.pages(access, keys[-1], [PAGES])
        catalog.close()


if __name__ == "__main__":
    main()
