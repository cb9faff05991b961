"""The facts of the documents that a draft is held against, each document's read once: a draft asks for them a thousand times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from research.nouns.access import Access
from research.nouns.facts import Fact
from research.nouns.queries import FactFilter
from research.protocols.documents import FactStore

# So many facts are held at once; what is beyond is asked for each time.
MOST_FACTS = 300_000


class KeptFacts:
    """A `FactStore` of one reader that holds what it has read, for as long as one draft is checked.

    `names` are the names of the documents by id: facts come in their order.
    """

    def __init__(self, facts: FactStore, names: Mapping[str, str]) -> None:
        self._facts = facts
        self._names = names
        self._held: dict[str, Sequence[Fact]] = {}
        self._by_concept: dict[str, dict[str | None, list[Fact]]] = {}
        self._count = 0

    def find(self, access: Access, wanted: FactFilter) -> list[Fact]:
        """Return facts of allowed documents, by document, page and position, as the store itself does."""
        ids = wanted.document_ids
        if not ids or any(one not in self._names for one in ids) or not self._read(access, ids):
            return self._facts.find(access, wanted)
        found: list[Fact] = []
        for one in sorted(dict.fromkeys(ids), key=lambda one: self._names[one]):
            held = self._held[one]
            if wanted.concepts:
                by_concept = self._by_concept[one]
                held = [fact for concept in dict.fromkeys(wanted.concepts) for fact in by_concept.get(concept, ())]
            chosen = [fact for fact in held if wanted.fits(fact)]
            found += sorted(chosen, key=_place) if len(wanted.concepts) > 1 else chosen
        return found

    def companies(self, access: Access) -> list[str]:
        """Return the companies that allowed documents carry, ordered."""
        return self._facts.companies(access)

    def _read(self, access: Access, ids: Sequence[str]) -> bool:
        """Read what is not held of some documents; return whether all of them are held then."""
        for one in ids:
            if one in self._held:
                continue
            if self._count > MOST_FACTS:
                return False
            facts = self._facts.find(access, FactFilter(document_ids=(one,), everything=True))
            self._held[one] = facts
            self._count += len(facts)
            by_concept = self._by_concept.setdefault(one, {})
            for fact in facts:
                by_concept.setdefault(fact.concept, []).append(fact)
        return True


def _place(fact: Fact) -> tuple[int, int, int]:
    return fact.page, fact.start, fact.cell_start
