"""Reads statements side by side from the catalog, for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.citations import resolve_fact
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import Citation
from research.nouns.documents import Document
from research.nouns.facts import Fact, Statement
from research.nouns.queries import DocumentFilter, FactFilter
from research.nouns.roles import Action
from research.nouns.sheets import SheetRequest, SheetSpan, StatementSheet
from research.protocols.documents import DocumentStore, FactStore
from research.statements.assemble import assemble, spans_of
from research.statements.printed import PrintedStatement, of_statement, read_others, read_printed


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A statement that a company has figures of (None: its other tables), and the spans that they cover."""

    statement: Statement | None
    spans: tuple[SheetSpan, ...]


class StatementReader:
    """Puts the statements of a company's filings side by side; it never looks beyond what the reader may see."""

    def __init__(self, documents: DocumentStore, facts: FactStore) -> None:
        self._documents = documents
        self._facts = facts

    def choices(self, access: Access, company: Company) -> tuple[SheetChoice, ...]:
        """Return what can be put side by side: the statements in the order that filings print them, then the other tables."""
        wanted = (*Statement, None)
        found = ((statement, spans_of(self._printed(access, company, statement, heads=False))) for statement in wanted)
        return tuple(SheetChoice(statement, spans) for statement, spans in found if spans)

    def sheet(self, access: Access, company: Company, request: SheetRequest) -> StatementSheet:
        """Return a statement side by side; without rows when nothing of it was read for the span."""
        access.need(Action.ASK)
        return assemble(company.name, request, self._printed(access, company, request.statement, heads=True))

    def cite(self, access: Access, fact: Fact, marker: str) -> Citation:
        """Return the citation of a figure's printed row; raises NotFoundError, QuoteNotFoundError."""
        return resolve_fact(self._documents, access, fact, marker=marker)

    def _printed(self, access: Access, company: Company, statement: Statement | None, *, heads: bool) -> list[PrintedStatement]:
        """Return each filing's statement; without `heads` no page is read."""
        documents = {one.id: one for one in self._documents.find(access, DocumentFilter(companies=company.spellings))}
        if not documents:
            return []
        wanted = FactFilter(statements=(statement,) if statement else (), document_ids=tuple(documents), everything=True)
        by_document: dict[str, list[Fact]] = {}
        for fact in self._facts.find(access, wanted):
            if of_statement(fact, statement):
                by_document.setdefault(fact.document_id, []).append(fact)
        return [self._read(access, documents[at], facts, heads=heads and statement is not None) for at, facts in by_document.items()]

    def _read(self, access: Access, document: Document, facts: Sequence[Fact], *, heads: bool) -> PrintedStatement:
        if facts[0].statement is None:
            return read_others(document, facts)
        numbers = sorted({fact.page for fact in facts}) if heads else []
        pages = {page.number: (page, text) for page, text in self._documents.pages(access, document.id, numbers)} if numbers else {}
        return read_printed(document, facts, pages)
