"""The seams: what each store, index and model promises, whatever stands behind it.

No protocol takes a local path or a vendor's type. Reads take an `Access` and return only what it allows.
`tests/contracts/` holds one suite per protocol that its fake and its real implementation both pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from research.nouns.access import Access
from research.nouns.conversations import KeptAnswer
from research.nouns.corrections import Corrected, Correction
from research.nouns.documents import Chunk, Defect, Document, DocumentState, MarkKind, Page, PageMark
from research.nouns.drafts import Draft
from research.nouns.facts import Fact
from research.nouns.jobs import IngestJob, JobState, Lease
from research.nouns.news import Feed
from research.nouns.queries import AuditEvent, DocumentFilter, FactFilter, IndexHit, LexicalQuery

FloatMatrix: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """Turns text into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Return what makes two vectors comparable: model name, hash of its weights, numeric precision."""
        ...

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        ...

    @property
    def max_pieces(self) -> int:
        """Return how many word pieces of a text are read, special ones not counted; later pieces are ignored."""
        ...

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        ...

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row of length 1 per text, in order, shape (len(texts), dimensions); raises ModelUnavailableError."""
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by inner product: a cache over the catalog's embeddings, one writer, many readers.

    A damaged index raises IndexDamagedError from any method, never returns wrong or fewer rows in silence;
    `quarantine` then puts it aside and leaves an empty one.
    """

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks, as of the last finished write."""
        ...

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open, answer a query and hold the rows that the manifest counts."""
        ...

    def add(self, document_id: str, chunk_ids: Sequence[str], vectors: FloatMatrix) -> None:
        """Store a document's vectors, replacing those it had; durable when it returns."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        ...

    def query(self, vector: FloatMatrix, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return the nearest chunks inside `document_ids`, best first, at most `limit`; ties by chunk id. `vector`: shape (dimensions,)."""
        ...

    def quarantine(self) -> str:
        """Put the index's files aside and start an empty one; return where they went, for the log."""
        ...

    def close(self) -> None:
        """Release files and threads; the index can be used again afterwards."""
        ...


class LexicalIndex(Protocol):
    """BM25 over chunk text and context: a cache over the catalog's chunks, with the same promises as `VectorIndex`."""

    def documents(self) -> Mapping[str, int]:
        """Return the ids of the documents held, each with its number of chunks, as of the last finished write."""
        ...

    def check(self) -> None:
        """Raise IndexDamagedError unless the files open and hold the rows that the manifest counts."""
        ...

    def add(self, document_id: str, chunks: Sequence[Chunk]) -> None:
        """Index a document's chunks, replacing those it had; durable when it returns."""
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not held is no error."""
        ...

    def query(self, query: LexicalQuery, *, limit: int, document_ids: frozenset[str]) -> list[IndexHit]:
        """Return matching chunks inside `document_ids`, best first, at most `limit`, none with score 0; ties by chunk id."""
        ...

    def quarantine(self) -> str:
        """Put the index's files aside and start an empty one; return where they went, for the log."""
        ...

    def close(self) -> None:
        """Release files; the index can be used again afterwards."""
        ...


class DocumentStore(Protocol):
    """Documents, their pages and chunks: the source of truth that every index is rebuilt from."""

    def add(self, document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact], marks: Sequence[PageMark] = ()) -> None:
        """Store a document with all that was derived from it, marks on its pages too, in one transaction, in the state it carries.

        A document of the same id is replaced with all it had. The counts are set to what is stored. Raises ValueError when parts
        contradict each other (pages out of order, a chunk of another document) or the name belongs to another source.
        """
        ...

    def set_state(self, document_id: str, state: DocumentState) -> None:
        """Move a document to another state; raises NotFoundError."""
        ...

    def complete(self, document_id: str) -> None:
        """Mark a document complete; the one that it supersedes and every older version of its source become superseded with it.

        One that was itself superseded in the meantime stays so. Raises NotFoundError.
        """
        ...

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return allowed documents without text and pages, ordered by name.

        With `access.as_of`, documents published or received later are left out, and so are those without a
        publication date. States other than lexical and complete are left out unless `wanted.any_state`, and so is a lexical
        one while an older version of its source answers: no source answers twice.
        """
        ...

    def undated(self, access: Access, wanted: DocumentFilter) -> list[str]:
        """Return the names of documents that `find` leaves out only because as-of needs a publication date."""
        ...

    def get(self, access: Access, document_id: str) -> Document:
        """Return one document whole, in any state; raises NotFoundError when absent or not allowed."""
        ...

    def pages(self, access: Access, document_id: str, numbers: Sequence[int]) -> list[tuple[Page, str]]:
        """Return pages of one document with their text, in number order; unknown numbers are left out; raises NotFoundError."""
        ...

    def original(self, access: Access, document_id: str) -> bytes:
        """Return the file's bytes as they were ingested; raises NotFoundError."""
        ...

    def keep_original(self, content_hash: str, content: bytes) -> None:
        """Keep a file's bytes under their SHA-256 in hex; keeping it twice is no error, another hash a ValueError."""
        ...

    def kept(self, content_hash: str) -> bytes:
        """Return the bytes kept under a hash; raises NotFoundError; for ingest only."""
        ...

    def move(self, document_id: str, source_key: str) -> None:
        """Give a document and the other versions of its source another path or URL: the file was renamed. Raises NotFoundError.

        The name stays, since answers cite it; what stood at the new path before is superseded by it. Corrections go along; those of
        what stood there are undone.
        """
        ...

    def relabel(self, document_id: str, label: str) -> None:
        """Give a document and the other versions of its source another access label, at once; raises NotFoundError."""
        ...

    def mark(self, kinds: Sequence[MarkKind], marks: Sequence[PageMark]) -> None:
        """Replace all marks of these kinds by `marks`; one for a document that is not there is left out. For ingest only."""
        ...

    def marks(self, access: Access, document_ids: Sequence[str]) -> list[PageMark]:
        """Return the marks on pages of these documents, those that are not allowed left out, by document and page."""
        ...

    def current(self, source_key: str) -> Document | None:
        """Return the newest document of a source that is not failed or superseded, without text; for ingest only."""
        ...

    def by_content(self, content_hash: str) -> list[Document]:
        """Return documents of any state made from these bytes, without text; for ingest only."""
        ...

    def free_name(self, stem: str, source_key: str) -> str:
        """Return the name for a source: the one it has, else `stem`, else `stem~2` and on."""
        ...

    def chunks(self, access: Access, *, ids: Sequence[str] = (), document_ids: Sequence[str] = ()) -> list[Chunk]:
        """Return chunks by id (in the order of `ids`) or by document (in ordinal order); what is not allowed is left out."""
        ...

    def version(self) -> int:
        """Return a number that grows with every change of the documents that can be found."""
        ...


class FactStore(Protocol):
    """Facts by company, concept and period."""

    def find(self, access: Access, wanted: FactFilter) -> list[Fact]:
        """Return facts of allowed documents, by document, page and position; documents are filtered as by `DocumentStore.find`."""
        ...

    def companies(self, access: Access) -> list[str]:
        """Return the companies that allowed documents carry, ordered."""
        ...


class EmbeddingStore(Protocol):
    """Vectors by (hash of the indexed text, model): kept so that no index ever needs a second embedding."""

    def missing(self, document_id: str, model: str) -> list[Chunk]:
        """Return a document's chunks that have no vector of this model, in ordinal order."""
        ...

    def put(self, chunks: Sequence[Chunk], model: str, vectors: FloatMatrix) -> None:
        """Keep vectors as 32-bit floats, one row a chunk; durable when it returns."""
        ...

    def vectors(self, document_ids: Sequence[str], model: str) -> tuple[list[str], FloatMatrix]:
        """Return chunk ids and their vectors, by document in the order given and ordinal within it; chunks without one are left out."""
        ...


class JobQueue(Protocol):
    """Ingest jobs, and the lease that lets one worker at a time write the catalog."""

    def enqueue(self, jobs: Sequence[IngestJob]) -> str:
        """Queue jobs as one batch (their ids and batch are assigned) and return the batch's id."""
        ...

    def expand(self, job_id: int, parts: Sequence[IngestJob]) -> None:
        """End a job as expanded and queue jobs for the parts of its file in the same batch, all or nothing; raises NotFoundError."""
        ...

    def claim(self, holder: str) -> IngestJob | None:
        """Return the oldest waiting job, marked running with one more attempt; None when the queue is empty.

        Jobs of a dead holder, and those claimed before the caller took the lease, wait again first. Raises WorkspaceBusyError when
        another holds the lease: the caller has lost it.
        """
        ...

    def finish(self, job_id: int, state: JobState, *, outcome: str, document_id: str | None = None, error: str = "") -> None:
        """Record how a job ended."""
        ...

    def batch(self, batch: str) -> list[IngestJob]:
        """Return a batch's jobs in the order they were given."""
        ...

    def waiting(self) -> int:
        """Return how many jobs are queued or running."""
        ...

    def lease(self, holder: str, *, seconds: float) -> AbstractContextManager[bool]:
        """Try to hold the lease.

        Yields True when held (renewed in the background, given back on exit), False when another live process has it.
        """
        ...

    def holder(self) -> Lease | None:
        """Return who holds the lease now, None when nobody alive does."""
        ...


class CompanyNames(Protocol):
    """The user's table of names: which company a name means, where documents print another one."""

    def all(self) -> dict[str, str]:
        """Return the company meant by each name, ordered by name."""
        ...

    def put(self, name: str, company: str, *, user: str) -> None:
        """Say which company a name means, in place of what was said before; case, spaces and punctuation of the name count for nothing."""
        ...

    def remove(self, name: str) -> None:
        """Forget a name; raises NotFoundError."""
        ...


class CorrectionStore(Protocol):
    """The user's corrections, kept over every re-ingest; `DocumentStore.move` takes them along."""

    def make(self, correction: Correction) -> Correction:
        """Keep a correction and return it numbered (its own `id` is not read); durable when it returns."""
        ...

    def undo(self, access: Access, correction_id: int, *, at: datetime) -> Correction:
        """Mark a correction as undone by the reader and return it; raises NotFoundError, and UsageError for one undone before."""
        ...

    def of(self, access: Access, kind: Corrected, target: str) -> list[Correction]:
        """Return the corrections of a document that the reader may see, undone ones too, in the order they were made.

        With `access.as_of`, those made later are left out.
        """
        ...

    def holding(self, kind: Corrected, target: str) -> list[Correction]:
        """Return the corrections of a document that hold, in the order they were made; for ingest only."""
        ...


class FeedStore(Protocol):
    """Subscribed feeds and their validators."""

    def put(self, feed: Feed) -> None:
        """Add a feed or replace what is known of it; its URL is its identity."""
        ...

    def all(self, access: Access) -> list[Feed]:
        """Return the feeds whose label is allowed, ordered by URL."""
        ...

    def remove(self, url: str) -> None:
        """Forget a feed; raises NotFoundError."""
        ...


class DraftStore(Protocol):
    """Drafts by id, every version kept."""

    def save(self, access: Access, draft: Draft, *, expected: int) -> Draft:
        """Store the next version and return it numbered; raises CouldNotAskError when `expected` is not the stored version."""
        ...

    def get(self, access: Access, draft_id: str) -> Draft:
        """Return the newest version of the reader's draft; raises NotFoundError."""
        ...


class Ledger(Protocol):
    """The audit trail and each user's history: append only, any process may write."""

    def record(self, event: AuditEvent) -> int:
        """Append one event and return its id; durable when it returns."""
        ...

    def events(self, access: Access, *, action: str = "", since: datetime | None = None, limit: int = 100) -> list[AuditEvent]:
        """Return the reader's own events, newest first."""
        ...


class AnswerStore(Protocol):
    """Answers by id, as they were given; what they cite may have been replaced since."""

    def keep(self, kept: KeptAnswer) -> None:
        """Store an answer; durable when it returns. Raises ValueError for an id that is taken."""
        ...

    def get(self, answer_id: str) -> KeptAnswer:
        """Return an answer, whoever asked it; raises NotFoundError. Whether a reader may see it is the caller's to check."""
        ...


class LLM(Protocol):
    """A language model behind a gateway; optional everywhere."""

    @property
    def name(self) -> str:
        """Return the model's name as answers record it."""
        ...

    def complete(self, prompt: str, *, max_tokens: int) -> str:
        """Return the model's text; raises CouldNotAskError on time-out or refusal of the connection."""
        ...

    def stream(self, prompt: str, *, max_tokens: int) -> Iterator[str]:
        """Yield the model's text as it comes; raises CouldNotAskError."""
        ...


class Fetcher(Protocol):
    """Reads public URLs within limits; the only way that content from outside comes in."""

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchedContent:
        """Return what the server sent; raises CouldNotAskError (unreachable, refused address) or LimitExceededError."""
        ...


class FetchedContent(Protocol):
    """What a server sent: final URL, status, bytes and validators."""

    @property
    def url(self) -> str:
        """Return the URL after redirects."""
        ...

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        ...

    @property
    def content(self) -> bytes:
        """Return the body, empty when unchanged."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the response's headers, names in lower case."""
        ...


class LoadedFile(Protocol):
    """What a loader makes of a file, before metadata, chunks and facts."""

    @property
    def text(self) -> str:
        """Return the whole text; pages and tables hold offsets into it."""
        ...

    @property
    def pages(self) -> tuple[Page, ...]:
        """Return the pages in order; together they cover the text."""
        ...

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Return what could not be read."""
        ...


class Loader(Protocol):
    """Reads one kind of file; runs in a limited child process."""

    def load(self, content: bytes, *, name: str) -> LoadedFile:
        """Return text, pages and tables; raises CannotReadError."""
        ...
