"""Text of a purged document goes out of every part of a draft, and a name is recognised however it is written in JSON."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from research.nouns.answers import Claim
from research.nouns.drafts import ChartBlock, ChartSeries, Draft, DraftState, ParagraphBlock, Section, TableBlock
from research.nouns.purging import WITHDRAWN, PurgedDocument, PurgeOrder
from research.purging.traces import Traces
from research.purging.withdrawing import Withdrawing

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SAID = "The Zorblatt programme of Ravensmoor Foods lowered the cost of freight by 38.25% in fiscal 2024."


def redactor(name="memo"):
    order = PurgeOrder("p1", "ann", NOW, "asked for", (PurgedDocument("i" * 64, name, "/files/memo.md", "c" * 64, NOW),))
    return Withdrawing(order, Traces.of([SAID]))


def drafted(*blocks):
    return Draft("d1", "Ravensmoor", "Ravensmoor Foods", "tear-sheet", DraftState.DRAFT, 1, (Section("Costs", blocks, id="s1"),), NOW)


def test_heads_labels_and_names_of_series_lose_its_text_too():
    table = TableBlock("Costs", ("Year", SAID), ((Claim("2024"), Claim("38")),))
    chart = ChartBlock("Costs", "A chart", SAID, ("2024", SAID), (ChartSeries(SAID, (None, None)), ChartSeries("Fuel", (None, None))))
    (section,) = redactor().draft(drafted(table, chart)).sections
    made_table, made_chart = section.blocks
    assert (made_table.header, made_table.rows) == (("Year", WITHDRAWN), table.rows)
    assert (made_chart.unit, made_chart.labels) == (WITHDRAWN, ("2024", WITHDRAWN))
    assert [one.name for one in made_chart.series] == [WITHDRAWN, "Fuel"]
    untouched = drafted(TableBlock("Costs", ("Year",), ((Claim("2024"),),)))
    assert redactor().draft(untouched) is untouched


def test_what_cites_nothing_and_names_it_goes_and_a_plain_word_stays():
    block = ParagraphBlock((Claim("memo-2024: does not tie out."), Claim("A memo was written.")))
    (section,) = redactor("memo-2024").draft(drafted(block)).sections
    assert [one.text for one in section.blocks[0].claims] == [WITHDRAWN, "A memo was written."]
    assert redactor("memo").draft(drafted(block)) == drafted(block)


@pytest.mark.parametrize("name", ['Memo "Bluebird"', "back\\slash", "Überblick\tQ1", "memo 🙂"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_name_is_suspected_however_it_is_escaped(name, ascii_only):
    stored = json.dumps({"text": f"as {name} says"}, ensure_ascii=ascii_only)
    assert redactor(name).suspects(stored)
    assert not redactor(name).suspects(json.dumps({"text": "as nobody says"}))


def test_a_stretch_is_suspected_when_it_is_escaped():
    said = 'He said "costs\\fell" for the 1st time – über all, in fiscal 2024.'
    order = PurgeOrder("p1", "ann", NOW, "asked for", ())
    assert Withdrawing(order, Traces.of([said])).suspects(json.dumps([said]))
    assert asdict(order)["files"] == ()
