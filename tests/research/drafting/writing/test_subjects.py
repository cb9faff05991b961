"""A company is found by the name that its papers are filed under, where that is one company's alone and the reader may see it."""

from research.directory import CompanyDirectory
from research.drafting.writing.subjects import company_filed_as
from research.nouns.access import Access
from tests.research.library import make_library


def found(name, access=None, **changes):
    catalog = make_library(**changes)
    access = access or Access("ann")
    directory = CompanyDirectory(catalog.documents, catalog.names).companies(access)
    company = company_filed_as(catalog.documents, access, name, directory)
    return company.name if company else None


def test_a_company_is_found_by_the_first_word_of_its_papers_names():
    assert found("Tarrow") == "Tarrow Foods Corporation"
    assert found(" tarrow ") == "Tarrow Foods Corporation"
    assert [found(name) for name in ("Tarr", "2024", "", "Nobody Anywhere")] == [None, None, None, None]


def test_a_name_that_papers_of_two_companies_begin_with_is_none_of_theirs():
    assert found("quillmere", company="Quarrier Capital") is None
