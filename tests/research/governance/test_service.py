"""Findings for one reader: never of a hidden document, filtered as wanted, and made anew only when something changed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from research.directory import CompanyDirectory
from research.governance.service import QualityReader
from research.nouns.access import PUBLIC, Access
from research.nouns.quality import Doubt, FindingFilter, Severity
from research.nouns.queries import DocumentFilter
from tests.fakes.stores import fake_catalog
from tests.research.governance.books import NEWEST, Books, report, statements

ALL = Access("ann")
OUTSIDER = Access("bob", frozenset({PUBLIC}))
DAY = date(NEWEST + 1, 3, 1)
HIDDEN = "zanzibar"


class Counting:
    """A fact store that counts how often it is read."""

    def __init__(self, facts):
        self.facts, self.reads = facts, 0

    def find(self, access, wanted):
        self.reads += 1
        return self.facts.find(access, wanted)


@pytest.fixture
def held():
    """Return the store, its counting facts, and the reader over three reports, the last of which is of a deal and differs in all."""
    catalog, books = fake_catalog(), Books(2021, 2022)
    for document in books.documents.values():
        catalog.documents.add(document, [], [one for one in books.facts if one.document_id == document.id])
    hidden = report(2023, id=f"id-{HIDDEN}", name=HIDDEN, label="deal:bluebird", source_key=HIDDEN, fiscal_period="FY", title=HIDDEN)
    wrong = [
        replace(one, id=f"{HIDDEN}-{one.id}", document_id=hidden.id, label=HIDDEN, value=one.value * 1_000)
        for one in statements(report(2023))
    ]
    catalog.documents.add(hidden, [], wrong)
    facts = Counting(catalog.facts)
    return catalog, facts, QualityReader(catalog.documents, facts, CompanyDirectory(catalog.documents, catalog.names))


def test_a_finding_never_tells_of_a_hidden_document(held):
    catalog, _, reader = held
    assert HIDDEN in repr(reader.findings(ALL, on=DAY))
    seen = reader.findings(OUTSIDER, on=DAY)
    assert HIDDEN not in repr(seen)
    alone = fake_catalog()
    for document in catalog.documents.find(OUTSIDER, DocumentFilter()):
        alone.documents.add(catalog.documents.get(ALL, document.id), [], catalog.documents.facts_of[document.id])
    without = QualityReader(alone.documents, alone.facts, CompanyDirectory(alone.documents, alone.names))
    assert seen == without.findings(OUTSIDER, on=DAY)


def test_findings_are_filtered_by_company_document_and_severity(held):
    _, _, reader = held
    every = reader.findings(ALL, on=date(NEWEST + 3, 1, 1))
    assert {one.severity for one in every} == {Severity.ERROR, Severity.WARNING}
    errors = reader.findings(ALL, FindingFilter(severities=(Severity.ERROR,)), on=DAY)
    assert {one.doubt for one in errors} == {Doubt.SCALE}
    assert reader.findings(ALL, FindingFilter(companies=("Nobody",)), on=DAY) == ()
    of_one = reader.findings(ALL, FindingFilter(companies=("Wick & Co",), documents=("wick-2022",)), on=DAY)
    assert of_one
    assert all("wick-2022" in {one.document, *one.others} for one in of_one)


def test_findings_are_made_once_until_something_changes(held):
    catalog, facts, reader = held
    first = reader.findings(OUTSIDER, on=DAY)
    reads = facts.reads
    assert reader.findings(OUTSIDER, on=DAY) == first
    assert facts.reads == reads
    catalog.documents.add(report(2019), [], statements(report(2019)))
    assert Doubt.MISSING in {one.doubt for one in reader.findings(OUTSIDER, on=DAY)}
    assert facts.reads == reads + 1


def test_what_is_stale_is_so_on_the_day_of_as_of(held):
    _, _, reader = held
    then = Access("ann", as_of=datetime(NEWEST + 1, 1, 10, tzinfo=UTC))
    assert Doubt.STALE not in {one.doubt for one in reader.findings(then)}
    later = Access("ann", OUTSIDER.labels, as_of=datetime(NEWEST + 2, 1, 10, tzinfo=UTC))
    (stale,) = [one for one in reader.findings(later) if one.doubt is Doubt.STALE]
    assert (stale.document, stale.severity) == ("wick-2022", Severity.WARNING)


def test_a_document_without_a_company_has_its_own_findings():
    catalog = fake_catalog()
    catalog.documents.add(report(2023, company=None, ticker=None, also_called=(), published_at=None, fact_count=0), [], [])
    reader = QualityReader(catalog.documents, catalog.facts, CompanyDirectory(catalog.documents, catalog.names))
    assert [(one.company, one.doubt) for one in reader.findings(ALL, on=DAY)] == [("", Doubt.UNDATED)]
