"""What the section Quality needs of the workspace: findings for this reader, kept until the library changes, and their sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol

from research.audit.acts import Act
from research.citations import resolve_fact
from research.governance.service import QualityReader
from research.nouns.answers import Citation
from research.nouns.documents import PAPERS
from research.nouns.facts import Fact
from research.nouns.quality import Finding, Severity
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from ui.pages.desk import Desk
from ui.pages.recent import Recent

# What was found is kept for so many readers and states of the library.
MOST_KEPT = 8
# Of a library of more papers the findings are made when they are asked for, and not to be counted.
MOST_COUNTED = 60


class QualityWorkspace(Protocol):
    """What the section needs of a workspace."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def quality(self) -> QualityReader:
        """Return what tells what is doubtful."""
        ...


class QualityDesk:
    """One workspace's findings for one reader; shared by the sessions of a process and safe to use from several threads.

    `clock` gives aware instants.
    """

    def __init__(self, workspace: QualityWorkspace, desk: Desk, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._workspace, self._clock = workspace, clock
        self._kept: Recent[tuple[Finding, ...]] = Recent(MOST_KEPT)
        self.desk = desk

    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, the gravest first; the first look at them in a state of the library is recorded."""
        key = self._key()
        found = self._kept.get(key)
        if found is None:
            found = self._made()
            ids = tuple(dict.fromkeys(one.document_id for one in found if one.document_id))
            self.desk.acts.record(self.desk.access, Act("quality", "the whole library", (("findings", str(len(found))),), ids))
        return found

    def doubtful(self) -> int | None:
        """Return how many errors and warnings there are; None where a large library was not looked through yet."""
        found = self._kept.get(self._key())
        if found is None:
            papers = self._workspace.documents.totals(self.desk.access, DocumentFilter(kinds=PAPERS)).documents
            if papers > MOST_COUNTED:
                return None
            found = self._workspace.quality.findings(self.desk.access, on=self._today())
        return sum(1 for one in found if one.severity is not Severity.NOTE)

    def names(self) -> dict[str, str]:
        """Return the names of this reader's papers by id."""
        return {one.id: one.name for one in self._workspace.documents.find(self.desk.access, DocumentFilter(kinds=PAPERS))}

    def cite(self, fact: Fact) -> Citation:
        """Return the citation of a figure's printed row; raises NotFoundError, QuoteNotFoundError."""
        return resolve_fact(self._workspace.documents, self.desk.access, fact, marker="1")

    def _made(self) -> tuple[Finding, ...]:
        return self._kept.put(self._key(), self._workspace.quality.findings(self.desk.access, on=self._today()))

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()

    def _key(self) -> tuple[object, ...]:
        return self._workspace.documents.version(), self.desk.access, self._today()
