"""The companies that news is looked through for: those of the library's papers, of the user's table of names, and those watched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from research.concepts.companies import short_names, strip_legal_form
from research.directory import Company, identity
from research.nouns.watchlists import WatchedCompany

# How exchanges write what they trade: letters, or digits with the market's suffix.
TICKER = re.compile(r"[A-Z]{1,5}(?:[.-][A-Z]{1,2})?|\d{4,6}(?:\.(?:SH|SZ|SS|BJ|HK|TW|T|KS))?")


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company, what else it is called, and what it is traded as."""

    name: str
    names: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    name: str
    names: set[str] = field(default_factory=set)
    tickers: set[str] = field(default_factory=set)


def known_companies(
    directory: Iterable[Company], table: Mapping[str, str] | None = None, watched: Iterable[WatchedCompany] = ()
) -> tuple[KnownCompany, ...]:
    """Return the companies of a library's directory, of the user's table of names (the company meant by each), and those watched.

    They are ordered by name. One company of a paper, of the table or of a watchlist is that of another where a name or a ticker is the
    same: it is then called as the library calls it, else as the table does.
    """
    gathered: dict[str, _Gathered] = {}
    keys: dict[str, str] = {}
    for company in directory:
        names = (*company.spellings, *company.other_names)
        one = gathered.setdefault(company.name, _Gathered(company.name))
        one.tickers |= {name for name in names if TICKER.fullmatch(name)}
        one.names |= set(names) - one.tickers
        keys |= dict.fromkeys(filter(None, map(_key, (company.name, *names))), company.name)
    for called, meant in sorted((table or {}).items()):
        name = keys.get(_key(meant), meant)
        one = gathered.setdefault(name, _Gathered(name))
        (one.tickers if TICKER.fullmatch(called) else one.names).add(called)
        one.names |= set(short_names(meant))
        keys |= dict.fromkeys(filter(None, map(_key, (meant, called))), name)
    for seen in watched:
        name = next((keys[key] for key in (_key(seen.company), _key(seen.ticker)) if key in keys), seen.company)
        one = gathered.setdefault(name, _Gathered(name))
        one.names |= {seen.company, *short_names(seen.company)}
        if seen.ticker:
            one.tickers.add(seen.ticker.upper())
        keys |= dict.fromkeys(filter(None, map(_key, (seen.company, seen.ticker))), name)
    return tuple(
        KnownCompany(one.name, tuple(sorted(one.names - {one.name})), tuple(sorted(one.tickers)))
        for one in sorted(gathered.values(), key=lambda one: one.name)
    )


def fingerprint(companies: Iterable[KnownCompany]) -> str:
    """Return a short hash of the companies: it changes when any of their names does."""
    return hashlib.sha256(repr(tuple(companies)).encode()).hexdigest()[:12]


def _key(name: str) -> str:
    return identity(strip_legal_form(name))
