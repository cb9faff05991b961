"""The editor of drafts: what a reader may open, every save a version, nothing that was typed lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from research.drafting.editing.differences import difference
from research.drafting.editing.keeping import Change, DraftKeeper, Kept
from research.drafting.editing.merging import Merged, holds, merged, typed_section
from research.drafting.editing.parsing import cleaned
from research.drafting.editing.sections import find_section, section_of
from research.drafting.editing.texts import block_text, text_of
from research.drafting.editing.withholding import Shown, show
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import Block, Draft, Section, SectionConflict
from research.nouns.editing import DraftDifference, DraftSummary, DraftVersion, OpenDraft, Saved
from research.protocols.documents import DocumentStore
from research.protocols.ledger import DraftStore

# In how many of the versions before a table or chart is looked for that a typed line names and the newest version has not.
_VERSIONS_BACK = 60


@dataclass(frozen=True, slots=True)
class Editing:
    """What drafts are edited with."""

    drafts: DraftStore
    documents: DocumentStore
    now: Callable[[], datetime]


class DraftEditor:
    """Opens, edits and signs drafts for readers; each user's drafts are their own."""

    def __init__(self, editing: Editing) -> None:
        self._drafts, self._documents, self._now = editing.drafts, editing.documents, editing.now
        self._keeper = DraftKeeper(editing.drafts, editing.now)

    def drafts(self, access: Access) -> list[DraftSummary]:
        """Return the reader's drafts, the last saved first."""
        return self._drafts.drafts(access)

    def open(self, draft_id: str, access: Access, version: int | None = None, *, tab: str = "") -> OpenDraft:
        """Return a draft's newest version, or that of a number, as the reader may see it now; raises NotFoundError.

        What cites a document that is not there for them is withheld, and named. `tab` is the one that opens it: what others save from now
        on is a version of its own.
        """
        wanted = self._drafts.get(access, draft_id, version).version
        self._drafts.see(access, draft_id, wanted, tab=tab)
        shown = self._shown(access, self._drafts.get(access, draft_id, wanted))
        versions = tuple(self._drafts.versions(access, draft_id))
        signed = tuple(signed for one in reversed(versions) for signed in one.sign_offs)
        digest = next(one.sha256 for one in versions if one.number == wanted)
        return OpenDraft(shown.draft, digest, versions, signed, shown.withheld)

    @staticmethod
    def text_of(section: Section) -> str:
        """Return what the writer edits: paragraphs with the marks of their sources, tables and charts as one line each."""
        return text_of(section)

    def edit(self, draft_id: str, section_id: str, text: str, access: Access, *, base: int, tab: str = "") -> Saved:
        """Save a section's text and return what it came to. `base` is the version that the tab had, `tab` its name.

        Other tabs' changes of other sections stay; where the same section was changed elsewhere this text stands and the other one is kept
        beside it. A save that changes nothing makes no version. Raises NotFoundError, LimitExceededError, CouldNotAskError.
        """
        before = self._base(access, draft_id, base)
        said: list[Merged] = []

        def change(newest: Draft) -> Change:
            """Return the newest version with this text."""
            shown = before or self._shown(access, newest)
            section = find_section(shown.whole, section_id) or section_of(newest, section_id)
            typed = typed_section(cleaned(text, section.heading), section, shown, self._earlier(access, shown.whole))
            one = merged(typed, before.whole if before else None, newest, now=self._now())
            said.append(one)
            return Change(self._settled(access, one.draft, one.section), section_id, is_new=one.is_new)

        kept = self._keeper.keep(access, draft_id, change, tab=tab)
        return self._saved(access, kept, section_id, said[-1].conflict)

    def settle(self, draft_id: str, section_id: str, access: Access, *, tab: str = "") -> Saved:
        """Return the draft without the other texts of a section: the writer has read them, and this one stands."""

        def change(newest: Draft) -> Change:
            """Return the newest version without them."""
            left = tuple(one for one in newest.conflicts if one.section != section_id)
            return Change(replace(newest, conflicts=left), section_id, "settle", is_new=left != newest.conflicts)

        return self._saved(access, self._keeper.keep(access, draft_id, change, tab=tab), section_id)

    def versions(self, draft_id: str, access: Access) -> tuple[DraftVersion, ...]:
        """Return the versions of a draft, the newest first; raises NotFoundError for one that is not there."""
        found = self._drafts.versions(access, draft_id)
        if not found:
            raise NotFoundError(f"no draft {draft_id} of {access.user}", "desk drafts list shows what there is")
        return tuple(found)

    def difference(self, draft_id: str, old: int, new: int, access: Access) -> DraftDifference:
        """Return what changed from one version to another, as far as the reader may see both; raises NotFoundError."""
        first, second = (self._shown(access, self._drafts.get(access, draft_id, number)).draft for number in (old, new))
        return difference(first, second)

    def _shown(self, access: Access, draft: Draft) -> Shown:
        """Return a draft as the reader may see it, the other texts of its sections with it."""
        shown = show(self._documents, access, draft)
        if not draft.conflicts:
            return shown
        conflicts = tuple(replace(one, text=self._other(access, draft.id, one)) for one in draft.conflicts)
        return replace(shown, draft=replace(shown.draft, conflicts=conflicts))

    def _other(self, access: Access, draft_id: str, conflict: SectionConflict) -> str:
        """Return the other text of a section, as the reader may see it."""
        version = show(self._documents, access, self._drafts.get(access, draft_id, conflict.version)).draft
        section = find_section(version, conflict.section)
        return text_of(section) if section else ""

    def _base(self, access: Access, draft_id: str, base: int) -> Shown | None:
        try:
            return self._shown(access, self._drafts.get(access, draft_id, base))
        except NotFoundError:
            self._drafts.get(access, draft_id)
            return None

    def _earlier(self, access: Access, draft: Draft) -> Callable[[str], Block | None]:
        """Return what finds a table or chart in the versions before: a line that was taken out, or half typed, and is back."""

        def find(line: str) -> Block | None:
            """Return the block of a line."""
            for number in range(draft.version - 1, max(draft.version - _VERSIONS_BACK, 0), -1):
                try:
                    before = self._drafts.get(access, draft.id, number)
                except NotFoundError:
                    continue
                for section in before.sections:
                    for block in section.blocks:
                        if block.kind in {"table", "chart"} and block_text(block) == line:
                            return block
            return None

        return find

    def _settled(self, access: Access, draft: Draft, section: Section) -> Draft:
        """Return a draft without the conflicts whose other text a section has by now, word for word."""
        own = [one for one in draft.conflicts if one.section == section.id and one.version < draft.version]
        gone = []
        for one in own:
            other = find_section(self._keeper.of(access, draft.id, one.version), section.id)
            if other is None or holds(text_of(section), text_of(other)):
                gone.append(one)
        return replace(draft, conflicts=tuple(one for one in draft.conflicts if one not in gone))

    def _saved(self, access: Access, kept: Kept, section_id: str, conflict: SectionConflict | None = None) -> Saved:
        shown = self._shown(access, kept.draft)
        number = kept.draft.version
        digest = next(one.sha256 for one in self._drafts.versions(access, kept.draft.id) if one.number == number)
        other = next((one for one in shown.draft.conflicts if conflict and one.version == conflict.version), None)
        return Saved(shown.draft, digest, section_of(shown.draft, section_id), other, kept.reopened)
