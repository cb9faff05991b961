"""Purges: planned, refused where a hold stands, done in steps that each may be cut, and gone on with when a workspace is opened next.

One transaction of the catalog takes the documents out and keeps what is left to do. From then on nobody finds them. What follows may be
done any number of times: the indexes are made anew, files deleted, the text withdrawn from what was made of it, free space given back.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from typing import Protocol

import structlog

from research.audit.acts import Act, Acts, source_hashes
from research.directory import CompanyDirectory
from research.errors import CannotReadError, CouldNotAskError, DeskError, HeldError, WorkspaceBusyError
from research.nouns.access import SYSTEM, Access
from research.nouns.documents import Document
from research.nouns.purging import PurgedDocument, PurgeOrder, Withdrawals
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore
from research.protocols.purging import DerivedStore, HoldStore, PurgeStore
from research.protocols.upkeep import JobQueue
from research.purging.choosing import Choice, Chooser, checked_reason
from research.purging.files import counted_files, delete_files, delete_quarantined, files_of
from research.purging.holds import hold_words, holds_on
from research.purging.traces import Traces
from research.purging.withdrawing import Withdrawing
from research.settings import Settings

LEASE_SECONDS = 30.0
WAIT_SECONDS = 60.0
_LOOK_SECONDS = 0.2
_log = structlog.get_logger(__name__)


class ErasedIndexes(Protocol):
    """The indexes, as far as a purge is concerned."""

    def erase(self) -> object:
        """Empty the indexes and fill them from the catalog, so that nothing is left of what it has no more."""
        ...


@dataclass(frozen=True, slots=True)
class PurgeStores:
    """What a purge is done to."""

    documents: DocumentStore
    purges: PurgeStore
    derived: DerivedStore
    holds: HoldStore
    jobs: JobQueue


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would do away with: every version of the sources chosen. `copies` are other documents of the same bytes, which stay."""

    documents: tuple[Document, ...]
    copies: tuple[Document, ...] = ()


@dataclass(slots=True)
class PurgeReport:
    """What a purge did. `problem` says why it is not done yet: the documents are out, and the next command goes on."""

    order: PurgeOrder
    files: dict[str, int] = field(default_factory=dict)
    withdrawn: Withdrawals = field(default_factory=Withdrawals)
    problem: str = ""


class Purger:
    """Purges documents of one workspace. `keeper` gives its indexes when they are needed."""

    def __init__(
        self, stores: PurgeStores, directory: CompanyDirectory, keeper: Callable[[], ErasedIndexes], *, acts: Acts, settings: Settings
    ) -> None:
        self._stores, self._directory, self._keeper = stores, directory, keeper
        self._acts, self._settings = acts, settings
        self._chooser = Chooser(stores.documents, directory)

    def plan(self, access: Access, choice: Choice) -> PurgePlan:
        """Return what a purge would do away with; raises NotFoundError, UsageError, HeldError."""
        access.need(Action.PURGE)
        access = access.above_walls(Action.PURGE)
        documents = tuple(self._chooser.chosen(access, choice))
        self._refuse_held(documents)
        ids = {one.id for one in documents}
        same = {one.id: one for each in documents for one in self._stores.documents.by_content(each.content_hash)}
        return PurgePlan(documents, tuple(one for one in same.values() if one.id not in ids and access.allows(one.label, one.company)))

    def purge(self, access: Access, plan: PurgePlan, *, reason: str) -> PurgeReport:
        """Do away with what is planned and return what was done; raises UsageError, HeldError, WorkspaceBusyError.

        What goes wrong once the documents are out is told in the report: the next opening of the workspace goes on.
        """
        access.need(Action.PURGE)
        said = checked_reason(reason)
        with self._leased():
            # What came in since it was planned is a version of the same sources, and goes too.
            documents = self._chooser.versions(plan.documents)
            return self._finished(self._begun(access, documents, said))

    def finish(self) -> list[PurgeReport]:
        """Go on with purges that were cut, where nobody else does; what cannot be done now is left for the next time."""
        if not self._stores.purges.unfinished():
            return []
        try:
            with self._leased(wait=0.0):
                return [self._finished(order) for order in self._stores.purges.unfinished()]
        except WorkspaceBusyError:
            return []

    def readmit(self, access: Access, content_hashes: Sequence[str], source_keys: Sequence[str] = ()) -> int:
        """Let these bytes, and what comes from these sources, be read in again although it was purged, on record.

        Returns of how many purged documents they are.
        """
        access.need(Action.PURGE)
        if self._stores.purges.unfinished():
            raise CouldNotAskError("a purge is not finished", "wait for it, or run desk status, which goes on with it")
        count = self._stores.purges.readmit(content_hashes, source_keys)
        if count:
            self._acts.record(access, Act("readmit", f"{count} purged", (("hashes", ",".join(content_hashes)),)))
        return count

    def _refuse_held(self, documents: Sequence[Document]) -> None:
        found = holds_on(self._stores.holds.standing(), documents, self._directory.companies(SYSTEM))
        if found:
            hold, document = found[0]
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            raise HeldError(f"{document.name} is under legal hold: {hold_words(hold)}{more}", f"desk hold remove {hold.number} lifts it")

    def _begun(self, access: Access, documents: Sequence[Document], reason: str) -> PurgeOrder:
        """Take the documents out, unless a hold stands that moment; from here on they are found by nobody. Raises HeldError."""
        self._refuse_held(documents)
        purged = tuple(PurgedDocument(one.id, one.name, one.source_key, one.content_hash, one.known_at) for one in documents)
        traces = Traces.of(self._texts(documents))
        order = PurgeOrder(token_hex(8), access.user, datetime.now(UTC), reason, purged)
        told = (("purge", order.id), ("reason", reason), ("documents", source_hashes(documents)))

        def allowed() -> None:
            """Raise HeldError for a hold that was made since; else record that they go."""
            self._refuse_held(documents)
            self._acts.record(access, Act("purge", _counted(len(purged)), told))

        return self._stores.purges.begin(order, traces.packed(), first=allowed)

    def _texts(self, documents: Sequence[Document]) -> Iterator[str]:
        for one in documents:
            whole = self._stores.documents.get(SYSTEM, one.id)
            yield from (whole.text, whole.title)

    def _finished(self, order: PurgeOrder) -> PurgeReport:
        """Do all that is left to do, and say what could not be done."""
        report = PurgeReport(order)
        event = self._acts.event(Access(order.user), Act("withdraw text", order.id))
        try:
            if order.documents:
                self._keeper().erase()
                delete_quarantined(self._settings.home)
                order = self._delete_files(order)
                redactor = Withdrawing(order, Traces(self._stores.purges.traces(order.id)))
                self._stores.derived.withdraw(order, redactor, event)
                self._stores.purges.forget(order)
            self._stores.derived.compact()
            self._stores.purges.compact()
            report.withdrawn = self._stores.derived.withdrawn(event)
        except OSError as error:
            report.problem = str(CannotReadError(f"{error.filename or 'a file'}: {error.strerror}", "correct its permissions"))
        except DeskError as error:
            report.problem = str(error)
        report.files = dict(order.files)
        if report.problem:
            _log.warning("a purge is not finished", purge=order.id, why=report.problem)
            return report
        self._record_done(order, report.withdrawn)
        self._stores.purges.done(order.id, datetime.now(UTC))
        return report

    def _delete_files(self, order: PurgeOrder) -> PurgeOrder:
        """Delete what files there are, and return the order with how many those were."""
        files = files_of(order, self._settings)
        counted = counted_files(order, files)
        self._stores.purges.note_files(counted)
        delete_files(files)
        return counted

    def _record_done(self, order: PurgeOrder, withdrawn: Withdrawals) -> None:
        """Record that a purge is done, and what all its runs did; once, also when it was cut just after that."""
        access, action = Access(order.user), "purge done"
        if self._acts.is_on_record(access, action, order.id, since=order.at):
            return
        files = ((f"deleted {sort}", str(count)) for sort, count in order.files)
        self._acts.record(access, Act(action, order.id, (*files, *((name, str(count)) for name, count in asdict(withdrawn).items()))))

    @contextmanager
    def _leased(self, wait: float = WAIT_SECONDS) -> Iterator[None]:
        """Hold the ingest lease; raises WorkspaceBusyError when another keeps it for longer than `wait` seconds."""
        name, deadline = f"{socket.gethostname()}:{os.getpid()}:purge", time.monotonic() + wait
        while True:
            with self._stores.jobs.lease(name, seconds=LEASE_SECONDS) as held:
                if held:
                    yield
                    return
            if time.monotonic() >= deadline:
                lease = self._stores.jobs.holder()
                raise WorkspaceBusyError(f"{lease.at_work if lease else 'another process'} is at work in this workspace", "try again later")
            time.sleep(_LOOK_SECONDS)


def _counted(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"
