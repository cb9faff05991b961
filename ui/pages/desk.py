"""What the pages need of the workspace: answers, documents, and the images and layouts of their pages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import Protocol

from ingest.formats import lay_out_file
from ingest.layouts import LAYOUT_VERSION, PageLayout, digest_of, layout_from_json
from research.answering.grid import GridAsker
from research.audit.acts import Acts
from research.directory import Company
from research.errors import NotFoundError
from research.models.service import SILENT, Telling
from research.nouns.access import Access
from research.nouns.answers import Answer
from research.nouns.conversations import KeptAnswer, Turn
from research.nouns.documents import PAPERS, Document, DocumentState, Kind
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore
from research.protocols.ledger import Ledger
from research.settings import Settings
from ui.pages.recent import Recent
from ui.render.library_view import MOST_LISTED

PAGE_SCALE = 2.0
# Drawings of pages that are kept in memory: at about 0.3 MiB each, for all readers together.
MOST_DRAWINGS = 96
# Most answers are there sooner; a later one is waited for with words and a button that stops it.
SOON_SECONDS = 1.0


class RenderPage(Protocol):
    """Renders one page of a PDF to PNG; a limited child process does it."""

    def __call__(self, content: bytes, page: int, *, scale: float, name: str, settings: Settings) -> bytes:
        """Return PNG bytes of the 1-based page at `scale` pixels a point; `name` is for messages. Raises CannotReadError."""
        ...


class LayOutPages(Protocol):
    """Lays out a page of a file and its neighbours; a limited child process does it."""

    def __call__(self, content: bytes, page: int, *, name: str, kind: str, settings: Settings) -> dict[int, str]:
        """Return layouts as JSON by page number, none for a format whose pages are drawn. Raises CannotReadError."""
        ...


class Asker(Protocol):
    """Answers questions and holds the documents: the part of the workspace that pages use."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail: history and feedback are read from it and kept in it."""
        ...

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...

    def converse(self, question: str, access: Access, turn: Turn, *, telling: Telling) -> KeptAnswer:
        """Return the answer to a question in its turn, kept; raises DeskError, also when `telling` says that nobody waits any more."""
        ...

    def reopen(self, answer_id: str, access: Access) -> KeptAnswer:
        """Return a kept answer; raises NotFoundError when absent or not allowed."""
        ...

    def grid(self, access: Access) -> GridAsker:
        """Return what asks a grid's questions of the companies that the reader may see."""
        ...


class Desk:
    """What every page is given: who reads, the workspace behind a narrow door, and page images cached on disk.

    For `soon` seconds a page holds still for an answer before it says that it is on its way.
    """

    def __init__(
        self, asker: Asker, settings: Settings, render: RenderPage, lay_out: LayOutPages = lay_out_file, *, soon: float = SOON_SECONDS
    ) -> None:
        self._asker = asker
        self._render, self._lay_out = render, lay_out
        self._drawings: Recent[bytes] = Recent(MOST_DRAWINGS)
        self.settings, self.soon = settings, soon
        self.reader: Callable[[], Access] = partial(asker.access, settings.user)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.reader()

    def converse(self, question: str, turn: Turn, *, telling: Telling = SILENT) -> KeptAnswer:
        """Return the answer to a question, kept; raises DeskError, also when `telling` says that nobody waits any more."""
        return self._asker.converse(question, self.access, turn, telling=telling)

    def replaced(self, answer: Answer) -> frozenset[str]:
        """Return the ids of the documents that an answer cites and that answer no more: a newer version does, or they were taken out."""
        ids = tuple(dict.fromkeys(one.document_id for one in answer.citations))
        living = {one.id for one in self._asker.documents.find(self.access, DocumentFilter(ids=ids))} if ids else set()
        return frozenset(ids) - living

    def reopen(self, answer_id: str) -> KeptAnswer:
        """Return a kept answer that this reader may see; raises NotFoundError."""
        return self._asker.reopen(answer_id, self.access)

    @property
    def acts(self) -> Acts:
        """Return what records what this reader does."""
        return Acts(self._asker.ledger, self._asker.documents)

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail, for this reader's history and feedback."""
        return self._asker.ledger

    def grid(self) -> GridAsker:
        """Return what asks a grid's questions for this reader."""
        return self._asker.grid(self.access)

    def companies(self) -> tuple[Company, ...]:
        """Return the companies of the documents that this reader may see, ordered by name."""
        return self.grid().companies

    def library(self) -> list[Document]:
        """Return the papers that this reader may see, by name, and the news that came last, all without their text."""
        documents = self._asker.documents
        news = documents.latest(self.access, DocumentFilter(kinds=(Kind.NEWS,)), most=MOST_LISTED)
        return [*documents.find(self.access, DocumentFilter(kinds=PAPERS)), *news]

    def total(self) -> int:
        """Return how many documents this reader may see."""
        return self._asker.documents.totals(self.access, DocumentFilter()).documents

    def carriers(self) -> list[Document]:
        """Return the papers that this reader may see, and of the news one entry for each way in which a company is named."""
        documents = self._asker.documents
        return [*documents.find(self.access, DocumentFilter(kinds=PAPERS)), *documents.news_carriers(self.access)]

    def document(self, document_id: str) -> Document:
        """Return one document without its text, in any state; raises NotFoundError when absent or not allowed, NotAllowedError."""
        self.access.need(Action.READ)
        found = self._asker.documents.find(self.access, DocumentFilter(ids=(document_id,), any_state=True))
        if not found:
            raise NotFoundError(f"document {document_id[:12]} is not in the library", "ask again; it may have been removed")
        return found[0]

    def newer(self, document: Document) -> Document | None:
        """Return the version of a superseded document that answers in its place, None when there is none or it answers itself."""
        if document.state is not DocumentState.SUPERSEDED:
            return None
        found = self._asker.documents.find(self.access, DocumentFilter(names=(document.name,)))
        return next((one for one in found if one.id != document.id), None)

    @property
    def documents(self) -> DocumentStore:
        """Return the document store, for reads with this desk's access."""
        return self._asker.documents

    def page_image(self, document: Document, page: int) -> bytes:
        """Return the PNG of a page at PAGE_SCALE; raises NotFoundError when not allowed, CannotReadError.

        The cache is keyed by the file's content, so the reader's right to the document is checked first, every time.
        """
        allowed = self.document(document.id)
        cached = self._cached("pages", allowed, f"{page}-{PAGE_SCALE:g}.png")
        if cached.is_file():
            return cached.read_bytes()
        content = self._asker.documents.original(self.access, allowed.id)
        png = self._render(content, page, scale=PAGE_SCALE, name=allowed.name, settings=self.settings)
        _write(cached, png)
        return png

    def page_drawing(self, document: Document, page: int, key: Hashable, draw: Callable[[bytes], bytes]) -> bytes:
        """Return what `draw` makes of a page's image, kept in memory under `key`; raises as `page_image`.

        The reader's right to the document is checked first, every time.
        """
        allowed = self.document(document.id)
        wanted = (allowed.content_hash, page, key)
        return self._drawings.get(wanted) or self._drawings.put(wanted, draw(self.page_image(allowed, page)))

    def page_layout(self, document: Document, page: int, text: str) -> PageLayout | None:
        """Return how the original lays out a page; None when it does not, or reads differently today than at ingest (`text`).

        Cached by the file's content as page images are. Raises NotFoundError when not allowed, CannotReadError.
        """
        allowed = self.document(document.id)
        cached = self._layout_path(allowed, page)
        if not cached.is_file():
            content = self._asker.documents.original(self.access, allowed.id)
            name, kind = Path(allowed.source_key).name, allowed.kind.value
            for number, made in self._lay_out(content, page, name=name, kind=kind, settings=self.settings).items():
                _write(self._layout_path(allowed, number), made.encode())
            if not cached.is_file():
                return None
        layout = layout_from_json(cached.read_bytes(), name=allowed.name)
        return layout if layout.digest == digest_of(text) else None

    def _layout_path(self, document: Document, page: int) -> Path:
        """Return where a layout is kept: the document's id changes with the text that its offsets are of."""
        return self._cached("layouts", document, f"{page}-{document.id[:16]}-{document.kind.name.lower()}-{LAYOUT_VERSION}.json")

    def _cached(self, folder: str, document: Document, ending: str) -> Path:
        return self.settings.cache / folder / document.content_hash[:2] / f"{document.content_hash}-{ending}"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this user only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
