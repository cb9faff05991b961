"""A workspace's stores, opened at once, and its indexes and model, opened when they are first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from research.adapters.sqlite import CatalogStores, LedgerStores, holds_catalog, holds_ledger, is_in_use, open_catalog, open_ledger
from research.audit.acts import Acts
from research.directory import CompanyDirectory
from research.errors import CannotReadError, NotAllowedError, NotFoundError, SettingsError, WorkspaceDamagedError
from research.governance.service import QualityReader
from research.indexing.keeper import Indexes, IndexKeeper
from research.indexing.wording import WordsEmbedder
from research.nouns.access import Access
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore, EmbeddingStore, FactStore
from research.protocols.ledger import AuditTrail, DraftStore, Ledger
from research.protocols.news import FeedStore
from research.protocols.search import LexicalIndex, VectorIndex
from research.protocols.sending import Outbox, ReadMarks, ScheduleStore
from research.protocols.upkeep import CompanyNames, CorrectionStore, JobQueue
from research.protocols.users import PasswordHasher
from research.protocols.watchlists import MarketHours
from research.rights.service import Rights, team_access
from research.rights.signing_in import SignIn
from research.rights.users import Users
from research.settings import SAMPLE_HOME, Settings
from research.watchlists.service import Watchlists


@contextmanager
def opened_trail(settings: Settings) -> Iterator[AuditTrail]:
    """Open a workspace's audit trail alone, also one that was changed past this program: it is to be proved.

    Raises NotFoundError, and NotAllowedError where the user of the settings may not prove it.
    """
    allowed_in(settings, Action.AUDIT_VERIFY)
    if not holds_catalog(settings.home):
        raise NotFoundError(f"no workspace at {settings.home}", "correct --home or DESK_HOME")
    ledger = open_ledger(settings.home, with_sums=False)
    try:
        yield ledger.trail
    finally:
        ledger.close()


def allowed_in(settings: Settings, action: Action | None, *, is_first: bool = False) -> None:
    """Raise NotAllowedError where the user of the settings is none of the team's, or may not do something; opens the ledger alone.

    Where there is no user yet only a command that adds the first one is let through, and what brings a whole workspace back. A ledger
    that is damaged cannot be asked: then only that is, by whoever may write to the folder.
    """
    if settings.team is None:
        return
    is_restore = action is Action.RESTORE
    if not holds_ledger(settings.home):
        if is_first or is_restore:
            return
        raise _no_users()
    try:
        ledger = open_ledger(settings.home, with_sums=False)
    except WorkspaceDamagedError:
        if is_restore:
            return
        raise
    try:
        if not ledger.users.all():
            if is_first:
                return
            raise _no_users()
        access = team_access(ledger.users, Access(settings.user))
        if action is not None:
            access.need(action)
    finally:
        ledger.close()


def _no_users() -> NotAllowedError:
    return NotAllowedError("this desk has no users yet", "add the first: desk users add NAME --role administrator")


class OpenedWorkspace:
    """What a workspace holds, behind the seams; `research.workspace` makes services of it. Use as a context manager.

    Thread-safe; many processes may have it open, and the ingest lease decides which one writes the catalog.
    """

    def __init__(self, settings: Settings, catalog: CatalogStores, ledger: LedgerStores) -> None:
        self.settings = settings
        self._catalog = catalog
        self._ledger = ledger

    @classmethod
    def open(cls, settings: Settings, *, create: bool = True) -> Self:
        """Return the workspace in `settings.home`, made for this user alone when absent; raises WorkspaceDamagedError, CannotReadError.

        Without `create`, for those who only read, one that is absent is a NotFoundError: the path is most likely mistyped.
        """
        if not create and not holds_catalog(settings.home):
            sample = ", or --home data/sample-workspace for the sample" if holds_catalog(SAMPLE_HOME) else ""
            raise NotFoundError(f"no workspace at {settings.home}", f"make one with desk ingest, or correct --home or DESK_HOME{sample}")
        try:
            settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotReadError(f"workspace {settings.home}: {error.strerror}", "set DESK_HOME or --home to a folder of yours") from error
        catalog = open_catalog(settings.home)
        try:
            return cls(settings, catalog, open_ledger(settings.home))
        except BaseException:
            catalog.close()
            raise

    @staticmethod
    def is_open(home: Path) -> bool:
        """Return whether somebody has the workspace of a folder open, this process too; of a damaged one nobody can say."""
        return is_in_use(home)

    def snapshot(self, folder: Path) -> None:
        """Write both databases as they are to `folder`; the ledger first: what it names the catalog, copied after it, has."""
        self._ledger.copy(folder / "ledger.db")
        self._catalog.copy(folder / "catalog.db")

    def close(self) -> None:
        """Release files, threads and connections."""
        for name in ("graph", "matrix", "lexical", "embedder"):
            if name in self.__dict__:
                self.__dict__[name].close()
        for model in self.__dict__.get("models", ()):
            model.close()
        self._ledger.close()
        self._catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def documents(self) -> DocumentStore:
        """Return the documents of the catalog."""
        return self._catalog.documents

    @property
    def facts(self) -> FactStore:
        """Return the facts of the catalog."""
        return self._catalog.facts

    @property
    def embeddings(self) -> EmbeddingStore:
        """Return the vectors of the catalog."""
        return self._catalog.embeddings

    @property
    def names(self) -> CompanyNames:
        """Return the user's table of company names."""
        return self._catalog.names

    @property
    def corrections(self) -> CorrectionStore:
        """Return the user's corrections."""
        return self._catalog.corrections

    @cached_property
    def directory(self) -> CompanyDirectory:
        """Return the companies of the library."""
        return CompanyDirectory(self.documents, self.names)

    @cached_property
    def quality(self) -> QualityReader:
        """Return what tells what is doubtful in the library."""
        return QualityReader(self.documents, self.facts, self.directory)

    @property
    def feeds(self) -> FeedStore:
        """Return the subscribed feeds."""
        return self._catalog.feeds

    @property
    def jobs(self) -> JobQueue:
        """Return the queue of ingest jobs and the lease."""
        return self._catalog.jobs

    @property
    def ledger(self) -> Ledger:
        """Return the audit trail."""
        return self._ledger.ledger

    @property
    def trail(self) -> AuditTrail:
        """Return the whole audit trail, every user's rows with their hashes."""
        return self._ledger.trail

    @cached_property
    def acts(self) -> Acts:
        """Return what records what users do."""
        away = self.settings.embedding_url if self.settings.embeds_remotely else None
        return Acts(self.ledger, self.documents, embedded_at=urlsplit(away or "").netloc)

    @cached_property
    def rights(self) -> Rights:
        """Return who may see what."""
        team = self._ledger.users if self.settings.team else None
        return Rights(self._ledger.grants, self.acts, self.directory, walls=self.settings.walls, users=team)

    @cached_property
    def users(self) -> Users:
        """Return who belongs to the team."""
        return Users(self._ledger.users, self._ledger.sessions, self._passwords, self.acts)

    @cached_property
    def sign_in(self) -> SignIn:
        """Return what lets the team's users in; raises SettingsError where there is no team."""
        if self.settings.team is None:
            raise SettingsError("there is no team, and nobody signs in", "set [team] in the settings file, or DESK_TEAM")
        return SignIn((self._ledger.users, self._ledger.sessions), self._passwords(), self.acts, self.settings.team)

    @staticmethod
    def _passwords() -> PasswordHasher:
        try:
            from research.adapters.passwords import Argon2Passwords  # noqa: PLC0415  (only a team has it)
        except ModuleNotFoundError as error:
            raise SettingsError("passwords need the package argon2-cffi", "install what a team needs: pip install -e '.[team]'") from error
        return Argon2Passwords()

    def access(self, user: str = "", as_of: datetime | None = None) -> Access:
        """Return what a user (that of the settings unless one is named) may see now: to be asked for with every request, and not kept."""
        return self.rights.access(user or self.settings.user, as_of)

    def anybody(self) -> Access:
        """Return what everybody may see behind walls, without any grant."""
        return self.rights.anybody()

    @property
    def drafts(self) -> DraftStore:
        """Return users' drafts."""
        return self._ledger.drafts

    @property
    def schedules(self) -> ScheduleStore:
        """Return when digests go out, and to whom."""
        return self._ledger.schedules

    @property
    def outbox(self) -> Outbox:
        """Return what is on its way."""
        return self._ledger.outbox

    @property
    def read_marks(self) -> ReadMarks:
        """Return which lines of digests were read."""
        return self._ledger.read_marks

    @cached_property
    def hours(self) -> MarketHours:
        """Return when markets close."""
        from research.adapters.market_hours import ExchangeHours  # noqa: PLC0415

        return ExchangeHours(self.settings.cache)

    @cached_property
    def watchlists(self) -> Watchlists:
        """Return who follows what."""
        return Watchlists(self._ledger.watchlists, self.ledger, self.hours)

    @cached_property
    def embedder(self) -> WordsEmbedder:
        """Return the model that embeds, ours exported on first use; raises ModelUnavailableError."""
        from research.adapters.opening import open_embedding  # noqa: PLC0415

        return WordsEmbedder(open_embedding(self.settings))

    @cached_property
    def graph(self) -> VectorIndex:
        """Return the graph over the catalog's embeddings."""
        from research.adapters.chroma_index import ChromaIndex  # noqa: PLC0415

        folder = self.settings.home / "indexes" / "chroma"
        return ChromaIndex(folder, dimensions=self.embedder.dimensions, fingerprint=self.embedder.fingerprint)

    @cached_property
    def matrix(self) -> VectorIndex:
        """Return the matrix of the catalog's embeddings."""
        from research.adapters.matrix_index import MatrixIndex  # noqa: PLC0415

        folder = self.settings.home / "indexes" / "matrix"
        model, exact = self.embedder, self.settings.exact_scan_chunks
        return MatrixIndex(folder, dimensions=model.dimensions, fingerprint=model.fingerprint, exact_rows=exact)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """Return the lexical index over the catalog's chunks."""
        from research.adapters.tantivy_index import TantivyIndex  # noqa: PLC0415

        return TantivyIndex(self.settings.home / "indexes" / "tantivy")

    @cached_property
    def keeper(self) -> IndexKeeper:
        """Return the keeper that brings the indexes to what the catalog says."""
        indexes = Indexes(self.lexical, self.matrix, self.graph, self.settings.graph_chunks)
        return IndexKeeper(self.documents, self.embeddings, indexes, model=self.embedder.fingerprint)
