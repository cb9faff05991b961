"""What a document is that no form names, and the headings by which it is cut."""

from __future__ import annotations

from ingest.kinds.note import read_note
from ingest.kinds.transcript import read_transcript, turn_headings
from ingest.loaded import Heading, Loaded, Metadata
from research.nouns.documents import Kind


def recognise_kind(loaded: Loaded) -> Metadata | None:
    """Return what a transcript or a broker's note says of itself; None for other documents, and for those that state their own kind."""
    if any(one.field == "kind" for one in loaded.stated):
        return None
    return read_transcript(loaded) or read_note(loaded)


def headings_of(loaded: Loaded, kind: Kind) -> tuple[Heading, ...]:
    """Return the headings to cut a document by: a transcript's turns, else those that the file marks."""
    turns = turn_headings(loaded) if kind is Kind.TRANSCRIPT else ()
    return turns or loaded.headings
