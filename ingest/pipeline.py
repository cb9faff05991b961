"""One file's way into the catalog: recognised, read, stored, embedded, indexed.

Each step is durable when it returns and finds what an earlier, interrupted run left, so that any step can be the last one
before a kill: running the file again ends in the same documents, chunks, facts and vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.chunking import chunk_document
from ingest.company_names import names_used
from ingest.given import LABEL, agrees, apply_given, given_before
from ingest.loaded import Loaded, Metadata
from ingest.naming import document_id, document_stem, hash_content, is_made_by
from ingest.parts import IngestWorkspace, Readers
from ingest.progress import Progress
from research.errors import CannotReadError, DeskError, IndexDamagedError, LimitExceededError
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import Defect, Document, DocumentState
from research.nouns.facts import Fact
from research.nouns.jobs import IngestJob

# Part of every document's id: raise it when the same bytes would give other text, chunks or facts.
PIPELINE_VERSION = "1"
# Vectors of so many chunks are made and kept at a time: what a kill can cost.
EMBED_BATCH = 64

FACTS_UNREAD = "facts_unread"
# Without these a figure cannot be told from the same line of another company or year.
NEEDED_FOR_FACTS = ("company", "fiscal_year", "fiscal_period", "period_end")

_LIVE = frozenset({DocumentState.PARSED, DocumentState.LEXICAL, DocumentState.COMPLETE})


@dataclass(frozen=True, slots=True)
class Known:
    """The file is in the catalog as it is; its vectors may be unfinished."""

    document: Document


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another file with the same bytes is in the catalog; `reason` names it."""

    document: Document
    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """A file to read: its bytes, the version that it replaces if there is one, and what the caller gives."""

    path: Path
    content: bytes = field(repr=False)
    content_hash: str
    document_id: str
    current: Document | None
    given: Mapping[str, str]


class IngestPipeline:
    """The steps, over a workspace's stores and indexes. `examine`, `store` and `finish` belong to one thread; `read` to any."""

    def __init__(self, workspace: IngestWorkspace, readers: Readers, progress: Progress) -> None:
        self._workspace = workspace
        self._readers = readers
        self._progress = progress
        self._access = Access(workspace.settings.user)

    def examine(self, job: IngestJob) -> Known | Duplicate | Work:
        """Return what there is to do for a file, by its bytes; raises CannotReadError, LimitExceededError."""
        path = Path(job.path)
        content = _read_limited(path, self._workspace.settings.max_file_mb)
        content_hash = hash_content(content)
        documents = self._workspace.documents
        current, same = documents.current(job.path), documents.by_content(content_hash)
        given = given_by(job)
        if current and current.content_hash == content_hash and is_made_by(PIPELINE_VERSION, current) and agrees(current, given):
            return Known(current)
        twin = next((one for one in same if one.state in _LIVE), None)
        if twin and current is None:
            return Duplicate(twin, f"same content as {twin.name} ({twin.source_key}, label {twin.label})")
        identity = document_id(content_hash, PIPELINE_VERSION, taken={one.id for one in same})
        return Work(path, content, content_hash, identity, current, given_before(current) | given)

    def read(self, work: Work) -> Loaded:
        """Return the file's text, pages and tables, from the bytes that were hashed. Touches no store.

        Raises CannotReadError (also for a file without text), LimitExceededError.
        """
        loaded = self._readers.load(work.content, name=work.path.name, settings=self._workspace.settings)
        if not loaded.text.strip():
            raise CannotReadError(f"{work.path.name} has no text (pages: {len(loaded.pages)})", "if it is a scan, run OCR on it first")
        return loaded

    def store(self, work: Work, loaded: Loaded) -> Document:
        """Put a document with its chunks and facts into the catalog and the lexical index: findable by words and facts.

        A document that replaces another is not found before `finish`; until then the other answers.
        """
        self._progress.stage(str(work.path), "indexing")
        metadata = apply_given(self._readers.metadata(loaded), work.given)
        facts, defects = self._facts(work, loaded, metadata)
        document = replace(self._describe(work, metadata, loaded), defects=loaded.defects + defects)
        embedder = self._workspace.embedder
        chunks = chunk_document(
            document, loaded.tables, loaded.headings, count_pieces=embedder.count_pieces, max_pieces=embedder.max_pieces
        )
        self._workspace.documents.keep_original(work.content_hash, work.content)
        self._workspace.documents.add(document, chunks, facts)
        self._index(lambda: self._workspace.lexical.add(document.id, chunks))
        return replace(document, text="", pages=())

    def finish(self, document: Document) -> None:
        """Make the vectors that are missing, change over from the version that this one replaces, and index the vectors."""
        workspace = self._workspace
        model = workspace.embedder.fingerprint
        missing = workspace.embeddings.missing(document.id, model)
        if missing:
            self._progress.stage(document.source_key, "embedding")
        for start in range(0, len(missing), EMBED_BATCH):
            batch = missing[start : start + EMBED_BATCH]
            workspace.embeddings.put(batch, model, workspace.embedder.embed([chunk.indexed_text for chunk in batch]))
            self._progress.embedded(document.source_key, start + len(batch), len(missing))
        if missing or document.state is not DocumentState.COMPLETE:
            workspace.documents.complete(document.id)
            chunk_ids, vectors = workspace.embeddings.vectors([document.id], model)
            self._index(lambda: workspace.vectors.add(document.id, chunk_ids, vectors))

    def _describe(self, work: Work, metadata: Metadata, loaded: Loaded) -> Document:
        same_content = work.current is not None and work.current.content_hash == work.content_hash
        name = self._workspace.documents.free_name(document_stem(str(work.path)), str(work.path))
        return Document(
            id=work.document_id,
            name=name,
            source_key=str(work.path),
            content_hash=work.content_hash,
            kind=metadata.kind,
            tier=metadata.tier,
            state=DocumentState.LEXICAL,
            known_at=work.current.known_at if work.current and same_content else datetime.now(UTC),
            title=metadata.title,
            company=metadata.company,
            also_called=names_used(loaded.text, metadata.company) if metadata.company else (),
            ticker=metadata.ticker,
            form_type=metadata.form_type,
            fiscal_year=metadata.fiscal_year,
            fiscal_period=metadata.fiscal_period,
            period_end=metadata.period_end,
            published_at=metadata.published_at,
            language=metadata.language,
            label=work.given.get(LABEL, PUBLIC),
            text=loaded.text,
            pages=loaded.pages,
            supersedes=work.current.id if work.current else None,
            sources=metadata.sources,
        )

    def _facts(self, work: Work, loaded: Loaded, metadata: Metadata) -> tuple[Sequence[Fact], tuple[Defect, ...]]:
        """Return the facts; a document whose statements cannot be read is ingested without, and says so."""
        unknown = [name.replace("_", " ") for name in NEEDED_FOR_FACTS if getattr(metadata, name) is None]
        if loaded.tables and unknown:
            why = f"the document does not say its {' or '.join(unknown)}; give it with --metadata"
            return (), (Defect(FACTS_UNREAD, f"The statements were not read into facts: {why}."),)
        if metadata.company is None:
            return (), ()
        try:
            return self._readers.facts(loaded, metadata, document_id=work.document_id, company=metadata.company), ()
        except (DeskError, ValueError, ArithmeticError, LookupError) as error:
            return (), (Defect(FACTS_UNREAD, f"The statements could not be read into facts: {error}."),)

    def _index(self, write: Callable[[], None]) -> None:
        """Write to an index; one that is found damaged is rebuilt from the catalog, which has what was to be written."""
        try:
            write()
        except IndexDamagedError:
            self._workspace.keeper.sync()


def given_by(job: IngestJob) -> dict[str, str]:
    """Return the fields that a job's caller gives: those of the file's own metadata line before those of the whole call."""
    whole_call = {name: value for name, value in (("kind", job.kind), (LABEL, job.label)) if value is not None}
    return whole_call | dict(job.metadata)


def _read_limited(path: Path, max_file_mb: int) -> bytes:
    limit = max_file_mb * 1024 * 1024
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise CannotReadError(f"{path.name}: {error.strerror or error}", "check the file and its permissions") from error
    if len(content) > limit:
        raise LimitExceededError(f"{path.name} is larger than {max_file_mb} MiB", "raise DESK_MAX_FILE_MB or split the file")
    if not content:
        raise CannotReadError(f"{path.name} is empty", "fetch it again")
    return content
