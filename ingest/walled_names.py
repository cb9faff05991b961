"""The names of documents behind walls: none tells that there is another of the same name that a reader may not see."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ingest.naming import source_mark
from ingest.parts import IngestWorkspace
from ingest.todo import Work
from research.nouns.access import SYSTEM
from research.nouns.documents import Document
from research.nouns.labels import OPEN
from research.nouns.queries import DocumentFilter


def free_name(workspace: IngestWorkspace, work: Work, label: str, taken: Collection[str]) -> str:
    """Return the name of what a file becomes, none of `taken`: behind walls with its source's mark unless its label is for everyone.

    One for everyone gets the name that it would have if what not everybody may see were not there. Changes no store.
    """
    if not workspace.settings.has_walls:
        return workspace.documents.free_name(work.stem, work.path, taken=taken)
    stem = work.stem if label in OPEN else _marked(work.stem, work.path)
    return workspace.documents.free_name(stem, work.path, taken=taken, seen=workspace.anybody())


def make_room(workspace: IngestWorkspace, documents: Sequence[Document]) -> None:
    """Have what not everybody may see give way where documents that are stored next were given its name: it gets its source's mark."""
    if not workspace.settings.has_walls:
        return
    owners = {one.name: one.source_key for one in documents}
    named = workspace.documents.find(SYSTEM, DocumentFilter(names=tuple(owners), any_state=True))
    for name, source_key in sorted({(one.name, one.source_key) for one in named}):
        if owners[name] != source_key:
            # The name is asked for as if for a source that has none yet: what is called like the mark of another must not stop the file.
            workspace.documents.rename(source_key, workspace.documents.free_name(_marked(name, source_key), "", taken=owners))


def _marked(name: str, source_key: str) -> str:
    return f"{name}~{source_mark(source_key)}"
