"""Files that were ingested from a folder and are not there any more: their documents stop answering, and can still be opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.discovery import PART_MARK, is_gone
from ingest.recording import gone_act
from ingest.worker import LEASE_SECONDS, worker_name
from research.audit.acts import Acts
from research.nouns.access import Access
from research.nouns.documents import Document, DocumentState
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.upkeep import JobQueue


def find_gone(documents: DocumentStore, access: Access, folders: Sequence[Path]) -> list[Document]:
    """Return the documents that answer though their file, once under one of `folders`, is gone, ordered by name.

    A folder that is absent, empty or not to be read tells nothing (it may be a share that is not mounted), and a file that this user may
    not look at is not gone. Entries of a feed stay when the feed goes.
    """
    roots = {str(folder.resolve()).rstrip("/") for folder in folders if _holds_something(folder)}
    under = {one.id: one for root in roots for one in documents.find(access, DocumentFilter(source_start=f"{root}/"))}
    gone = (one for one in under.values() if PART_MARK not in one.source_key and is_gone(Path(one.source_key)))
    return sorted(gone, key=lambda one: one.name)


def retire_gone(documents: DocumentStore, jobs: JobQueue, access: Access, folders: Sequence[Path], *, acts: Acts) -> list[Document]:
    """Mark the documents whose files are gone as superseded, record and return them; none when another worker holds the lease."""
    if not find_gone(documents, access, folders):
        return []
    with jobs.lease(worker_name("retire"), seconds=LEASE_SECONDS) as held:
        gone = find_gone(documents, access, folders) if held else []
        for document in gone:
            documents.set_state(document.id, DocumentState.SUPERSEDED)
            acts.record(access, gone_act(document))
    return gone


def _holds_something(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except OSError:
        return False
