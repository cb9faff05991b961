"""What ingest is given: a workspace's stores, indexes and model, and the readers of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.formats import LoadFile
from ingest.loaded import Loaded, Metadata, Part
from research.nouns.access import Access
from research.nouns.documents import Defect, Document
from research.nouns.facts import Fact
from research.protocols.documents import DocumentStore, EmbeddingStore
from research.protocols.ledger import Ledger
from research.protocols.search import Embedder, LexicalIndex, VectorIndex
from research.protocols.upkeep import CorrectionStore, JobQueue
from research.settings import Settings


class CacheKeeper(Protocol):
    """Brings the indexes to what the catalog says."""

    def sync(self) -> object:
        """Add what is missing, remove what is not found any more, rebuild what is damaged."""
        ...


class NewsIntake(Protocol):
    """Understands news entries: companies, events and figures in each, and which tell one story.

    Called by the holder of the ingest lease alone, after the documents were stored. Everything is idempotent and gives the same whatever
    the order and the batches: an entry may be noted again, and is `outdated` until the call that noted it has returned.
    """

    def note(self, documents: Sequence[Document]) -> None:
        """Understand stored news documents, given whole with text and pages, and keep what was understood; durable when it returns."""
        ...

    def outdated(self) -> Sequence[str]:
        """Return the ids of answering news documents that were not noted by the rules in force, in the order they came."""
        ...


class IngestWorkspace(Protocol):
    """What ingest needs of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings: limits on files."""
        ...

    def access(self, user: str) -> Access:
        """Return what a user may see now; raises NotAllowedError for who is no user."""
        ...

    def anybody(self) -> Access:
        """Return what everybody may see behind walls, without any grant."""
        ...

    @property
    def documents(self) -> DocumentStore:
        """Return the documents of the catalog."""
        ...

    @property
    def embeddings(self) -> EmbeddingStore:
        """Return the vectors of the catalog."""
        ...

    @property
    def corrections(self) -> CorrectionStore:
        """Return the user's corrections."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        ...

    @property
    def jobs(self) -> JobQueue:
        """Return the queue and the lease."""
        ...

    @property
    def lexical(self) -> LexicalIndex:
        """Return the lexical index."""
        ...

    @property
    def matrix(self) -> VectorIndex:
        """Return the matrix of vectors."""
        ...

    @property
    def embedder(self) -> Embedder:
        """Return the embedding model."""
        ...

    @property
    def keeper(self) -> CacheKeeper:
        """Return the keeper of the indexes."""
        ...

    @property
    def news(self) -> NewsIntake:
        """Return what understands news entries."""
        ...


class ReadFacts(Protocol):
    """Reads the figures of a document's statements."""

    def __call__(self, loaded: Loaded, metadata: Metadata, *, document_id: str, company: str) -> Sequence[Fact]:
        """Return the facts, each inside the document's text; () when there are none."""
        ...


class SplitFile(Protocol):
    """Takes apart a file that holds several documents, inside a limited child process."""

    def __call__(self, content: bytes, *, name: str, settings: Settings) -> Sequence[Part] | None:
        """Return the documents that a file holds, None when it is one document; raises CannotReadError, LimitExceededError."""
        ...


class LoadEntries(Protocol):
    """Reads kept entries of feeds together, inside a limited child process."""

    def __call__(self, contents: Sequence[bytes], *, settings: Settings) -> Sequence[Loaded | None]:
        """Return what each entry holds, None for one to be read by itself; raises CannotReadError when none can be read together."""
        ...


def each_by_itself(contents: Sequence[bytes], *, settings: Settings) -> tuple[None, ...]:
    """Return None for each: every entry is read as any other file."""
    del settings
    return (None,) * len(contents)


def one_document(content: bytes, *, name: str, settings: Settings) -> None:
    """Return None: every file is one document."""
    del content, name, settings


def nothing_wrong(loaded: Loaded, metadata: Metadata) -> tuple[Defect, ...]:
    """Return no defects."""
    del loaded, metadata
    return ()


class TieOut(Protocol):
    """Checks whether the statements of a document tie out."""

    def __call__(self, loaded: Loaded, metadata: Metadata, facts: Sequence[Fact]) -> tuple[Sequence[Fact], tuple[Defect, ...]]:
        """Return the facts, those with a caveat that a check involves which differs, and a defect for each finding."""
        ...


def nothing_checked(loaded: Loaded, metadata: Metadata, facts: Sequence[Fact]) -> tuple[Sequence[Fact], tuple[Defect, ...]]:
    """Return the facts as they are and no defects."""
    del loaded, metadata
    return facts, ()


@dataclass(frozen=True, slots=True)
class Readers:
    """What turns a file into text, metadata and facts and finds its defects; those of whole files run in a limited child process."""

    load: LoadFile
    metadata: Callable[[Loaded], Metadata]
    facts: ReadFacts
    split: SplitFile = one_document
    check: Callable[[Loaded, Metadata], tuple[Defect, ...]] = nothing_wrong
    tie_out: TieOut = nothing_checked
    entries: LoadEntries = each_by_itself
