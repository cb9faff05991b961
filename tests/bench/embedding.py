"""Measure the embedding runtimes on equal pieces: chunks a second of this program's and of sentence-transformers' torch.

usage: python -m tests.bench.embedding [--chunks N] [--json]

The texts are the sample library's own words, cut to as many word pieces as the model reads; the first batch is not counted.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader
from research.adapters.embedding_model import open_embedder
from research.settings import Settings

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
WARM = 32


def texts(embedder, count):
    """Return `count` texts of exactly as many pieces as the model reads."""
    loaded = [PdfLoader(Limits()).load(path.read_bytes(), name=path.name) for path in sorted(SAMPLE.rglob("*.pdf"))]
    words = [word for one in loaded for word in one.text.split() if word.isalpha()]
    whole = [word for word, pieces in zip(words, embedder.count_pieces(words), strict=True) if pieces == 1]
    size = embedder.max_pieces
    starts = (place * 7 % (len(whole) - size) for place in range(count))
    return [" ".join(whole[start : start + size]) for start in starts]


def rate(embedder, chunks):
    """Return chunks a second."""
    embedder.embed(chunks[:WARM])
    began = time.perf_counter()
    for first in range(0, len(chunks), WARM):
        embedder.embed(chunks[first : first + WARM])
    return round(len(chunks) / (time.perf_counter() - began), 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, default=512)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ours = open_embedder(Settings())
    chunks = texts(ours, options.chunks)
    torch = open_embedder(Settings(embedding_runtime="torch"))
    report = {
        "chunks": len(chunks),
        "pieces": ours.max_pieces,
        "ours_per_second": rate(ours, chunks),
        "torch_per_second": rate(torch, chunks),
    }
    report["ratio"] = round(report["ours_per_second"] / report["torch_per_second"], 2)
    sys.stdout.write(json.dumps(report, indent=None if options.json else 2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
