"""The companies of the library: one entry for all the ways that documents print a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from research.concepts.companies import short_names, strip_legal_form
from research.nouns.access import Access
from research.nouns.documents import PAPERS, REPORTS, Document
from research.nouns.queries import DocumentFilter
from research.protocols.documents import DocumentStore
from research.protocols.upkeep import CompanyNames

# Names of so many letters are taken for a misspelling at one letter amiss, and at two.
_LETTERS_AMISS = (6, 10)


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the library: its name as the newest filing prints it, every printed spelling, and what else it is called."""

    name: str
    spellings: tuple[str, ...]
    other_names: tuple[str, ...]


class CompanyDirectory:
    """The companies of the documents that a reader may see, by the documents' own words and the user's table of names."""

    def __init__(self, documents: DocumentStore, names: CompanyNames) -> None:
        self._documents = documents
        self._names = names

    def companies(self, access: Access) -> tuple[Company, ...]:
        """Return the companies, ordered by name."""
        return self.of(self.carriers(access))

    def reporting(self, access: Access) -> tuple[Company, ...]:
        """Return those of them of which the reader may see a filing, a release or a report, ordered by name."""
        names = {one.company for one in self._documents.find(access, DocumentFilter(kinds=REPORTS))}
        return tuple(company for company in self.companies(access) if names.intersection(company.spellings))

    def carriers(self, access: Access) -> list[Document]:
        """Return the documents that carry the library's companies: all papers, and of the news one for each way in which they name one."""
        return [*self._documents.find(access, DocumentFilter(kinds=PAPERS)), *self._documents.news_carriers(access)]

    def of(self, documents: Iterable[Document]) -> tuple[Company, ...]:
        """Return the companies of some documents, ordered by name."""
        return company_directory(documents, self._names.all())


def identity(name: str) -> str:
    """Return what makes two printed names one company: letters and digits only, case ignored."""
    return re.sub(r"[^\w]|_", "", name.casefold())


def company_directory(documents: Iterable[Document], names: Mapping[str, str] | None = None) -> tuple[Company, ...]:
    """Return the companies that documents carry, ordered by name, with short names and tickers.

    Documents are of one company when their names agree but for the legal form, when their tickers do, or when `names`, the user's
    table, gives both names one company; the company is then called as the table says.
    """
    table = {identity(name): company for name, company in (names or {}).items()}
    carrying = sorted((one for one in documents if one.company), key=lambda one: one.name)
    # Most documents say what another one says: their keys are worked out once.
    keys = {said: _keys(*said, table) for said in dict.fromkeys((one.company or "", one.ticker) for one in carrying)}
    groups = _Groups()
    for tied in keys.values():
        groups.join(tied)
    members: dict[str, list[Document]] = {}
    for document in carrying:
        members.setdefault(groups.of(keys[document.company or "", document.ticker][0]), []).append(document)
    return tuple(sorted((_entry(group, table, names or {}) for group in members.values()), key=lambda company: company.name))


class _Groups:
    """Disjoint sets of keys."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def of(self, key: str) -> str:
        """Return the key that stands for the set that `key` is in."""
        while (parent := self._parents.setdefault(key, key)) != key:
            key = parent
        return key

    def join(self, keys: Sequence[str]) -> None:
        """Make one set of the sets that the keys are in."""
        first = self.of(keys[0])
        for key in keys[1:]:
            self._parents[self.of(key)] = first


def _keys(company: str, ticker: str | None, table: Mapping[str, str]) -> list[str]:
    """Return what ties a document of this printed company and ticker to others of its company."""
    return [f"name {_meant(company, table)}", *([f"ticker {ticker}"] if ticker else [])]


def _meant(name: str, table: Mapping[str, str]) -> str:
    """Return the identity of the company that a name means, the legal form left out."""
    company = table.get(identity(name)) or table.get(identity(strip_legal_form(name))) or name
    return identity(strip_legal_form(company))


def companies_called(name: str, directory: Iterable[Company]) -> tuple[Company, ...]:
    """Return the companies of which `name` is a whole name, short name or ticker, case and punctuation ignored."""
    wanted = identity(name)
    return tuple(company for company in directory if wanted in {identity(one) for one in (*company.spellings, *company.other_names)} - {""})


def companies_nearly_called(name: str, directory: Iterable[Company]) -> tuple[Company, ...]:
    """Return the companies of which `name` is a misspelt name: one letter amiss, or two of a long one; short names are never taken so."""
    typed = identity(name)
    most = sum(len(typed) >= length for length in _LETTERS_AMISS)
    if not most:
        return ()
    return tuple(
        company for company in directory if any(OSA.distance(typed, said, score_cutoff=most) <= most for said in _beginnings(company))
    )


def _beginnings(company: Company) -> set[str]:
    """Return what the first words of a company's names come to, one, two and so on to the whole name."""
    names = [one.split() for one in (*company.spellings, *company.other_names)]
    return {identity(" ".join(said[:count])) for said in names for count in range(1, len(said) + 1)}


def _entry(documents: list[Document], table: Mapping[str, str], names: Mapping[str, str]) -> Company:
    newest = max(documents, key=lambda document: (document.fiscal_year or 0, document.name))
    spellings = tuple(sorted({document.company for document in documents if document.company}))
    said = [table[key] for spelling in spellings for key in (identity(spelling), identity(strip_legal_form(spelling))) if key in table]
    name = said[0] if said else newest.company or ""
    others = {short for spelling in (*spellings, name) for short in short_names(spelling)}
    others |= {d.ticker for d in documents if d.ticker} | {called for d in documents for called in d.also_called}
    own = {_meant(one, {}) for one in (*spellings, name)}
    others |= {other for other, company in names.items() if _meant(company, {}) in own}
    return Company(name, spellings, tuple(sorted(others - {name})))
