from decimal import Decimal

import pytest

from research.concepts.catalogue import StatementRow, adds_up, assign_concepts, concepts, find_concept, normalize_label
from research.nouns.facts import Statement


def assigned(statement: Statement, *rows: tuple[str, str]) -> dict[str, str]:
    seen = [StatementRow(label, section, ((0, Decimal(at + 1)),)) for at, (label, section) in enumerate(rows)]
    return {concept.name: rows[at][0] for at, concept in assign_concepts(seen, statement).items()}


def test_names_and_aliases_are_unique_and_every_concept_is_whole():
    names = [concept.name for concept in concepts()]
    aliases = [alias for concept in concepts() for alias in concept.aliases]
    assert len(names) == len(set(names)) >= 45
    assert len(aliases) == len(set(aliases))
    assert all(alias == alias.lower() for alias in aliases)
    assert {concept.unit for concept in concepts()} == {"currency", "per share", "shares"}


@pytest.mark.parametrize(
    "label",
    [
        "Purchases of property, plant and equipment (PP&E)",
        "Additions to property and equipment",
        "Additions to property and equipment, net of $48 of non-cash capital expenditures",
        "Capital expenditures",
        "Capital expenditures, net of construction payable",
        "Payments for property and equipment",
        "Purchases related to property and equipment and intangible assets",
        "Purchases of property and equipment, including internal-use software and website development, net",
        "Purchases of land, buildings, and equipment",
        "Purchase of premises and equipment, net of sales",
        "Acquisitions of property, plant and equip ment",
    ],
)
def test_capital_expenditure_by_its_many_names(label):
    assert assigned(Statement.CASH_FLOW, (label, "Investing activities")) == {"capital_expenditure": label}


@pytest.mark.parametrize(
    "label",
    [
        "Proceeds from sale of property and equipment",
        "Property and equipment acquired under capital leases",
        "Accrued capital expenditures",
    ],
)
def test_what_only_sounds_like_capital_expenditure(label):
    assert "capital_expenditure" not in assigned(Statement.CASH_FLOW, (label, "Investing activities"))


def test_revenue_is_the_total_not_a_part():
    sales, membership, total = ("Net sales", "Revenues"), ("Membership and other income", "Revenues"), ("Total revenues", "Revenues")
    assert assigned(Statement.INCOME, sales, membership, total)["revenue"] == "Total revenues"
    assert "revenue" not in assigned(Statement.INCOME, sales, membership)
    assert assigned(Statement.INCOME, ("Net product sales", ""), ("Total net sales", ""))["revenue"] == "Total net sales"
    bank = assigned(Statement.INCOME, ("Total revenues net of interest expense", ""), ("Total interest income", ""))
    assert bank["revenue"] == "Total revenues net of interest expense"


def test_net_income_of_the_company_and_of_all_holders_are_different():
    rows = (
        ("Net income", ""),
        ("Less: Net income attributable to noncontrolling interests", ""),
        ("Net income attributable to Orchard Tools", ""),
    )
    assert assigned(Statement.INCOME, *rows) == {
        "net_income_including_noncontrolling": "Net income",
        "net_income_of_noncontrolling": "Less: Net income attributable to noncontrolling interests",
        "net_income": "Net income attributable to Orchard Tools",
    }
    assert assigned(Statement.INCOME, ("Net loss", ""), ("Net loss attributable to common stockholders", "")) == {
        "net_income": "Net loss",
        "net_income_to_common": "Net loss attributable to common stockholders",
    }


def test_rows_that_compete_get_no_concept():
    assert assigned(Statement.BALANCE, ("Accounts payable", "Current liabilities"), ("Accounts payable", "Liabilities of trusts")) == {}
    same = [StatementRow("Net income", "", ((0, Decimal(5)),)), StatementRow("Net income", "Comprehensive income", ((0, Decimal(5)),))]
    assert {at: concept.name for at, concept in assign_concepts(same, Statement.INCOME).items()} == {0: "net_income"}


def test_per_share_rows_take_their_meaning_from_the_head():
    rows = (
        ("Basic", "Earnings per share"),
        ("Diluted", "Earnings per share"),
        ("Basic", "Weighted average shares used to compute earnings per share"),
        ("Diluted", "Weighted average shares used to compute earnings per share"),
    )
    seen = [StatementRow(label, section, ((0, Decimal(at)),)) for at, (label, section) in enumerate(rows)]
    names = {at: concept.name for at, concept in assign_concepts(seen, Statement.INCOME).items()}
    assert names == {0: "eps_basic", 1: "eps_diluted", 2: "shares_basic", 3: "shares_diluted"}


def test_labels_are_compared_without_brackets_marks_and_spaces():
    assert normalize_label("Net income (loss)") == normalize_label("Net (loss) income") == "netincome"
    assert normalize_label("Net cash (used in) provided by operating activities (Note 5)") == "netcashprovidedbyoperatingactivities"
    assert normalize_label("Total shareholders’ equity") == normalize_label("Total shareholders' equity") == "totalshareholdersequity"


def test_sums_allow_for_rounding_and_nothing_more():
    def row(value: str) -> StatementRow:
        return StatementRow("", "", ((0, Decimal(value)),))

    assert adds_up([row("1.2"), row("2.3")], row("3.6"))
    assert not adds_up([row("1.2"), row("2.3")], row("3.7"))


def test_the_canonical_sign():
    capex, revenue = find_concept("capital_expenditure"), find_concept("revenue")
    assert capex
    assert revenue
    assert capex.canonical(Decimal(-1577)) == 1577
    assert revenue.canonical(Decimal(-5)) == -5
    assert find_concept("mood") is None
