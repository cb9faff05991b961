"""Corrections over a document's metadata: they outrank what the document says and what the caller gives, until they are undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.given import LABEL, PARSERS, Value, agrees, given_before
from ingest.loaded import Metadata
from research.nouns.access import PUBLIC
from research.nouns.corrections import CORRECTED, Correction
from research.nouns.documents import Document

# What a document always has; the other fields may be corrected to unknown.
NEVER_UNKNOWN = frozenset({"title", "kind", "tier", LABEL})

Corrections = Mapping[str, Correction]


def by_field(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """Return the correction that counts for each field: the last one made."""
    return {one.field: one for one in corrections if one.field in PARSERS}


def source_of(correction: Correction) -> str:
    """Return where a corrected value comes from: "corrected by analyst on 2025-03-01"."""
    return f"{CORRECTED}{correction.user} on {correction.made_at.date().isoformat()}"


def corrected_fields(document: Document) -> dict[str, str]:
    """Return the fields of a stored document that are corrected, each with its source."""
    return {name: source for name, source in document.sources if source.startswith(CORRECTED)}


def apply_corrections(metadata: Metadata, corrections: Corrections) -> Metadata:
    """Return the metadata with the corrected values in place, each marked as corrected; a label is not metadata, only marked."""
    fields = {name: _value(one) for name, one in corrections.items() if name != LABEL}
    sources = tuple(pair for pair in metadata.sources if pair[0] not in corrections)
    return replace(metadata, **fields, sources=sources + tuple((name, source_of(one)) for name, one in corrections.items()))  # type: ignore[arg-type]


def label_for(given: Mapping[str, str], corrections: Corrections, *, default: str = PUBLIC) -> str:
    """Return the access label: the corrected one, else the caller's, else the default."""
    corrected = corrections.get(LABEL)
    return (corrected.value if corrected else given.get(LABEL)) or default


def is_as_said(document: Document, given: Mapping[str, str], corrections: Corrections) -> bool:
    """Return whether a stored document already says what the caller gives and the corrections that hold, and no others."""
    beneath = given_before(document)
    outranked = {name: text for name, text in given.items() if name in corrections}
    return (
        agrees(document, {name: text for name, text in given.items() if name not in corrections})
        and all(beneath.get(name) == text for name, text in outranked.items())
        and corrected_fields(document) == {name: source_of(one) for name, one in corrections.items()}
        and all(getattr(document, name) == _value(one) for name, one in corrections.items())
    )


def _value(correction: Correction) -> Value | None:
    return None if correction.value is None else PARSERS[correction.field](correction.value)
