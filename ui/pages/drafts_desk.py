"""What the page of drafts needs of the workspace: templates and companies, a reader's drafts, their text and its sources, and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from research.citations import Quote
from research.directory import Company, CompanyDirectory
from research.drafting.editing.editor import DraftEditor
from research.drafting.editing.sources import cited_only
from research.drafting.templates.reading import Template
from research.drafting.templates.shelf import Shelved
from research.drafting.writing.desk import DraftDesk
from research.drafting.writing.elements import given_elements
from research.drafting.writing.subjects import companies_beside
from research.drafting.writing.writer import Subject, draft_id
from research.errors import NotFoundError, UsageError
from research.nouns.access import Access
from research.nouns.documents import PAPERS
from research.nouns.drafts import Draft, DraftState, Section, SourceChoice
from research.nouns.editing import DraftDifference, DraftSummary, DraftVersion, OpenDraft, Saved, SentenceSupport, Signature, SignOffAction
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import DraftStore
from research.settings import Settings
from ui.out.draft_files import draft_file
from ui.pages.desk import Desk
from ui.pages.recent import Recent
from ui.render.draft_found import FoundPassage, found_passages

# What was looked up before is there at once; for more the page does not keep its writer waiting.
SOON_SECONDS = 0.4
LOOKED_UP_AT_ONCE = 2
MOST_SEARCHES = 200

if TYPE_CHECKING:
    from research.workspace import SearchResult


class DraftsWorkspace(Protocol):
    """What the page needs of a workspace."""

    @property
    def settings(self) -> Settings:
        """Return the settings."""
        ...

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def directory(self) -> CompanyDirectory:
        """Return the library's companies."""
        ...

    @property
    def drafting(self) -> DraftDesk:
        """Return what writes drafts from templates and keeps them."""
        ...

    @property
    def drafts(self) -> DraftStore:
        """Return the drafts as they are kept."""
        ...

    def search(self, query: str, access: Access, *, wanted: DocumentFilter | None = None) -> SearchResult:
        """Return the pages that bear on a query."""
        ...

    @property
    def draft_editor(self) -> DraftEditor:
        """Return what opens, edits and signs drafts."""
        ...


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A new draft as its form was filled: the template's and the companies' names, the topic, and the elements by name."""

    template: str
    company: str
    peers: tuple[str, ...] = ()
    topic: str = ""
    elements: Mapping[str, str] = field(default_factory=dict)


class DraftsDesk:
    """One workspace's drafts for one reader; shared by the sessions of a process and safe to use from several threads.

    `link` gives a draft's sources the addresses that they lead to. For `soon` seconds a page holds still for what is looked up before it
    goes on without it.
    """

    def __init__(
        self, workspace: DraftsWorkspace, desk: Desk, link: Callable[[Access, Draft], Draft], *, soon: float = SOON_SECONDS
    ) -> None:
        self._workspace, self._link, self.soon = workspace, link, soon
        self.desk = desk
        self._looking = ThreadPoolExecutor(LOOKED_UP_AT_ONCE, thread_name_prefix="drafts")
        self._found: Recent[tuple[FoundPassage, ...]] = Recent(MOST_SEARCHES)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.desk.access

    def drafts(self) -> list[DraftSummary]:
        """Return the newest version of each of this reader's drafts, the last saved first."""
        return self._workspace.draft_editor.drafts(self.access)

    def awaiting(self) -> list[DraftSummary]:
        """Return the drafts of others that wait for this reader to review or release them, the last saved first."""
        return self._workspace.draft_editor.awaiting(self.access)

    def open(self, draft_id: str, version: int | None, tab: str) -> OpenDraft:
        """Return a draft's newest version, or that of a number, as this reader may see it now; raises NotFoundError."""
        return self._workspace.draft_editor.open(draft_id, self.access, version, tab=tab)

    def newest(self, draft_id: str) -> DraftVersion:
        """Return which version of a draft is the newest now; raises NotFoundError."""
        return self._workspace.draft_editor.versions(draft_id, self.access)[0]

    def edit(self, draft_id: str, section: str, text: str, *, base: int, tab: str) -> Saved:
        """Save a section's text; raises as `DraftEditor.edit`."""
        return self._workspace.draft_editor.edit(draft_id, section, text, self.access, base=base, tab=tab)

    def settle(self, draft_id: str, section: str, tab: str) -> Saved:
        """Have a section's text stand: its other texts are kept in their versions alone."""
        return self._workspace.draft_editor.settle(draft_id, section, self.access, tab=tab)

    def changed(self, draft_id: str, old: int, new: int) -> tuple[str, ...]:
        """Return the headings of the sections that changed from one version to another."""
        return tuple(dict.fromkeys(one.heading for one in self.difference(draft_id, old, new).sections))

    def support(self, draft: Draft, section: Section) -> Future[tuple[SentenceSupport, ...]]:
        """Begin to look up what each sentence of a section rests on, anew only where it changed, while the writer goes on."""
        return self._looking.submit(self._workspace.draft_editor.support, draft, section, self.access)

    def accept(self, support: SentenceSupport, reason: str) -> None:
        """Let a sentence stand for a reason; raises UsageError without one."""
        self._workspace.draft_editor.accept(support, reason, self.access)

    def withdraw(self, support: SentenceSupport) -> None:
        """Forget the reason with which a sentence stands."""
        self._workspace.draft_editor.withdraw(support, self.access)

    def find(self, query: str, company: str | None) -> tuple[FoundPassage, ...]:
        """Return passages of the library that bear on words, of one company's papers or of all; raises UsageError, LimitExceededError."""
        key = (self._workspace.documents.version(), self.access, query, company)
        return self._found.get(key) or self._found.put(key, self._search(query, company))

    def _search(self, query: str, company: str | None) -> tuple[FoundPassage, ...]:
        known = next((one for one in self._workspace.directory.companies(self.access) if company in {one.name, *one.spellings}), None)
        wanted = DocumentFilter(companies=known.spellings) if known else DocumentFilter()
        found = self._workspace.search(query, self.access, wanted=wanted)
        return found_passages(found.retrieval.results, query)

    def title(self, document_id: str) -> str:
        """Return what a document is called; raises NotFoundError."""
        document = self.desk.document(document_id)
        return document.title or document.name

    def regenerate(self, draft_id: str, section: str, tab: str) -> Saved:
        """Write a section anew from its template; raises as `DraftEditor.regenerate`."""
        return self._workspace.draft_editor.regenerate(draft_id, section, self.access, tab=tab)

    def insert(self, draft_id: str, section: str, place: Quote, tab: str) -> Saved:
        """Put a passage at the end of a section, word for word with its source; raises as `DraftEditor.insert`."""
        return self._workspace.draft_editor.insert(draft_id, section, place, self.access, tab=tab)

    def cite(self, draft_id: str, section: str, support: SentenceSupport, tab: str) -> Saved:
        """Let a sentence cite the source that was found for it; raises as `DraftEditor.cite`."""
        found = support.citation
        if found is None:
            raise UsageError("no source was found for this sentence", "look for one under Find more")
        place = Quote(found.document_id, found.page, found.quote, (found.start, found.end), found.figure)
        return self._workspace.draft_editor.cite(draft_id, section, place, self.access, text=support.text, tab=tab)

    def swap(self, draft_id: str, section: str, place: Quote, *, marker: str, tab: str) -> Saved:
        """Let the sentences of a section that cite a mark cite a passage instead; raises as `DraftEditor.swap`."""
        return self._workspace.draft_editor.swap(draft_id, section, place, self.access, marker=marker, tab=tab)

    def choose(self, draft_id: str, choice: SourceChoice, *, back: bool, tab: str) -> Saved:
        """Pin or exclude a source for a section, or take that back; raises as `DraftEditor.choose`."""
        return self._workspace.draft_editor.choose(draft_id, choice, self.access, back=back, tab=tab)

    def fill(self, draft_id: str, name: str, value: str, tab: str) -> Saved:
        """Give an element of a draft, "" to open it again; raises UsageError."""
        return self._workspace.draft_editor.fill(draft_id, {name: value}, self.access, tab=tab)

    def blocking(self, draft_id: str) -> Future[tuple[str, ...]]:
        """Begin to look up what keeps the newest version of a draft from release, one line each."""
        return self._looking.submit(self._workspace.draft_editor.blocking, draft_id, self.access)

    def sign(self, action: SignOffAction, opened: OpenDraft, comment: str) -> OpenDraft:
        """Sign the version that is shown, as it is shown, or send, note on, return or reopen it; raises as `DraftEditor.sign`."""
        signing = Signature(action, opened.draft.version, opened.sha256, comment)
        return self._workspace.draft_editor.sign(signing, opened.draft.id, self.access)

    def difference(self, draft_id: str, old: int, new: int) -> DraftDifference:
        """Return what changed between two versions; raises NotFoundError."""
        return self._workspace.draft_editor.difference(draft_id, old, new, self.access)

    def templates(self) -> tuple[Shelved, ...]:
        """Return every template, those that cannot be used with why."""
        return self._workspace.drafting.shelf.all()

    def house(self) -> dict[str, str]:
        """Return the elements that the house gives for every draft; raises CannotReadError."""
        return self._workspace.drafting.house

    def companies(self) -> tuple[Company, ...]:
        """Return the companies of which this reader may see a paper, by name."""
        held = {one.company for one in self._workspace.documents.find(self.access, DocumentFilter(kinds=PAPERS))}
        return tuple(one for one in self._workspace.directory.companies(self.access) if held & set(one.spellings))

    def kept(self, wanted: NewDraft) -> Draft | None:
        """Return the newest version of the draft that a new one would follow, None where it would be the first; raises as `write`."""
        template = self._workspace.drafting.shelf.the(wanted.template)
        try:
            return self._workspace.drafts.get(self.access, draft_id(template, self._subject(template, wanted)))
        except NotFoundError:
            return None

    def write(self, wanted: NewDraft) -> Draft:
        """Return a new draft as kept; raises UsageError for what its template needs and the form lacks, and as `DraftDesk.write`."""
        drafting = self._workspace.drafting
        template = drafting.shelf.the(wanted.template)
        written = drafting.write(template, self._subject(template, wanted), self.access, datetime.now(UTC))
        return drafting.keep(written, self.access)

    def file(self, draft: Draft, ending: str) -> bytes:
        """Return a draft as a file, ".docx", ".md" or ".html", as this reader may see it now, its sources with their links.

        Raises NotFoundError, CannotReadError.
        """
        access = self.access
        now = self._workspace.draft_editor.as_shown(draft.id, access, draft.version)
        return draft_file(self._link(access, cited_only(now)), ending, self._workspace.settings.home / "templates")

    def _subject(self, template: Template, wanted: NewDraft) -> Subject:
        directory = self._workspace.directory.companies(self.access)
        company, *peers = _named([wanted.company, *wanted.peers], directory)
        about, topic = template.front.about, " ".join(wanted.topic.split())
        if about == "topic" and not topic:
            raise UsageError("The topic is empty", "write what the draft is about, for example tariffs")
        beside = tuple(peers)
        if about == "peers" and not beside:
            beside = companies_beside(self._workspace.documents, self.access, company, directory)
        elements = given_elements([f"{name}={value}" for name, value in wanted.elements.items()], template.front)
        return Subject(company, beside if about == "peers" else (), topic if about == "topic" else "", elements)


def has_been_edited(draft: Draft) -> bool:
    """Return whether somebody has worked on a draft since it was written: then it is never written over."""
    return draft.state is not DraftState.DRAFT or any(section.id for section in draft.sections)


def _named(names: Sequence[str], directory: Sequence[Company]) -> list[Company]:
    """Return the companies of some names; raises NotFoundError for one that is not there (any more)."""
    known = {one.name: one for one in directory}
    lacking = next((name for name in names if name not in known), None)
    if lacking is not None:
        raise NotFoundError(f"{lacking[:80] or 'the company'} is not in the library", "choose a company of the list")
    return [known[name] for name in names]
