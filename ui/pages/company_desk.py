"""What the company's page needs of the workspace: statements side by side, kept until the catalog changes, and their sources."""

from __future__ import annotations

from typing import Protocol

from ingest.fact_upkeep import FactUpkeep, FactWorkspace, ListedCorrection
from research.audit.describing import statement_act
from research.coverage import figures_unread
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.documents import Document
from research.nouns.facts import Fact
from research.nouns.sheets import SheetRequest, StatementSheet
from research.statements.service import SheetChoice, StatementReader
from ui.pages.desk import Desk
from ui.pages.library_desk import LibraryDesk, LibraryWorkspace
from ui.pages.recent import Recent

# Sheets that are kept in memory, for all readers together.
MOST_SHEETS = 24


class CompanyWorkspace(LibraryWorkspace, FactWorkspace, Protocol):
    """What the page needs of a workspace."""

    @property
    def statements(self) -> StatementReader:
        """Return what puts statements side by side."""
        ...


class CompanyDesk:
    """One workspace's companies for one reader; shared by the sessions of a process and safe to use from several threads."""

    def __init__(self, workspace: CompanyWorkspace, desk: Desk, library: LibraryDesk) -> None:
        self._workspace = workspace
        self._sheets: Recent[StatementSheet] = Recent(MOST_SHEETS)
        self._choices: Recent[tuple[SheetChoice, ...]] = Recent(MOST_SHEETS)
        self.desk, self.library = desk, library
        self.upkeep = FactUpkeep(workspace)

    @property
    def access(self) -> Access:
        """Return what this reader may see now."""
        return self.desk.access

    def companies(self) -> tuple[Company, ...]:
        """Return the companies of the documents that answer, ordered by name."""
        return self.library.companies()

    def reporting(self) -> tuple[Company, ...]:
        """Return those of them that report figures, ordered by name."""
        return self.library.reporting()

    def choices(self, company: Company) -> tuple[SheetChoice, ...]:
        """Return what of a company can be put side by side."""
        key = (self._workspace.documents.version(), self.access, company)
        return self._choices.get(key) or self._choices.put(key, self._workspace.statements.choices(self.access, company))

    def sheet(self, company: Company, request: SheetRequest) -> StatementSheet:
        """Return a statement side by side; the first look at it in a state of the library is recorded."""
        key = (self._workspace.documents.version(), self.access, company, request)
        found = self._sheets.get(key)
        if found is None:
            found = self._sheets.put(key, self._workspace.statements.sheet(self.access, company, request))
            self.desk.acts.record(self.access, statement_act(found))
        return found

    def corrections(self, company: Company) -> list[ListedCorrection]:
        """Return the corrections of the figures of a company's documents, undone ones too, the last made first."""
        return self.upkeep.corrections(self.access, self._documents(company))

    def unread(self, company: Company) -> tuple[str, ...]:
        """Return a line for each document of a company whose figures are not read yet."""
        return figures_unread(self._documents(company))

    def cite(self, fact: Fact, marker: str) -> Citation:
        """Return the citation of a figure's printed row; raises NotFoundError, QuoteNotFoundError."""
        return self._workspace.statements.cite(self.access, fact, marker)

    def _documents(self, company: Company) -> list[Document]:
        return self.library.of_company(company)
