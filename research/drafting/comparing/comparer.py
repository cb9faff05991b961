"""Compares two documents of one company for one reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from research.directory import CompanyDirectory
from research.drafting.comparing.figures import period_figures, restated_figures
from research.drafting.comparing.findings import PassageComparer, Side
from research.drafting.comparing.ordering import by_weight
from research.drafting.comparing.paragraphs import read_paragraphs
from research.drafting.comparing.quoting import PassageQuoter
from research.errors import NotFoundError, QuoteNotFoundError, UsageError
from research.metrics.operands import printed_with_unit
from research.nouns.access import Access
from research.nouns.comparisons import Change, ChangeKind, ChangeTopic, Comparison, FigureChange
from research.nouns.documents import Document, DocumentState
from research.nouns.facts import Fact
from research.nouns.queries import DocumentFilter, FactFilter
from research.nouns.roles import Action
from research.protocols.documents import DocumentStore, FactStore

# So many changes are kept, the most material ones.
MOST_CHANGES = 500
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class DocumentComparer:
    """Holds documents of one company against each other; `note` is told of each comparison and whose it is."""

    def __init__(
        self,
        documents: DocumentStore,
        facts: FactStore,
        directory: CompanyDirectory,
        *,
        note: Callable[[Comparison, Access], None] = lambda *_: None,
    ) -> None:
        self._documents, self._facts, self._directory, self._note = documents, facts, directory, note

    def compare(self, access: Access, first: str, second: str) -> Comparison:
        """Return what two documents, given by name, say differently; the order in which they are given does not matter.

        Raises NotFoundError for a name that is not there for this reader, UsageError for one document twice or two companies.
        """
        access.need(Action.ASK)
        older, newer = sorted((self._named(access, first), self._named(access, second)), key=_age)
        if older.id == newer.id:
            raise UsageError(f"{older.name} is named twice", "name two documents of one company")
        company = self._company(access, older, newer)
        facts = self._facts.find(access, FactFilter(document_ids=(older.id, newer.id), everything=True))
        sides = [self._side(access, document, facts) for document in (older, newer)]
        quoter = PassageQuoter([side.document for side in sides], access)
        passages = PassageComparer(sides[0], sides[1], quoter)
        changes = by_weight([*passages.changes(), *_restated(restated_figures(older, newer, facts), quoter)])
        made = Comparison(
            company=company,
            older=older,
            newer=newer,
            changes=tuple(_numbered(number, change) for number, change in enumerate(changes[:MOST_CHANGES], 1)),
            figures=period_figures(older, newer, facts),
            unchanged_paragraphs=passages.unchanged,
            counts=tuple(Counter(change.kind for change in changes).items()),
            missing=tuple(_missing(sides, facts)),
        )
        self._note(made, access)
        return made

    def _named(self, access: Access, name: str) -> Document:
        found = self._documents.find(access, DocumentFilter(names=(name,)))
        if not found:
            raise NotFoundError(f"no document named {name} is in the library", "desk status lists what is; add it with desk ingest")
        return found[0]

    def _company(self, access: Access, older: Document, newer: Document) -> str:
        """Return the company of both documents; raises UsageError when there is none or there are two."""
        for document in (older, newer):
            if not document.company:
                raise UsageError(f"{document.name} is about no company that is known", "compare two documents of one company")
        for company in self._directory.companies(access):
            held = [document.company in company.spellings for document in (older, newer)]
            if all(held):
                return company.name
        raise UsageError(
            f"{older.name} is about {older.company}, {newer.name} about {newer.company}", "compare two documents of one company"
        )

    def _side(self, access: Access, document: Document, facts: Sequence[Fact]) -> Side:
        whole = self._documents.get(access, document.id)
        chunks = self._documents.chunks(access, document_ids=(document.id,))
        own = [fact for fact in facts if fact.document_id == document.id]
        return Side(whole, read_paragraphs(whole, chunks, own))


def _age(document: Document) -> tuple[int, datetime, datetime, str]:
    end = document.period_end.toordinal() if document.period_end else (document.fiscal_year or 0) * 366
    return end, document.published_at or _LONG_AGO, document.known_at, document.name


def _restated(figures: Sequence[FigureChange], quoter: PassageQuoter) -> Iterator[Change]:
    """Yield restated figures with the rows that print them; one whose row is not there is not told."""
    for figure in figures:
        section = figure.newer.statement.value if figure.newer.statement else ""
        try:
            older, newer = quoter.row(figure.older, section), quoter.row(figure.newer, section)
        except QuoteNotFoundError:
            continue
        title = f"{figure.name} {figure.newer.period.label}: {printed_with_unit(figure.older)} is now {printed_with_unit(figure.newer)}"
        yield Change(ChangeKind.RESTATED, ChangeTopic.FIGURE, title, older, newer, 0, figure=figure)


def _numbered(number: int, change: Change) -> Change:
    """Return a change with its number as the marker of all that it cites."""
    older, newer = (
        side and replace(side, citations=tuple(replace(one, marker=str(number)) for one in side.citations))
        for side in (change.older, change.newer)
    )
    return replace(change, older=older, newer=newer)


def _missing(sides: Sequence[Side], facts: Sequence[Fact]) -> Iterator[str]:
    stating = {fact.document_id for fact in facts}
    for side in sides:
        document = side.document
        if not side.paragraphs:
            yield f"{document.name} has no running text that could be compared"
        if document.state is DocumentState.PARSED:
            yield f"the figures of {document.name} are not read yet"
        elif document.id not in stating:
            yield f"{document.name} states no figures that were read"
    languages = {side.document.language for side in sides if side.document.language}
    if len(languages) > 1:
        yield f"the documents are in different languages ({' and '.join(sorted(languages))}): their passages are not versions of each other"
