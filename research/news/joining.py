"""Entries as they come → ties with those that were kept before: the same ties in whatever order and batches they come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from research.news.extracting import traits_of
from research.news.parts import Parts
from research.news.signatures import looked_up, signature_of
from research.news.ties import tie_between
from research.news.traits import VERSION, Traits, unpack
from research.nouns.news import NewsEntry, StoryEdge
from research.protocols.news import StoryStore

_RULES = (
    *("ties.py", "ties.toml", "steps.py", "weighing.py", "pairs.py", "signatures.py"),
    *("extracting.py", "traits.py", "kinds.py", "kinds.toml"),
    *("word_classes.py", "plain_words.toml", "common_stems.txt", "known_stems.txt"),
)


def story_rules() -> str:
    """Return a fingerprint of the rules that ties are made by: entries noted by others are to be noted again."""
    content = b"".join((Path(__file__).parent / name).read_bytes() for name in _RULES)
    return f"{VERSION}-{hashlib.sha256(content).hexdigest()[:12]}"


class StoryJoiner:
    """Ties entries to those they belong with. Only the ingest worker may use it: it sees entries of every label."""

    def __init__(self, stories: StoryStore) -> None:
        self._stories = stories

    def note(self, entries: Sequence[tuple[NewsEntry, Parts]]) -> None:
        """Keep what the entries are compared by and their ties to one another and to those kept before; twice is no error."""
        batch = [traits_of(entry, parts) for entry, parts in {entry.document_id: (entry, parts) for entry, parts in entries}.values()]
        signatures = [signature_of(traits) for traits in batch]
        wanted = [looked_up(traits) for traits in batch]
        kept = self._stories.alike(wanted)
        noted = {traits.document_id for traits in batch}
        edges: dict[tuple[str, str], StoryEdge] = {}
        known: dict[str, Traits | None] = {}
        for traits, found in zip(batch, kept, strict=True):
            for document_id, packed in found.items():
                if document_id in noted:
                    continue
                if document_id not in known:
                    known[document_id] = unpack(document_id, packed)
                other = known[document_id]
                edge = tie_between(traits, other) if other else None
                if edge:
                    edges[edge.earlier, edge.later] = edge
        for first, second in _pairs([signature.keys for signature in signatures], wanted):
            edge = tie_between(batch[first], batch[second])
            if edge:
                edges[edge.earlier, edge.later] = edge
        self._stories.put(signatures, [edges[pair] for pair in sorted(edges)])


def _pairs(kept: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a batch, by place, of which one is found by the keys of the other."""
    holders: dict[int, list[int]] = {}
    for place, keys in enumerate(kept):
        for key in keys:
            holders.setdefault(key, []).append(place)
    for place, keys in enumerate(wanted):
        found = {other for key in keys for other in holders.get(key, ()) if other < place}
        yield from ((other, place) for other in sorted(found))
