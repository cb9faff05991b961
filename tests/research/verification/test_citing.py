"""Cited pages read from a library as evidence."""

import pytest

from research.directory import CompanyDirectory
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Verdict
from research.verification.citing import EvidenceReader
from research.verification.gate import verify
from tests.fakes.stores import FakeCompanyNames
from tests.research.library import make_library

ANYONE = Access("analyst")


@pytest.fixture
def reader():
    catalog = make_library()
    return EvidenceReader(catalog.documents, catalog.facts, CompanyDirectory(catalog.documents, FakeCompanyNames()))


def test_a_page_comes_with_its_facts_and_whose_it_is(reader):
    (page,) = reader.pages(ANYONE, [("quillmere-2024", 1)])
    assert "Purchases of property" in page.text
    assert (page.company, page.fiscal_year, page.place) == ("Quillmere Pumps, Inc.", 2024, "quillmere-2024, page 1")
    assert {fact.printed for fact in page.facts} >= {"(88.4)"}
    assert "Tarrow Foods" in page.others
    assert verify("Quillmere's capital expenditure was $88.4 million in 2024.", [page]).verdict is Verdict.SUPPORTED
    assert verify("Tarrow Foods' capital expenditure was $88.4 million in 2024.", [page]).verdict is Verdict.MISMATCH


@pytest.mark.parametrize(
    ("place", "message"), [(("nowhere", 1), "'nowhere' is not in the library"), (("quillmere-2024", 9), "has no page 9")]
)
def test_a_place_that_is_not_there_is_named(reader, place, message):
    with pytest.raises(NotFoundError, match=message):
        reader.pages(ANYONE, [place])


def test_what_a_reader_may_not_see_is_not_there(reader):
    with pytest.raises(NotFoundError):
        reader.pages(Access("guest", frozenset()), [("quillmere-2024", 1)])
