"""Rank fusion: several ranked lists of ids into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RANK_CONSTANT = 60


def fuse(rankings: Mapping[str, Sequence[str]], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return (id, score), best first: the weighted sum of 1 / (60 + rank) over the lists that carry the id; ties by id.

    Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) with a weight for each list. An absent list adds nothing.
    """
    scores: dict[str, float] = {}
    for name, ids in rankings.items():
        for rank, item in enumerate(ids, start=1):
            scores[item] = scores.get(item, 0.0) + weights[name] / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
