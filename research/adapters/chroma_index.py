"""The vector index: Chroma in a local folder, its files checked before they are opened. The only door to chromadb.

Chroma 1.5.9 keeps ids and metadata in `chroma.sqlite3`, vectors and graph in five HNSW files that it rewrites in place after each
thousand rows, and younger rows in a queue table. A process killed in between leaves HNSW files that disagree: opening them can crash the
process, or lose rows in silence. So nothing is opened that does not have the bytes of the last finished write, but for one
case: a killed writer that had come no further than SQLite, whose journal brings it back. That database is tried in a child first.

Chroma itself writes a row to its database whenever a client opens it; opening therefore counts as a write without documents.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from research.adapters.chroma_blanks import blank_unused
from research.indexing.held import HeldIndex
from research.indexing.manifest import IndexFolder, Manifest
from research.indexing.vector_rows import UNIT_TOLERANCE, checked_rows
from research.nouns.queries import IndexHit
from research.protocols.search import DocumentVectors, FloatMatrix

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Metadata, Where
    from chromadb.base_types import InclusionExclusionOperator, LiteralValue

COLLECTION = "chunks"
FORMAT = 1
DATABASE = "chroma.sqlite3"
PROBE_SECONDS = 120.0
# How many times `limit` rows are asked for: an HNSW search finds more of the true neighbours when it is asked for more.
WIDTHS = (4, 16, 64)
# So few rows are read and compared exactly: a filtered graph can miss the nearest of them, and differently after a rebuild.
SCANNED_ROWS = 512
# SQLite takes 32,766 variables, one for each document id in a filter.
MOST_FILTERED = 30_000
SCAN_DOCUMENTS = 100
_HNSW: CreateHNSWConfiguration = {"space": "ip", "ef_search": 200, "ef_construction": 100, "max_neighbors": 16}
_T = TypeVar("_T")


@dataclass(slots=True)
class _Open:
    """An open client, and the manifest of the files that it was opened on."""

    client: Client
    collection: Collection
    folder: IndexFolder
    manifest: Manifest


class _Connection:
    """The one client that this process has for a path: Chroma shares its engine by path, so every index there shares this."""

    def __init__(self) -> None:
        self.open: _Open | None = None

    def close(self) -> None:
        """Close the client, if one is open."""
        if self.open:
            client, self.open = self.open.client, None
            client.close()


_CONNECTIONS: dict[Path, _Connection] = {}
_FOLDERS: dict[tuple[Path, str], IndexFolder] = {}
_REGISTRY_LOCK = threading.Lock()


class ChromaIndex(HeldIndex[_Open]):
    """The `VectorIndex` over Chroma. Threads and processes may share a folder; only the holder of the ingest lease writes."""

    def __init__(self, folder: Path, *, dimensions: int, fingerprint: str) -> None:
        self._dimensions = dimensions
        made_with = f"chroma {FORMAT}, {dimensions} dimensions, {fingerprint}"
        path = folder.resolve()
        with _REGISTRY_LOCK:
            self._connection = _CONNECTIONS.setdefault(path, _Connection())
            super().__init__(_FOLDERS.setdefault((path, made_with), IndexFolder(path, name="vector index", made_with=made_with)))

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open, answer a query and hold the rows that the manifest counts."""
        with self._session() as opened:
            self._compare_count(opened.collection, opened.manifest.documents)
            if opened.manifest.chunks and not _answers(opened.collection):
                raise self._folder.damaged("what it finds is not as near as it says")

    def add(self, document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix) -> None:
        """Store a document's vectors, replacing those it had; durable when it returns.

        Raises ValueError unless `vectors` has shape (len(chunk_ids), dimensions) with rows of length 1 and the ids differ.
        """
        self.add_all([(document_id, chunk_ids, vectors)])

    def add_all(self, documents: Sequence[DocumentVectors]) -> None:
        """Store the vectors of several documents, each once, in one write: all are durable when it returns. Raises as `add`.

        Every write reads the whole database again for its print, however little was added: many documents in one are stored much faster.
        """
        self._write([(one, ids, checked_rows(one, ids, vectors, dimensions=self._dimensions)) for one, ids, vectors in documents])

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        self.remove_all([document_id])

    def remove_all(self, document_ids: Sequence[str]) -> None:
        """Forget several documents in one write; those that are not held are no error."""
        self._write([], removed=frozenset(document_ids))

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return the nearest chunks inside `document_ids`, best first, at most `limit`; ties by chunk id. `vector`: shape (dimensions,)."""
        if vector.shape != (self._dimensions,) or limit < 1:
            raise ValueError(f"a query vector of shape {vector.shape} and a limit of {limit}; {self._dimensions} dimensions are indexed")
        with self._session() as opened:
            held = opened.manifest.documents
            wanted = sorted(document_id for document_id in document_ids if held.get(document_id))
            goal = min(limit, sum(held[document_id] for document_id in wanted))
            if not goal:
                return []
            few = sum(held[document_id] for document_id in wanted) <= SCANNED_ROWS
            hits = [] if few else _near(opened, vector, wanted, limit=limit, goal=goal)
            if len(hits) < goal:
                hits = _scan(opened.collection, vector, wanted, limit=limit)
            if len(hits) < goal:
                raise self._folder.damaged(f"{len(hits)} rows answer where {goal} are held")
        hits.sort(key=lambda hit: (-hit.score, hit.chunk_id))
        return hits[:limit]

    def _release(self) -> None:
        self._connection.close()

    @staticmethod
    def _is_engine_failure(error: BaseException) -> bool:
        # Chroma's own, or a panic of its Rust engine, which is no Exception and has no importable class.
        from chromadb.errors import ChromaError  # noqa: PLC0415

        return isinstance(error, ChromaError) or type(error).__name__ == "PanicException"

    def _write(self, documents: Sequence[DocumentVectors], *, removed: frozenset[str] = frozenset()) -> None:
        """Put documents in the place of what is held of them, and take others away."""
        with self._session() as opened:
            held = dict(opened.manifest.documents)
            old = [one for one in (*(one for one, _, _ in documents), *removed) if one in held]
            if not documents and not old:
                return
            self._folder.begin(*(one for one, _, _ in documents), *removed)
            for document_id in old:
                if held.pop(document_id):
                    opened.collection.delete(where={"document_id": document_id})
            _put(opened, documents)
            held |= {document_id: len(chunk_ids) for document_id, chunk_ids, _ in documents}
            self._compare_count(opened.collection, held)
            blank_unused(self._folder.data)
            opened.manifest = self._folder.finish(held)

    def _compare_count(self, collection: Collection, documents: Mapping[str, int]) -> None:
        held, expected = collection.count(), sum(documents.values())
        if held != expected:
            raise self._folder.damaged(f"it holds {held} rows, not {expected}")

    def _ready(self) -> _Open:
        """Return a client open on the last finished write; reopens when another process has written, recovers when one was killed."""
        manifest, unfinished, opened = self._folder.manifest(), self._folder.unfinished(), self._connection.open
        if opened and opened.folder is self._folder and opened.manifest.state == manifest.state and unfinished is None:
            if changed := self._folder.changed(manifest):
                raise self._folder.damaged(f"{', '.join(sorted(changed))} were changed by something else")
            opened.manifest = manifest
            return opened
        self._connection.close()
        changed = self._folder.changed(manifest)
        if changed and (unfinished is None or any(not name.startswith(DATABASE) for name in changed)):
            raise self._folder.damaged(f"{', '.join(sorted(changed))} differ from what was written")
        interrupted = unfinished or frozenset()
        self._folder.begin(*interrupted)
        if not changed:
            return self._open(manifest)
        self._probe(manifest, interrupted)
        return self._open(manifest, interrupted=interrupted)

    def _open(self, manifest: Manifest, *, interrupted: frozenset[str] = frozenset()) -> _Open:
        """Open a client, take away what an interrupted write of documents left, and account for what opening wrote."""
        try:
            client = open_client(self._folder.data)
        except ValueError as error:  # what Chroma makes of any failure to read its tenant
            raise self._folder.damaged(str(error)) from error
        collection = client.get_or_create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW})
        opened = _Open(client, collection, self._folder, manifest)
        self._connection.open = opened
        documents = dict(manifest.documents)
        for document_id in interrupted:
            collection.delete(where={"document_id": document_id})
            documents.pop(document_id, None)
        self._compare_count(collection, documents)
        blank_unused(self._folder.data)
        opened.manifest = self._folder.finish(documents, state=None if interrupted or not manifest.state else manifest.state)
        return opened

    def _probe(self, manifest: Manifest, interrupted: frozenset[str]) -> None:
        """Open the database in a child process and compare the rows of every document but those of the interrupted write."""
        command = [sys.executable, "-m", "research.adapters.chroma_probe", str(self._folder.data)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=True)  # noqa: S603 - our own module
            held = {str(name): int(count) for name, count in json.loads(done.stdout).items()}
        except (subprocess.SubprocessError, ValueError) as error:
            raise self._folder.damaged(f"a trial in another process failed ({error})") from error
        expected = {name: count for name, count in manifest.documents.items() if count}
        if {**held, **dict.fromkeys(interrupted, 0)} != {**expected, **dict.fromkeys(interrupted, 0)}:
            raise self._folder.damaged("an interrupted write left other rows than were written")


def open_client(folder: Path) -> Client:
    """Return a client of Chroma's embedded engine on a folder, whatever the environment says, with telemetry off."""
    import chromadb  # noqa: PLC0415  (a second to import)
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False, chroma_api_impl="chromadb.api.rust.RustBindingsAPI")
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def _put(opened: _Open, documents: Sequence[DocumentVectors]) -> None:
    """Add documents' rows in batches of at most what the client takes; a call takes long, however few its rows are."""
    most = opened.client.get_max_batch_size()
    batch: list[DocumentVectors] = []
    room = most
    for document_id, chunk_ids, rows in documents:
        start = 0
        while start < len(chunk_ids):
            batch.append((document_id, chunk_ids[start : start + room], rows[start : start + room]))
            start, room = start + room, room - len(batch[-1][1])
            if not room:
                _add(opened.collection, batch)
                batch, room = [], most
    if batch:
        _add(opened.collection, batch)


def _add(collection: Collection, batch: Sequence[DocumentVectors]) -> None:
    places: list[Metadata] = [{"document_id": document_id} for document_id, chunk_ids, _ in batch for _ in chunk_ids]
    ids = [chunk_id for _, chunk_ids, _ in batch for chunk_id in chunk_ids]
    collection.add(ids=ids, embeddings=np.concatenate([rows for _, _, rows in batch]), metadatas=places)


def _first(lists: Sequence[_T] | None) -> _T:
    """Return the only query's part of a result that was asked for."""
    if not lists:
        raise ValueError("Chroma left out a field that was asked for")
    return lists[0]


def _answers(collection: Collection) -> bool:
    """Return whether a query for a chunk's own vector finds a chunk that is as near as it is said to be.

    It need not be the chunk itself: among more equal ones than a graph has edges for, some chunks are out of its reach.
    """
    asked = np.asarray(collection.get(limit=1, include=["embeddings"])["embeddings"], dtype=np.float32)
    found = collection.query(query_embeddings=asked, n_results=1, include=["distances", "embeddings"])
    distances, vectors = _first(found["distances"]), np.asarray(_first(found["embeddings"]), dtype=np.float32)
    if not distances:
        return False
    is_unit = abs(float(np.linalg.norm(vectors[0])) - 1.0) <= UNIT_TOLERANCE
    return is_unit and abs(1.0 - float(vectors[0] @ asked[0]) - distances[0]) <= UNIT_TOLERANCE


def _near(opened: _Open, vector: FloatMatrix, wanted: Sequence[str], *, limit: int, goal: int) -> list[IndexHit]:
    """Search the graph, wider until `goal` rows are found; a filter is passed on when it leaves out most of the rows.

    A filter that keeps most rows costs more in SQLite than leaving rows out afterwards (80 ms against 5 at 10,000 of 20,000 rows).
    """
    manifest, allowed = opened.manifest, frozenset(wanted)
    held = sum(manifest.documents[document_id] for document_id in wanted)
    filtered = 2 * held < manifest.chunks and len(wanted) <= MOST_FILTERED
    hits: list[IndexHit] = []
    for width in WIDTHS:
        found = opened.collection.query(
            query_embeddings=vector[None, :],
            n_results=min(width * limit, held if filtered else manifest.chunks),
            where=_inside(wanted) if filtered else None,
            include=["distances", "metadatas"],
        )
        rows = zip(found["ids"][0], _first(found["distances"]), _first(found["metadatas"]), strict=True)
        hits = [IndexHit(chunk_id, 1.0 - distance) for chunk_id, distance, row in rows if row["document_id"] in allowed]
        if len(hits) >= goal:
            break
    return hits


def _scan(collection: Collection, vector: FloatMatrix, wanted: Sequence[str], *, limit: int) -> list[IndexHit]:
    """Return the best `limit` rows of documents by reading every vector: what the graph cannot reach is found too."""
    best: list[IndexHit] = []
    for start in range(0, len(wanted), SCAN_DOCUMENTS):
        found = collection.get(where=_inside(wanted[start : start + SCAN_DOCUMENTS]), include=["embeddings"])
        scores = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        best += (IndexHit(chunk_id, float(score)) for chunk_id, score in zip(found["ids"], scores, strict=True))
        best = sorted(best, key=lambda hit: (-hit.score, hit.chunk_id))[:limit]
    return best


def _inside(document_ids: Sequence[str]) -> Where:
    one_of: dict[InclusionExclusionOperator, list[LiteralValue]] = {"$in": list(document_ids)}
    return {"document_id": one_of}
