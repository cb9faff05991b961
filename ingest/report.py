"""What an ingest did, file by file, and what the workspace holds afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.discovery import Discovery, LeftOut
from ingest.telling import as_told
from ingest.todo import same_content
from research.nouns.access import Access
from research.nouns.documents import Document
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore

_READ_IN = frozenset({"added", "unchanged", "replaced"})


@dataclass(frozen=True, slots=True)
class Ingested:
    """A file that is in the catalog: its path and its document, without text."""

    path: str
    document: Document


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The outcome of a batch, each list in the order of the files, and the totals of all documents that can be found now.

    `unseen` is how many documents of these are in the library that the reader may not see: they are in no list.
    """

    added: tuple[Ingested, ...]
    unchanged: tuple[Ingested, ...]
    replaced: tuple[Ingested, ...]
    removed: tuple[Ingested, ...]
    skipped: tuple[LeftOut, ...]
    failed: tuple[LeftOut, ...]
    documents: int
    pages: int
    chunks: int
    facts: int
    seconds: float
    unseen: int = 0


def report_batch(
    jobs: Sequence[IngestJob],
    discovery: Discovery,
    *,
    gone: Sequence[Document],
    documents: DocumentStore,
    access: Access,
    seconds: float,
) -> IngestReport:
    """Return the report of a batch's ended jobs, of documents whose files are gone, and of what discovery left out.

    `seconds` is the time that it took.
    """
    totals = documents.totals(access, DocumentFilter())
    jobs = as_told(jobs, documents, access)
    ids = tuple({job.document_id for job in jobs if job.document_id})
    known = {one.id: one for one in documents.find(access, DocumentFilter(ids=ids, any_state=True))} if ids else {}
    return IngestReport(
        added=_ingested(jobs, "added", known),
        unchanged=_ingested(jobs, "unchanged", known),
        replaced=_ingested(jobs, "replaced", known),
        removed=tuple(Ingested(one.source_key, one) for one in gone),
        skipped=discovery.skipped + _left_out(jobs, JobState.SKIPPED, known),
        failed=discovery.failed + _left_out(jobs, JobState.FAILED, known),
        documents=totals.documents,
        pages=totals.pages,
        chunks=totals.chunks,
        facts=totals.facts,
        seconds=round(seconds, 3),
        unseen=sum(job.outcome in _READ_IN and job.document_id not in known for job in jobs),
    )


def _ingested(jobs: Sequence[IngestJob], outcome: str, known: dict[str, Document]) -> tuple[Ingested, ...]:
    return tuple(Ingested(job.path, known[job.document_id]) for job in jobs if job.outcome == outcome and job.document_id in known)


def _left_out(jobs: Sequence[IngestJob], state: JobState, known: dict[str, Document]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(job.path, _reason(job, known)) for job in jobs if job.state is state)


def _reason(job: IngestJob, known: dict[str, Document]) -> str:
    """Return why a file was left out; a copy says whose it is to a reader who may see that document."""
    return same_content(known.get(job.document_id or "")) if job.error == same_content(None) else job.error
