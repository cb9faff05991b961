"""Tie-outs within and between statements: each finds what it is for, and nothing in statements that are right."""

from dataclasses import replace
from decimal import Decimal

from ingest.ties.checks import Check, Verdict
from ingest.ties.document import check_sheets, defects_of, with_caveats
from ingest.ties.sheets import Sheet
from research.nouns.facts import Span
from tests.contracts.samples import make_document, make_fact
from tests.ingest.ties.sheets import balance, cash_flow, income, line


def findings(*sheets: Sheet) -> list[str]:
    return [check.finding for check in check_sheets(sheets) if check.verdict is Verdict.DIFFERS]


def test_statements_that_are_right_tie_in_every_check():
    checks = check_sheets((balance(), income(), cash_flow()))
    assert {check.verdict for check in checks} == {Verdict.TIES}
    assert {check.name for check in checks} >= {
        "assets = liabilities and equity",
        "net income of both statements",
        "cash at the end = cash at the beginning of the next",
        "cash of the cash flow statement = cash of the balance sheet",
        "diluted earnings per share × shares = net income",
    }


def test_both_sides_of_a_balance_sheet_are_equal():
    assert findings(balance(total=(190, 105))) == [
        "Balance sheet, FY2020 (2020-12-31): the rows above “Total assets” give 150, printed is 105",
        "Balance sheet, FY2020 (2020-12-31): “Total assets” is 105, but “Total liabilities and equity” is 150",
    ]


def test_net_income_is_the_same_in_both_statements_of_each_year():
    assert findings(income(), replace(cash_flow(earned=(32, 40)))) == [
        "Cash flow statement, FY2021: the rows above “Net cash from operating activities” give 42, printed is 50",
        "Cash flow statement, FY2020: the rows above “Net cash from operating activities” give 49, printed is 41",
        "Cash flow statement, FY2021: “Net income” is 32, but “Net income” is 40",
        "Cash flow statement, FY2020: “Net income” is 40, but “Net income” is 32",
    ]


def swapped(sheet: Sheet) -> Sheet:
    """The figures of both columns in each other's place, under the heads as they were."""
    lines = (
        replace(one, entries={at: replace(one.entries[at], value=one.entries[1 - at].value) for at in one.entries}) for one in sheet.lines
    )
    return replace(sheet, lines=tuple(lines))


def test_swapped_columns_are_found_by_the_other_statements():
    assert findings(swapped(balance())) == []
    assert len(findings(swapped(balance()), cash_flow())) == 2
    assert len(findings(swapped(income()), cash_flow())) == 2
    assert findings(swapped(cash_flow()))[0] == (
        "Cash flow statement, FY2020 (2020-12-31): “Cash at beginning of year” is 22, but “Cash at end of year” is 40"
    )


def test_a_column_in_another_unit_is_told_by_its_size():
    whole = balance()
    lines = (
        replace(one, entries={at: replace(entry, value=entry.value * (1000 if at else 1)) for at, entry in one.entries.items()})
        for one in whole.lines
    )
    (finding,) = findings(replace(whole, lines=tuple(lines)))
    assert finding == "Balance sheet, FY2020 (2020-12-31): most figures are over 250 times those of another column; its unit may differ"


def test_two_columns_of_one_period_are_named_whether_they_were_read_or_not():
    whole = balance()
    assert findings(replace(whole, columns=dict.fromkeys(whole.columns, whole.columns[0]))) == [
        "Balance sheet, FY2021 (2021-12-31): the period heads more than one column under different figures"
    ]
    assert findings(replace(whole, repeated=(whole.columns[1],))) == [
        "Balance sheet, FY2020 (2020-12-31): the period heads more than one column and was not read"
    ]


def test_rows_that_such_a_statement_prints_are_missed():
    whole, earned = balance(), income()
    without = replace(whole, lines=tuple(one for one in whole.lines if one.concept != "total_current_liabilities"))
    assert findings(without) == ["Balance sheet: no row “Total current liabilities” was read"]
    without = replace(earned, lines=tuple(one for one in earned.lines if one.concept != "shares_diluted"))
    assert findings(without) == ["Income statement: no row “Weighted average diluted shares” was read"]


def test_earnings_per_share_of_one_kind_alone_that_are_off_differ_and_of_both_are_not_checked():
    assert findings(income(diluted=(3.46, 2.91))) == [
        "Income statement, FY2021: diluted earnings per share of 3.46 times 11.0 shares are not the net income of 40"
    ]
    preferred = income(diluted=(3.41, 2.91))
    basic = line(
        "Basic", 3.75, 3.20, section="Earnings per share", concept="eps_basic", unit="per share", at=list(preferred.columns.values())
    )
    after = replace(preferred, lines=tuple(basic if one.concept == "eps_basic" else one for one in preferred.lines))
    checks = check_sheets((after,))
    assert {check.verdict for check in checks} == {Verdict.TIES, Verdict.NOT_CHECKED}
    assert sum(check.verdict is Verdict.NOT_CHECKED for check in checks) == 2


def test_a_loss_per_share_beside_a_profit_has_the_wrong_sign():
    assert "which has the wrong sign" in findings(income(diluted=(-3.64, 2.91)))[-1]


def test_cash_with_restricted_cash_that_the_balance_sheet_does_not_print_is_not_checked():
    flow = cash_flow()
    restricted = tuple(replace(one, label=one.label.replace("Cash at", "Cash and restricted cash at")) for one in flow.lines)
    checks = check_sheets((balance(cash=(35, 28)), replace(flow, lines=restricted)))
    verdicts = {check.period: check.verdict for check in checks if check.name.startswith("cash of")}
    assert set(verdicts.values()) == {Verdict.NOT_CHECKED}


def test_a_quarter_is_less_than_the_year_that_ends_with_it():
    earned = income()
    year = earned.columns[0]
    quarter = replace(year, start=year.end.replace(month=10, day=1), span=Span.QUARTER, label="Q4 FY2021")
    lines = (
        replace(one, entries={at: replace(entry, period=(year, quarter)[at]) for at, entry in one.entries.items()}) for one in earned.lines
    )
    held = replace(earned, columns={0: year, 1: quarter}, lines=tuple(lines))
    assert findings(held) == []
    assert "“Net sales” is 300, but “Net sales” is 250" in findings(swapped(held))[0]


def test_facts_that_a_finding_involves_carry_it_and_the_document_lists_it():
    document = make_document()
    facts = [make_fact(document, key, cell_start=at, cell_end=at + 2, caveats=()) for key, at in (("a", 10), ("b", 20))]
    checks = (
        Check("sum", balance().statement, 3, "FY2021", Verdict.DIFFERS, "Balance sheet, FY2021: 4 is not 5", frozenset({10})),
        Check("sum", balance().statement, 3, "FY2020", Verdict.TIES, cells=frozenset({20})),
    )
    assert [fact.caveats for fact in with_caveats(facts, checks)] == [("Does not tie out. Balance sheet, FY2021: 4 is not 5.",), ()]
    (defect,) = defects_of(checks)
    assert (defect.code, defect.message, defect.page) == ("not_tied", "Does not tie out. Balance sheet, FY2021: 4 is not 5.", 3)


def test_a_document_with_many_findings_lists_the_first_and_counts_the_rest():
    checks = [Check("sum", balance().statement, 1, "", Verdict.DIFFERS, f"row {at}") for at in range(20)]
    listed = defects_of(checks)
    assert len(listed) == 13
    assert listed[-1].message == "8 more figures do not tie out."
    assert balance().lines[0].value(7) == Decimal(0)
