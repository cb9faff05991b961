"""Entries as they come → ties with those that were kept before: the same ties in whatever order and batches they come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from research.news.extracting import traits_of
from research.news.parts import Parts
from research.news.signatures import signed
from research.news.ties import tie_between
from research.news.traits import VERSION, Traits, unpack
from research.nouns.news import NewsEntry, StoryEdge
from research.protocols.news import StoryStore

_RULES = (
    *("ties.py", "ties.toml", "steps.py", "weighing.py", "pairs.py", "signatures.py"),
    *("extracting.py", "traits.py", "kinds.py", "kinds.toml"),
    *("word_classes.py", "plain_words.toml", "common_stems.txt", "known_stems.txt"),
)

# Four days of 2,000 entries, and some of the days before: 10 KB each.
MOST_HELD = 12_288


def story_rules() -> str:
    """Return a fingerprint of the rules that ties are made by: entries noted by others are to be noted again."""
    content = b"".join((Path(__file__).parent / name).read_bytes() for name in _RULES)
    return f"{VERSION}-{hashlib.sha256(content).hexdigest()[:12]}"


class StoryJoiner:
    """Ties entries to those they belong with. Only the ingest worker may use it: it sees entries of every label."""

    def __init__(self, stories: StoryStore) -> None:
        self._stories = stories
        self._recent = _Recent()

    def note(self, entries: Sequence[tuple[NewsEntry, Parts]]) -> None:
        """Keep what the entries are compared by and their ties to one another and to those kept before; twice is no error."""
        batch = [traits_of(entry, parts) for entry, parts in {entry.document_id: (entry, parts) for entry, parts in entries}.values()]
        signatures, wanted = zip(*map(signed, batch), strict=True) if batch else ((), ())
        kept = self._stories.alike(wanted)
        noted = {traits.document_id for traits in batch}
        edges: dict[tuple[str, str], StoryEdge] = {}
        for traits, found in zip(batch, kept, strict=True):
            for document_id, packed in found.items():
                if document_id in noted:
                    continue
                other = self._recent.traits(document_id, packed)
                edge = tie_between(traits, other) if other else None
                if edge:
                    edges[edge.earlier, edge.later] = edge
        for first, second in _pairs([signature.keys for signature in signatures], wanted):
            edge = tie_between(batch[first], batch[second])
            if edge:
                edges[edge.earlier, edge.later] = edge
        self._stories.put(signatures, [edges[pair] for pair in sorted(edges)])
        self._recent.keep(batch, [signature.traits for signature in signatures])


class _Recent:
    """The traits that were kept or compared last, so that those of the days that most entries belong to are not unpacked for each."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, Traits | None]] = {}

    def traits(self, document_id: str, packed: bytes) -> Traits | None:
        """Return what was packed, None for traits of another version."""
        held = self._held.pop(document_id, None)
        if held is None or held[0] != hash(packed):
            held = hash(packed), unpack(document_id, packed)
        self._held[document_id] = held
        self._forget()
        return held[1]

    def keep(self, batch: Sequence[Traits], packed: Sequence[bytes]) -> None:
        """Hold traits beside how they were packed."""
        self._held.update((traits.document_id, (hash(bytes_), traits)) for traits, bytes_ in zip(batch, packed, strict=True))
        self._forget()

    def _forget(self) -> None:
        while len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]


def _pairs(kept: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a batch, by place, of which one is found by the keys of the other."""
    holders: dict[int, list[int]] = {}
    for place, (own, asked) in enumerate(zip(kept, wanted, strict=True)):
        found = {other for key in holders.keys() & asked for other in holders[key]}
        yield from ((other, place) for other in sorted(found))
        for key in own:
            holders.setdefault(key, []).append(place)
