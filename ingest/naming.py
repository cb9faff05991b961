"""Identities that come from content: hashes, document ids, chunk ids and the stem that a document's name starts from."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection
from itertools import chain, count
from pathlib import PurePath

from research.nouns.documents import Document

ID_LENGTH = 24
LONGEST_STEM = 120


def hash_content(content: bytes) -> str:
    """Return the hash (64 hexadecimal digits) under which a file's bytes are kept and recognised."""
    return hashlib.sha256(content).hexdigest()


def document_id(content_hash: str, pipeline_version: str, *, taken: Collection[str] = (), mark: str = "") -> str:
    """Return the id of what this pipeline version makes of these bytes.

    The same bytes can become a document more than once: with other metadata, or when a file returns to an earlier
    state. `taken` are the ids that such documents have; the first variant that is free is returned ("…", "…-2", "…-3"),
    so that a run that was cut off and run again gives the same ids as one that was not. A `mark` is part of the id.
    """
    first = "-".join(filter(None, (_first_id(content_hash, pipeline_version), mark)))
    return next(found for found in chain((first,), (f"{first}-{variant}" for variant in count(2))) if found not in taken)


def is_made_by(pipeline_version: str, document: Document) -> bool:
    """Return whether this pipeline version made a document."""
    return document.id.partition("-")[0] == _first_id(document.content_hash, pipeline_version)


def _first_id(content_hash: str, pipeline_version: str) -> str:
    return hashlib.sha256(f"{content_hash}:{pipeline_version}".encode()).hexdigest()[:ID_LENGTH]


def source_mark(source_key: str) -> str:
    """Return what ids, and names of restricted documents, have behind walls: it is of one source, and tells of no other.

    A number behind them would tell that there is another document of the same bytes or name.
    """
    return hashlib.sha256(source_key.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def chunk_id(owner: str, ordinal: int, indexed_text: str) -> str:
    """Return a chunk's id: its document's id, its place in it, and what is indexed."""
    seed = f"{owner}:{ordinal}:{hashlib.sha256(indexed_text.encode()).hexdigest()}"
    return hashlib.sha256(seed.encode()).hexdigest()[:ID_LENGTH]


def document_stem(source_key: str) -> str:
    """Return the name that a document asks for: the last part of its path or URL without suffix, cleaned of control characters."""
    path = PurePath(source_key)
    stem = unicodedata.normalize("NFC", path.stem or path.name)
    cleaned = "".join(character for character in stem if character.isprintable()).strip()
    return cleaned[:LONGEST_STEM] or "document"
