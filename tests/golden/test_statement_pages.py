"""Which pages are statements, where one goes on, and what on them is no figure."""

from __future__ import annotations

import pytest

from tests.golden.orchard import facts_of, income_sheet, load, values
from tests.golden.printed_statements import Sheet


@pytest.mark.parametrize("folio", ["1", "- 1 -", "Page 1"])
def test_a_page_number_under_a_column_is_no_figure(folio):
    sheet = income_sheet().heads("2021", "2020", "2019")
    for label in ("Net sales", "Cost of sales", "Gross profit", "Income taxes", "Net income"):
        sheet.row(label, "910", "820", "730")
    sheet.text("Weighted-average shares outstanding:").row("Basic", "41", "42", "43").centred((folio, 435))
    facts = facts_of(load(sheet))
    assert {fact.printed for fact in facts if fact.label == "Basic"} == {"41", "42", "43"}
    assert [fact for fact in facts if fact.printed == "1"] == []


def test_page_numbers_that_count_on_from_page_to_page_are_no_figures():
    cover = Sheet((360, 440)).text("ORCHARD TOOLS, INC.").text("Annual paper").centred(("57", 350))
    sheet = income_sheet((360, 440)).heads("2021", "2020")
    for label in ("Net sales", "Cost of sales", "Gross profit", "Income taxes", "Basic", "Net income"):
        sheet.row(label, "910", "820")
    facts = facts_of(load(cover, sheet.centred(("58", 350))))
    assert {fact.printed for fact in facts} == {"910", "820"}


def test_a_statement_goes_on_over_the_page():
    first = (
        Sheet((440, 520))
        .text("Consolidated Statements of Cash Flows")
        .text("(In millions)")
        .heads("2021", "2020", stub="Year Ended December 31,")
    )
    first.text("Operating activities:").row("Net income", "$ 300", "$ 280").row("Depreciation", "80", "75").row("Inventories", "(10)", "4")
    first.row("Net cash from operating activities", "370", "359").text("Investing activities:").row("Capital expenditures", "(95)", "(88)")
    second = Sheet((440, 520)).row("Net cash used in investing activities", "(95)", "(88)").text("Financing activities:")
    second.row("Dividends paid", "(100)", "(96)").row("Net cash used in financing activities", "(100)", "(96)")
    second.row("Cash at end of year", "$ 600", "$ 425")
    loaded = load(first, second)
    assert [table.page for table in loaded.tables] == [1, 2]
    facts = facts_of(loaded)
    assert values(facts, "financing_cash_flow") == {"FY2021": -100_000_000, "FY2020": -96_000_000}
    assert {fact.page for fact in facts if fact.concept == "dividends_paid"} == {2}


def test_a_summary_before_the_statements_is_passed_over():
    summary = Sheet((280, 340, 400, 460, 520)).text("Statements of Operations").text("(In millions)")
    summary.heads("2021", "2020", "2019", "2018", "2017", stub="Year Ended December 31,")
    for label in ("Net sales", "Cost of sales", "Gross profit", "Operating expenses", "Income taxes", "Net income"):
        summary.row(label, "9", "8", "7", "6", "5")
    statement = income_sheet((440, 520)).centred(("Year Ended December 31,", 460)).heads("2021", "2020")
    for at, label in enumerate(
        (
            "Net sales",
            "Cost of sales",
            "Gross profit",
            "Selling expenses",
            "Research",
            "Rent",
            "Freight",
            "Gifts",
            "Fees",
            "Losses",
            "Gains",
        )
    ):
        statement.row(label, str(900 + at), str(800 + at))
    statement.row("Operating income", "300", "290").row("Income taxes", "60", "58").row("Net income", "240", "232")
    loaded = load(summary, *[Sheet((540,)).text(f"Note {number}") for number in range(20)], statement)
    assert [table.page for table in loaded.tables] == [22]


def test_contents_prose_and_the_parents_own_statements_are_left_out():
    contents = (
        Sheet((540,))
        .text("INDEX TO FINANCIAL STATEMENTS")
        .row("Consolidated Statements of Income", "41")
        .row("Consolidated Balance Sheets", "42")
    )
    contents.text("We discuss our consolidated statements of income for 2021 and 2020 below.").row("Other revenue", "7")
    parent = (
        Sheet((440, 520)).text("Schedule I - Condensed Financial Information of Registrant").text("PARENT COMPANY STATEMENTS OF INCOME")
    )
    parent.text("(In millions)").heads("2021", "2020", stub="Year Ended December 31,").row("Revenues", "5", "6").row("Expenses", "2", "2")
    parent.row("Equity in subsidiaries", "300", "270").row("Income before income taxes", "303", "274").row("Income taxes", "1", "1").row(
        "Net income", "302", "273"
    )
    assert load(contents, parent).tables == ()
