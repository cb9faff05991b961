"""All that news may call the known companies, ready to be found: full and short names, abbreviations, tickers, Chinese short names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from research.concepts.companies import legal_forms, strip_legal_form
from research.news.known import KnownCompany
from research.news.terms import TermFinder, folded
from research.news.wording import wording
from research.planning.beginnings import SHORTEST_WORD, common_words, is_plain
from research.text.han import is_han
from research.text.segments import is_han_word

# Letters of fewer than this are taken for a company only where an exchange or a cash sign stands before them.
SHORTEST_TICKER = 3
_HAN_LEGAL = re.compile(r"(?:（?集团）?|\(集团\))?(?:股份有限公司|有限责任公司|有限公司|股份公司|公司|集团)$")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST_HAN = 2
_LONGEST_HAN_BEGINNING = 4
_AND = re.compile(r"\s*&\s*|\s+and\s+")
_MARKET = re.compile(r"\.(?:SH|SZ|SS|BJ|HK|TW|T|KS)$")


class Form(StrEnum):
    """How a name means its company: `whole` a name of its own, `beginning` the first words of it, `han` the first characters."""

    WHOLE = "whole"
    BEGINNING = "beginning"
    HAN = "han"
    TICKER = "ticker"


@dataclass(frozen=True, slots=True)
class CompanyName:
    """One name of a company. `ordinary` tells one of words of the language alone; `alias` one that is no part of the legal name."""

    company: str
    name: str
    form: Form
    ordinary: bool = False
    alias: bool = False


class Lexicon:
    """The names of the known companies. What several companies are called, or begin with, means none of them."""

    def __init__(self, companies: Iterable[KnownCompany]) -> None:
        self._companies = {one.name: one for one in companies}
        named: dict[str, dict[str, CompanyName]] = {}
        for company in self._companies.values():
            for name in _names(company):
                for key in _spellings(name):
                    named.setdefault(key, {}).setdefault(company.name, name)
        clear = {key: _meant(list(found.values())) for key, found in named.items()}
        self.finder = TermFinder({key: name for key, name in clear.items() if name is not None})
        self._tickers: dict[str, set[str]] = {}
        for company in self._companies.values():
            for ticker in company.tickers:
                self._tickers.setdefault(_bare(ticker), set()).add(company.name)

    def traded_as(self, ticker: str) -> str | None:
        """Return the company that is traded under a ticker, with or without the suffix of its market; None for none or several."""
        found = self._tickers.get(_bare(ticker), set())
        return next(iter(found)) if len(found) == 1 else None

    def has_tickers(self, company: str) -> bool:
        """Return whether it is known what a company is traded as."""
        return bool(self._companies[company].tickers)

    def own_words(self, company: str) -> frozenset[str]:
        """Return the words of a company's names, folded."""
        known = self._companies[company]
        return frozenset(word for name in (known.name, *known.names) for word in re.findall(r"\w+", folded(name)))

    def rest_of_han_name(self, company: str, beginning: str) -> str:
        """Return what follows a beginning in a company's Chinese name, "" when no name begins so."""
        known = self._companies[company]
        return next((rest for name in (known.name, *known.names) for rest in (_after(name, beginning),) if rest), "")


def _after(name: str, beginning: str) -> str:
    at = name.find(beginning)
    return name[at + len(beginning) :] if at >= 0 else ""


def _bare(ticker: str) -> str:
    """Return a ticker without its market, a number without leading zeros."""
    bare = _MARKET.sub("", ticker.upper())
    return bare.lstrip("0") if bare.isdigit() else bare


def _meant(names: list[CompanyName]) -> CompanyName | None:
    """Return the name that words mean: the only one, or the only whole one beside beginnings of others."""
    if len(names) == 1:
        return names[0]
    whole = [one for one in names if one.form in (Form.WHOLE, Form.TICKER)]
    return whole[0] if len(whole) == 1 else None


def _names(company: KnownCompany) -> Iterator[CompanyName]:
    legal = {folded(company.name), folded(strip_legal_form(company.name))}
    for name in dict.fromkeys((company.name, strip_legal_form(company.name), *company.names)):
        alias = not any(own.startswith(folded(name)) for own in legal)
        yield CompanyName(company.name, name, Form.WHOLE, is_ordinary(name), alias)
        if is_han(name):
            yield from (CompanyName(company.name, part, Form.HAN) for part in _han_beginnings(name))
        else:
            yield from (CompanyName(company.name, part, Form.BEGINNING) for part in _beginnings(name))
            yield from (CompanyName(company.name, part, Form.WHOLE, alias=True) for part in _initials(name))
    for ticker in company.tickers:
        bare = _MARKET.sub("", ticker)
        if len(bare) >= SHORTEST_TICKER and not bare.isdigit() and folded(bare) not in wording().acronyms:
            yield CompanyName(company.name, bare, Form.TICKER, is_ordinary(bare), alias=True)


def _beginnings(name: str) -> Iterator[str]:
    """Yield the first words of a name, from the first one on, where that is no word of the language."""
    words = strip_legal_form(name).split()
    if len(words) > 1 and not is_ordinary(words[0]) and len(words[0]) >= SHORTEST_WORD:
        for count in range(1, len(words)):
            part = " ".join(words[:count]).rstrip(" ,.&-")
            if part:
                yield part


def _initials(name: str) -> Iterator[str]:
    """Yield "J&J" for "Johnson & Johnson"."""
    parts = _AND.split(strip_legal_form(name))
    if len(parts) == 2 and all(" " not in part and part for part in parts):
        yield f"{parts[0][0]}&{parts[1][0]}".upper()


def _han_beginnings(name: str) -> Iterator[str]:
    """Yield the first characters of a Chinese name, a place before them left out: 江屿 of 江屿精密传动股份有限公司."""
    run = _HAN_RUN.match(_HAN_LEGAL.sub("", name))
    proper = wording().han_places.sub("", run[0]) if run else ""
    for end in range(_SHORTEST_HAN, min(len(proper), _LONGEST_HAN_BEGINNING) + 1):
        if not is_han_word(proper[:end]):
            yield proper[:end]


def is_ordinary(name: str) -> bool:
    """Return whether a name is made of words of the language alone: "Target", "Best Buy", "Gap"."""
    if is_han(name):
        return is_han_word(name)
    words = [word for word in re.findall(r"[^\W_]+", folded(name)) if word not in legal_forms()]
    known = wording().ordinary
    return bool(words) and all((word in known or word in common_words() or is_plain(word)) and not word.isdigit() for word in words)


def _spellings(name: CompanyName) -> set[str]:
    """Return the ways in which a name is written, folded: with "&" and "and", with hyphens and spaces, without commas."""
    plain = folded(name.name)
    found = {plain, plain.replace(",", ""), plain.rstrip("."), plain.replace(",", "").rstrip(".")}
    found |= {_AND.sub(" and ", one) for one in found} | {_AND.sub(" & ", one) for one in found}
    found |= {one.replace("-", " ") for one in found}
    return {" ".join(one.split()) for one in found} - {""}
