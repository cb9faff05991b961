"""Banks and insurers, told by their own statements: a figure that means nothing for them is not called missing."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from research.concepts.catalogue import find_concept
from research.metrics.definitions import find_metric
from research.metrics.engine import Question
from research.nouns.facts import Fact
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore

_UNTIED = "Does not tie out"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sort of company: what its statements show, what they never do, and the concepts that they lack; `sectors.toml` says more."""

    name: str
    called: str
    income: tuple[str, ...]
    balance: tuple[str, ...]
    never: tuple[str, ...]
    lacks: frozenset[str]


class Sectors:
    """Tells the sort of a company from the facts of the documents it is given."""

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    def why_not(self, asked: Question, names: Collection[str]) -> str:
        """Return why metrics or concepts of these names mean nothing for a company, "" when they do or its sort is not known.

        Its sort is known only from a document whose income statement and balance sheet were read, tie out, and show the sort's concepts.
        """
        for sector in sectors():
            if any(name in sector.lacks or _is_not_for(name, sector) for name in names) and (shown := self._shown(asked, sector)):
                return f"not meaningful for {sector.called} (its statements show {shown[0].lower()} and {shown[1].lower()})"
        return ""

    def _shown(self, asked: Question, sector: Sector) -> tuple[str, str] | None:
        """Return a concept of each statement by which some document shows the sort, None when none does."""
        if not asked.documents:
            return None
        names = (*sector.income, *sector.balance, *sector.never)
        ids = tuple(document.id for document in asked.documents)
        by_document: dict[str, list[Fact]] = {}
        for fact in self._facts.find(asked.access, FactFilter(companies=asked.spellings, concepts=names, document_ids=ids)):
            by_document.setdefault(fact.document_id, []).append(fact)
        for facts in by_document.values():
            income, balance = _first(sector.income, facts), _first(sector.balance, facts)
            if income and balance and not _first(sector.never, facts) and not _is_untied(facts):
                return income, balance
        return None


@cache
def sectors() -> tuple[Sector, ...]:
    """Return the sorts of company in the file's order, read once; raises ValueError for a concept that does not exist."""
    entries = tomllib.loads((Path(__file__).parent / "sectors.toml").read_text(encoding="utf-8"))["sector"]
    for entry in entries:
        if unknown := [name for key in ("income", "balance", "never", "lacks") for name in entry[key] if find_concept(name) is None]:
            raise ValueError(f"sector {entry['name']}: {', '.join(unknown)} is no concept")
    return tuple(_sector(entry) for entry in entries)


def _sector(entry: Mapping[str, Any]) -> Sector:
    income, balance, never = (tuple(entry[key]) for key in ("income", "balance", "never"))
    return Sector(entry["name"], entry["called"], income, balance, never, frozenset(entry["lacks"]))


def _is_not_for(name: str, sector: Sector) -> bool:
    metric = find_metric(name)
    return metric is not None and sector.name in metric.not_for


def _first(names: Sequence[str], facts: Sequence[Fact]) -> str:
    """Return the title of the first of these concepts that the facts show, "" for none."""
    shown = {fact.concept for fact in facts}
    return next((concept.title for name in names if name in shown and (concept := find_concept(name))), "")


def _is_untied(facts: Sequence[Fact]) -> bool:
    return any(caveat.startswith(_UNTIED) for fact in facts for caveat in fact.caveats)
