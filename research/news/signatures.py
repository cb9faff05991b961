"""Traits → keys: what others are found by that may belong to an entry.

Copies are found by MinHash over runs of words, banded (Broder, "On the resemblance and containment of documents", 1997); what tells the
same in other words by its company with an event, a kind, a figure or a name, inside some days.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from rensa import RMinHash

from research.news.traits import Traits, pack
from research.news.word_classes import weight
from research.nouns.news import StorySignature

PERMUTATIONS, BANDS, SEED = 48, 12, 7
MOST_NAMES = 10
DAY = 86_400
NEAR_DAYS, FAR_DAYS = 3, 14
# A title so long is hardly chosen twice.
LONG_TITLE = 10


def signature_of(traits: Traits) -> StorySignature:
    """Return how traits are kept: what they are looked up by, and themselves."""
    return StorySignature(
        traits.document_id, tuple(sorted({_hash(name, str(span)) for name, span, _ in _kept_under(traits)})), pack(traits)
    )


def looked_up(traits: Traits) -> tuple[int, ...]:
    """Return the keys of those that may belong to an entry: its own, and those of the days around."""
    near = traits.at // DAY + 1
    more = ((f"{company}|{'any' if _is_loose(traits) else 'loose'}", near, NEAR_DAYS) for company in traits.companies)
    spans = ((name, span + away) for name, span, reach in (*_kept_under(traits), *more) for away in range(-reach, reach + 1))
    return tuple(sorted({_hash(name, str(span)) for name, span in spans}))


def _is_loose(traits: Traits) -> bool:
    """Return whether nothing says what an entry tells of, so that it may belong to anything that is told of its company."""
    return not traits.events and traits.kinds <= {"move"}


def _kept_under(traits: Traits) -> Iterator[tuple[str, int, int]]:
    """Yield names with the number of the span of days they stand in and how many spans around are looked at; 0 for any day."""
    near, far = (traits.at // DAY + 1, NEAR_DAYS), (traits.at // (FAR_DAYS * DAY) + 1, 1)
    for band in _bands(traits.shingles):
        yield band, 0, 0
    if len(traits.title) >= LONG_TITLE:
        yield f"title {traits.title}", *near
    telling = sorted({f"{one.value:g} {one.unit}" for one in traits.figures if one.head and one.telling})[:MOST_NAMES]
    named = _naming(traits)
    for company in traits.companies:
        for what in ("any", *(["loose"] if _is_loose(traits) else []), *sorted(traits.events), *sorted(traits.kinds), *telling):
            yield f"{company}|{what}", *near
        for name in named:
            yield f"{company}|{name}", *far
    for name in named:
        yield f"name {name}", *near


def _naming(traits: Traits) -> list[str]:
    """Return the names, codes and rare words at the head of an entry that it is found by, the longest first."""
    rare = {term for term in traits.terms if weight(term) > 1}
    found = {name for name in traits.head_names | traits.codes | rare if len(name) > 2}
    return sorted(found, key=lambda name: (-len(name), name))[:MOST_NAMES]


def _bands(shingles: frozenset[int]) -> Iterator[str]:
    if not shingles:
        return
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([str(one) for one in sorted(shingles)])
    digest, rows = sketch.digest(), PERMUTATIONS // BANDS
    for band in range(BANDS):
        yield f"band {band} {digest[band * rows : (band + 1) * rows]}"


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest()) >> 1
