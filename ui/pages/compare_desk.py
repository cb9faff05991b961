"""What the page that compares two documents needs of the workspace: companies, their documents, and comparisons that are kept."""

from __future__ import annotations

from typing import Protocol

from research.directory import Company
from research.drafting.comparing.comparer import DocumentComparer
from research.nouns.comparisons import Comparison
from research.nouns.documents import PAPERS, Document
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from ui.pages.desk import Desk
from ui.pages.recent import Recent

# Comparisons that are kept in memory, for all readers together: at most some 10 MiB each.
MOST_COMPARISONS = 6


class CompareWorkspace(Protocol):
    """What the page needs of a workspace."""

    @property
    def documents(self) -> DocumentStore:
        """Return the documents."""
        ...

    @property
    def comparer(self) -> DocumentComparer:
        """Return what compares documents."""
        ...


class CompareDesk:
    """One workspace's comparisons for one reader; shared by the sessions of a process and safe to use from several threads."""

    def __init__(self, workspace: CompareWorkspace, desk: Desk) -> None:
        self._workspace = workspace
        self._kept: Recent[Comparison] = Recent(MOST_COMPARISONS)
        self.desk = desk

    def companies(self) -> tuple[Company, ...]:
        """Return the companies of which this reader may see two documents and more, ordered by name."""
        held = [one.company for one in self._papers(())]
        return tuple(one for one in self.desk.companies() if sum(company in one.spellings for company in held) > 1)

    def documents(self, company: Company) -> list[Document]:
        """Return a company's documents, the newest period first."""
        return sorted(self._papers(company.spellings), key=lambda one: (-_end(one), one.form_type or "~", one.name))

    def compare(self, first: str, second: str) -> Comparison:
        """Return what two documents, given by name, say differently; raises NotFoundError, UsageError."""
        key = (self._workspace.documents.version(), self.desk.access, frozenset((first, second)))
        return self._kept.get(key) or self._kept.put(key, self._workspace.comparer.compare(self.desk.access, first, second))

    def _papers(self, spellings: tuple[str, ...]) -> list[Document]:
        return self._workspace.documents.find(self.desk.access, DocumentFilter(companies=spellings, kinds=PAPERS))


def _end(document: Document) -> int:
    return document.period_end.toordinal() if document.period_end else (document.fiscal_year or 0) * 366
