"""The sample's statements tie out, damages to them are found, and its restatement, its split and its 53-week year are told."""

from collections import Counter
from functools import cache

import pytest

from ingest.metadata import read_metadata
from ingest.statements.facts import read_facts
from ingest.ties.checks import Verdict
from ingest.ties.document import check_sheets
from research.calendars import company_calendar
from research.comparatives import find_restatements
from research.splits import find_splits, on_todays_basis
from tests.bench.damages import KINDS, draw_damages, found_by, hold
from tests.bench.filings import Reading
from tests.sample.library import CHINESE, DOCUMENTS, load

ANNUAL = [name for name in DOCUMENTS if "-10k" in name]


@cache
def held(name):
    metadata = read_metadata(load(name))
    facts = read_facts(load(name), metadata, document_id=name, company=metadata.company)
    return hold(Reading(name, load(name), metadata, facts))


def of_company(prefix):
    several = [held(name) for name in ANNUAL if name.startswith(prefix)]
    return [fact for one in several for fact in one.facts], {one.document.id: one.document for one in several}


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - set(CHINESE)))
def test_every_statement_ties_out(name):
    checks = check_sheets(held(name).sheets)
    assert [check.finding for check in checks if check.verdict is not Verdict.TIES] == []
    assert {check.name for check in checks} >= {
        "assets = liabilities and equity",
        "net income of both statements",
        "cash of the cash flow statement = cash of the balance sheet",
        "diluted earnings per share × shares = net income",
    }


@pytest.mark.parametrize("name", CHINESE)
def test_the_chinese_balance_sheets_and_cash_flows_of_group_and_parent_tie_out(name):
    checks = check_sheets(held(name).sheets)
    assert [check.finding for check in checks if check.verdict is Verdict.DIFFERS] == []
    ties = Counter(check.name for check in checks if check.verdict is Verdict.TIES)
    assert ties["assets = liabilities and equity"] == 4
    assert ties["sum: 经营活动产生的现金流量净额"] == 4
    assert {sheet.entity for sheet in held(name).sheets} == {"group", "parent"}


def test_nineteen_of_twenty_damages_are_found_by_kind():
    several = [held(name) for name in ANNUAL]
    damages = draw_damages(several, 120, seed=7)
    found = Counter(damage.kind for damage in damages if found_by(damage, several))
    assert sum(found.values()) >= 114
    assert {kind: found[kind] for kind in ("scale", "columns swapped", "period repeated")} == {
        "scale": 20,
        "columns swapped": 20,
        "period repeated": 20,
    }
    assert set(found) == set(KINDS)


def test_the_same_seed_draws_the_same_damages():
    drawn = [[(one.kind, one.of.name, one.what) for one in draw_damages([held(ANNUAL[0])], 12, seed=3)] for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_the_dairys_recast_year_is_its_only_restatement():
    (found,) = find_restatements(*of_company("tarrowby"))
    assert (found.earlier, found.later, found.period) == ("tarrowby-10k-2022", "tarrowby-10k-2023", "FY2022")
    assert {"cost_of_revenue", "gross_profit", "total_operating_expenses"} <= {row.later.concept for row in found.rows}
    for others in ("quillmere", "wexcombe"):
        assert find_restatements(*of_company(others)) == ()


def test_the_retailers_split_is_found_and_puts_older_figures_on_the_later_basis():
    facts, documents = of_company("osgrove")
    (split,) = find_splits(facts, documents, lambda key: load(documents[key].name).text)
    assert (split.name, split.after, split.noted) == ("2-for-1 split", "osgrove-10k-2024", True)
    today = [
        on_todays_basis(fact, [split], documents) for fact in facts if fact.concept == "shares_diluted" and fact.period.label == "FY2023"
    ]
    assert len(today) > 1
    assert len({fact.value for fact in today}) == 1
    assert find_splits(*of_company("quillmere")) == ()


def test_the_retailers_year_of_53_weeks_is_known_and_said_on_its_figures():
    facts, documents = of_company("osgrove")
    calendar = company_calendar(documents.values(), {fact.period for fact in facts})
    assert (calendar.describe(), calendar.long_years) == ("the Saturday nearest January 31", (2023,))
    said = {fact.period.label for fact in facts if "This fiscal year has 53 weeks." in fact.caveats}
    assert said == {"FY2023"}
