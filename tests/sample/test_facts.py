"""The statement reader against the sample's own truth: every figure, with its period, unit and page."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.loaded import Limits
from ingest.metadata import read_metadata
from ingest.pdf.loader import PdfLoader
from ingest.statements.facts import read_facts

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
NAMES = ("quillmere-10k-2024", "tarrowby-10k-2024")


def key(page, value, unit, start, end):
    return page, Decimal(value).normalize(), unit, start, end


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_statements_is_read(name):
    loaded = PdfLoader(Limits(max_pages=100)).load((SAMPLE / f"{name}.pdf").read_bytes(), name=name)
    metadata = read_metadata(loaded)
    facts = read_facts(loaded, metadata, document_id="id", company=metadata.company)
    found = Counter(
        key(f.page, f.value, f.unit, f.period.start.isoformat() if f.period.start else None, f.period.end.isoformat()) for f in facts
    )
    rows = [json.loads(line) for line in (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = Counter(key(r["page"], r["value"], r["unit"], r["start"], r["end"]) for r in rows if r["document"] == name)
    assert len(expected) > 100
    missing, extra = expected - found, found - expected
    assert (sorted(missing, key=str), sorted(extra, key=str)) == ([], [])
