"""Whose draft a reader names: their own, or one that somebody of their team sent to those who review.

A draft that was sent is there for a reader who reviews, is not its writer, and may see every document that it or a version before it was
made from, at that moment; for everybody else it is as if it were not. Of its versions those are there that were sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from research.audit.acts import Act, Acts
from research.drafting.editing.withholding import documents_of
from research.errors import NotFoundError
from research.nouns.access import SYSTEM, Access
from research.nouns.drafts import Draft, DraftState
from research.nouns.editing import DraftSummary, DraftVersion, OpenDraft, SentDraft, SignOffAction
from research.nouns.queries import DocumentFilter
from research.nouns.roles import Action
from research.nouns.users import name_key
from research.protocols.documents import DocumentStore
from research.protocols.ledger import DraftStore

_LONGEST_SHOWN = 90
# Of so many openings it is remembered that they are on record.
_MOST_OPENINGS = 10_000


@dataclass(frozen=True, slots=True)
class Addressed:
    """Where a draft lies that a reader names: its id, and its writer as the store knows them. `address` is how the reader names it."""

    id: str
    writer: Access
    address: str
    is_own: bool = True


class DraftReviews:
    """Finds drafts for their writers and for those who review them."""

    def __init__(self, drafts: DraftStore, documents: DocumentStore, acts: Acts) -> None:
        self._drafts, self._documents, self._acts = drafts, documents, acts
        self._told: set[tuple[Access, str, int]] = set()

    def awaiting(self, access: Access) -> list[DraftSummary]:
        """Return the drafts that wait for the reader to review or release them, the last saved first; none for who does not review."""
        waiting = {DraftState.IN_REVIEW, DraftState.REVIEWED}
        return [replace(one.summary, id=_address(one.summary)) for one in self._visible(access) if one.summary.state in waiting]

    def find(self, named: str, access: Access) -> Addressed:
        """Return where a draft lies: of an id the reader's own, there or not, of "USER/ID" that of another; raises NotFoundError."""
        user, _, draft_id = named.rpartition("/")
        if not user or name_key(user) == name_key(access.user):
            return Addressed(draft_id, access, draft_id)
        for one in self._visible(access, user, draft_id):
            return Addressed(draft_id, Access(one.summary.by), _address(one.summary), is_own=False)
        raise NotFoundError(f"no draft {named[:_LONGEST_SHOWN]}", "desk drafts awaiting shows what there is to review")

    def versions(self, at: Addressed) -> list[DraftVersion]:
        """Return the versions of a draft that was found, the newest first: of another's those that were sent."""
        found = self._drafts.versions(at.writer, at.id)
        return found if at.is_own else [one for one in found if _was_sent(one)]

    def get(self, at: Addressed, version: int | None = None) -> Draft:
        """Return the newest version of a draft that was found, or that of a number; raises NotFoundError."""
        if at.is_own:
            return self._drafts.get(at.writer, at.id, version)
        numbers = [one.number for one in self.versions(at)]
        if not numbers or (version is not None and version not in numbers):
            raise NotFoundError(f"no version {version} of draft {at.address}", "desk drafts show tells its versions")
        return replace(self._drafts.get(at.writer, at.id, version or numbers[0]), id=at.address)

    def record_opening(self, at: Addressed, opened: OpenDraft, access: Access) -> None:
        """Record that somebody opened a version of another's draft, once for each of their rights while this process runs."""
        key = (access, at.address, opened.draft.version)
        if at.is_own or key in self._told:
            return
        if len(self._told) >= _MOST_OPENINGS:
            self._told.clear()
        details = (("draft", at.id), ("of", at.writer.user), ("version", str(opened.draft.version)), ("sha256", opened.sha256))
        cited = tuple(one.citation.document_id for one in opened.draft.sources)
        self._acts.record(access, Act("open draft", opened.draft.title, details, cited))
        self._told.add(key)

    def made_from(self, at: Addressed) -> tuple[str, ...]:
        """Return the documents that a draft's versions cite or choose, without those that are not in the library any more."""
        found: set[str] = set()
        for one in self._drafts.versions(at.writer, at.id):
            sent = [signed for signed in one.sign_offs if signed.action is SignOffAction.SENT]
            if sent:  # it has those of the versions before
                found.update(sent[-1].documents)
                break
            found |= documents_of(self._drafts.get(at.writer, at.id, one.number))
        there = self._documents.find(SYSTEM, DocumentFilter(ids=tuple(sorted(found)), any_state=True)) if found else []
        return tuple(sorted(one.id for one in there))

    def _visible(self, access: Access, user: str = "", draft_id: str = "") -> list[SentDraft]:
        if not access.in_team or not access.may(Action.REVIEW):
            return []
        sent = [one for one in self._drafts.sent(user, draft_id) if name_key(one.summary.by) != name_key(access.user)]
        there = self._there(access, sent)
        return [one for one in sent if there.issuperset(one.documents) and one.summary.company not in access.closed]

    def _there(self, access: Access, sent: Sequence[SentDraft]) -> frozenset[str]:
        ids = sorted({name for one in sent for name in one.documents})
        found = self._documents.find(access, DocumentFilter(ids=tuple(ids), any_state=True)) if ids else []
        return frozenset(one.id for one in found)


def _was_sent(version: DraftVersion) -> bool:
    return any(one.action is SignOffAction.SENT for one in version.sign_offs)


def _address(summary: DraftSummary) -> str:
    return f"{summary.by}/{summary.id}"
