"""A question as understood against a library."""

from __future__ import annotations

from dataclasses import dataclass

from research.concepts.catalogue import Concept
from research.directory import Company
from research.nouns.answers import QuestionPlan
from research.nouns.documents import Document
from research.retrieval.scope import Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """The plan, the concept and the companies it names, every document that may be searched, and those in scope."""

    plan: QuestionPlan
    concept: Concept | None
    companies: tuple[Company, ...]
    documents: tuple[Document, ...]
    scope: Scope
