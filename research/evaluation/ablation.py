"""What each part of ranking is worth: the hits without it, everything else as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from research.evaluation.scoring import CUTS, Sought, first_document_hit, first_hit
from research.retrieval.retriever import Gathered, Step, in_order

EVERYTHING, SCOPE = "nothing", "scope"
PAGES = 20
_Ranks: TypeAlias = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class AblationRow:
    """Hits without one part: how many questions have their page by each of the cuts, and their document first."""

    without: str
    pages: tuple[int, ...]
    document: int


def ablate(
    sought: Iterable[Sought],
    gather: Callable[[str], Gathered],
    weights: Mapping[str, float],
    *,
    widely: Callable[[str], Gathered] | None = None,
) -> list[AblationRow]:
    """Return the hits with everything, then without each signal, in the order of `weights`, then without each step after ranking.

    What a signal's way of search proposed stays among the candidates: only its weight is taken away. `widely` gathers from all documents,
    not only from those that the plan names: the row of the scope.
    """
    found: dict[str, list[_Ranks]] = {}
    for one in sought:
        for name, ranks in _without_each(one, gather(one.question), weights).items():
            found.setdefault(name, []).append(ranks)
        if widely:
            found.setdefault(SCOPE, []).append(_ranks(one, widely(one.question), weights))
    return [_row(name, ranks) for name, ranks in found.items()]


def _without_each(one: Sought, gathered: Gathered, weights: Mapping[str, float]) -> dict[str, _Ranks]:
    changed = {EVERYTHING: weights} | {name: {**weights, name: 0.0} for name in weights}
    ranks = {name: _ranks(one, gathered, less) for name, less in changed.items()}
    return ranks | {step.value: _ranks(one, gathered, weights, frozenset(Step) - {step}) for step in Step}


def _ranks(one: Sought, gathered: Gathered, weights: Mapping[str, float], steps: frozenset[Step] = frozenset(Step)) -> _Ranks:
    results = in_order(gathered, weights, top_k=PAGES, steps=steps).results
    ranked = [(hit.document, hit.chunk.page) for hit in results]
    return first_hit(ranked, one.pages), first_document_hit(ranked, one.documents)


def _row(name: str, ranks: list[_Ranks]) -> AblationRow:
    pages = tuple(sum(page is not None and page <= cut for page, _ in ranks) for cut in CUTS)
    return AblationRow(name, pages, sum(document == 1 for _, document in ranks))
