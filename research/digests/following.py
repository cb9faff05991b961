"""A watchlist against the library: which company each of its names means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from research.directory import Company
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.watchlists.checking import company_key
from research.watchlists.matching import Matcher

# So many companies that the library does not know are named.
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Followed:
    """A watched company: as the list calls it, by the name that the library has for it, and every name that it is printed with."""

    watched: WatchedCompany
    name: str
    spellings: tuple[str, ...]
    known: bool


@dataclass(frozen=True)
class Following:
    """The companies of a list in its order, and what is to be told of names that the library does not know."""

    companies: tuple[Followed, ...]
    told: tuple[str, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Followed]:
        """Return the companies by what makes their names one."""
        return {company_key(name): one for one in reversed(self.companies) for name in (one.watched.company, one.name, *one.spellings)}

    def called(self, name: str | None) -> Followed | None:
        """Return the company that a document or a news entry calls so, None when it is not watched."""
        return self.by_key.get(company_key(name)) if name else None


def follow(watchlist: Watchlist, directory: Sequence[Company]) -> Following:
    """Return the companies of a list as the library knows them: by name, else by ticker; one that it does not know is told."""
    companies: list[Followed] = []
    told: list[str] = []
    strangers: list[str] = []
    taken: set[str] = set()
    matcher = Matcher(directory)
    for watched in watchlist.companies:
        found = matcher.meant(watched)
        company = found.companies[0] if len(found.companies) == 1 else None
        if company and company.name in taken:
            continue
        if company and found.by_beginning:
            told.append(f"{watched.company} is taken for {company.name}: write the whole name on the list")
        elif found.companies and not company:
            told.append(f"{watched.company} may be {' or '.join(one.name for one in found.companies)}: write the whole name on the list")
        elif not company:
            strangers.append(watched.company)
        taken.add(company.name if company else watched.company)
        companies.append(
            Followed(watched, company.name if company else watched.company, company.spellings if company else (), company is not None)
        )
    return Following(tuple(companies), (*told, *_strangers(strangers)))


def _strangers(names: Sequence[str]) -> tuple[str, ...]:
    """Return the line that names the watched companies of which the library holds no paper, none without any."""
    if not names:
        return ()
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (f"only news is found, since no paper of theirs is in the library: {'; '.join(names[:MOST_NAMED])}{more}",)
