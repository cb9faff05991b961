"""The readers of statements and of all other tables against the sample's own truth: every figure, with its period, unit and page."""

from collections import Counter
from decimal import Decimal

import pytest

from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from research.nouns.facts import Status
from tests.sample.library import DOCUMENTS, EVENTS, facts_of, load

# Rows that state what there was when a period began: the truth gives them with the period, facts with the day before it.
AT_THE_BEGINNING = ("Stores open at beginning of year", "Balance at beginning of year")
BESIDE = [one for one in EVENTS if one["type"] == "figure" and "end" in one and not one["document"].startswith("jiangyu")]


def read(name):
    metadata = read_metadata(load(name))
    return read_facts(load(name), metadata, document_id="id", company=metadata.company)


def key(page, value, unit, start, end, parent):
    return page, Decimal(value).normalize(), unit, start, end, parent


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_of_the_statements_is_read(name):
    found = Counter(
        key(
            f.page,
            f.value,
            f.unit,
            f.period.start.isoformat() if f.period.start else None,
            f.period.end.isoformat(),
            f.basis.entity == "parent",
        )
        for f in read(name)
        if f.statement is not None
    )
    expected = Counter(key(r["page"], r["value"], r["unit"], r["start"], r["end"], r.get("basis") == "parent") for r in facts_of(name))
    assert len(expected) > 100
    missing, extra = expected - found, found - expected
    assert (sorted(missing, key=str), sorted(extra, key=str)) == ([], [])


@pytest.mark.parametrize("name", sorted({one["document"] for one in BESIDE}))
def test_every_figure_of_the_tables_beside_the_statements_is_read(name):
    facts = [fact for fact in read(name) if fact.statement is None]
    held = {(f.page, f.value, f.unit, f.period.end.isoformat()): f for f in facts}
    missing = []
    for one in BESIDE:
        if one["document"] != name or one["label"] in AT_THE_BEGINNING:
            continue
        fact = held.get((one["page"], Decimal(one["value"]), one["unit"], one["end"]))
        if fact is None or (fact.period.start is not None and not _states(facts, one)):
            missing.append((one["label"], one["printed"], one["end"]))
    assert missing == []


def _states(facts, one):
    """Return whether a fact states a figure of the truth for its very period."""
    return any(
        (f.page, f.value, f.unit, f.period.start and f.period.start.isoformat(), f.period.end.isoformat())
        == (one["page"], Decimal(one["value"]), one["unit"], one["start"], one["end"])
        for f in facts
    )


def test_segments_are_dimensions_and_their_total_has_none():
    facts = [fact for fact in read("quillmere-results-2024-q4") if fact.statement is None and fact.page == 2]
    sales = {fact.dimensions: fact.value for fact in facts if fact.label == "Net sales" and fact.period.label == "Q4 FY2024"}
    assert sales[(("segment", "Fluid Handling"),)] == 169_800_000
    assert sum(sales.values()) == 343_200_000
    (total,) = [fact for fact in facts if fact.label == "Total net sales" and fact.period.label == "Q4 FY2024"]
    assert (total.value, total.dimensions, total.concept) == (343_200_000, (), None)


def test_guidance_is_a_range_of_the_coming_year_and_never_actual():
    facts = [fact for fact in read("quillmere-results-2024-q4") if fact.page == 1]
    guided = {fact.label: (fact.low, fact.high, fact.unit) for fact in facts if fact.status is Status.GUIDANCE}
    assert guided["Adjusted diluted earnings per share"] == (Decimal("2.95"), Decimal("3.15"), "USD/share")
    assert guided["Purchases of property, plant and equipment"] == (55_000_000, 60_000_000, "USD")
    assert guided["Gross margin"] == (Decimal("36.8"), Decimal("37.4"), "%")
    assert {fact.period.label for fact in facts if fact.status is Status.GUIDANCE} == {"FY2025"}
    assert {fact.period.label for fact in facts if fact.status is Status.ACTUAL} == {"FY2024"}


def test_a_bridge_tells_adjusted_figures_from_those_it_starts_from():
    facts = [fact for fact in read("quillmere-results-2024-q4") if fact.page == 2 and fact.period.label == "Q4 FY2024"]
    basis = {fact.label: (fact.basis.accounting, fact.basis.share, fact.value) for fact in facts}
    assert basis["Adjusted net income (non-GAAP)"][0] == "adjusted"
    assert basis["Diluted earnings per share (GAAP)"] == ("GAAP", "diluted", Decimal("0.66"))
    assert basis["Adjusted diluted earnings per share (non-GAAP)"] == ("adjusted", "diluted", Decimal("0.83"))
