"""Figures of real filings, read whole; each was checked by eye on its page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ingest.loaded import Limits, Metadata
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts
from research.nouns.facts import Fact

pytestmark = pytest.mark.shared


@cache
def read(path: Path) -> tuple[Metadata, tuple[Fact, ...]]:
    loaded = PdfLoader(Limits(max_pages=1000)).load(path.read_bytes(), name=path.name)
    metadata = read_metadata(loaded)
    facts = read_facts(loaded, metadata, document_id=path.stem, company=metadata.company or "")
    for fact in facts:
        assert loaded.text[fact.cell_start : fact.cell_end] == fact.printed
    return metadata, facts


@pytest.mark.parametrize(
    ("name", "concept", "period", "page", "value"),
    [
        ("3M_2018_10K", "capital_expenditure", "FY2018", 60, -1_577_000_000),
        ("3M_2018_10K", "ppe_net", "FY2018", 58, 8_738_000_000),
        ("3M_2018_10K", "net_income", "FY2018", 56, 5_349_000_000),
        ("AMAZON_2017_10K", "revenue", "FY2017", 38, 177_866_000_000),
        ("AMAZON_2017_10K", "revenue", "FY2016", 38, 135_987_000_000),
        ("AMAZON_2017_10K", "inventories", "FY2016", 40, 11_461_000_000),
        ("MGMRESORTS_2022Q4_EARNINGS", "revenue", "Q4 FY2022", 11, 3_592_216_000),
        ("MGMRESORTS_2022Q4_EARNINGS", "revenue", "FY2022", 11, 13_127_485_000),
        ("BESTBUY_2024Q2_10Q", "net_income", "Q2 FY2024", 4, 274_000_000),
        ("BESTBUY_2024Q2_10Q", "cash_and_equivalents", "FY2023", 3, 1_874_000_000),
        ("GENERALMILLS_2020_10K", "operating_cash_flow", "FY2020", 52, 3_676_200_000),
    ],
)
def test_a_figure_with_its_page(shared: Path, *, name: str, concept: str, period: str, page: int, value: int):
    _, facts = read(shared / "financebench-dev" / "pdfs" / f"{name}.pdf")
    (fact,) = [fact for fact in facts if fact.concept == concept and fact.period.label == period]
    assert (fact.value, fact.page) == (value, page)


@pytest.mark.parametrize(
    ("name", "company", "ticker", "form", "year", "period"),
    [
        ("3M_2018_10K", "3M Company", "MMM", "10-K", 2018, "FY"),
        ("BESTBUY_2024Q2_10Q", "Best Buy Co., Inc.", "BBY", "10-Q", 2024, "Q2"),
        ("MGMRESORTS_2022Q4_EARNINGS", "MGM Resorts International", "MGM", "results", 2022, "Q4"),
        ("GENERALMILLS_2020_10K", "General Mills, Inc.", "GIS", "10-K", 2020, "FY"),
    ],
)
def test_what_a_cover_says(shared: Path, *, name: str, company: str, ticker: str, form: str, year: int, period: str):
    found, _ = read(shared / "financebench-dev" / "pdfs" / f"{name}.pdf")
    assert (found.company, found.ticker, found.form_type, found.fiscal_year, found.fiscal_period) == (company, ticker, form, year, period)
