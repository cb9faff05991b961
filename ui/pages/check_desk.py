"""What the page of drafts needs of the workspace: a brought draft checked for this reader, what they let stand, and the file back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from ingest.drafts import read
from research.audit.acts import Acts
from research.drafting.checking.accepted import accept, sentence_hash
from research.drafting.checking.checker import DraftChecker, Told
from research.nouns.access import Access
from research.nouns.drafts import CheckedSentence, DraftCheck
from research.protocols.ledger import AcceptedStore
from research.settings import Settings
from ui.render.word import annotate


class CheckWorkspace(Protocol):
    """What the page needs of a workspace."""

    def access(self, user: str) -> Access:
        """Return what a user may see now."""
        ...

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def acts(self) -> Acts:
        """Return what records what users do."""
        ...

    @property
    def draft_checker(self) -> DraftChecker:
        """Return what checks drafts."""
        ...

    @property
    def accepted(self) -> AcceptedStore:
        """Return what readers let stand."""
        ...


class CheckDesk:
    """One workspace's check of drafts for one reader; shared by the sessions of a process and safe to use from several threads."""

    def __init__(self, workspace: CheckWorkspace) -> None:
        self._workspace = workspace
        self.acts = workspace.acts
        self.reader: Callable[[], Access] = partial(workspace.access, workspace.settings.user)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.reader()

    def check(self, content: bytes, name: str, told: Told) -> DraftCheck:
        """Return a draft checked, telling how far it is; raises DeskError for one that cannot be read."""
        return self._workspace.draft_checker.check(read(content, name), self.access, now=datetime.now(UTC), told=told)

    def let_stand(self, checked: CheckedSentence, reason: str) -> None:
        """Remember that a sentence stands; raises UsageError without a reason."""
        accept(self._workspace.accepted, self.access, checked, reason, now=datetime.now(UTC))

    def reopen(self, checked: CheckedSentence) -> None:
        """Forget the reason with which a sentence stands."""
        self._workspace.accepted.withdraw(self.access, sentence_hash(checked), checked.verdict)

    def annotated(self, content: bytes, check: DraftCheck, name: str, *, footnotes: bool) -> bytes:
        """Return the same file with what was found; raises CannotReadError."""
        return annotate(content, check, footnotes=footnotes, name=name)
