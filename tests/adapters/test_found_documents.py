"""The documents that were found last: few of them beside all of the library, which is asked for again and again."""

from research.adapters.sqlite.found_documents import MOST_DOCUMENTS, MOST_SEARCHES, FoundDocuments
from research.nouns.access import Access
from research.nouns.queries import DocumentFilter
from tests.contracts.samples import make_document

ANYONE = Access("ann")
EVERYTHING = DocumentFilter()
ONE = make_document()


def of(company):
    return DocumentFilter(companies=(company,))


def kept(found, *companies):
    return [company for company in companies if found.get(ANYONE, of(company), 1) is not None]


def test_all_of_a_large_library_stays_while_other_searches_come_and_go():
    found = FoundDocuments()
    found.put(ANYONE, EVERYTHING, 1, [ONE] * (MOST_DOCUMENTS + 10))
    for company in "abc":
        found.put(ANYONE, of(company), 1, [ONE] * (MOST_DOCUMENTS // 2))
    assert len(found.get(ANYONE, EVERYTHING, 1)) == MOST_DOCUMENTS + 10
    assert kept(found, *"abc") == ["b", "c"]


def test_the_search_that_was_used_longest_ago_goes_first():
    found = FoundDocuments()
    for number in range(MOST_SEARCHES):
        found.put(ANYONE, of(str(number)), 1, [ONE])
    assert kept(found, "0") == ["0"]
    found.put(ANYONE, EVERYTHING, 1, [ONE, ONE])
    found.put(ANYONE, of("new"), 1, [ONE])
    assert kept(found, "0", "1", "2", "3", "new") == ["0", "3", "new"]


def test_what_was_found_at_another_version_or_with_other_rights_is_not_given():
    found = FoundDocuments()
    found.put(ANYONE, EVERYTHING, 1, [ONE])
    assert found.get(ANYONE, EVERYTHING, 2) is None
    assert found.get(Access("ann", frozenset({"public"})), EVERYTHING, 1) is None
    assert found.get(Access("bob"), EVERYTHING, 1) == (ONE,)
