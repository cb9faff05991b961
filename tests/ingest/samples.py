"""Documents, readers and a workspace of fakes for ingest's tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ingest.loaded import Loaded, Metadata
from ingest.parts import Readers
from ingest.progress import Progress, Silence
from ingest.worker import IngestWorker
from research.audit.acts import Acts
from research.errors import CannotReadError
from research.nouns.access import Access
from research.nouns.documents import Document, DocumentState, Kind, Page, Tier
from research.nouns.facts import Fact
from research.nouns.jobs import IngestJob, JobState
from research.nouns.labels import OPEN
from research.nouns.queries import DocumentFilter
from research.settings import Settings
from tests.fakes.ledger import FakeLedger
from tests.fakes.stores import FakeCorrectionStore, FakeDocumentStore

READER = Access("tester")
REPORT = "Quillmere Annual Report\nRevenue was 120 in the year. Costs were 80 in the year.\fA second page with more words on it."


def count_words(texts: Sequence[str]) -> list[int]:
    """Count like a word-piece model whose every word of at most eight letters is one piece."""
    return [sum(1 + (len(word) - 1) // 8 for word in text.split()) for text in texts]


def paged(*pages: str, **fields: object) -> Document:
    """Return a document of these pages; each page's text ends with a newline."""
    made, offset = [], 0
    for number, text in enumerate(pages, 1):
        made.append(Page(number, offset, offset + len(text) + 1, 612.0, 792.0))
        offset += len(text) + 1
    given: dict[str, object] = {"company": "Quillmere", "form_type": "10-K", "fiscal_year": 2024, "fiscal_period": "FY"}
    return Document(
        id="d1",
        name="quillmere-10k-2024",
        source_key="/files/quillmere-10k-2024.pdf",
        content_hash="0" * 64,
        kind=Kind.FILING,
        tier=Tier.AUDITED,
        state=DocumentState.LEXICAL,
        known_at=datetime(2025, 1, 1, tzinfo=UTC),
        text="".join(page + "\n" for page in pages),
        pages=tuple(made),
        **(given | fields),  # type: ignore[arg-type]
    )


@dataclass
class WordEmbedder:
    """An `Embedder` whose vector of a text comes from its hash; counts what it is asked for."""

    fingerprint: str = "words-1"
    dimensions: int = 8
    max_pieces: int = 40
    embedded: list[str] = field(default_factory=list)

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return count_words(texts)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.embedded += texts
        rows = np.array([list(hashlib.sha256(text.encode()).digest()[: self.dimensions]) for text in texts], dtype=np.float32) + 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@dataclass
class RecordingIndex:
    """Both indexes in one: what each document was last added with; raises what `broken` holds, once."""

    held: dict[str, object] = field(default_factory=dict)
    broken: Exception | None = None

    def add(self, document_id: str, *parts: object) -> None:
        if self.broken is not None:
            error, self.broken = self.broken, None
            raise error
        self.held[document_id] = parts

    def add_all(self, documents: Sequence[tuple[Any, ...]]) -> None:
        for document_id, *parts in documents:
            self.add(document_id, *parts)


@dataclass
class RecordingKeeper:
    """A keeper that counts how often it was called."""

    syncs: int = 0

    def sync(self) -> None:
        self.syncs += 1


@dataclass
class RecordingIntake:
    """A news intake that keeps the documents it was given; `left` are the ids that it says were never noted."""

    noted: list[Document] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def note(self, documents: Sequence[Document]) -> None:
        self.noted += documents
        self.left = [one for one in self.left if one not in {document.id for document in documents}]

    def outdated(self) -> list[str]:
        return list(self.left)


@dataclass
class FakeWorkspace:
    """The parts of a workspace that ingest uses, over fake or real stores."""

    documents: Any
    embeddings: Any
    jobs: Any
    corrections: Any = field(default_factory=lambda: FakeCorrectionStore(FakeDocumentStore()))
    embedder: WordEmbedder = field(default_factory=WordEmbedder)
    lexical: RecordingIndex = field(default_factory=RecordingIndex)
    matrix: RecordingIndex = field(default_factory=RecordingIndex)
    keeper: RecordingKeeper = field(default_factory=RecordingKeeper)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    news: RecordingIntake = field(default_factory=RecordingIntake)
    settings: Settings = field(default_factory=lambda: Settings(max_file_mb=1))
    closed: frozenset[str] = frozenset()
    labels_of: dict[str, frozenset[str]] = field(default_factory=dict)

    def access(self, user: str) -> Access:
        return Access(user, self.labels_of.get(user), closed=self.closed)

    def anybody(self) -> Access:
        return Access("anybody", OPEN, closed=self.closed)

    @property
    def acts(self) -> Acts:
        return Acts(self.ledger, self.documents)

    @classmethod
    def over(cls, catalog: Any) -> FakeWorkspace:
        return cls(catalog.documents, catalog.embeddings, catalog.jobs, catalog.corrections)


def load_text(content: bytes, *, name: str, settings: Settings) -> Loaded:
    """Load a text file: pages are parted by form feeds; "damaged" cannot be read."""
    text = content.decode()
    if text.startswith("damaged"):
        raise CannotReadError(f"{name} is damaged", "fetch it again")
    document = paged(*text.split("\f"))
    return Loaded(document.text, document.pages)


def read_first_line(loaded: Loaded) -> Metadata:
    """Return metadata whose title is the first line and whose company is its first word."""
    title = loaded.text.splitlines()[0]
    return Metadata(title=title, company=title.split()[0], kind=Kind.FILING, fiscal_year=2024, sources=(("company", "page 1"),))


def read_dated_line(loaded: Loaded) -> Metadata:
    """Return the metadata of `read_first_line` with a period: figures are read after the words."""
    return replace(read_first_line(loaded), fiscal_period="FY", period_end=date(2024, 12, 31))


def read_no_facts(loaded: Loaded, metadata: Metadata, *, document_id: str, company: str) -> tuple[Fact, ...]:
    """Return no facts."""
    return ()


def text_readers(facts: Callable[..., Sequence[Fact]] = read_no_facts) -> Readers:
    """Return readers of text files, for tests that are not about PDF."""
    return Readers(load=load_text, metadata=read_first_line, facts=facts)


def ingest(workspace: Any, *paths: Path, readers: Readers | None = None, progress: Progress | None = None, **job: Any) -> list[IngestJob]:
    """Queue files, work through the queue, and return the batch's jobs."""
    told = job.get("kind"), job.get("label"), job.get("metadata", ())
    jobs = [IngestJob(0, "", str(path), *told, JobState.QUEUED, brought_by=job.get("by")) for path in paths]
    batch = workspace.jobs.enqueue(jobs)
    IngestWorker(workspace, readers or text_readers(), progress or Silence()).run(batch)
    return workspace.jobs.batch(batch)


def only(workspace: FakeWorkspace, **wanted: Any) -> Document:
    """Return the one document that a filter of these fields finds, with its text."""
    (document,) = workspace.documents.find(READER, DocumentFilter(**wanted))
    return workspace.documents.get(READER, document.id)
