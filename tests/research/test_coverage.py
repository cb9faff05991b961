"""Coverage: cells by period and type, gaps between annual filings, documents without a place."""

from datetime import UTC, datetime

from research.coverage import CoverageCell, Unplaced, cover
from research.directory import company_directory
from research.nouns.documents import Kind
from tests.contracts.samples import make_document


def test_cells_gaps_and_documents_without_a_place():
    documents = [
        make_document("k19", company="Quillmere", ticker="Q", fiscal_year=2019, fiscal_period="FY", form_type="10-K"),
        make_document("k22", company="Quillmere, Inc.", ticker="Q", fiscal_year=2022, fiscal_period="FY", form_type="10-K"),
        make_document("q1", company="Quillmere, Inc.", ticker="Q", fiscal_year=2022, fiscal_period="Q1", form_type="10-Q"),
        make_document("scan", company=None, ticker=None, fiscal_year=None, form_type=None),
        make_document("wire", company=None, ticker=None, kind=Kind.NEWS, fiscal_year=None, published_at=datetime(2024, 5, 1, tzinfo=UTC)),
    ]
    found = cover(documents, company_directory(documents))
    (company,) = found.companies
    assert company.company == "Quillmere, Inc."
    assert company.cells == (
        CoverageCell("FY2022", "10-K", ("k22",)),
        CoverageCell("Q1 FY2022", "10-Q", ("q1",)),
        CoverageCell("FY2019", "10-K", ("k19",)),
    )
    assert company.gaps == ("FY2020", "FY2021")
    assert found.unplaced == (Unplaced("scan", ("company", "fiscal year")), Unplaced("wire", ("company",)))
