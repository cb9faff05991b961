"""Ties between two entries → groups of entries: whoever joins a group is tied to a good part of it, so that no chain runs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from research.nouns.news import StoryEdge

# Two groups become one when at least so many of the pairs across them are tied (average linkage): one wrong tie between two stories that
# many tell does not join them. With every tie taken as it is, precision of pairs was 0.61 in place of 0.98 at nearly the same recall
# (`python -m tests.bench.news --set library`).
LEAST_TIED = 0.4


def clusters(ids: Iterable[str], edges: Sequence[StoryEdge]) -> list[frozenset[str]]:
    """Return groups of entries by the ties between them, every id in one group; the same groups in whatever order they are given.

    The pairs that share most of their neighbours are joined first (Jaccard), so that what belongs together without doubt has come
    together before doubtful ties are looked at.
    """
    ties = sorted({(edge.earlier, edge.later) for edge in edges})
    near: dict[str, set[str]] = {}
    for one, other in ties:
        near.setdefault(one, {one}).add(other)
        near.setdefault(other, {other}).add(one)
    order = sorted(ties, key=lambda tie: (-len(near[tie[0]] & near[tie[1]]) / len(near[tie[0]] | near[tie[1]]), tie))
    groups = _Groups(ids, ties)
    joined = True
    while joined:
        joined = False
        for one, other in order:
            joined |= groups.join(one, other)
    return groups.all()


class _Groups:
    """Groups with the number of ties between each two of them."""

    def __init__(self, ids: Iterable[str], ties: Iterable[tuple[str, str]]) -> None:
        self._group = {one: one for one in ids}
        self._members = {one: [one] for one in self._group}
        self._between: dict[str, dict[str, int]] = {one: {} for one in self._group}
        for one, other in ties:
            self._between[one][other] = self._between[other][one] = 1

    def join(self, one: str, other: str) -> bool:
        """Make one group of those of two entries when enough of their pairs are tied; return whether it was done."""
        kept, gone = sorted((self._group[one], self._group[other]))
        if kept == gone or self._between[kept].get(gone, 0) < LEAST_TIED * len(self._members[kept]) * len(self._members[gone]):
            return False
        for member in self._members[gone]:
            self._group[member] = kept
        self._members[kept] += self._members.pop(gone)
        for third, count in self._between.pop(gone).items():
            del self._between[third][gone]
            if third != kept:
                self._between[kept][third] = self._between[third][kept] = self._between[kept].get(third, 0) + count
        return True

    def all(self) -> list[frozenset[str]]:
        """Return the groups."""
        return [frozenset(members) for members in self._members.values()]
