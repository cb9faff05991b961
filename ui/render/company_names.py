"""What a company name means to the library, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.directory import Company, companies_called, identity
from research.planning.companies import find_companies

MOST_SPELLINGS = 6


def meaning_lines(name: str, companies: Sequence[Company], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a question takes a name for, one line a company, and what the table of names says of it."""
    called = {company.name: (*company.spellings, *company.other_names) for company in companies}
    meant = {match.company for match in find_companies(name, called)}
    found = [company for company in companies if company.name in meant] or companies_called(name, companies)
    said = [
        f"The table of names says that {other} means {company}." for other, company in names.items() if identity(other) == identity(name)
    ]
    if not found:
        return (*said, f"No document of the library is of a company called {name.strip()}.")
    return (*said, *(_line(company) for company in found))


def _line(company: Company) -> str:
    spellings = ", ".join(company.spellings[:MOST_SPELLINGS])
    more = f" and {len(company.spellings) - MOST_SPELLINGS} more" if len(company.spellings) > MOST_SPELLINGS else ""
    others = f"; also called {', '.join(company.other_names[:MOST_SPELLINGS])}" if company.other_names else ""
    return f"{company.name}, printed as {spellings}{more}{others}."
