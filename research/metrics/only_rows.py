"""The one row of a subject that a statement divides by kinds: "Orchard subscription revenue" beside "Subscription revenue"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from research.metrics.wordings import stems_of, word_lists
from research.nouns.facts import Fact

# The row of the kind stands so near, in characters.
_BESIDE = 600


def only_rows(facts: Sequence[Fact], subject: frozenset[str], asked: Iterable[frozenset[str]]) -> list[Fact]:
    """Return the facts of the only row that has the words of a subject with those that are asked of it, in one of their wordings.

    What the row says besides is the kind that a row beside it is of; none where several rows of the subject are printed, or that one is
    not. `facts` are those of one period, of the whole company.
    """
    if not subject:
        return []
    of_subject = [fact for fact in facts if not fact.dimensions and subject <= _stems(fact) and any(one <= _stems(fact) for one in asked)]
    if len({_stems(fact) for fact in of_subject}) != 1:
        return []
    kind = _stems(of_subject[0]) - subject
    return [fact for fact in of_subject if any(_is_beside(fact, other) and _stems(other) == kind for other in facts)]


def _is_beside(fact: Fact, other: Fact) -> bool:
    of_table = (fact.document_id, fact.page, fact.unit) == (other.document_id, other.page, other.unit)
    return of_table and abs(fact.start - other.start) <= _BESIDE


def _stems(fact: Fact) -> frozenset[str]:
    """Return the words of a row, that it is taken off or added left out."""
    return stems_of(fact.label) - word_lists().stems["label"] - word_lists().stems["taken"]
