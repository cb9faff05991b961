"""Understanding news as it comes in: entries are read by the rules and the companies that are known, and what was understood is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from research.directory import company_directory
from research.news.known import KnownCompany, known_companies
from research.news.parts import Parts
from research.news.reader import NewsReader
from research.nouns.access import PUBLIC, Access
from research.nouns.documents import PAPERS, Document, Kind
from research.nouns.news import NewsEntry
from research.nouns.queries import DocumentFilter
from research.nouns.watchlists import WatchedCompany
from research.protocols.documents import DocumentStore
from research.protocols.news import NewsStore
from research.protocols.upkeep import CompanyNames

Entries = Sequence[tuple[NewsEntry, Parts]]


def nobody_watched() -> tuple[WatchedCompany, ...]:
    """Return no companies."""
    return ()


def nothing_more(entries: Entries) -> None:
    """Do nothing."""
    del entries


class NewsIntake:
    """Reads news documents and keeps the entries. For the holder of the ingest lease alone.

    Companies are those of public papers, so that no link tells of a paper that its reader may not see, of the user's table of names, and
    of watchlists. `then` is given what was understood before it is kept, so that an entry stays outdated until all is done with it;
    `then_rules` names the rules that it goes by.
    """

    def __init__(
        self,
        documents: DocumentStore,
        names: CompanyNames,
        news: NewsStore,
        *,
        watched: Callable[[], Iterable[WatchedCompany]] = nobody_watched,
        then: Callable[[Entries], None] = nothing_more,
        then_rules: str = "",
    ) -> None:
        self._documents, self._names, self._news = documents, names, news
        self._watched, self._then, self._then_rules = watched, then, then_rules
        self._known: tuple[KnownCompany, ...] | None = None
        self._reader = NewsReader(())

    def note(self, documents: Sequence[Document]) -> None:
        """Understand stored news documents, given whole with text and pages, and keep what was understood; durable when it returns."""
        news = [document for document in documents if document.kind is Kind.NEWS]
        if not news:
            return
        reader = self._current()
        rules = self._rules(reader)
        understood = [reader.read_parts(document, rules=rules) for document in news]
        self._then(understood)
        self._news.put([entry for entry, _ in understood])

    def outdated(self) -> list[str]:
        """Return the ids of answering news documents that were not noted by the rules and the companies of now, in the order they came."""
        return self._news.outdated(self._rules(self._current()))

    def _rules(self, reader: NewsReader) -> str:
        return f"{reader.rules}:{self._then_rules}" if self._then_rules else reader.rules

    def _current(self) -> NewsReader:
        """Return the reader of the companies that are known now; making one takes long, so it is kept while they stay the same."""
        everyone = Access("news", frozenset({PUBLIC}))
        papers = self._documents.find(everyone, DocumentFilter(kinds=PAPERS))
        table = self._names.all()
        known = known_companies(company_directory(papers, table), table, self._watched())
        if known != self._known:
            self._known, self._reader = known, NewsReader(known)
        return self._reader
