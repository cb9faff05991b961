"""The editor of drafts: what a reader may open, every save a version, nothing that was typed lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from research.audit.acts import Acts
from research.citations import Quote
from research.directory import CompanyDirectory
from research.drafting.checking.accepted import accept
from research.drafting.checking.checker import DraftChecker
from research.drafting.editing.choosing import chosen, filled
from research.drafting.editing.differences import difference
from research.drafting.editing.keeping import Change, DraftKeeper, Kept
from research.drafting.editing.merging import Merged, holds, merged, typed_section
from research.drafting.editing.opening import as_edited, as_told
from research.drafting.editing.parsing import cleaned
from research.drafting.editing.placing import PassagePlacer, cited, inserted, swapped
from research.drafting.editing.reviewing import Addressed, DraftReviews
from research.drafting.editing.rewriting import rewritten, wanted_section
from research.drafting.editing.sections import find_section, section_of, with_ids
from research.drafting.editing.signing import DraftSigner
from research.drafting.editing.supporting import SupportFinder, as_checked
from research.drafting.editing.texts import block_text, text_of
from research.drafting.editing.withholding import Shown, show
from research.drafting.writing.desk import DraftDesk
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.drafts import Block, Draft, Section, SectionConflict, SourceChoice
from research.nouns.editing import DraftDifference, DraftSummary, DraftVersion, OpenDraft, Saved, SentenceSupport, Signature, SignOffAction
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import AcceptedStore, DraftStore
from research.verification.citing import EvidenceReader

# In how many of the versions before a table or chart is looked for that a typed line names and the newest version has not.
_VERSIONS_BACK = 60


@dataclass(frozen=True, slots=True)
class Editing:
    """What drafts are edited with."""

    drafts: DraftStore
    documents: DocumentStore
    evidence: EvidenceReader
    checker: DraftChecker
    desk: DraftDesk
    directory: CompanyDirectory
    accepted: AcceptedStore
    acts: Acts
    now: Callable[[], datetime]


class DraftEditor:
    """Opens, edits and signs drafts for readers; each user's drafts are their own.

    Those of others that were sent to review are named "USER/ID": they are opened, compared and signed, and never edited.
    """

    def __init__(self, editing: Editing) -> None:
        self._drafts, self._documents, self._now = editing.drafts, editing.documents, editing.now
        self._keeper = DraftKeeper(editing.drafts, editing.now)
        self._desk, self._directory = editing.desk, editing.directory
        self._accepted = editing.accepted
        self._placer = PassagePlacer(editing.documents, editing.evidence)
        self._support = SupportFinder(editing.checker, editing.documents, editing.evidence, editing.accepted)
        self._signer = DraftSigner(editing.drafts, self._support, editing.now)
        self._reviews = DraftReviews(editing.drafts, editing.documents, editing.acts)

    def drafts(self, access: Access) -> list[DraftSummary]:
        """Return the reader's drafts, the last saved first."""
        return self._drafts.drafts(access)

    def awaiting(self, access: Access) -> list[DraftSummary]:
        """Return the drafts of others that wait for the reader to review or release them, the last saved first."""
        return self._reviews.awaiting(access)

    def open(self, draft_id: str, access: Access, version: int | None = None, *, tab: str = "") -> OpenDraft:
        """Return a draft's newest version, or that of a number, as the reader may see it now; raises NotFoundError.

        What cites a document that is not there for them is withheld, and named. `tab` is the one that opens it: what others save from now
        on is a version of its own.
        """
        at = self._reviews.find(draft_id, access)
        wanted = self._reviews.get(at, version).version
        if at.is_own:
            self._drafts.see(access, at.id, wanted, tab=tab)
        opened = self._opened(at, access, wanted)
        self._reviews.record_opening(at, opened, access)
        return opened

    def as_shown(self, draft_id: str, access: Access, version: int) -> Draft:
        """Return a version of a draft as the reader may see it now, without having it count as opened; raises NotFoundError."""
        return self._shown(access, self._reviews.get(self._reviews.find(draft_id, access), version)).draft

    def _opened(self, at: Addressed, access: Access, version: int) -> OpenDraft:
        shown = self._shown(access, self._reviews.get(at, version))
        versions = tuple(self._reviews.versions(at))
        signed = tuple(signed for one in reversed(versions) for signed in one.sign_offs)
        digest = next(one.sha256 for one in versions if one.number == version)
        return OpenDraft(shown.draft, digest, versions, signed, shown.withheld, "" if at.is_own else at.writer.user)

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
            typed = typed_section(cleaned(text, section.heading), section, shown, self._earlier(access, shown.whole, section_id))
            one = merged(typed, before.whole if before else None, newest, now=self._now())
            said.append(one)
            made = as_edited(as_told(newest, one.draft)) if one.is_new else one.draft
            return Change(self._settled(access, made, one.section), section_id, is_new=one.is_new)

        kept = self._keeper.keep(access, draft_id, change, tab=tab)
        return self._saved(access, kept, section_id, said[-1].conflict)

    def settle(self, draft_id: str, section_id: str, access: Access, *, tab: str = "") -> Saved:
        """Return the draft without the other texts of a section: the writer has read them, and this one stands."""

        def change(newest: Draft) -> Change:
            """Return the newest version without them."""
            left = tuple(one for one in newest.conflicts if one.section != section_id)
            return Change(replace(newest, conflicts=left), section_id, "settle", is_new=left != newest.conflicts)

        return self._saved(access, self._keeper.keep(access, draft_id, change, tab=tab), section_id)

    def support(self, draft: Draft, section: Section, access: Access) -> tuple[SentenceSupport, ...]:
        """Return what each sentence of a section rests on: its own footnotes, else a source that the library has for it."""
        return self._support.support(draft, section, access, self._reviews.find(draft.id, access).writer)

    def accept(self, support: SentenceSupport, reason: str, access: Access) -> None:
        """Let a sentence stand for a reason, wherever it stands in these words; raises UsageError where nothing speaks against it."""
        accept(self._accepted, access, as_checked(support), reason, now=self._now())

    def withdraw(self, support: SentenceSupport, access: Access) -> bool:
        """Forget the reason for which a sentence stands and return whether there was one."""
        return self._accepted.withdraw(access, support.key, support.verdict)

    def insert(self, draft_id: str, section_id: str, place: Quote, access: Access, *, tab: str = "") -> Saved:
        """Put a passage at the end of a section, word for word with its source.

        Raises QuoteNotFoundError where it does not stand there, NotFoundError, UsageError.
        """
        source = self._placer.source(access, place)
        return self._changed(draft_id, section_id, access, lambda newest: inserted(newest, section_id, source), action="insert", tab=tab)

    def swap(self, draft_id: str, section_id: str, place: Quote, access: Access, *, marker: str, tab: str = "") -> Saved:
        """Let the sentences of a section that cite a mark cite a passage instead; whether it bears them out, `support` tells.

        Raises as `insert`, and UsageError where no sentence has the mark.
        """
        source = self._placer.source(access, place)
        return self._changed(
            draft_id, section_id, access, lambda newest: swapped(newest, section_id, marker, source), action="swap", tab=tab
        )

    def cite(self, draft_id: str, section_id: str, place: Quote, access: Access, *, text: str, tab: str = "") -> Saved:
        """Let the sentences of a section that say just this cite a passage too; whether it bears them out, `support` tells.

        Raises as `insert`, and UsageError where no sentence says it.
        """
        source = self._placer.source(access, place)
        return self._changed(draft_id, section_id, access, lambda newest: cited(newest, section_id, text, source), action="cite", tab=tab)

    def regenerate(self, draft_id: str, section_id: str, access: Access, *, tab: str = "") -> Saved:
        """Write a section anew from its template's evidence, from the pinned sources first and not from those that are excluded.

        The text that stood there stays in its version. Raises NotFoundError, UsageError, CannotReadError where the template does not give
        the section any more.
        """

        def change(newest: Draft) -> Draft:
            """Return the newest version with the section as written anew."""
            wanted = wanted_section(newest, section_id)
            found = self._desk.rewrite(newest, wanted, access, directory=self._directory.companies(access), now=self._now())
            return rewritten(newest, section_id, found)

        return self._changed(draft_id, section_id, access, change, action="regenerate", tab=tab)

    def choose(self, draft_id: str, choice: SourceChoice, access: Access, *, back: bool = False, tab: str = "") -> Saved:
        """Pin or exclude a document, or one page of it, for a section when it is written anew; with `back` take that back.

        Raises NotFoundError for a document that is not there for the reader.
        """
        if not back and not self._documents.find(access, DocumentFilter(ids=(choice.document_id,), any_state=True)):
            raise NotFoundError(f"document {choice.document_id} is not in the library", "search again")
        return self._changed(draft_id, choice.section, access, lambda newest: chosen(newest, choice, back=back), action="choose", tab=tab)

    def fill(self, draft_id: str, elements: Mapping[str, str], access: Access, *, tab: str = "") -> Saved:
        """Give elements of a draft ("rating"), "" to open one again; raises UsageError for one that it does not have."""
        return self._changed(draft_id, "", access, lambda newest: filled(newest, elements), action="fill", tab=tab)

    def blocking(self, draft_id: str, access: Access) -> tuple[str, ...]:
        """Return what keeps the newest version of a draft from release, one line each."""
        at = self._reviews.find(draft_id, access)
        return self._signer.blocking(self._shown(access, self._reviews.get(at)), access, at.writer)

    def sign(self, signing: Signature, draft_id: str, access: Access) -> OpenDraft:
        """Sign a version of a draft, or send, note on, return or reopen it, and return it as it is then; raises as `DraftSigner.sign`."""
        at = self._reviews.find(draft_id, access)
        shown = self._shown(access, self._reviews.get(at))
        self._signer.sign(signing, shown, access, at=at, made_from=lambda: self._reviews.made_from(at))
        return self._opened(at, access, signing.version)

    def review(self, draft_id: str, access: Access, *, version: int, sha256: str, comment: str = "") -> OpenDraft:
        """Sign a version as read; raises CouldNotAskError unless it is the newest one with this content, UsageError."""
        return self.sign(Signature(SignOffAction.REVIEWED, version, sha256, comment), draft_id, access)

    def release(self, draft_id: str, access: Access, *, version: int, sha256: str, comment: str = "") -> OpenDraft:
        """Sign a reviewed version as final; raises as `review`, and UsageError, which names it, while something is `blocking`."""
        return self.sign(Signature(SignOffAction.RELEASED, version, sha256, comment), draft_id, access)

    def reopen(self, draft_id: str, access: Access, *, version: int, sha256: str, comment: str = "") -> OpenDraft:
        """Make a reviewed or released draft one again; raises as `review`."""
        return self.sign(Signature(SignOffAction.REOPENED, version, sha256, comment), draft_id, access)

    def versions(self, draft_id: str, access: Access) -> tuple[DraftVersion, ...]:
        """Return the versions of a draft, the newest first; raises NotFoundError for one that is not there."""
        found = self._reviews.versions(self._reviews.find(draft_id, access))
        if not found:
            raise NotFoundError(f"no draft {draft_id} of {access.user}", "desk drafts list shows what there is")
        return tuple(found)

    def difference(self, draft_id: str, old: int, new: int, access: Access) -> DraftDifference:
        """Return what changed from one version to another, as far as the reader may see both; raises NotFoundError."""
        at = self._reviews.find(draft_id, access)
        first, second = (self._shown(access, self._reviews.get(at, number)).draft for number in (old, new))
        return difference(first, second)

    def _changed(self, draft_id: str, section_id: str, access: Access, change: Callable[[Draft], Draft], *, action: str, tab: str) -> Saved:
        """Save a change of the newest version and return what it came to."""

        def make(newest: Draft) -> Change:
            """Return the newest version as changed."""
            draft = change(newest)
            return Change(as_edited(as_told(newest, draft)), section_id, action, is_new=draft != newest)

        kept = self._keeper.keep(access, draft_id, make, tab=tab)
        return self._saved(access, kept, section_id or kept.draft.sections[0].id)

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

    def _earlier(self, access: Access, draft: Draft, section_id: str) -> Callable[[str], Block | None]:
        """Return what finds a table or chart in the versions before, of the same section first: a line that was taken out and is back."""

        def find(line: str) -> Block | None:
            """Return the block of a line."""
            for number in range(draft.version - 1, max(draft.version - _VERSIONS_BACK, 0), -1):
                try:
                    before = with_ids(self._drafts.get(access, draft.id, number))
                except NotFoundError:
                    continue
                for section in sorted(before.sections, key=lambda one: one.id != section_id):
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

    def _digest(self, access: Access, draft: Draft) -> str:
        """Return the hash of a version's content, most often the newest one's."""
        for limit in (1, None):
            for one in self._drafts.versions(access, draft.id, limit=limit):
                if one.number == draft.version:
                    return one.sha256
        raise NotFoundError(f"draft {draft.id} has no version {draft.version}", "open the draft again")

    def _saved(self, access: Access, kept: Kept, section_id: str, conflict: SectionConflict | None = None) -> Saved:
        shown = self._shown(access, kept.draft)
        digest = self._digest(access, kept.draft)
        other = next((one for one in shown.draft.conflicts if conflict and one.version == conflict.version), None)
        return Saved(shown.draft, digest, section_of(shown.draft, section_id), other, kept.reopened)
