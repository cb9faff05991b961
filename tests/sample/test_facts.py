"""The statement reader against the sample's own truth: every figure, with its period, unit and page."""

from collections import Counter
from decimal import Decimal

import pytest

from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from tests.sample.library import DOCUMENTS, facts_of, load


def key(page, value, unit, start, end, parent):
    return page, Decimal(value).normalize(), unit, start, end, parent


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_of_the_statements_is_read(name):
    metadata = read_metadata(load(name))
    facts = read_facts(load(name), metadata, document_id="id", company=metadata.company)
    found = Counter(
        key(
            f.page,
            f.value,
            f.unit,
            f.period.start.isoformat() if f.period.start else None,
            f.period.end.isoformat(),
            f.basis.entity == "parent",
        )
        for f in facts
    )
    expected = Counter(key(r["page"], r["value"], r["unit"], r["start"], r["end"], r.get("basis") == "parent") for r in facts_of(name))
    assert len(expected) > 100
    missing, extra = expected - found, found - expected
    assert (sorted(missing, key=str), sorted(extra, key=str)) == ([], [])
