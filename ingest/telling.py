"""What of the queue a reader may be told behind walls: neither that others' files wait nor that somebody has the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.given import LABEL, given_by
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import Kind
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.upkeep import JobQueue
from research.settings import Settings


def may_know(job: IngestJob, access: Access, documents: DocumentStore, settings: Settings) -> bool:
    """Return whether a reader may know of a file: of a document that they may see, else one that came with a label that they may.

    Of whom a file is that was not read yet nobody can say: where companies are closed to the reader it may be one of theirs.
    """
    known = documents.newest(job.path)
    if known:
        return access.allows(known.label, known.company)
    given = given_by(job)
    label = given.get(LABEL) or settings.label_of(Kind(job.kind) if job.kind else Kind.OTHER)
    return access.allows(label, given.get("company")) and (label == PUBLIC or not access.closed or "company" in given)


def waiting_for(access: Access, jobs: JobQueue, documents: DocumentStore, settings: Settings) -> tuple[int, str]:
    """Return how many jobs wait or run that a reader may know of, and who works on them ("" when nobody does, or on none of these)."""
    waiting = jobs.waiting() if access.sees_all else sum(may_know(job, access, documents, settings) for job in jobs.unended())
    holder = jobs.holder()
    return waiting, holder.holder if holder and (waiting or access.sees_all) else ""


def as_told(jobs: Sequence[IngestJob], documents: DocumentStore, access: Access) -> tuple[IngestJob, ...]:
    """Return jobs as a reader is told of them: under a label of others a copy reads as a file that is new, of neither they see more."""
    others = [job for job in jobs if job.document_id and not access.allows(given_by(job).get(LABEL, PUBLIC))]
    if not others:
        return tuple(jobs)
    ids = tuple({job.document_id for job in others if job.document_id})
    seen = {one.id for one in documents.find(access, DocumentFilter(ids=ids, any_state=True))}
    hidden = {job.id for job in others if job.document_id not in seen}
    return tuple(_as_new(job) if job.id in hidden else job for job in jobs)


def _as_new(job: IngestJob) -> IngestJob:
    """Return a job without the document that it led to; one that was skipped as a copy reads as one that was added."""
    if job.state is JobState.SKIPPED:
        return replace(job, document_id=None, state=JobState.DONE, outcome="added", error="")
    return replace(job, document_id=None)
