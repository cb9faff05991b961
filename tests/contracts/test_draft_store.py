"""What every DraftStore promises."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from research.errors import CouldNotAskError, NotFoundError
from research.nouns.access import Access
from research.nouns.answers import Citation, Claim, Verdict
from research.nouns.documents import Box
from research.nouns.drafts import (
    ChartBlock,
    ChartSeries,
    CitedSource,
    Draft,
    DraftState,
    MissingBlock,
    ParagraphBlock,
    ParagraphStyle,
    Section,
    TableBlock,
    Voice,
)
from research.nouns.facts import Calculation, Period, Span
from tests.contracts.samples import JANUARY, make_document, make_fact

ANN = Access("ann")


def make_draft():
    fact = make_fact(make_document())
    period = Period(date(2023, 12, 31), date(2023, 1, 1), Span.YEAR, "FY2023", 2023)
    margin = Calculation("margin", "a / b", "plain", Decimal("30.80"), "%", period, "Alpha Corp", (("a", fact), ("b", fact)), ("recast",))
    growth = replace(margin, metric="growth", inputs=(("now", margin), ("then", fact)))
    citation = Citation("[1]", "id-alpha", "alpha", 3, 17, 40, "Revenues $ 1,577", (Box(1 / 3, 2.0, 3.0, 4.0),), (Box(0.5, 1.0, 2.0, 3.0),))
    claim = Claim("Margins grew to 30.80 %.", (citation,), growth, Verdict.SUPPORTED)
    blocks = (
        ParagraphBlock((claim, Claim("Unproved.")), ParagraphStyle.BULLET, Voice.ESTIMATE),
        TableBlock("Table", ("US$", "FY2023A"), ((Claim("Revenue"), claim),), (citation,), "in millions", (0,)),
        ChartBlock("Chart", "Sales rose.", "US$", ("FY2022", "FY2023"), (ChartSeries("Sales", (None, Decimal("1.50"))),), (citation,)),
        MissingBlock("the FY2021 10-K"),
    )
    sections = (Section("Results", blocks), Section("Outlook", (), 2))
    sources = (CitedSource(citation, "Alpha 10-K", JANUARY, "Income statement", "Revenues", "desk://alpha#3"),)
    return Draft("d1", "Alpha “note”", "Alpha Corp", "initiation", DraftState.REVIEWED, 0, sections, JANUARY, "Note", sources, JANUARY)


def test_a_draft_comes_back_equal_with_its_evidence(ledger_stores):
    saved = ledger_stores.drafts.save(ANN, make_draft(), expected=0)
    assert saved == replace(make_draft(), version=1)
    stored = ledger_stores.drafts.get(ANN, "d1")
    assert stored == saved
    calculation = stored.sections[0].claims[0].calculation
    assert str(calculation.value) == "30.80"
    assert str(calculation.inputs[0][1].inputs[0][1].value) == "1577000000.50"


def test_each_block_comes_back_as_what_it_was(ledger_stores):
    ledger_stores.drafts.save(ANN, make_draft(), expected=0)
    section = ledger_stores.drafts.get(ANN, "d1").sections[0]
    assert [type(block) for block in section.blocks] == [ParagraphBlock, TableBlock, ChartBlock, MissingBlock]
    assert section.missing == ("the FY2021 10-K",)
    assert [claim.text for claim in section.claims] == ["Margins grew to 30.80 %.", "Unproved."]
    assert str(section.blocks[2].series[0].values[1]) == "1.50"


def test_versions_are_counted_and_the_newest_is_returned(ledger_stores):
    ledger_stores.drafts.save(ANN, make_draft(), expected=0)
    second = ledger_stores.drafts.save(ANN, replace(make_draft(), title="Again", version=40), expected=1)
    assert second.version == 2
    assert ledger_stores.drafts.get(ANN, "d1").title == "Again"


@pytest.mark.parametrize("expected", [0, 2])
def test_a_save_over_another_save_is_refused(ledger_stores, expected):
    ledger_stores.drafts.save(ANN, make_draft(), expected=0)
    with pytest.raises(CouldNotAskError, match=r"d1 .*version 1 "):
        ledger_stores.drafts.save(ANN, replace(make_draft(), title="Lost"), expected=expected)
    assert ledger_stores.drafts.get(ANN, "d1").title == "Alpha “note”"


def test_drafts_are_their_users_own(ledger_stores):
    ledger_stores.drafts.save(ANN, make_draft(), expected=0)
    with pytest.raises(NotFoundError):
        ledger_stores.drafts.get(Access("bob"), "d1")
    assert ledger_stores.drafts.save(Access("bob"), make_draft(), expected=0).version == 1
    with pytest.raises(NotFoundError):
        ledger_stores.drafts.get(ANN, "nothing")
