"""How storing and searching grow with the library: 10,000 and 100,000 chunks, a million vectors, beside the plain quick start.

usage: python -m tests.bench.scale [--chunks N ...] [--vectors N ...] [--quickstart N] [--queries N] [--home HOME] [--out FOLDER] [--keep]

The library is made from the chunks and vectors of HOME (by default the sample library, read in first): a vector is two real ones mixed
with noise, a text is sentences of real ones put together anew, so that words are as frequent as they are. Documents have 10 to 900 chunks.
Each size has a workspace of its own, filled as ingest fills one: catalog, word index, matrix, graph. Then questions, the same for all:
sentences of the library with the vector of a mixed chunk; free, and filtered to documents with a tenth, a hundredth, a thousandth of the
chunks. "vectors" is dense search alone, "pages" the whole retrieval. Recall is that of the first ten against a comparison with every
vector. At the sizes of --vectors only the matrix is filled and asked, in writes of 20,000 chunks, as a rebuild fills it. Times are this
process's processor time, which other work on the machine changes little, and the clock's. Writes `scale.md` and `scale.svg`.
"""

import argparse
import contextlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import numpy as np

from research.adapters.matrix_index import MatrixIndex
from research.indexing.keeper import BATCH_CHUNKS
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.nouns.queries import DocumentFilter
from research.retrieval.dense import DenseSearch
from research.retrieval.scope import Scope
from research.settings import load_settings
from research.text.words import sentences
from research.workspace import Workspace
from tests.bench.scale_table import plot, table

READER = Access("bench")
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "library"
DOCUMENT_CHUNKS = (900, 500, 300, 150, 100, 30, 10, 10)
SENTENCES = 6
NOISE = 0.35
SHARES = (1.0, 0.1, 0.01, 0.001)
FIRST = 10
SEED = 20


class Maker:
    """Makes chunks and vectors that look like those of a real library."""

    def __init__(self, home):
        with Workspace.open(load_settings(home), create=False) as workspace:
            ids = [document.id for document in workspace.documents.find(READER, DocumentFilter())]
            _, self.real = workspace.embeddings.vectors(ids, workspace.embedder.fingerprint)
            chunks = workspace.documents.chunks(READER, document_ids=ids)
        self.sentences = [text for chunk in chunks for a, b in sentences(chunk.text) if 30 <= len(text := chunk.text[a:b]) <= 400]
        self.sections = sorted({chunk.section for chunk in chunks})

    def vectors(self, random, count):
        """Return unit vectors: two real ones in a random mixture, and noise."""
        first, second = self.real[random.integers(len(self.real), size=(2, count))]
        share = random.uniform(0.5, 1.0, size=(count, 1))
        noise = random.normal(scale=NOISE / np.sqrt(self.real.shape[1]), size=first.shape)
        mixed = share * first + (1 - share) * second + noise
        return (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)

    def text(self, random, count):
        """Return sentences of the library put together anew."""
        return " ".join(self.sentences[place] for place in random.integers(len(self.sentences), size=count))

    def document(self, number, count):
        """Return a document with `count` chunks and their vectors."""
        random = np.random.default_rng((SEED, number))
        key = f"{number:024x}"
        texts = [self.text(random, SENTENCES) for _ in range(count)]
        sections = random.integers(len(self.sections), size=count)
        document = Document(
            key, f"made-{number}", key, key, Kind.FILING, Tier.FILED, DocumentState.COMPLETE, datetime.now(UTC), company=f"Made {number}"
        )
        chunks = [
            Chunk(f"{number:012x}{row:012x}", key, row, 0, len(text), text, row // 4 + 1, section=self.sections[section])
            for row, (text, section) in enumerate(zip(texts, sections, strict=True))
        ]
        return document, chunks, self.vectors(random, count)


class Clock:
    """Seconds of the clock and of this process's processor time since it was made."""

    def __init__(self):
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def seconds(self):
        """Return (clock, processor)."""
        return time.perf_counter() - self._wall, time.process_time() - self._cpu


def fill(workspace, maker, total):
    """Store `total` chunks as ingest stores them; return (clock, processor) seconds, the making of them left out."""
    wall = cpu = 0.0
    model = workspace.embedder.fingerprint
    for number, count in enumerate(sizes_of(total)):
        document, chunks, vectors = maker.document(number, count)
        clock = Clock()
        workspace.documents.add(document, chunks, [])
        workspace.embeddings.put(chunks, model, vectors)
        workspace.lexical.add(document.id, chunks)
        workspace.matrix.add(document.id, [chunk.id for chunk in chunks], vectors)
        step = clock.seconds()
        wall, cpu = wall + step[0], cpu + step[1]
    clock = Clock()
    workspace.keeper.sync()
    step = clock.seconds()
    return wall + step[0], cpu + step[1]


def sizes_of(total):
    """Yield the numbers of chunks of documents that have `total` together."""
    for size in cycle(DOCUMENT_CHUNKS):
        yield min(size, total)
        total -= size
        if total <= 0:
            return


def scopes_of(documents, total):
    """Return, by share, documents that hold that share of the chunks or a little less, chosen at random."""
    order = [documents[place] for place in np.random.default_rng(SEED).permutation(len(documents))]
    found = {}
    for share in SHARES:
        room, chosen = round(share * total), []
        for document in order:
            if document.chunk_count <= room:
                chosen.append(document)
                room -= document.chunk_count
        found[share] = tuple(chosen)
    return found


def ask(workspace, maker, scopes, queries):
    """Return, by share, seconds of dense search and of the whole retrieval, recall of the first ten, and the chunks in scope."""
    candidates = workspace.settings.candidates
    dense = DenseSearch(
        workspace.catalog_vectors,
        workspace.matrix,
        workspace.graph,
        exact_scan_chunks=workspace.settings.exact_scan_chunks,
        on_damage=workspace.keeper.report_damage,
    )
    exact = open_matrix(workspace.settings, workspace.embedder.dimensions, workspace.embedder.fingerprint, exactly=True)
    asked = questions(maker, queries)
    found = {}
    for share, documents in scopes.items():
        vectors = [vector for _, vector in asked]
        found[share] = near(
            partial(lambda scope, one: dense.query(one, scope, limit=candidates).hits, documents), exact, vectors, documents
        )
        pages = []
        for text, _ in asked:
            clock = Clock()
            workspace.retriever.retrieve(QuestionPlan(text, focus=text), (), READER, Scope(documents), top_k=FIRST)
            pages.append(clock.seconds())
        found[share]["pages"] = quantiles(pages)
    return found


def questions(maker, count):
    """Return texts and vectors to ask for, the same whatever is asked."""
    random = np.random.default_rng(SEED + 1)
    return [(maker.text(random, 1), maker.vectors(random, 1)[0]) for _ in range(count)]


def near(query, exact, asked, documents):
    """Return how long `query` takes for each vector, and its recall of the first ten against the `exact` matrix."""
    ids = frozenset(document.id for document in documents)
    seconds, hits = [], 0
    query(asked[0])
    for vector in asked:
        clock = Clock()
        found = query(vector)
        seconds.append(clock.seconds())
        best = exact.query(vector, limit=FIRST, document_ids=ids)
        hits += len({hit.chunk_id for hit in found[:FIRST]} & {hit.chunk_id for hit in best})
    chunks = sum(document.chunk_count for document in documents)
    return {"chunks": chunks, "vectors": quantiles(seconds), "pages": None, "recall": hits / (FIRST * len(asked))}


def open_matrix(settings, dimensions, fingerprint="bench", *, exactly=False):
    """Return the matrix of a workspace; `exactly`, one that compares every row."""
    rows = sys.maxsize if exactly else settings.exact_scan_chunks
    return MatrixIndex(settings.home / "indexes" / "matrix", dimensions=dimensions, fingerprint=fingerprint, exact_rows=rows)


def quantiles(seconds):
    """Return p50 and p95 in milliseconds, of processor time and of the clock."""
    out = {}
    for place, name in enumerate(("clock", "processor")):
        values = sorted(1000 * one[place] for one in seconds)
        out[name] = (round(median(values), 1), round(values[min(len(values) - 1, int(0.95 * len(values)))], 1))
    return out


def measure(home, maker, total, queries):
    """Fill a workspace and ask it; return one row of the table."""
    with Workspace.open(load_settings(home)) as workspace:
        wall, cpu = fill(workspace, maker, total)
        documents = workspace.documents.find(READER, DocumentFilter())
        found = ask(workspace, maker, scopes_of(documents, total), queries)
    clock = Clock()
    with Workspace.open(load_settings(home), create=False) as workspace:
        documents = workspace.documents.find(READER, DocumentFilter())
        plan = QuestionPlan("capital expenditure", focus="capital expenditure")
        workspace.retriever.retrieve(plan, (), READER, Scope(tuple(documents)), top_k=FIRST)
        reopening = clock.seconds()
    return row_of("desk", home, total, (wall, cpu), reopening[0], found)


def row_of(who, folder, total, stored, reopening, shares):
    """Return a row of the table; `stored` are the seconds, of the clock and of the processor, that storing took."""
    return {
        "who": who,
        "chunks": total,
        "stored_per_second": round(total / stored[0]),
        "stored_per_processor_second": round(total / stored[1]),
        "disk_mib": round(size_of(folder) / 2**20),
        "memory_mib": peak_mib(),
        "reopening_seconds": reopening and round(reopening, 2),
        "shares": shares,
    }


def measure_matrix(home, maker, total, queries):
    """Fill the matrix alone, and ask it; return one row of the table."""
    settings, dimensions = load_settings(home), maker.real.shape[1]
    matrix, documents, batch, wall, cpu = open_matrix(settings, dimensions), [], [], 0.0, 0.0
    for number, count in enumerate(sizes_of(total)):
        key = f"{number:024x}"
        documents.append(SimpleNamespace(id=key, chunk_count=count))
        ids = [f"{number:012x}{row:012x}" for row in range(count)]
        batch.append((key, ids, maker.vectors(np.random.default_rng((SEED, number)), count)))
        if sum(len(ids) for _, ids, _ in batch) >= BATCH_CHUNKS:
            clock = Clock()
            matrix.add_all(batch)
            step = clock.seconds()
            wall, cpu, batch = wall + step[0], cpu + step[1], []
    clock = Clock()
    matrix.add_all(batch)
    step = clock.seconds()
    wall, cpu = wall + step[0], cpu + step[1]
    exact, asked, found = open_matrix(settings, dimensions, exactly=True), [vector for _, vector in questions(maker, queries)], {}
    for share, scope in scopes_of(documents, total).items():
        ids = frozenset(document.id for document in scope)
        ask_matrix = partial(matrix.query, limit=settings.candidates, document_ids=ids)
        found[share] = near(ask_matrix, exact, asked, scope)
    matrix.close()
    clock = Clock()
    matrix.query(asked[0], limit=settings.candidates, document_ids=frozenset(document.id for document in documents))
    return row_of("desk, vectors alone", home, total, (wall, cpu), clock.seconds()[0], found)


def quickstart(folder, maker, total, queries):
    """Return the same row for LlamaIndex's Chroma store as its quick start makes it, given the same chunks and vectors."""
    import chromadb
    from llama_index.vector_stores.chroma import ChromaVectorStore

    store = ChromaVectorStore(
        chroma_collection=chromadb.PersistentClient(str(folder)).create_collection("quickstart", embedding_function=None)
    )
    documents, rows, wall, cpu = fill_quickstart(store, maker, total)
    asked = [vector for _, vector in questions(maker, queries)]
    found = {share: ask_quickstart(store, share, chosen, rows, asked) for share, chosen in scopes_of(documents, total).items()}
    return row_of("quick start", folder, total, (wall, cpu), None, found)


def fill_quickstart(store, maker, total):
    """Store `total` chunks; return the documents, by document its chunks' ids and vectors, and (clock, processor) seconds of storing."""
    from llama_index.core.schema import TextNode

    wall = cpu = 0.0
    documents, rows = [], {}
    for number, count in enumerate(sizes_of(total)):
        document, chunks, vectors = maker.document(number, count)
        documents.append(replace(document, chunk_count=len(chunks)))
        rows[document.id] = ([chunk.id for chunk in chunks], vectors)
        nodes = [TextNode(id_=c.id, text=c.text, metadata={"document": document.id}) for c in chunks]
        for node, vector in zip(nodes, vectors, strict=True):
            node.embedding = vector.tolist()
        clock = Clock()
        store.add(nodes)
        step = clock.seconds()
        wall, cpu = wall + step[0], cpu + step[1]
    return documents, rows, wall, cpu


def ask_quickstart(store, share, chosen, rows, asked):
    """Return the seconds of searches inside the chosen documents, and the recall of the first ten."""
    from llama_index.core.vector_stores.types import FilterOperator, MetadataFilter, MetadataFilters, VectorStoreQuery

    inside = MetadataFilters(filters=[MetadataFilter(key="document", operator=FilterOperator.IN, value=[d.id for d in chosen])])
    seconds, hits = [], 0
    names = [one for d in chosen for one in rows[d.id][0]]
    matrix = np.concatenate([rows[d.id][1] for d in chosen])
    for vector in asked:
        query = VectorStoreQuery(vector.tolist(), similarity_top_k=FIRST, filters=None if share == 1 else inside)
        clock = Clock()
        ids = store.query(query).ids
        seconds.append(clock.seconds())
        best = np.argsort(-(matrix @ vector))[:FIRST]
        hits += len({names[row] for row in best} & set(ids))
    return {"chunks": len(names), "vectors": quantiles(seconds), "pages": None, "recall": hits / (FIRST * len(asked))}


def size_of(folder):
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_mib():
    """Return the most memory that this process has held, mapped files included."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def in_its_own_process(kind, home, folder, total, queries):
    """Return what `measure` or `quickstart` gives in a new process: memory is a process's own."""
    words = [sys.executable, "-m", "tests.bench.scale", "--one", kind, str(folder), "--home", str(home), "--chunks", str(total)]
    done = subprocess.run([*words, "--queries", str(queries)], stdout=subprocess.PIPE, text=True, check=True)
    row = json.loads(done.stdout.splitlines()[-1])
    return row | {"shares": {float(share): found for share, found in row["shares"].items()}}


@contextlib.contextmanager
def source(home):
    """Lend the workspace that texts and vectors are taken from: `home`, else the sample library read in."""
    if home:
        yield home
        return
    with tempfile.TemporaryDirectory() as place:
        desk = [sys.executable, "-c", "from ui.cli.main import run; run()"]
        subprocess.run([*desk, "ingest", str(SAMPLE), "--home", place, "--json"], stdout=subprocess.DEVNULL, check=True)
        yield Path(place)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chunks", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--vectors", type=int, nargs="*", default=[1_000_000], help="sizes at which only the matrix is measured")
    parser.add_argument("--quickstart", type=int, default=10_000, help="size at which the quick start is measured; 0 for not at all")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--home", type=Path, help="workspace whose chunks and vectors are recombined")
    parser.add_argument("--out", type=Path, default=Path())
    parser.add_argument("--keep", type=Path, help="folder for the workspaces; they are deleted without it")
    parser.add_argument("--one", nargs=2, metavar=("KIND", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        kind, folder = options.one
        run = {"desk": measure, "vectors": measure_matrix, "quickstart": quickstart}[kind]
        print(json.dumps(run(Path(folder), Maker(options.home), options.chunks[0], options.queries)))
        return
    rows = []
    with source(options.home) as home, tempfile.TemporaryDirectory() as temporary:
        place = options.keep or Path(temporary)
        todo = [("desk", total) for total in options.chunks] + [("vectors", total) for total in options.vectors]
        todo += [("quickstart", options.quickstart)] if options.quickstart else []
        for kind, total in sorted(todo, key=lambda one: one[1]):
            folder = place / f"{kind}-{total}"
            rows.append(in_its_own_process(kind, home, folder, total, options.queries))
            print(json.dumps(rows[-1]), flush=True)
            if not options.keep:
                shutil.rmtree(folder)
    (options.out / "scale.md").write_text(table(rows), encoding="utf-8")
    (options.out / "scale.svg").write_text(plot(rows), encoding="utf-8")
    print(table(rows))


if __name__ == "__main__":
    main()
