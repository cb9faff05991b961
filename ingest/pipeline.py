"""One file's way into the catalog: recognised, read, stored, embedded, indexed.

Each step is durable when it returns and finds what an earlier, interrupted run left, so that any step can be the last one
before a kill: running the file again ends in the same documents, chunks, facts and vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.chunking import chunk_document
from ingest.company_names import names_used
from ingest.copies import may_be_moved, may_be_told
from ingest.corrected import Corrections, apply_corrections, by_field, is_as_said, label_for
from ingest.corrected_facts import carries, correct_facts, fact_corrections
from ingest.discovery import PART_MARK, is_gone, read_limited
from ingest.given import apply_given, given_before, given_by
from ingest.kinds.recognise import headings_of
from ingest.loaded import Loaded, Metadata
from ingest.naming import document_id, document_stem, hash_content, is_made_by, source_mark
from ingest.parts import IngestWorkspace, Readers
from ingest.progress import FIGURES_STAGE, Progress
from ingest.purged import parts_left, refuse_purged
from ingest.sending import embedding_event, may_embed
from ingest.statements.facts import holds_statements
from ingest.subjects import Subjects
from ingest.todo import Begun, Container, Duplicate, Known, Removed, Work, Written, same_content
from ingest.walled_names import free_name, make_room
from research.coverage import NOT_TIED
from research.errors import CannotReadError, DeskError, IndexDamagedError, NotFoundError
from research.nouns.access import PUBLIC, SYSTEM
from research.nouns.corrections import Corrected, Correction
from research.nouns.documents import ANSWERING, Chunk, Defect, Document, DocumentState, MarkKind, PageMark
from research.nouns.facts import Fact
from research.nouns.jobs import IngestJob, JobTask
from research.protocols.documents import WholeDocument
from research.protocols.search import FloatMatrix

# Part of every document's id: raise it when the same bytes would give other text, chunks or facts.
PIPELINE_VERSION = "10"
# Vectors of so many chunks are made and kept at a time: what a kill can cost, and how long a new file waits to be read in.
EMBED_BATCH = 16

FACTS_UNREAD = "facts_unread"
# Reading the figures failed in a way that another try may mend: the next ingest of the file makes one.
FACTS_FAILED = "facts_failed"
# Without these a figure cannot be told from the same line of another company or year.
NEEDED_FOR_FACTS = ("company", "fiscal_year", "fiscal_period", "period_end")


class IngestPipeline:
    """The steps, over a workspace's stores and indexes. Only `read` may run in any thread; the others belong to the worker's."""

    def __init__(self, workspace: IngestWorkspace, readers: Readers, progress: Progress) -> None:
        self._workspace = workspace
        self._readers = readers
        self._progress = progress
        self._access = SYSTEM
        self._subjects = Subjects(workspace.documents, self._access)
        self._embedded: dict[str, FloatMatrix] = {}

    def examine(self, job: IngestJob) -> Known | Duplicate | Container | Removed | Work:
        """Return what there is to do for a file, by its bytes; raises CannotReadError, LimitExceededError, NotFoundError.

        A file that was renamed, its bytes being those of a document whose own file is gone, moves that document to the new path.
        """
        if job.task is JobTask.REMOVE:
            return Removed(self._remove(job.path))
        if kept := self._kept(job):
            return self.to_do(job, self._workspace.documents.kept(kept))
        settings = self._workspace.settings
        content = read_limited(Path(job.path), settings.max_file_mb)
        parts = self._readers.split(content, name=Path(job.path).name, settings=settings)
        return self.to_do(job, content) if parts is None else Container(tuple(parts))

    def to_do(self, job: IngestJob, content: bytes) -> Known | Duplicate | Work:
        """Return what there is to do for the bytes of one document, after moving one that was renamed and labelling what stands."""
        documents = self._workspace.documents
        content_hash = hash_content(content)
        refuse_purged(job, content_hash, documents=documents, settings=self._workspace.settings)
        current, same = documents.current(job.path), documents.by_content(content_hash)
        if current is None and (renamed := _renamed([one for one in same if may_be_moved(one, job, self._workspace)])):
            documents.move(renamed.id, job.path)
            current, same = documents.current(job.path), documents.by_content(content_hash)
        given, corrections = given_by(job), by_field(self._workspace.corrections.holding(Corrected.METADATA, job.path))
        # A source that was removed, or whose file was gone, comes back with the label and the fields that it had.
        before = current or documents.newest(job.path)
        if before:
            default = self._workspace.settings.label_of(before.kind)
            self._label(before, label_for(given_before(before) | given, corrections, default=default))
        same_bytes = current is not None and current.content_hash == content_hash
        same_file = current is not None and same_bytes and is_made_by(PIPELINE_VERSION, current)
        # The figures of these bytes were not read, the run being cut off or failing at them: what it began is made anew under the same id.
        begun = current if same_file and current and _lacks_figures(current) else None
        again = begun or job.task is JobTask.READ_AGAIN
        if current and same_file and not again and self._is_as_said(current, given, corrections):
            return Known(current)
        twin = next((one for one in same if one.state in ANSWERING and may_be_told(one, job, self._workspace)), None)
        if twin and current is None:
            return Duplicate(twin, same_content(twin if twin.label == PUBLIC else None))
        return Work(
            path=job.path,
            file_name=job.stem or Path(job.path).name,
            stem=job.stem or document_stem(job.path),
            content=content,
            content_hash=content_hash,
            document_id=begun.id if begun else self._id(job, content_hash, taken={one.id for one in same}),
            supersedes=begun.supersedes if begun else current.id if current else None,
            known_at=current.known_at if current and same_bytes else None,
            given=given_before(before) | given,
            corrections=corrections,
        )

    def new_source(self, job: IngestJob, content: bytes) -> Work:
        """Return the work for the kept bytes of a job, source and bytes being such as no document ever had: `to_do` finds the same."""
        content_hash = job.content_hash or hash_content(content)
        return Work(
            path=job.path,
            file_name=job.stem or Path(job.path).name,
            stem=job.stem or document_stem(job.path),
            content=content,
            content_hash=content_hash,
            document_id=self._id(job, content_hash),
            supersedes=None,
            known_at=None,
            given=given_by(job),
            is_new=True,
        )

    def _id(self, job: IngestJob, content_hash: str, *, taken: Collection[str] = ()) -> str:
        settings = self._workspace.settings
        return document_id(content_hash, PIPELINE_VERSION, taken=taken, mark=source_mark(job.path) if settings.has_walls else "")

    def expand(self, job: IngestJob, container: Container) -> None:
        """Keep the bytes of a file's parts and queue a job for each, in place of the file's own; parts that were purged stay out."""
        found = parts_left(self._workspace.documents, job.path, container.parts)
        self._workspace.documents.keep_originals({key: part.content for _, key, part in found})
        self._workspace.jobs.expand(job.id, [replace(job, path=path, content_hash=key, stem=part.stem) for path, key, part in found])

    def read(self, work: Work) -> Loaded:
        """Return the file's text, pages and tables, from the bytes that were hashed. Touches no store.

        Raises CannotReadError (also for a file without text), LimitExceededError.
        """
        loaded = self._readers.load(work.content, name=work.file_name, settings=self._workspace.settings)
        if not loaded.text.strip():
            hint = "if it is a scan, run OCR on it first" if loaded.pages else "check what was saved under this name"
            raise CannotReadError(f"{work.file_name} has no text (pages: {len(loaded.pages)})", hint)
        return loaded

    def store_words(self, work: Work, loaded: Loaded) -> Begun:
        """Put a document with its chunks into the catalog and the lexical index, so that its words are found.

        It is `parsed` until its facts follow; one of an unknown company or period gives none and is stored at once. A document that
        replaces another is not found before `complete`; until then the other answers.
        """
        self._progress.stage(work.path, "indexing")
        written = self.write(work, loaded)
        self._workspace.documents.keep_original(work.content_hash, work.content)
        if written.at_once:
            whole = self.whole(written)
            self._put(*whole)
            return Begun(whole[0], work, written.metadata, None)
        self._put(replace(written.document, state=DocumentState.PARSED), written.chunks, (), written.marks)
        return Begun(written.document, work, written.metadata, loaded)

    def meet_words(self, texts: Sequence[str]) -> None:
        """Have the model count the words of texts that are written next, in one call: it takes long to be asked, not to count."""
        self._workspace.embedder.count_pieces(sorted({word for text in texts for word in text.split()}))

    def write(self, work: Work, loaded: Loaded, *, taken: Collection[str] = ()) -> Written:
        """Return the document that a file becomes, as it is to be stored, with none of the names `taken`. Changes no store."""
        metadata = apply_corrections(apply_given(self._readers.metadata(loaded), work.given), work.corrections)
        metadata = self._subjects.name(metadata)
        document = self._describe(work, metadata, loaded, taken)
        marks = tuple(PageMark(document.id, page, MarkKind.DISCLOSURE) for page in metadata.disclosure_pages)
        at_once = bool(_unknown(metadata))
        return Written(document, self._chunks(document, metadata, loaded), marks, work, metadata, loaded, at_once)

    def whole(self, written: Written) -> WholeDocument:
        """Return a written document with its facts. Changes no store."""
        document, facts = self._with_facts(written.document, written.work, written.metadata, written.loaded)
        return document, written.chunks, facts, written.marks

    def store_all(self, documents: Sequence[WholeDocument], *, meanwhile: Callable[[], None]) -> None:
        """Put several documents into the catalog, all or none, and their words into their index. Their bytes are kept already.

        `meanwhile` is called when the catalog has them: writing the index is mostly waiting, for another thread of its engine and for
        the disk. Raises ValueError when one breaks a rule of the catalog.
        """
        make_room(self._workspace, [document for document, _, _, _ in documents])
        self._workspace.documents.add_all(documents)
        with ThreadPoolExecutor(1, thread_name_prefix="indexing") as pool:
            written = pool.submit(self._workspace.lexical.add_all, [(document.id, chunks) for document, chunks, _, _ in documents])
            meanwhile()
        self._index(written.result)

    def store_facts(self, begun: Begun) -> Document:
        """Read the facts of a document whose words are stored, store them, and return it without its text."""
        document = begun.document
        if begun.unread is not None:
            self._progress.stage(begun.work.path, FIGURES_STAGE)
            document, facts = self._with_facts(document, begun.work, begun.metadata, begun.unread)
            self._workspace.documents.add_facts(document, facts)
        return replace(document, text="", pages=())

    def store_without_facts(self, document: Document, why: str) -> Document:
        """Let a document whose facts could not be read stand without them and say why, and return it without its text."""
        said = f"The figures could not be read: {why}. The next ingest of the file tries again; if it fails again, report the file."
        document = replace(document, defects=(*document.defects, Defect(FACTS_FAILED, said)))
        self._workspace.documents.add_facts(document, ())
        return replace(document, text="", pages=())

    def begun(self, path: str) -> Document | None:
        """Return the document of a path whose words were stored and whose figures were not, None without one."""
        current = self._workspace.documents.current(path)
        return current if current and current.state is DocumentState.PARSED else None

    def unembedded(self, documents: Sequence[Document]) -> list[Chunk]:
        """Return documents' chunks that have no vector yet, short ones first: texts of like length are embedded fastest together.

        Of a document whose text may not be sent to the model that embeds there are none: words and facts find it, meaning does not.
        """
        missing = [chunk for document in documents for chunk in self._unembedded(document)]
        return sorted(missing, key=lambda chunk: (len(chunk.indexed_text), chunk.ordinal))

    def _unembedded(self, document: Document) -> list[Chunk]:
        workspace = self._workspace
        if not may_embed(workspace.settings, document):
            return []
        missing = workspace.embeddings.missing(document.id, workspace.embedder.fingerprint)
        if missing and workspace.settings.embeds_remotely:
            workspace.ledger.record(embedding_event(workspace.settings, document, len(missing)))
        return list(missing)

    def embed(self, chunks: Sequence[Chunk]) -> None:
        """Make and keep the vectors of some chunks; those that say the same, in these or in those before them, get the same one."""
        embedder, texts = self._workspace.embedder, dict.fromkeys(chunk.indexed_text for chunk in chunks)
        new = [text for text in texts if text not in self._embedded]
        made = dict(zip(new, embedder.embed(new), strict=True)) if new else {}
        self._embedded = {text: made[text] if text in made else self._embedded[text] for text in texts}
        self._workspace.embeddings.put(chunks, embedder.fingerprint, np.stack([self._embedded[chunk.indexed_text] for chunk in chunks]))

    def complete(self, documents: Sequence[Document]) -> None:
        """Change over from the versions that documents replace, now that these have their vectors, and put them into the matrix.

        The graph follows at the end of the run, in few large writes; until then the matrix answers.
        """
        workspace, model = self._workspace, self._workspace.embedder.fingerprint
        workspace.documents.complete_all([document.id for document in documents])
        rows = [(document.id, *workspace.embeddings.vectors([document.id], model)) for document in documents]
        if held := [row for row in rows if row[1]]:
            self._index(lambda: workspace.matrix.add_all(held))

    def _chunks(self, document: Document, metadata: Metadata, loaded: Loaded) -> tuple[Chunk, ...]:
        embedder = self._workspace.embedder
        return chunk_document(
            document,
            loaded.tables,
            count_pieces=embedder.count_pieces,
            max_pieces=embedder.max_pieces,
            headings=headings_of(loaded, metadata.kind),
        )

    def _put(self, document: Document, chunks: Sequence[Chunk], facts: Sequence[Fact], marks: Sequence[PageMark]) -> None:
        """Put a document into the catalog, and its words into their index."""
        make_room(self._workspace, [document])
        self._workspace.documents.add(document, chunks, facts, marks)
        self._index(lambda: self._workspace.lexical.add(document.id, chunks))

    def _with_facts(self, document: Document, work: Work, metadata: Metadata, loaded: Loaded) -> tuple[Document, Sequence[Fact]]:
        """Return the document with what was found with its facts: defects, and the corrections they carry; and the facts."""
        facts, unread = self._facts(work, loaded, metadata)
        made = () if work.is_new and document.company is None else self._corrections_of(work.path, document.company, document.label)
        corrected = correct_facts(facts, made)
        tied, untied = self._tied(loaded, metadata, corrected.facts)
        defects = (*document.defects, *unread, *untied, *corrected.defects)
        return replace(document, defects=defects, corrected=corrected.outcomes), tied

    def _describe(self, work: Work, metadata: Metadata, loaded: Loaded, taken: Collection[str]) -> Document:
        settings = self._workspace.settings
        label = label_for(work.given, work.corrections, default=settings.label_of(metadata.kind))
        return Document(
            id=work.document_id,
            name=free_name(self._workspace, work, label, taken),
            source_key=work.path,
            content_hash=work.content_hash,
            kind=metadata.kind,
            tier=metadata.tier,
            state=DocumentState.LEXICAL,
            known_at=work.known_at or datetime.now(UTC),
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
            label=label,
            text=loaded.text,
            pages=loaded.pages,
            supersedes=work.supersedes,
            defects=(*loaded.defects, *self._readers.check(loaded, metadata)),
            sources=metadata.sources,
            details=metadata.details,
            given=tuple(work.given.items()),
        )

    def _is_as_said(self, current: Document, given: Mapping[str, str], corrections: Corrections) -> bool:
        """Return whether a stored document already says what the caller gives and what all corrections that hold say."""
        figures = self._corrections_of(current.source_key, current.company, current.label)
        return is_as_said(current, given, corrections) and carries(current, figures)

    def _corrections_of(self, source_key: str, company: str | None, label: str) -> tuple[Correction, ...]:
        return fact_corrections(self._workspace.corrections, source_key, company, label)

    def _kept(self, job: IngestJob) -> str | None:
        """Return the hash of the kept bytes that a job is about, None when it is about the file; raises NotFoundError."""
        if job.task is JobTask.CORRECT or (job.task is JobTask.READ_AGAIN and is_gone(Path(job.path))):
            return self._current(job.path).content_hash
        return job.content_hash

    def _remove(self, source_key: str) -> Document:
        """Supersede every version of a source that answers or is about to, and return the newest; raises NotFoundError."""
        documents = self._workspace.documents
        newest = self._current(source_key)
        while standing := documents.current(source_key):
            documents.set_state(standing.id, DocumentState.SUPERSEDED)
        return newest

    def _current(self, source_key: str) -> Document:
        current = self._workspace.documents.current(source_key)
        if current is None:
            raise NotFoundError(f"no document of {source_key} answers", "it was removed; read the file in again")
        return current

    def _label(self, before: Document, label: str) -> None:
        """Give every version of a source the label that its next one will carry, before that is read: an old one must not stay open."""
        if before.label != label:
            self._workspace.documents.relabel(before.id, label)

    def _facts(self, work: Work, loaded: Loaded, metadata: Metadata) -> tuple[Sequence[Fact], tuple[Defect, ...]]:
        """Return the facts; a document whose statements cannot be read is ingested without, and says so."""
        unknown = _unknown(metadata)
        if unknown and holds_statements(loaded):
            why = f"the document does not say its {' or '.join(unknown)}; give it with --metadata or on the page"
            return (), (Defect(FACTS_UNREAD, f"The statements were not read into facts: {why}."),)
        if metadata.company is None:
            return (), ()
        try:
            return self._readers.facts(loaded, metadata, document_id=work.document_id, company=metadata.company), ()
        except (DeskError, ValueError, ArithmeticError, LookupError) as error:
            return (), (Defect(FACTS_UNREAD, f"The statements could not be read into facts: {error}."),)

    def _tied(self, loaded: Loaded, metadata: Metadata, facts: Sequence[Fact]) -> tuple[Sequence[Fact], tuple[Defect, ...]]:
        """Return the facts, as they stand after corrections, with what does not tie out; none is lost when that cannot be told."""
        try:
            return self._readers.tie_out(loaded, metadata, facts)
        except (DeskError, ValueError, ArithmeticError, LookupError) as error:
            return facts, (Defect(NOT_TIED, f"Whether the statements tie out could not be told: {error}."),)

    def _index(self, write: Callable[[], None]) -> None:
        """Write to an index; one that is found damaged is rebuilt from the catalog, which has what was to be written."""
        try:
            write()
        except IndexDamagedError:
            self._workspace.keeper.sync()


def _unknown(metadata: Metadata) -> list[str]:
    """Return what a document does not say that its facts need."""
    return [name.replace("_", " ") for name in NEEDED_FOR_FACTS if getattr(metadata, name) is None]


def _lacks_figures(document: Document) -> bool:
    """Return whether a document's figures are still to be read, or could not be when they were tried."""
    return document.state is DocumentState.PARSED or any(one.code == FACTS_FAILED for one in document.defects)


def _renamed(same: Sequence[Document]) -> Document | None:
    """Return the living document of these bytes whose file is gone, None when there is none or it was no file of its own."""
    living = [one for one in same if one.state in ANSWERING and PART_MARK not in one.source_key]
    return next((one for one in living if is_gone(Path(one.source_key))), None)
