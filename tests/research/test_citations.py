import pytest

from research.citations import Quote, resolve
from research.errors import NotFoundError, QuoteNotFoundError
from research.nouns.access import Access
from research.nouns.documents import Box
from tests.research.library import make_library

READER = Access("reader")


def cite(documents, quote, *, access=READER, **places):
    return resolve(documents, access, Quote("id-quillmere-2024", 1, quote, **places), marker="1")


def test_a_quote_is_found_whatever_its_white_space_and_boxed_on_its_line():
    citation = cite(make_library().documents, "Net  cash provided by\noperating activities 240.5")
    assert citation.quote == "Net cash provided by operating activities 240.5"
    assert citation.boxes == (Box(72, 128, 540, 140),)
    assert (citation.document, citation.page, citation.focus) == ("quillmere-2024", 1, ())


def test_a_quote_over_two_lines_has_two_boxes():
    citation = cite(make_library().documents, "221.0\nGross margin fell")
    assert [box.y0 for box in citation.boxes] == [128, 142]


def test_the_figure_inside_the_quote_is_boxed_too():
    documents = make_library().documents
    text = documents.get(READER, "id-quillmere-2024").text
    row = text.index("Purchases")
    cell = text.index("(88.4)")
    quote = "Purchases of property, plant and equipment (88.4) (75.1)"
    citation = cite(documents, quote, at=(row, row + len(quote)), focus=(cell, cell + 6))
    assert citation.focus == (Box(72, 114, 540, 126),)
    assert (citation.start, citation.end) == (row, row + len(quote))


@pytest.mark.parametrize("places", [{}, {"at": (41, 60)}, {"at": (-5, 3)}, {"at": (5, 5)}, {"at": (0, 10**6)}])
def test_a_quote_that_is_not_there_is_refused(places):
    with pytest.raises(QuoteNotFoundError, match="quillmere-2024 page 1"):
        cite(make_library().documents, "Purchases of property, plant and equipment (99.9)", **places)


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(QuoteNotFoundError, match="no page 9"):
        resolve(make_library().documents, READER, Quote("id-quillmere-2024", 9, "Gross margin"), marker="1")


def test_a_document_that_may_not_be_read_is_not_there():
    documents = make_library(label="deal:x").documents
    with pytest.raises(NotFoundError):
        cite(documents, "Gross margin fell", access=Access("reader", frozenset({"public"})))
