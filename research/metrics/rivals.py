"""Rows of one filing that differ under the same words: which of them the question means, if its words or the rows' places tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from research.nouns.facts import Fact

_SEGMENT = "segment"
_PARTS = frozenset({_SEGMENT, "product", "geography", "customer"})


def agree(one: Fact, other: Fact) -> bool:
    """Return whether two figures are the same but for rounding."""
    return one.unit == other.unit and abs(one.value - other.value) < max(one.last_digit, other.last_digit)


def meant(rows: Sequence[Fact], said: Callable[[str], bool]) -> tuple[list[Fact], tuple[str, ...]]:
    """Return the rows that are meant, all of one value, and what is to be noted; none where nothing tells which of them are.

    `said` tells whether a label has the metric's words as the question has them: of one part it means "net sales" beside "total revenues".
    A statement's own row is meant beside what was booked in that line: "fulfillment" of an income statement beside that of a table of
    share-based payments. Where a segment and a product line are called alike, the segment is meant, which is noted.
    """
    so_called = [fact for fact in rows if said(fact.label)] if len({_members(fact) for fact in rows}) == 1 and rows[0].dimensions else []
    own = [fact for fact in rows if not fact.dimensions and fact.statement is not None]
    booked = [fact for fact in rows if fact.dimensions and all(axis not in _PARTS for axis, _ in fact.dimensions)]
    for some in (so_called, own if len(own) + len(booked) == len(rows) else []):
        if some and all(agree(fact, some[0]) for fact in some):
            return some, ()
    return _of_segment(rows)


def _members(fact: Fact) -> tuple[str, ...]:
    """Return the names of the parts that a row is of, without their punctuation: "Harbour U.S." is "Harbour US"."""
    return tuple("".join(filter(str.isalnum, member.casefold())) for _, member in fact.dimensions)


def _of_segment(rows: Sequence[Fact]) -> tuple[list[Fact], tuple[str, ...]]:
    """Return the rows of a segment where the others are of a product line of its name."""
    by_axis: dict[str, list[Fact]] = {}
    for fact in rows:
        if len(fact.dimensions) != 1:
            return [], ()
        by_axis.setdefault(fact.dimensions[0][0], []).append(fact)
    names = {fact.dimensions[0][1].casefold() for fact in rows}
    if set(by_axis) != {_SEGMENT, "product"} or len(names) > 1 or not all(agree(fact, of[0]) for of in by_axis.values() for fact in of):
        return [], ()
    other = by_axis["product"][0]
    return by_axis[_SEGMENT], (f"This is the segment; the product line of that name has {other.printed}.",)
