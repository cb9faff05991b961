"""A question as understood against a library."""

from __future__ import annotations

from dataclasses import dataclass

from research.concepts.catalogue import Concept
from research.directory import Company
from research.metrics.engine import Question
from research.metrics.wanted import concepts_of
from research.nouns.access import Access
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Document
from research.retrieval.scope import Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """The plan, the concept and the companies it names, every document that may be searched, and those in scope.

    `chosen` tells that the reader chose the documents: no other may be used.
    """

    plan: QuestionPlan
    concept: Concept | None
    companies: tuple[Company, ...]
    documents: tuple[Document, ...]
    scope: Scope
    chosen: bool = False

    @property
    def wanted(self) -> tuple[Concept, ...]:
        """Return the concepts whose rows show the figure that is asked for."""
        return concepts_of(self.plan)

    def asked(self, access: Access, company: Company) -> Question:
        """Return what figures of a company are asked with: every document of its that may be searched, under all its spellings."""
        own = tuple(document for document in self.documents if document.company in company.spellings)
        return Question(access, company.name, tuple(company.spellings), own)
