"""What every EmbeddingStore promises."""

import numpy as np
import pytest

from research.nouns.documents import DocumentState
from tests.contracts.samples import make_chunks, make_document


def rows(*starts):
    return np.array([[start, start + 0.1, -1e-7] for start in starts], dtype=np.float32)


def test_vectors_come_back_exactly_in_the_order_asked_for(catalog):
    chunks = {}
    for key in ("alpha", "beta"):
        document = make_document(key, text=f"{key:<70}", pages=())
        chunks[key] = make_chunks(document, context=key)
        catalog.documents.add(document, chunks[key], [])
    catalog.embeddings.put(chunks["alpha"], "m", rows(1, 2))
    catalog.embeddings.put(chunks["beta"][::-1], "m", rows(4, 3))
    ids, vectors = catalog.embeddings.vectors(["id-beta", "nothing", "id-alpha"], "m")
    assert ids == ["id-beta-0", "id-beta-1", "id-alpha-0", "id-alpha-1"]
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors, rows(3, 4, 1, 2))
    vectors[0, 0] = 9


def test_missing_names_the_chunks_without_a_vector_of_the_model(catalog):
    document = make_document()
    chunks = make_chunks(document)
    catalog.documents.add(document, chunks, [])
    assert catalog.embeddings.missing(document.id, "m") == chunks
    catalog.embeddings.put(chunks[1:], "m", rows(1))
    assert catalog.embeddings.missing(document.id, "m") == chunks[:1]
    assert catalog.embeddings.missing(document.id, "other model") == chunks
    ids, vectors = catalog.embeddings.vectors([document.id], "m")
    assert ids == ["id-alpha-1"]
    assert vectors.shape == (1, 3)


def test_the_same_text_is_embedded_once_and_another_context_is_another_text(catalog):
    old, new = make_document("alpha"), make_document("alpha", id="id-new")
    catalog.documents.add(old, make_chunks(old), [])
    catalog.embeddings.put(make_chunks(old), "m", rows(1, 2))
    catalog.documents.add(new, make_chunks(new, context="Alpha Corp · FY2024"), [])
    assert [chunk.ordinal for chunk in catalog.embeddings.missing(new.id, "m")] == [1]


def test_a_vector_that_is_put_again_is_replaced(catalog):
    document = make_document()
    catalog.documents.add(document, make_chunks(document), [])
    catalog.embeddings.put(make_chunks(document), "m", rows(1, 2))
    catalog.embeddings.put(make_chunks(document)[:1], "m", rows(5))
    assert np.array_equal(catalog.embeddings.vectors([document.id], "m")[1], rows(5, 2))


def test_nothing_asked_or_known_gives_empty_matrices(catalog):
    assert catalog.embeddings.vectors(["nothing"], "unknown")[1].shape == (0, 0)
    document = make_document()
    catalog.documents.add(document, make_chunks(document), [])
    catalog.embeddings.put([], "m", np.empty((0, 3), dtype=np.float32))
    catalog.embeddings.put(make_chunks(document), "m", rows(1, 2))
    ids, vectors = catalog.embeddings.vectors([], "m")
    assert (ids, vectors.shape, vectors.dtype) == ([], (0, 3), np.float32)


@pytest.mark.parametrize(
    "vectors",
    [np.zeros((1, 3), np.float32), np.zeros(3, np.float32), np.zeros((2, 4), np.float32), np.full((2, 3), np.nan, np.float32)],
)
def test_vectors_that_do_not_fit_are_refused(catalog, vectors):
    document = make_document()
    catalog.documents.add(document, make_chunks(document), [])
    catalog.embeddings.put(make_chunks(document), "m", rows(1, 2))
    with pytest.raises(ValueError, match=r"shape|finite|length|numbers"):
        catalog.embeddings.put(make_chunks(document), "m", vectors)
    assert np.array_equal(catalog.embeddings.vectors([document.id], "m")[1], rows(1, 2))


def test_documents_that_wait_for_vectors_are_those_that_lack_some_and_those_not_complete(catalog):
    states = (DocumentState.COMPLETE, DocumentState.LEXICAL, DocumentState.PARSED, DocumentState.SUPERSEDED, DocumentState.FAILED)
    for state in states:
        document = make_document(state.value, state=state, text=f"{state.value:<70}", pages=())
        catalog.documents.add(document, make_chunks(document), [])
    assert catalog.embeddings.lacking("m") == ["id-complete", "id-lexical"]
    for key in ("id-complete", "id-lexical"):
        missing = catalog.embeddings.missing(key, "m")
        catalog.embeddings.put(missing, "m", rows(*range(len(missing))))
    assert catalog.embeddings.lacking("m") == ["id-lexical"]
    assert catalog.embeddings.lacking("other model") == ["id-complete", "id-lexical"]
    catalog.documents.complete("id-lexical")
    assert catalog.embeddings.lacking("m") == []
