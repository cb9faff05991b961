"""Banks and insurers, told by their own statements: a figure that means nothing for them is not called missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from research.concepts.catalogue import find_concept
from research.metrics.definitions import Family, families, find_metric
from research.metrics.engine import Question
from research.nouns.facts import Fact, Statement
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore

_UNTIED = "Does not tie out"


class Sectors:
    """Tells the sort of a company from the facts of the documents it is given."""

    def __init__(self, facts: FactStore) -> None:
        self._facts = facts

    def why_not(self, asked: Question, names: Collection[str]) -> str:
        """Return why metrics or concepts of these names mean nothing for a company, "" when they do or its sort is not known.

        Its sort is known only from a document whose income statement and balance sheet were read, tie out, and show the sort's concepts.
        """
        for family in families():
            if any(name in family.lacks or _is_not_for(name, family) for name in names) and (shown := self._shown(asked, family)):
                return f"not meaningful for {family.title} (its statements show {'; '.join(shown)})"
        return ""

    def _shown(self, asked: Question, family: Family) -> Sequence[str]:
        """Return the titles of the concepts by which some document shows the sort, none when no document does."""
        if not asked.documents:
            return ()
        wanted = FactFilter(
            companies=asked.spellings,
            concepts=tuple(sorted({*family.all_of, *family.any_of, *family.none_of})),
            document_ids=tuple(document.id for document in asked.documents),
        )
        by_document: dict[str, list[Fact]] = {}
        for fact in self._facts.find(asked.access, wanted):
            by_document.setdefault(fact.document_id, []).append(fact)
        for document, facts in by_document.items():
            printed = {fact.concept or "" for fact in facts}
            if family.fits(printed) and self._are_whole(asked, document):
                shown = sorted(printed & (family.all_of | family.any_of))
                return [concept.title.lower() for name in shown if (concept := find_concept(name))]
        return ()

    def _are_whole(self, asked: Question, document: str) -> bool:
        """Return whether a document's income statement and balance sheet were read and nothing in them fails to tie out."""
        facts = self._facts.find(asked.access, FactFilter(statements=(Statement.INCOME, Statement.BALANCE), document_ids=(document,)))
        untied = any(caveat.startswith(_UNTIED) for fact in facts for caveat in fact.caveats)
        return not untied and {fact.statement for fact in facts} == {Statement.INCOME, Statement.BALANCE}


def _is_not_for(name: str, family: Family) -> bool:
    metric = find_metric(name)
    return metric is not None and family.name in metric.not_for
