"""Opening a workspace's two databases: the stores over each, and one way to close them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from research.adapters.sqlite.accepted import SqliteAcceptedStore
from research.adapters.sqlite.answers import SqliteAnswerStore
from research.adapters.sqlite.audit_trail import SqliteAuditTrail
from research.adapters.sqlite.company_names import SqliteCompanyNames
from research.adapters.sqlite.connections import has_other_connections
from research.adapters.sqlite.corrections import SqliteCorrectionStore
from research.adapters.sqlite.database import Database
from research.adapters.sqlite.documents import SqliteDocumentStore
from research.adapters.sqlite.drafts import SqliteDraftStore
from research.adapters.sqlite.embeddings import SqliteEmbeddingStore
from research.adapters.sqlite.facts import SqliteFactStore
from research.adapters.sqlite.feeds import SqliteFeedStore
from research.adapters.sqlite.grants import SqliteGrantStore
from research.adapters.sqlite.holds import SqliteHoldStore
from research.adapters.sqlite.jobs import SqliteJobQueue
from research.adapters.sqlite.ledger import SqliteLedger
from research.adapters.sqlite.news import SqliteNewsStore
from research.adapters.sqlite.originals import Originals
from research.adapters.sqlite.outbox import SqliteOutbox
from research.adapters.sqlite.purges import SqlitePurgeStore
from research.adapters.sqlite.schedules import SqliteReadMarks, SqliteScheduleStore
from research.adapters.sqlite.stories import SqliteStoryStore
from research.adapters.sqlite.users import SqliteSessionStore, SqliteUserStore
from research.adapters.sqlite.watchlists import SqliteWatchlistStore
from research.adapters.sqlite.withdrawals import SqliteDerivedStore
from research.protocols.documents import DocumentStore, EmbeddingStore, FactStore
from research.protocols.ledger import AcceptedStore, AnswerStore, AuditTrail, DraftStore, Ledger
from research.protocols.news import FeedStore, NewsStore, StoryStore
from research.protocols.purging import DerivedStore, HoldStore, PurgeStore
from research.protocols.rights import GrantStore
from research.protocols.sending import Outbox, ReadMarks, ScheduleStore
from research.protocols.upkeep import CompanyNames, CorrectionStore, JobQueue
from research.protocols.users import SessionStore, UserStore
from research.protocols.watchlists import WatchlistStore

_MIGRATIONS = Path(__file__).with_name("migrations")
_CATALOG, _LEDGER = "catalog.db", "ledger.db"


@dataclass(frozen=True, slots=True)
class CatalogStores:
    """What `catalog.db` and the originals beside it hold; used from any thread, closed once."""

    documents: DocumentStore
    facts: FactStore
    embeddings: EmbeddingStore
    jobs: JobQueue
    feeds: FeedStore
    stories: StoryStore
    news: NewsStore
    names: CompanyNames
    corrections: CorrectionStore
    purges: PurgeStore
    copy: Callable[[Path], None]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class LedgerStores:
    """What `ledger.db` holds; used from any thread, closed once."""

    ledger: Ledger
    trail: AuditTrail
    drafts: DraftStore
    answers: AnswerStore
    accepted: AcceptedStore
    schedules: ScheduleStore
    outbox: Outbox
    read_marks: ReadMarks
    watchlists: WatchlistStore
    grants: GrantStore
    users: UserStore
    sessions: SessionStore
    holds: HoldStore
    derived: DerivedStore
    copy: Callable[[Path], None]
    close: Callable[[], None]


def holds_catalog(folder: Path) -> bool:
    """Return whether a folder has a catalog, so that a reader can tell a mistyped path from a new workspace; opens nothing."""
    return (folder / _CATALOG).exists()


def holds_ledger(folder: Path) -> bool:
    """Return whether a folder has a ledger; opens nothing."""
    return (folder / _LEDGER).exists()


def is_in_use(folder: Path) -> bool:
    """Return whether another process, or another part of this one, has a folder's databases open; a damaged one cannot be asked."""
    return any(has_other_connections(path) for name in (_CATALOG, _LEDGER) if (path := folder / name).exists())


def open_catalog(folder: Path) -> CatalogStores:
    """Return the stores over `folder/catalog.db` and `folder/originals`, made when absent.

    Raises WorkspaceDamagedError when the file fails its check; CouldNotAskError when it is newer than this program, locked, or not
    to be written. Blocks while another process migrates it. After a fork the child opens its own.
    """
    database = Database(folder / _CATALOG, _MIGRATIONS / "catalog")
    return CatalogStores(
        documents=SqliteDocumentStore(database, Originals(folder / "originals")),
        facts=SqliteFactStore(database),
        embeddings=SqliteEmbeddingStore(database),
        jobs=SqliteJobQueue(database),
        feeds=SqliteFeedStore(database),
        stories=SqliteStoryStore(database),
        news=SqliteNewsStore(database),
        names=SqliteCompanyNames(database),
        corrections=SqliteCorrectionStore(database),
        purges=SqlitePurgeStore(database),
        copy=database.copy,
        close=database.close,
    )


def open_ledger(folder: Path, *, with_sums: bool = True) -> LedgerStores:
    """Return the stores over `folder/ledger.db`, made when absent; raises as `open_catalog`. `with_sums` as for `Database`."""
    database = Database(folder / _LEDGER, _MIGRATIONS / "ledger", with_sums=with_sums)
    return LedgerStores(
        ledger=SqliteLedger(database),
        trail=SqliteAuditTrail(database),
        drafts=SqliteDraftStore(database),
        answers=SqliteAnswerStore(database),
        accepted=SqliteAcceptedStore(database),
        schedules=SqliteScheduleStore(database),
        outbox=SqliteOutbox(database),
        read_marks=SqliteReadMarks(database),
        watchlists=SqliteWatchlistStore(database),
        grants=SqliteGrantStore(database),
        users=SqliteUserStore(database),
        sessions=SqliteSessionStore(database),
        holds=SqliteHoldStore(database),
        derived=SqliteDerivedStore(database),
        copy=database.copy,
        close=database.close,
    )
