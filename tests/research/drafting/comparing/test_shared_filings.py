"""Filings of the evaluation data held against themselves with edits."""

import pytest

from ingest.loaded import Limits
from ingest.pdf.loader import PdfLoader
from tests.research.drafting.comparing.edits import compare, edited, filing_of, scored

pytestmark = pytest.mark.shared
EACH = 4


@pytest.mark.parametrize("name", ["AMAZON_2019_10K", "NETFLIX_2017_10K"])
def test_nearly_all_edits_are_found_and_nothing_else(shared, name):
    path = shared / "financebench-dev" / "pdfs" / f"{name}.pdf"
    if not path.is_file():
        pytest.skip(f"{name}.pdf is not among the evaluation data")
    filing = filing_of(name, PdfLoader(Limits(max_pages=400)).load(path.read_bytes(), name=name))
    assert compare(filing, filing) == []
    newer, edits = edited(filing, seed=5, each=EACH)
    found, _, wrong = scored(compare(filing, newer), edits)
    assert found >= 0.9 * len(edits)
    assert len(wrong) <= 0.05 * len(edits)
    assert len(edits) >= 4 * EACH
