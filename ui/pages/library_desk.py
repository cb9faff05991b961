"""What the library's page needs of the workspace: reads with this reader's access, kept until the catalog changes, and work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, cast

from ingest.background import BackgroundIngest, BatchProgress
from ingest.discovery import LeftOut, discover
from ingest.given import check_fields
from ingest.recording import ingest_act
from ingest.telling import as_told, waiting_for
from ingest.upkeep import KeptWorkspace, Upkeep
from ingest.uploads import keep_upload
from research.audit.acts import Acts
from research.coverage import Coverage, cover
from research.directory import Company, CompanyDirectory
from research.errors import DeskError, NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.corrections import Corrected, Correction
from research.nouns.documents import ANSWERING, PAPERS, Document, Kind
from research.nouns.jobs import IngestJob, JobState
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.settings import Settings
from ui.render.library_table import LibraryRow, filter_rows, library_rows

# News are shown so many at a time: there may be 100,000, and a table of all would take the browser many seconds.
NEWS_A_PAGE = 500
_T = TypeVar("_T")


class LibraryWorkspace(KeptWorkspace, Protocol):
    """What the page needs of a workspace."""

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def directory(self) -> CompanyDirectory:
        """Return the companies of the library."""
        ...


@dataclass(frozen=True, slots=True)
class Queued:
    """Files that were queued: their batch ("" when there is none), and what was left out with its reason."""

    batch: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueState:
    """How many jobs wait or run that the reader may know of, and who works on them ("" when nobody does)."""

    waiting: int
    holder: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What has the words that were typed: papers (or deleted documents) as rows, how many news, and how many documents all are of."""

    typed: str
    papers: Sequence[LibraryRow]
    news: int
    held: int

    @property
    def found(self) -> int:
        """Return how many documents were found."""
        return len(self.papers) + self.news

    @property
    def pages(self) -> int:
        """Return how many pages of the table they are on."""
        return max(1, -(-self.news // NEWS_A_PAGE))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


class LibraryDesk:
    """One workspace's library for one reader; shared by the sessions of a process and safe to use from several threads."""

    def __init__(self, workspace: LibraryWorkspace, background: BackgroundIngest) -> None:
        self._workspace = workspace
        self._background = background
        self._guard = threading.Lock()
        self._kept: dict[str, tuple[object, object]] = {}
        self.settings = workspace.settings
        self.reader: Callable[[], Access] = partial(workspace.access, workspace.settings.user)
        self.upkeep = Upkeep(workspace)
        self.acts = Acts(workspace.ledger, workspace.documents)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.reader()

    def total(self) -> int:
        """Return how many documents answer."""
        return self._workspace.documents.totals(self.access, DocumentFilter()).documents

    def of_company(self, company: Company) -> list[Document]:
        """Return the documents of a company that answer, without text, ordered by name."""
        return self._workspace.documents.find(self.access, DocumentFilter(companies=company.spellings))

    def answering(self, name: str) -> frozenset[str]:
        """Return the id of the document of a name that answers, none when no version does."""
        return frozenset(one.id for one in self._workspace.documents.find(self.access, DocumentFilter(names=(name,))))

    def deleted(self) -> tuple[Document, ...]:
        """Return the newest version of each document of which no version answers, ordered by name."""
        return self._keep("deleted", self._deleted)

    def sought(self, typed: str, *, deleted: bool = False) -> Sought:
        """Return what of the documents that answer, or of the deleted ones, has every word that was typed."""
        if deleted:
            held = self._keep("deleted rows", lambda: library_rows(self.deleted()))
            return Sought(typed, filter_rows(held, typed), 0, len(held))
        documents = self._workspace.documents
        papers = self._keep("rows", lambda: library_rows(documents.find(self.access, DocumentFilter(kinds=PAPERS))))
        news = documents.totals(self.access, _news(typed)).documents
        return Sought(typed, filter_rows(papers, typed), news, self.total())

    def rows(self, sought: Sought, page: int) -> tuple[LibraryRow, ...]:
        """Return the table's rows of a page of what was sought: on the first the papers by name; on each news, the last that came first."""
        after = (page - 1) * NEWS_A_PAGE
        news = self._workspace.documents.latest(self.access, _news(sought.typed), most=NEWS_A_PAGE, after=after) if sought.news else ()
        return (*(sought.papers if page == 1 else ()), *library_rows(news))

    def versions(self, name: str) -> tuple[Document, ...]:
        """Return all versions of a document, without text, newest first; raises NotFoundError when there is none to be seen."""
        found = self._workspace.documents.find(self.access, DocumentFilter(names=(name,), any_state=True))
        if not found:
            raise NotFoundError(f"document {name} is not in the library", "choose another one")
        return tuple(reversed(found))

    def companies(self) -> tuple[Company, ...]:
        """Return the companies of the documents that answer, ordered by name."""
        return self._keep("companies", lambda: self._workspace.directory.companies(self.access))

    def reporting(self) -> tuple[Company, ...]:
        """Return those of them of which there is a filing, a release or a report, ordered by name."""
        return self._keep("reporting", lambda: self._workspace.directory.reporting(self.access))

    def coverage(self) -> Coverage:
        """Return what is held by company, period and type."""
        find = self._workspace.documents.find
        return self._keep("coverage", lambda: cover(find(self.access, DocumentFilter()), self.companies()))

    def names(self) -> dict[str, str]:
        """Return the table of company names, as far as the reader may know of it."""
        return self.upkeep.names(self.access)

    def corrections(self, document: Document) -> list[Correction]:
        """Return the corrections of a document's metadata, undone ones too, in the order they were made."""
        return self._workspace.corrections.of(self.access, Corrected.METADATA, document.source_key)

    def page_text(self, document: Document, number: int) -> str:
        """Return the text of a page; raises NotFoundError."""
        found = self._workspace.documents.pages(self.access, document.id, [number])
        if not found:
            raise NotFoundError(f"{document.name} has no page {number}", "choose another page")
        return found[0][1]

    def original(self, document: Document) -> bytes:
        """Return a document's file as it was read in; raises NotFoundError."""
        return self._workspace.documents.original(self.access, document.id)

    def add_uploads(self, uploads: Sequence[Upload], *, kind: str | None, label: str) -> Queued:
        """Keep uploaded files in the workspace and queue them; what cannot be kept is left out. Raises UsageError for the label."""
        self.access.need(Action.INGEST)
        paths: dict[str, Path] = {}
        left_out: list[LeftOut] = []
        for upload in uploads:
            if upload.name in paths:
                left_out.append(LeftOut(upload.name, "another file of this name came with it; rename one of them"))
                continue
            try:
                paths[upload.name] = keep_upload(self.settings, upload.name, upload.content, self.access.user)
            except DeskError as error:
                left_out.append(LeftOut(upload.name, str(error)))
        if self.settings.has_walls and not label.strip():
            # With a label of its own it comes in whatever else has its bytes: that nobody is told of.
            label = self.settings.label_of(Kind(kind) if kind else Kind.OTHER)
        queued = self._queue(list(paths.values()), kind=kind, label=label, folders=(), how="upload")
        return Queued(queued.batch, (*left_out, *queued.left_out))

    @property
    def reads_folders(self) -> bool:
        """Return whether the reader may have folders of this machine read in."""
        return self.access.may(Action.INGEST) and self.access.may(Action.RUN)

    def add_folder(self, typed: str, *, kind: str | None, label: str) -> Queued:
        """Queue the files under a path of this machine; raises UsageError when it names nothing, LimitExceededError for too many.

        Of a team only who runs the service may: the path is read with the rights of the server, not of who typed it.
        """
        self.access.need(Action.INGEST)
        self.access.need(Action.RUN)
        path = Path(typed.strip()).expanduser()
        if not typed.strip() or not path.is_absolute():
            raise UsageError(f"“{typed.strip()[:80]}” is not a whole path", "write it from the root on, as /home/you/filings")
        if not path.exists():
            raise UsageError(f"{path} does not exist on this machine", "correct the path")
        return self._queue([path], kind=kind, label=label, folders=[path] if path.is_dir() else [], how="page")

    def work(self, batch: str) -> str:
        """Have a batch that is queued worked through, and return its id; "" works through whatever waits."""
        self._background.start(batch)
        return batch

    def progress(self, batch: str) -> BatchProgress:
        """Return how far a batch is."""
        progress = self._background.progress(batch)
        return replace(progress, jobs=as_told(progress.jobs, self._workspace.documents, self.access))

    def queue(self) -> QueueState:
        """Return what waits in the workspace, as far as the reader may know of it."""
        return QueueState(*waiting_for(self.access, self._workspace.jobs, self._workspace.documents, self.settings))

    def _queue(self, paths: Sequence[Path], *, kind: str | None, label: str, folders: Sequence[Path], how: str) -> Queued:
        chosen = label.strip() or None
        if chosen:
            check_fields([("label", chosen)], where="label")
        discovery = discover(paths, most_files=self.settings.max_run_files, most_gb=self.settings.max_run_gb)
        left_out = (*discovery.skipped, *discovery.failed)
        if not discovery.files:
            return Queued("", left_out)
        user = self.access.user
        jobs = [IngestJob(0, "", str(file), kind, chosen, (), JobState.QUEUED, brought_by=user) for file in discovery.files]
        with self._workspace.jobs.together():
            batch = self._workspace.jobs.enqueue(jobs)
            self.acts.record(self.access, ingest_act(discovery.files, how=how, batch=batch, kind=kind, label=chosen))
        self._background.start(batch, folders=folders)
        return Queued(batch, left_out)

    def _deleted(self) -> tuple[Document, ...]:
        newest: dict[str, Document] = {}
        answering: set[str] = set()
        for document in self._workspace.documents.find(self.access, DocumentFilter(any_state=True)):
            newest[document.name] = document
            if document.state in ANSWERING:
                answering.add(document.name)
        return tuple(document for name, document in newest.items() if name not in answering)

    def _keep(self, what: str, read: Callable[[], _T]) -> _T:
        """Return what `read` gives, read again only when the catalog or the reader has changed."""
        moment = (self._workspace.documents.version(), self.access)
        with self._guard:
            kept = self._kept.get(what)
        if kept and kept[0] == moment:
            return cast("_T", kept[1])
        value = read()
        with self._guard:
            self._kept[what] = (moment, value)
        return value


def _news(typed: str) -> DocumentFilter:
    return DocumentFilter(kinds=(Kind.NEWS,), said=tuple(typed.split()))
