"""Which company of the library a watchlist's line means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from research.directory import Company, companies_called, identity
from research.nouns.watchlists import WatchedCompany


@dataclass(frozen=True, slots=True)
class Meant:
    """The companies that a line may mean, one when it is clear, none when the library knows no such; `by_beginning` says it was guessed."""

    companies: tuple[Company, ...]
    by_beginning: bool = False


def meant(watched: WatchedCompany, directory: Sequence[Company]) -> Meant:
    """Return the companies of the library that a line names: by name, else by ticker, else those whose names begin with its words."""
    found = companies_called(watched.company, directory)
    if not found and watched.ticker:
        found = companies_called(watched.ticker, directory)
    if found:
        return Meant(found)
    return Meant(tuple(company for company in directory if _begins(company, watched.company.split())), by_beginning=True)


def _begins(company: Company, words: Sequence[str]) -> bool:
    """Return whether one of a company's names begins with these words."""
    said = [identity(word) for word in words]
    names = ([identity(word) for word in name.split()] for name in (company.name, *company.spellings))
    return any(said) and any(name[: len(said)] == said for name in names)
