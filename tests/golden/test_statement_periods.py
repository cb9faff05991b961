"""Which period each column of a printed statement is of, and which columns are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from research.nouns.facts import Span
from tests.golden.orchard import facts_of, income_sheet, load, values, with_body
from tests.golden.printed_statements import Sheet


def quarterly_sheet() -> Sheet:
    sheet = Sheet((330, 400, 470, 540)).text("Harbour Outfitters, Inc.").text("Condensed Consolidated Statements of Earnings")
    sheet.text("$ and shares in millions, except per share amounts (unaudited)")
    sheet.centred(("Three Months Ended", 350), ("Six Months Ended", 490))
    sheet.heads("July 29, 2023", "July 30, 2022", "July 29, 2023", "July 30, 2022")
    sheet.row("Revenue", "$ 958", "$ 1,032", "$ 1,905", "$ 2,097").row("Cost of sales", "736", "804", "1,468", "1,633")
    sheet.row("Gross profit", "222", "228", "437", "464").row("Operating income", "35", "37", "66", "83")
    sheet.row("Income tax expense", "9", "6", "17", "17").row("Net earnings", "$ 27", "$ 31", "$ 52", "$ 65")
    return sheet.row("Diluted earnings per share", "$ 1.25", "$ 1.35", "$ 2.36", "$ 2.85")


def test_quarter_and_year_to_date_columns_are_told_apart():
    loaded = load(quarterly_sheet())
    assert loaded.tables[0].heads == (
        "Three Months Ended July 29, 2023",
        "Three Months Ended July 30, 2022",
        "Six Months Ended July 29, 2023",
        "Six Months Ended July 30, 2022",
    )
    facts = facts_of(loaded, end=date(2023, 7, 29), year=2024, period="Q2")
    assert values(facts, "revenue") == {
        "Q2 FY2024": 958_000_000,
        "Q2 FY2023": 1_032_000_000,
        "H1 FY2024": 1_905_000_000,
        "H1 FY2023": 2_097_000_000,
    }
    assert values(facts, "eps_diluted")["H1 FY2023"] == Decimal("2.85")
    assert {fact.period.span for fact in facts} == {Span.QUARTER, Span.HALF}


def test_note_and_change_columns_are_no_periods():
    sheet = (
        Sheet((300, 380, 450, 530))
        .text("CONSOLIDATED STATEMENTS OF INCOME")
        .text("(In millions)")
        .centred(("Year Ended December 31,", 420))
    )
    sheet.heads("Note", "2021", "2020", "% Change").row("Revenues", "3", "1,210", "1,100", "10.0 %").row(
        "Cost of revenues", "4", "700", "640", "9.4 %"
    )
    sheet.row("Operating income", "5", "310", "270", "14.8 %").row("Income taxes", "6", "60", "51", "17.6 %").row(
        "Net income", "7", "250", "219", "14.2 %"
    )
    sheet.row("Dividends", "8", "90", "80", "12.5 %")
    facts = facts_of(load(sheet))
    assert {fact.period.label for fact in facts} == {"FY2021", "FY2020"}
    assert values(facts, "net_income") == {"FY2021": 250_000_000, "FY2020": 219_000_000}


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_printed_sideways_reads_like_an_upright_one(rotate: int):
    sheet = quarterly_sheet()
    sheet.rotate = rotate
    facts = facts_of(load(sheet), end=date(2023, 7, 29), year=2024, period="Q2")
    upright = facts_of(load(quarterly_sheet()), end=date(2023, 7, 29), year=2024, period="Q2")
    assert [(fact.label, fact.value, fact.period.label) for fact in facts] == [
        (fact.label, fact.value, fact.period.label) for fact in upright
    ]
    assert len(facts) == 28


def test_bare_fiscal_years_take_their_last_day_from_the_text():
    cover = Sheet((440, 520)).text("The fiscal years ended May 29, 2022, May 30, 2021 and May 31, 2020 had 52, 52 and 53 weeks.")
    sheet = Sheet((360, 440, 520)).text("Consolidated Statements of Earnings").text("(In Millions, Except per Share Data)")
    sheet.centred(("Fiscal Year", 420)).heads("2022", "2021", "2020").row("Net sales", "$ 1,899.2", "$ 1,812.7", "$ 1,762.6")
    sheet.row("Cost of sales", "1,259.0", "1,167.8", "1,149.6").row("Operating profit", "347.5", "314.4", "295.3").row(
        "Income taxes", "58.6", "62.9", "48.0"
    )
    sheet.row("Net earnings", "$ 270.7", "$ 233.9", "$ 218.1").row("Earnings per share - diluted", "$ 4.42", "$ 3.78", "$ 3.56")
    facts = facts_of(load(cover, sheet), end=date(2022, 5, 29), year=2022)
    revenue = [fact for fact in facts if fact.concept == "revenue"]
    assert [(fact.period.label, fact.period.end, fact.value) for fact in revenue] == [
        ("FY2022", date(2022, 5, 29), 1_899_200_000),
        ("FY2021", date(2021, 5, 30), 1_812_700_000),
        ("FY2020", date(2020, 5, 31), 1_762_600_000),
    ]
    assert [fact.period.start for fact in revenue][:2] == [date(2021, 5, 31), date(2020, 6, 1)]


def test_years_whose_days_stand_in_one_line_above():
    sheet = Sheet((360, 440, 520)).text("Consolidated Statement of Income").text("Orchard Tools, Inc. and Subsidiaries")
    sheet.text("Fiscal years ended December 31, 2022, December 25, 2021 and December 26, 2020").text(
        "(in millions except per share amounts)"
    )
    sheet.heads("2022", "2021", "2020").row("Net Revenue", "$ 8,639", "$ 7,947", "$ 7,037").row("Cost of sales", "4,057", "3,707", "3,179")
    sheet.row("Gross profit", "4,582", "4,240", "3,858").row("Operating Profit", "1,151", "1,116", "1,008").row(
        "Provision for income taxes", "172", "214", "189"
    )
    sheet.row("Net Income", "$ 897", "$ 767", "$ 717")
    revenue = [fact for fact in facts_of(load(sheet), end=date(2022, 12, 31), year=2022) if fact.concept == "revenue"]
    assert [(fact.period.end, fact.value) for fact in revenue] == [
        (date(2022, 12, 31), 8_639_000_000),
        (date(2021, 12, 25), 7_947_000_000),
        (date(2020, 12, 26), 7_037_000_000),
    ]


def test_two_columns_for_one_period_count_only_where_headed_consolidated():
    sheet = Sheet((250, 320, 390, 460)).text("Statements of Income").text("(In millions)")
    sheet.centred(("Consolidated", 285), ("Equipment Operations", 425)).heads(
        "2021", "2020", "2021", "2020", stub="Years Ended December 31"
    )
    for label, figures in (
        ("Net sales", "90 80 70 60"),
        ("Cost of sales", "50 45 40 35"),
        ("Operating profit", "20 18 15 12"),
        ("Income taxes", "5 4 4 3"),
    ):
        sheet.row(label, *figures.split())
    sheet.row("Interest expense", "3", "3", "1", "1").row("Net income", "12", "11", "10", "8")
    assert values(facts_of(load(sheet)), "revenue") == {"FY2021": 90_000_000, "FY2020": 80_000_000}


def test_a_title_of_three_and_nine_months_is_of_neither_column():
    edges = (300, 370, 440, 510)
    sheet = Sheet(edges).text("ORCHARD TOOLS, INC.")
    sheet.text("CONDENSED CONSOLIDATED STATEMENTS OF INCOME FOR THE THREE AND NINE MONTHS ENDED SEPTEMBER 30, 2021 AND 2020")
    sheet.text("(Unaudited, in millions)").centred(("Three Months Ended", 335), ("Nine Months Ended", 475)).heads(
        "2021", "2020", "2021", "2020"
    )
    facts = facts_of(load(with_body(sheet, 4)), end=date(2021, 9, 30), period="Q3")
    assert values(facts, "revenue") == {
        "Q3 FY2021": 4_210_000_000,
        "Q3 FY2020": 4_203_000_000,
        "9M FY2021": 4_196_000_000,
        "9M FY2020": 4_189_000_000,
    }


def test_ten_months_after_a_takeover_are_no_year():
    sheet = income_sheet((360, 440, 520)).centred(("Successor", 360), ("Predecessor", 480))
    sheet.centred(("Period from March 1, 2021", 340), ("Two Months Ended", 430), ("Year Ended", 510))
    sheet.centred(("through December 31, 2021", 340), ("February 28, 2021", 430), ("December 31, 2020", 510))
    assert set(values(facts_of(load(with_body(sheet, 3))), "revenue")) <= {"FY2020"}
