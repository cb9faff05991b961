"""What the page of drafts needs of the workspace: templates and companies, a reader's drafts, their text and its sources, and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

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
from research.nouns.drafts import Draft
from research.nouns.editing import DraftDifference, DraftSummary, DraftVersion, OpenDraft, Saved
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.ledger import DraftStore
from research.settings import Settings
from ui.out.draft_files import draft_file
from ui.pages.desk import Desk


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

    `link` gives a draft's sources the addresses that they lead to.
    """

    def __init__(self, workspace: DraftsWorkspace, desk: Desk, link: Callable[[Access, Draft], Draft]) -> None:
        self._workspace, self._link = workspace, link
        self.desk, self.access = desk, desk.access

    def drafts(self) -> list[DraftSummary]:
        """Return the newest version of each of this reader's drafts, the last saved first."""
        return self._workspace.draft_editor.drafts(self.access)

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

    def changed_since(self, opened: OpenDraft, base: int) -> tuple[str, ...]:
        """Return the headings of the sections that other hands changed since a version; only the text's place where none did."""
        found = self.difference(opened.draft.id, base, opened.draft.version)
        return tuple(dict.fromkeys(one.heading for one in found.sections)) or ("no words of the text",)

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
        """Return a draft as a file, ".docx", ".md" or ".html", its sources with their links; raises CannotReadError."""
        return draft_file(self._link(self.access, cited_only(draft)), ending, self._workspace.settings.home / "templates")

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


def _named(names: Sequence[str], directory: Sequence[Company]) -> list[Company]:
    """Return the companies of some names; raises NotFoundError for one that is not there (any more)."""
    known = {one.name: one for one in directory}
    lacking = next((name for name in names if name not in known), None)
    if lacking is not None:
        raise NotFoundError(f"{lacking[:80] or 'the company'} is not in the library", "choose a company of the list")
    return [known[name] for name in names]
