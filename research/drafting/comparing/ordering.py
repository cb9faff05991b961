"""The order of changes: the most material first."""

from __future__ import annotations

from collections.abc import Iterable

from research.nouns.comparisons import Change, ChangeKind, ChangeTopic

# A risk factor has so many words; fewer are a point of a list.
RISK_WORDS = 20
_ONE_SIDED = frozenset({ChangeKind.ADDED, ChangeKind.REMOVED})


def by_weight(changes: Iterable[Change]) -> list[Change]:
    """Return changes, the most material first.

    New and dropped risk factors, paragraphs of such, restated figures, definitions, whole sections; then what was added, removed or
    reworded elsewhere by its size; then figures that a stock split or another label may explain, the formal parts, what was moved, and
    figures updated. Equal ones stay in order.
    """
    return sorted(changes, key=lambda change: (rank_of(change), not change.is_risk_factor, -change.words))


def rank_of(change: Change) -> int:
    """Return how early a change stands among others, 0 first."""
    if change.kind is ChangeKind.FIGURES_UPDATED:
        return 8
    if change.kind is ChangeKind.MOVED:
        return 7
    if change.kind is ChangeKind.RESTATED:
        return 5 if change.figure and change.figure.caveats else 1
    if change.topic is ChangeTopic.FORMAL:
        return 6
    if change.topic is ChangeTopic.RISK and change.kind in _ONE_SIDED and change.words >= RISK_WORDS:
        return 0
    if change.topic is ChangeTopic.DEFINITION:
        return 2
    return 3 if change.whole_section else 4
