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
    """Return whether a reader may know of a file: of a document that they may see, else one that came with a label that they may."""
    known = documents.newest(job.path)
    if known:
        return access.allows(known.label, known.company)
    kind = Kind(job.kind) if job.kind else Kind.OTHER
    return access.allows(given_by(job).get(LABEL) or settings.label_of(kind))


def waiting_for(access: Access, jobs: JobQueue, documents: DocumentStore, settings: Settings) -> tuple[int, str]:
    """Return how many jobs wait or run that a reader may know of, and who works on them ("" when nobody does, or on none of these)."""
    waiting = jobs.waiting() if access.sees_all else sum(may_know(job, access, documents, settings) for job in jobs.unended())
    holder = jobs.holder()
    return waiting, holder.holder if holder and (waiting or access.sees_all) else ""


def as_told(jobs: Sequence[IngestJob], documents: DocumentStore, access: Access) -> tuple[IngestJob, ...]:
    """Return jobs as a reader is told of them: a copy that they gave a label of others reads as one that is new under that label would.

    Either way they do not see what became of it.
    """
    copies = [job for job in jobs if job.state is JobState.SKIPPED and job.document_id and _is_of_others(job, access)]
    if not copies:
        return tuple(jobs)
    ids = tuple({job.document_id for job in copies if job.document_id})
    seen = {one.id for one in documents.find(access, DocumentFilter(ids=ids, any_state=True))}
    hidden = {job.id for job in copies if job.document_id not in seen}
    return tuple(replace(job, state=JobState.DONE, outcome="added", error="") if job.id in hidden else job for job in jobs)


def _is_of_others(job: IngestJob, access: Access) -> bool:
    """Return whether a file was given a label under which its reader may not see it; of a closed company that may be every label."""
    label = given_by(job).get(LABEL, PUBLIC)
    return label != PUBLIC and (bool(access.closed) or not access.allows(label))
