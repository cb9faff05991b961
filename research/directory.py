"""The companies of the library: one entry for all the ways that filings print a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from research.concepts.companies import short_names
from research.nouns.documents import Document


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the library: its name as the newest filing prints it, every printed spelling, and what else it is called."""

    name: str
    spellings: tuple[str, ...]
    other_names: tuple[str, ...]


def identity(name: str) -> str:
    """Return what makes two printed names one company: letters and digits only, case ignored."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def company_directory(documents: Iterable[Document]) -> tuple[Company, ...]:
    """Return the companies that documents carry, ordered by name, with short names and tickers."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        if document.company:
            groups.setdefault(identity(document.company), []).append(document)
    return tuple(sorted((_entry(group) for group in groups.values()), key=lambda company: company.name))


def companies_called(name: str, directory: Iterable[Company]) -> tuple[Company, ...]:
    """Return the companies of which `name` is a whole name, short name or ticker, case and punctuation ignored."""
    wanted = identity(name)
    return tuple(company for company in directory if wanted in {identity(one) for one in (*company.spellings, *company.other_names)} - {""})


def _entry(documents: list[Document]) -> Company:
    newest = max(documents, key=lambda document: (document.fiscal_year or 0, document.name))
    spellings = tuple(sorted({document.company for document in documents if document.company}))
    names = {short for spelling in spellings for short in short_names(spelling)}
    names |= {d.ticker for d in documents if d.ticker} | {name for d in documents for name in d.also_called}
    return Company(newest.company or "", spellings, tuple(sorted(names - {newest.company or ""})))
