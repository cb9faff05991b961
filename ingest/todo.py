"""What there is to do for a file, as the pipeline finds when it examines it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ingest.corrected import Corrections
from ingest.loaded import Loaded, Metadata, Part
from research.nouns.documents import Chunk, Document, PageMark


@dataclass(frozen=True, slots=True)
class Known:
    """The file is in the catalog as it is; its vectors may be unfinished."""

    document: Document


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another file with the same bytes is in the catalog; `reason` names it when it is public: whoever sees the queue reads that."""

    document: Document
    reason: str


@dataclass(frozen=True, slots=True)
class Container:
    """A file that holds several documents, each of which becomes a job of its own."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """The document was taken out: it answers no more, and can still be opened."""

    document: Document


@dataclass(frozen=True, slots=True)
class Work:
    """A file to read: its path, the name it asks for, its bytes, the version that it replaces, and what outranks its own words.

    `known_at` is when these bytes first came, None when they are new; `is_new` tells that no document of this path ever was, so that
    nobody can have corrected one.
    """

    path: str
    file_name: str
    stem: str
    content: bytes = field(repr=False)
    content_hash: str
    document_id: str
    supersedes: str | None
    known_at: datetime | None
    given: Mapping[str, str]
    corrections: Corrections = field(default_factory=dict)
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A document as it is to be stored: its chunks, the marks on its pages, what it says of itself, and what that was read from.

    `at_once` when its facts do not follow later: it does not say what they need, so there are next to none.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    marks: tuple[PageMark, ...]
    work: Work
    metadata: Metadata
    loaded: Loaded = field(repr=False)
    at_once: bool


@dataclass(frozen=True, slots=True)
class Begun:
    """A document whose words are stored; `unread` is what its facts are still to be read from, None when nothing is to be read."""

    document: Document
    work: Work
    metadata: Metadata
    unread: Loaded | None = field(repr=False)


def same_content(twin: Document | None) -> str:
    """Return why a copy is left out; the document that it is a copy of is named unless it is None."""
    return f"same content as {twin.name} ({twin.source_key}, label {twin.label})" if twin else "same content as a document of the library"
