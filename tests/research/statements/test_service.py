"""The reader of statements sees what its access allows, and cites the printed row."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from research.directory import Company
from research.errors import NotFoundError
from research.nouns.access import Access
from research.nouns.facts import Statement
from research.nouns.sheets import SheetRequest, SheetSpan
from research.statements.service import SheetChoice, StatementReader
from tests.fakes.stores import fake_catalog
from tests.research.statements.samples import COMPANY, make_filing, read_filing, year
from tests.research.statements.test_assemble import CONCEPTS, NEW, OLD

READER = Access("analyst")
PUMPS = Company(COMPANY, (COMPANY,), ())


@pytest.fixture
def reader():
    catalog = fake_catalog()
    for name, end, text, label in (("q-2022", 2022, OLD, "public"), ("q-2023", 2023, NEW, "internal")):
        document = make_filing(name, end, text, label=label)
        catalog.documents.add(document, [], read_filing(document, Statement.INCOME, (year(end), year(end - 1)), CONCEPTS))
    other = make_filing("other-2023", 2023, NEW, company="Tarrow Foods")
    catalog.documents.add(other, [], read_filing(other, Statement.BALANCE, (year(2023, instant=True), year(2022, instant=True)), {}))
    return StatementReader(catalog.documents, catalog.facts)


def test_what_can_be_put_side_by_side_is_what_was_read_of_that_company(reader):
    assert reader.choices(READER, PUMPS) == (SheetChoice(Statement.INCOME, (SheetSpan.ANNUAL,)),)
    assert reader.choices(READER, Company("Nobody", ("Nobody",), ())) == ()


def test_a_reader_sees_only_the_filings_that_they_may(reader):
    request = SheetRequest(Statement.INCOME)
    assert [column.document for column in reader.sheet(READER, PUMPS, request).columns] == ["q-2023", "q-2022", "q-2022"]
    guest = reader.sheet(Access("guest", frozenset({"public"})), PUMPS, request)
    assert [column.document for column in guest.columns] == ["q-2022", "q-2022"]
    assert not any(cell.others for row in guest.rows for cell in row.cells if cell)
    earlier = reader.sheet(replace(READER, as_of=datetime(2023, 12, 31, tzinfo=UTC)), PUMPS, request)
    assert [column.period.label for column in earlier.columns] == ["FY2022", "FY2021"]


def test_a_figure_is_cited_as_printed_for_those_who_may_see_it(reader):
    sheet = reader.sheet(READER, PUMPS, SheetRequest(Statement.INCOME))
    fact = sheet.cell(1, 0).fact
    citation = reader.cite(READER, fact, "1")
    assert (citation.document, citation.page, citation.quote) == ("q-2023", 1, "Products 90 80")
    assert citation.figure == (fact.cell_start, fact.cell_end)
    with pytest.raises(NotFoundError):
        reader.cite(Access("guest", frozenset({"public"})), fact, "1")
