"""Traits → keys: what others are found by that may belong to an entry.

Copies are found by MinHash over runs of words, banded (Broder, "On the resemblance and containment of documents", 1997); what tells the
same in other words by its company, a title or a name, inside some days. Pairs that no rule ties are not looked at: entries about
companies that are known find one another by a company of both, and any others only inside the days of one story. A key begins with the
span of days that it stands in, so that what comes in together is kept together, however much was kept before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rensa import RMinHash

from research.news.traits import Traits, pack
from research.news.word_classes import weight
from research.nouns.news import StorySignature

PERMUTATIONS, BANDS, SEED = 48, 12, 7
MOST_NAMES = 10
DAY = 86_400
# A title so long is hardly chosen twice.
LONG_TITLE = 10
# Of the 63 bits of a key the first say when, the others what.
_SPAN_BITS, _NAME_BITS = 17, 46
_MIXED = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class _Reach:
    """Spans of so many days, of which so many around an entry's own are looked at."""

    days: int
    around: int

    def spans(self, at: int) -> tuple[int, list[int]]:
        """Return the first bits of the keys of the span that an instant stands in, and of all that are looked at."""
        own = at // (self.days * DAY) * self.days
        return _bits(own), [_bits(own + away * self.days) for away in range(-self.around, self.around + 1)]


# Each covers the days of one story or, the last, those of a thread (`ties.STORY_SECONDS`, `ties.THREAD_SECONDS`).
_NEAR, _AROUND, _FAR = _Reach(1, 3), _Reach(3, 1), _Reach(14, 1)


def signed(traits: Traits) -> tuple[StorySignature, tuple[int, ...]]:
    """Return how traits are kept, and the keys of those that may belong to them."""
    kept, asked = set[int](), set[int]()
    spans = {id(reach): reach.spans(traits.at) for reach in (_NEAR, _AROUND, _FAR)}
    for name, reach, is_kept, is_asked in _names(traits):
        own, around = spans[id(reach)]
        if is_kept:
            kept.add(own | name)
        if is_asked:
            asked.update([span | name for span in around])
    return StorySignature(traits.document_id, tuple(sorted(kept)), pack(traits)), tuple(sorted(asked))


def _names(traits: Traits) -> Iterator[tuple[int, _Reach, bool, bool]]:
    """Yield hashed names, the spans they stand in, whether the entry is kept under them, and whether others are looked up by them."""
    bands = [_hash(band) for band in _bands(traits.shingles)]
    naming = [_hash(f"name {name}") for name in _naming(traits)]
    titles = [_hash(f"title {traits.title}")] if len(traits.title) >= LONG_TITLE else []
    known, unknown = _hash("known"), _hash("unknown")
    for company in traits.companies:
        about = _hash(f"company {company}")
        yield about, _NEAR, True, True
        yield from ((_mixed(about, name), _FAR, True, True) for name in (*bands, *naming))
    is_known = bool(traits.companies)
    for name in (*bands, *naming, *titles):
        yield _mixed(known, name), _AROUND, is_known, not is_known
        yield _mixed(unknown, name), _AROUND, not is_known, True


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


def _bits(span: int) -> int:
    return (span % (1 << _SPAN_BITS)) << _NAME_BITS


def _mixed(owner: int, name: int) -> int:
    """Return the hash of a name that is somebody's."""
    return (owner * _MIXED + name) % (1 << _NAME_BITS)


@lru_cache(maxsize=4_096)
def _hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) >> (64 - _NAME_BITS)
