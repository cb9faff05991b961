"""What each signal of ranking is worth: the hits without it, everything else as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from research.evaluation.scoring import CUTS, Sought, first_document_hit, first_hit
from research.retrieval.retriever import Gathered, in_order

EVERYTHING = "all signals"
PAGES = 20


@dataclass(frozen=True, slots=True)
class AblationRow:
    """Hits without one signal: how many questions have their page by each of the cuts, and their document first."""

    without: str
    pages: tuple[int, ...]
    document: int


def ablate(sought: Iterable[Sought], gather: Callable[[str], Gathered], weights: Mapping[str, float]) -> list[AblationRow]:
    """Return the hits with all signals, then without each, in the order of `weights`.

    What a signal's way of search proposed stays among the candidates: only its weight is taken away.
    """
    variants = {EVERYTHING: dict(weights)} | {name: {**weights, name: 0.0} for name in weights}
    found: dict[str, list[tuple[int | None, int | None]]] = {name: [] for name in variants}
    for one in sought:
        gathered = gather(one.question)
        for name, changed in variants.items():
            results = in_order(gathered, changed, top_k=PAGES).results
            ranked = [(hit.document, hit.chunk.page) for hit in results]
            found[name].append((first_hit(ranked, one.pages), first_document_hit(ranked, one.documents)))
    return [_row(name, ranks) for name, ranks in found.items()]


def _row(name: str, ranks: list[tuple[int | None, int | None]]) -> AblationRow:
    pages = tuple(sum(page is not None and page <= cut for page, _ in ranks) for cut in CUTS)
    return AblationRow(name, pages, sum(document == 1 for _, document in ranks))
