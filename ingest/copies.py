"""Whether a file may be called the copy of a document that has its bytes, or that document's own under another name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from ingest.given import LABEL, given_by
from ingest.parts import IngestWorkspace
from research.errors import NotAllowedError
from research.nouns.access import PUBLIC
from research.nouns.documents import Document
from research.nouns.jobs import IngestJob
from research.nouns.labels import OPEN


def may_be_moved(twin: Document, job: IngestJob, workspace: IngestWorkspace) -> bool:
    """Return whether a file may be the one of a document whose own is gone: it takes that one's label along where it brings none.

    Behind walls only what its user may see: nobody learns by bringing a file that there was one of its bytes, nor takes its place. One that
    was renamed in its folder, to a name that is new, keeps its label all the same, or its text would come in for everyone.
    """
    label = given_by(job).get(LABEL)
    is_renamed = PurePath(job.path).parent == PurePath(twin.source_key).parent and workspace.documents.newest(job.path) is None
    if not workspace.settings.has_walls or (label is None and is_renamed):
        return True
    return (label is None or twin.label in {PUBLIC, label}) and _is_seen(twin, job.brought_by, workspace)


def may_be_told(twin: Document, job: IngestJob, workspace: IngestWorkspace) -> bool:
    """Return whether a file may be called a copy: behind walls who brings it is not told of a document that is not open to them.

    That is one that everybody may see, or one of the label that they give it, and of no company on the restricted list. What a user
    brings without a label comes in like a new file; what came by itself stays out, so that no copy of a restricted document comes in for
    everyone where nobody looks.
    """
    label = given_by(job).get(LABEL)
    if not workspace.settings.has_walls or (job.brought_by is None and label is None):
        return True
    anybody = workspace.anybody()
    return replace(anybody, labels=OPEN | ({label} if label else set())).allows(twin.label, twin.company)


def _is_seen(twin: Document, user: str | None, workspace: IngestWorkspace) -> bool:
    """Return whether the user who brought a file may see a document; nobody brought what came by itself."""
    try:
        return user is None or workspace.access(user).allows(twin.label, twin.company)
    except NotAllowedError:
        return False
