"""What tests of document stores share: readers, and documents stored as they ask for them."""

from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import make_chunks, make_document

ANYONE = Access("ann")
PUBLIC = Access("ann", frozenset({"public"}))
EVERYTHING = DocumentFilter()


def put(catalog, document, *, facts=()):
    """Store a document with its sample chunks; return it."""
    catalog.documents.add(document, make_chunks(document), facts)
    return document


def names(catalog, access=ANYONE, wanted=EVERYTHING):
    """Return the names of the documents that a reader finds."""
    return [document.name for document in catalog.documents.find(access, wanted)]


def versions(catalog, **changes):
    """Store one complete version of a source and a second one that replaces it, in the state given."""
    first = put(catalog, make_document("alpha"))
    second = put(catalog, make_document("alpha", id="id-second", supersedes=first.id, **changes))
    return first, second
