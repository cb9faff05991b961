"""What may stand on a watchlist: names and terms tidied, and refused with one line where they are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from research.concepts.companies import strip_legal_form
from research.directory import identity
from research.errors import UsageError
from research.nouns.watchlists import WatchedCompany, Watchlist
from research.text.invisible import without_invisible

MOST_COMPANIES = 5_000
MOST_TERMS = 200
LONGEST_NAME = 120


def checked(watchlist: Watchlist, markets: Collection[str]) -> Watchlist:
    """Return a watchlist with its names and terms tidied: white space made single, empty ones and repetitions left out.

    Raises UsageError: no name or one with a "/" in it, a market that is not one of `markets`, a time zone that is none, too many or too
    long terms.
    """
    name = tidy(watchlist.name)
    if not name or "/" in name:
        raise UsageError(f"{watchlist.name!r} cannot be a watchlist's name", "name it in words, without a slash")
    market = watchlist.market.strip().upper()
    if market not in markets:
        raise UsageError(f"market {watchlist.market!r} is not known", "write the exchange's code, for example XNYS, XLON or XSHG")
    companies = each_once(map(_tidy_company, watchlist.companies))
    if len(companies) > MOST_COMPANIES:
        raise UsageError(f"{name}: {len(companies)} companies are too many", f"a list holds {MOST_COMPANIES}: include one in another")
    return replace(
        watchlist,
        name=_short(name),
        companies=companies,
        sectors=_terms(watchlist.sectors, name),
        keywords=_terms(watchlist.keywords, name),
        sources=_terms(watchlist.sources, name),
        muted=_terms(watchlist.muted, name),
        includes=_terms(watchlist.includes, name),
        house=_terms(watchlist.house, name),
        market=market,
        zone=_zone(watchlist.zone),
    )


def tidy(text: str) -> str:
    """Return text on one line, its white space made single, without what is not seen."""
    return " ".join(without_invisible(text).split())


def each_once(companies: Iterable[WatchedCompany]) -> tuple[WatchedCompany, ...]:
    """Return companies in order, each once by its name without the legal form; what the first does not say of it a later one may."""
    found: dict[str, WatchedCompany] = {}
    for company in companies:
        if not company.company:
            continue
        key = company_key(company.company)
        first = found.setdefault(key, company)
        found[key] = replace(
            first, ticker=first.ticker or company.ticker, sector=first.sector or company.sector, owner=first.owner or company.owner
        )
    return tuple(found.values())


def company_key(name: str) -> str:
    """Return what makes two names of companies one: letters and digits, without the legal form and case."""
    return identity(strip_legal_form(name)) or identity(name) or name


def _tidy_company(company: WatchedCompany) -> WatchedCompany:
    name = _short(tidy(company.company))
    return WatchedCompany(name, _short(tidy(company.ticker)).upper(), _short(tidy(company.sector)), _short(tidy(company.owner)))


def _terms(terms: Iterable[str], name: str) -> tuple[str, ...]:
    found = {term.casefold(): _short(term) for term in reversed([tidy(one) for one in terms]) if term}
    if len(found) > MOST_TERMS:
        raise UsageError(f"{name}: {len(found)} terms are too many", f"a list holds {MOST_TERMS} of a sort")
    return tuple(reversed(found.values()))


def _short(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise UsageError(f"{text[:40]!r}… is too long for a name or a term", f"write at most {LONGEST_NAME} characters")
    return text


def _zone(zone: str) -> str:
    """Return the name of a time zone; raises UsageError for one that is not known."""
    try:
        return str(ZoneInfo(zone.strip()))
    except (OSError, ValueError, LookupError) as error:
        raise UsageError(f"time zone {zone[:40]!r} is not known", "write it as America/New_York or Europe/London") from error
