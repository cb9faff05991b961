"""What every DocumentStore promises of filters by kind and by when documents came."""

from datetime import timedelta

from research.nouns.documents import Kind
from research.nouns.queries import DocumentFilter
from tests.contracts.document_cases import names, put
from tests.contracts.samples import make_document


def test_documents_are_found_by_kind_and_by_when_they_came(catalog):
    came = make_document().known_at
    put(catalog, make_document("before", known_at=came - timedelta(seconds=1)))
    put(catalog, make_document("note", kind=Kind.NOTE, known_at=came))
    put(catalog, make_document("news", kind=Kind.NEWS, known_at=came + timedelta(seconds=1)))
    assert names(catalog, wanted=DocumentFilter(kinds=(Kind.NOTE, Kind.NEWS))) == ["news", "note"]
    assert names(catalog, wanted=DocumentFilter(known_from=came)) == ["news", "note"]
    assert names(catalog, wanted=DocumentFilter(known_before=came)) == ["before"]
    window = DocumentFilter(
        kinds=(Kind.FILING, Kind.NOTE), known_from=came, known_before=came + timedelta(days=1), companies=("Alpha Corp",)
    )
    assert names(catalog, wanted=window) == ["note"]
