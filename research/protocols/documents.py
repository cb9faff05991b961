"""What the catalog keeps of documents: their text, chunks, facts and vectors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from research.nouns.access import Access
from research.nouns.documents import Chunk, Document, DocumentState, MarkKind, Page, PageMark
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, FactFilter, Totals
from research.protocols.search import FloatMatrix

# A document with all that was derived from it: its chunks, its facts, and marks on its pages.
WholeDocument: TypeAlias = tuple[Document, Sequence[Chunk], Sequence[Fact], Sequence[PageMark]]


class DocumentStore(Protocol):
    """Documents, their pages and chunks: the source of truth that every index is rebuilt from."""

    def add(self, document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact], marks: Sequence[PageMark] = ()) -> None:
        """Store a document with all that was derived from it, marks on its pages too, in one transaction, in the state it carries.

        A document of the same id is replaced with all it had. The counts are set to what is stored. Raises ValueError when parts
        contradict each other (pages out of order, a chunk of another document) or the name belongs to another source.
        """
        ...

    def add_all(self, documents: Sequence[WholeDocument]) -> None:
        """Store several documents, each as `add` does, all in one transaction: one that breaks a rule leaves none. Raises ValueError."""
        ...

    def add_facts(self, document: Document, facts: Sequence[Fact]) -> None:
        """Give a stored document its facts, its defects and the corrections they carry, in one transaction; facts it had are replaced.

        A `parsed` document is `lexical` then. Raises NotFoundError, and ValueError for a fact of another document.
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

    def complete_all(self, document_ids: Sequence[str]) -> None:
        """Mark several documents complete, each as `complete` does, in one transaction; raises NotFoundError, and then marks none."""
        ...

    def find(self, access: Access, wanted: DocumentFilter) -> list[Document]:
        """Return allowed documents without text and pages, ordered by name.

        With `access.as_of`, documents published or received later are left out, and so are those without a
        publication date. States that do not answer are left out unless `wanted.any_state`, and so is a document that is not complete
        while an older version of its source answers: no source answers twice.
        """
        ...

    def news_carriers(self, access: Access) -> list[Document]:
        """Return, of the news that `find` finds, one document for each company, ticker and other names that they carry, by name.

        Who wants the companies of the library need not look through its news, of which there are many times more than of papers.
        """
        ...

    def totals(self, access: Access, wanted: DocumentFilter) -> Totals:
        """Return how many documents `find` finds, and what they hold together, without a look at each."""
        ...

    def allowed(self, access: Access) -> frozenset[str]:
        """Return the ids of the documents that `find` finds without a filter."""
        ...

    def latest(self, access: Access, wanted: DocumentFilter, *, most: int, after: int = 0) -> list[Document]:
        """Return of what `find` finds the documents that came last, at most `most`, the last first; the first `after` are left out."""
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

    def keep_originals(self, contents: Mapping[str, bytes]) -> None:
        """Keep the bytes of several files or short parts of files, each as `keep_original` does; all are durable when it returns."""
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

    def relabel_parts(self, start: str, label: str) -> int:
        """Give every version of every source whose key begins so another label, as its caller's own word; return how many changed.

        At once and all or nothing. Where a user has corrected the label, theirs goes on to count.
        """
        ...

    def mark(self, kinds: Sequence[MarkKind], marks: Sequence[PageMark]) -> None:
        """Replace all marks of these kinds by `marks`; one for a document that is not there is left out. For ingest only."""
        ...

    def marks(self, access: Access, document_ids: Sequence[str]) -> list[PageMark]:
        """Return the marks on pages of these documents, those that are not allowed left out, by document and page."""
        ...

    def sizes(self) -> list[tuple[str, DocumentState, int]]:
        """Return the id, the state and the number of chunks of every document that is not failed or superseded; for indexes."""
        ...

    def current(self, source_key: str) -> Document | None:
        """Return the newest document of a source that is not failed or superseded, without text; for ingest only."""
        ...

    def newest(self, source_key: str) -> Document | None:
        """Return the newest document of a source whatever its state, without text; for ingest only."""
        ...

    def by_content(self, content_hash: str) -> list[Document]:
        """Return documents of any state made from these bytes, without text; for ingest only."""
        ...

    def known(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> frozenset[str]:
        """Return those of the sources and of the hashes that a document in any state has; for ingest only."""
        ...

    def purged(self, source_keys: Sequence[str], content_hashes: Sequence[str]) -> Mapping[str, datetime]:
        """Return those of the sources and of the hashes of which a document was purged and not let in again, each with when it was.

        For ingest only: what was done away with does not come back by itself.
        """
        ...

    def free_name(self, stem: str, source_key: str, *, taken: Collection[str] = (), seen: Access | None = None) -> str:
        """Return the name for a source: the one it has, else `stem`, else `stem~2` and on; none of `taken`, which others are to get.

        With `seen` the names of what it does not see are free as well: those give way, by `rename`, before the new one is stored.
        """
        ...

    def rename(self, source_key: str, name: str) -> None:
        """Give a source another name, through all its versions. Raises ValueError when it is another's."""
        ...

    def chunks(
        self, access: Access, *, ids: Sequence[str] = (), document_ids: Sequence[str] = (), pages: Collection[int] | None = None
    ) -> list[Chunk]:
        """Return chunks by id (in the order of `ids`) or by document (in ordinal order); what is not allowed is left out.

        Of documents only the chunks on `pages`, when these are given.
        """
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

    def lacking(self, model: str) -> list[str]:
        """Return the ids of documents that wait for vectors of this model, by name: lexical ones, and complete ones that lack some."""
        ...

    def put(self, chunks: Sequence[Chunk], model: str, vectors: FloatMatrix) -> None:
        """Keep vectors as 32-bit floats, one row a chunk; durable when it returns."""
        ...

    def vectors(self, document_ids: Sequence[str], model: str) -> tuple[list[str], FloatMatrix]:
        """Return chunk ids and their vectors, by document in the order given and ordinal within it; chunks without one are left out."""
        ...
