"""What the pages need of the workspace, and the images of its pages."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol

from research.answering.grid import GridAsker
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.documents import Document
from research.nouns.queries import DocumentFilter
from research.protocols import DocumentStore
from research.settings import Settings

PAGE_SCALE = 2.0


class RenderPage(Protocol):
    """Renders one page of a PDF to PNG; a limited child process does it."""

    def __call__(self, content: bytes, page: int, *, scale: float, name: str, settings: Settings) -> bytes:
        """Return PNG bytes of the 1-based page at `scale` pixels a point; `name` is for messages. Raises CannotReadError."""
        ...


class Asker(Protocol):
    """Answers questions and holds the documents: the part of the workspace that pages use."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    def ask(self, question: str, access: Access) -> Answer:
        """Return the answer; raises DeskError."""
        ...

    def grid(self, access: Access) -> GridAsker:
        """Return what asks a grid's questions of the companies that the reader may see."""
        ...


class Desk:
    """What every page is given: who reads, the workspace behind a narrow door, and page images cached on disk."""

    def __init__(self, asker: Asker, settings: Settings, render: RenderPage) -> None:
        self._asker = asker
        self._render = render
        self.settings = settings
        self.access = Access(user=settings.user)

    def ask(self, question: str) -> Answer:
        """Return the answer to a question; raises DeskError."""
        return self._asker.ask(question, self.access)

    def grid(self) -> GridAsker:
        """Return what asks a grid's questions for this reader."""
        return self._asker.grid(self.access)

    def library(self) -> list[Document]:
        """Return the documents that this reader may see, without their text."""
        return self._asker.documents.find(self.access, DocumentFilter())

    def document(self, document_id: str) -> Document:
        """Return one document without its text, in any state; raises NotFoundError when absent or not allowed."""
        found = self._asker.documents.find(self.access, DocumentFilter(ids=(document_id,), any_state=True))
        if not found:
            raise NotFoundError(f"document {document_id[:12]} is not in the library", "ask again; it may have been removed")
        return found[0]

    @property
    def documents(self) -> DocumentStore:
        """Return the document store, for reads with this desk's access."""
        return self._asker.documents

    def page_image(self, document: Document, page: int) -> bytes:
        """Return the PNG of a page at PAGE_SCALE; raises NotFoundError when not allowed, CannotReadError.

        The cache is keyed by the file's content, so the reader's right to the document is checked first, every time.
        """
        allowed = self.document(document.id)
        cached = self.settings.cache / "pages" / allowed.content_hash[:2] / f"{allowed.content_hash}-{page}-{PAGE_SCALE:g}.png"
        if cached.is_file():
            return cached.read_bytes()
        content = self._asker.documents.original(self.access, allowed.id)
        png = self._render(content, page, scale=PAGE_SCALE, name=allowed.name, settings=self.settings)
        _write(cached, png)
        return png


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this user only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
