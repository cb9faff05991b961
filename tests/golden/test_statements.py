"""Statement layouts as filings print them, each with the rows, columns and facts it must be read as."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ingest.loaded import Metadata
from ingest.ties.document import tie_out
from research.nouns.facts import Span, Statement
from tests.golden.orchard import facts_of, income_sheet, load, values, with_body
from tests.golden.printed_statements import Sheet


def test_three_years_newest_first_with_dollar_signs_brackets_and_dashes():
    sheet = income_sheet().centred(("Year Ended December 31,", 420)).heads("2021", "2020", "2019")
    sheet.row("Net sales", "$ 4,210", "$ 3,980", "$ 3,655").row("Cost of sales", "2,511", "2,402", "2,260")
    sheet.row("Gross profit", "1,699", "1,578", "1,395").row("Restructuring", "—", "(12)", "-")
    sheet.row("Operating income", "802", "711", "640").row("Interest expense", "(44)", "(48)", "(51)")
    sheet.row("Income before income taxes", "758", "651", "589").row("Provision for income taxes", "151", "140", "118")
    sheet.row("Net income", "$ 607", "$ 511", "$ 471").text("Earnings per share:").row("Basic", "$ 3.04", "$ 2.51", "$ 2.29", indent=8)
    sheet.row("Diluted", "$ 3.01", "$ 2.49", "$ 2.27", indent=8).text("Weighted average shares outstanding:")
    sheet.row("Basic", "199.7", "203.6", "205.7", indent=8).row("Diluted", "201.6", "205.2", "207.5", indent=8)
    loaded = load(sheet)
    (table,) = loaded.tables
    assert table.heads == ("Year Ended December 31, 2021", "Year Ended December 31, 2020", "Year Ended December 31, 2019")
    assert [row.label for row in table.rows][:4] == ["Net sales", "Cost of sales", "Gross profit", "Restructuring"]
    facts = facts_of(loaded)
    assert values(facts, "revenue") == {"FY2021": 4_210_000_000, "FY2020": 3_980_000_000, "FY2019": 3_655_000_000}
    assert values(facts, "interest_expense")["FY2020"] == -48_000_000
    assert {fact.period.label: fact.value for fact in facts if fact.label == "Restructuring"} == {
        "FY2021": 0,
        "FY2020": -12_000_000,
        "FY2019": 0,
    }
    assert values(facts, "eps_diluted") == {"FY2021": Decimal("3.01"), "FY2020": Decimal("2.49"), "FY2019": Decimal("2.27")}
    assert values(facts, "shares_basic")["FY2021"] == 199_700_000
    units = {fact.concept: (fact.unit, fact.scale) for fact in facts}
    assert units["eps_basic"] == ("USD/share", 1)
    assert units["shares_diluted"] == ("shares", 1_000_000)
    assert units["revenue"] == ("USD", 1_000_000)
    first = next(fact for fact in facts if fact.concept == "revenue")
    assert (first.period.start, first.period.end, first.period.span) == (date(2021, 1, 1), date(2021, 12, 31), Span.YEAR)
    assert loaded.text[first.start : first.end] == "Net sales $ 4,210 $ 3,980 $ 3,655"
    assert (first.printed, first.statement, first.page) == ("4,210", Statement.INCOME, 1)


def test_oldest_first_and_units_beside_the_years():
    sheet = (
        Sheet((360, 440, 520))
        .text("Orchard Tools and Subsidiaries")
        .text("Consolidated Statement of Cash Flows")
        .text("Years ended December 31")
    )
    sheet.heads("2019", "2020", "2021", stub="(Millions)").text("Cash Flows from Operating Activities")
    sheet.row("Net income including noncontrolling interest", "480", "520", "615", indent=6)
    sheet.row("Depreciation and amortization", "120", "131", "140", indent=6).row("Accounts receivable", "(14)", "9", "(22)", indent=12)
    sheet.row("Net cash provided by operating activities", "586", "660", "733").text("Cash Flows from Investing Activities")
    sheet.row("Purchases of property, plant and equipment (PP&E)", "(210)", "(198)", "(251)", indent=6)
    sheet.row("Net cash used in investing activities", "(210)", "(198)", "(251)").text("Cash Flows from Financing Activities")
    sheet.row("Dividends paid to shareholders", "(90)", "(96)", "(104)", indent=6)
    sheet.row("Net cash used in financing activities", "(90)", "(96)", "(104)")
    sheet.row("Cash and cash equivalents at end of year", "$ 700", "$ 1,066", "$ 1,444")
    facts = facts_of(load(sheet))
    assert values(facts, "capital_expenditure") == {"FY2019": -210_000_000, "FY2020": -198_000_000, "FY2021": -251_000_000}
    assert values(facts, "operating_cash_flow")["FY2021"] == 733_000_000
    assert values(facts, "dividends_paid")["FY2020"] == -96_000_000
    assert "net_income" not in {fact.concept for fact in facts}


def balance_rows(sheet: Sheet, *columns: int) -> Sheet:
    def cells(*both: str) -> list[str]:
        return [both[at] for at in columns]

    sheet.text("Assets").text("Current assets:", x=56).row("Cash and cash equivalents", *cells("$ 1,444", "$ 1,066"), indent=12)
    sheet.row("Accounts receivable, net of allowances of $12 and $10", *cells("612", "590"), indent=12)
    sheet.row("Total current assets", *cells("2,056", "1,656"), indent=12).row(
        "Property, plant and equipment, net", *cells("1,800", "1,702")
    )
    sheet.row("Total assets", *cells("$ 3,856", "$ 3,358")).text("Liabilities and equity").text("Current liabilities:", x=56)
    sheet.row("Accounts payable", *cells("$ 402", "$ 380"), indent=12).row("Total current liabilities", *cells("402", "380"), indent=12)
    sheet.row("Long-term debt", *cells("900", "950")).row("Total liabilities", *cells("1,302", "1,330"))
    sheet.row("Total Orchard Tools shareholders' equity", *cells("2,500", "1,980")).row("Noncontrolling interests", *cells("54", "48"))
    return sheet.row("Total equity", *cells("2,554", "2,028"))


def test_dates_split_over_two_lines_and_equity_told_from_the_parents():
    sheet = (
        Sheet((440, 520)).text("Orchard Tools, Inc.").text("Consolidated Balance Sheets").text("(Dollars in thousands, except share data)")
    )
    sheet.heads("January 28,", "January 30,").heads("2017", "2016")
    balance_rows(sheet, 0, 1).row("Total liabilities and equity", "$ 3,856", "$ 3,358")
    loaded = load(sheet)
    assert loaded.tables[0].heads == ("January 28, 2017", "January 30, 2016")
    assert {row.label: row.section for row in loaded.tables[0].rows}["Accounts payable"] == "Current liabilities"
    facts = facts_of(loaded, end=date(2017, 1, 28), year=2017)
    assert values(facts, "total_assets") == {"FY2017": 3_856_000, "FY2016": 3_358_000}
    assert values(facts, "total_equity")["FY2017"] == 2_554_000
    assert values(facts, "shareholders_equity")["FY2017"] == 2_500_000
    assert values(facts, "accounts_receivable")["FY2016"] == 590_000
    assert {fact.period.end for fact in facts} == {date(2017, 1, 28), date(2016, 1, 30)}
    assert all(not fact.caveats for fact in facts)


def test_a_balance_sheet_that_does_not_tie_out_says_so_for_that_period_only():
    sheet = Sheet((440, 520)).text("Consolidated Balance Sheets").text("(In millions)").heads("December 31, 2021", "December 31, 2020")
    balance_rows(sheet, 0, 1).row("Total liabilities and equity", "$ 3,856", "$ 3,385")
    loaded = load(sheet)
    metadata = Metadata(form_type="10-K", fiscal_year=2021, fiscal_period="FY", period_end=date(2021, 12, 31))
    facts, defects = tie_out(loaded, metadata, facts_of(loaded))
    doubted = {fact.concept for fact in facts if fact.period.label == "FY2020" and fact.caveats}
    assert {"total_assets", "total_liabilities_and_equity"} <= doubted
    assert not any(fact.caveats for fact in facts if fact.period.label == "FY2021")
    assert {(defect.code, defect.page) for defect in defects} == {("not_tied", 1)}


def test_a_row_without_a_label_that_no_sum_explains_gives_nothing():
    sheet = income_sheet((360, 440)).heads("2021", "2020")
    for label in ("Net sales", "Cost of sales", "Gross profit", "Income taxes", "Net income"):
        sheet.row(label, "910", "820")
    sheet.text("Other matters:").row("", "77", "66").row("Basic", "41", "42")
    assert {fact.printed for fact in facts_of(load(sheet))} == {"910", "820", "41", "42"}


def test_totals_without_labels_are_known_by_their_sums():
    sheet = income_sheet((440, 520)).centred(("Year Ended December 31,", 460)).heads("2021", "2020")
    sheet.text("Revenues").row("Rooms", "$ 2,212", "$ 2,152", indent=8).row("Food and beverage", "1,959", "1,871", indent=8)
    sheet.row("", "4,171", "4,023").text("Expenses").row("Rooms", "791", "747", indent=8).row("Corporate expense", "419", "356", indent=8)
    sheet.row("", "1,210", "1,103").row("Operating income", "2,961", "2,920").row("Provision for income taxes", "(50)", "(21)")
    sheet.row("Net income", "$ 2,911", "$ 2,899")
    loaded = load(sheet)
    facts = facts_of(loaded)
    assert values(facts, "revenue") == {"FY2021": 4_171_000_000, "FY2020": 4_023_000_000}
    (fact,) = [fact for fact in facts if fact.concept == "revenue" and fact.period.label == "FY2021"]
    assert (fact.label, loaded.text[fact.start : fact.end]) == ("Revenues", "4,171 4,023")
    assert "without a label" in fact.caveats[0]


def test_parts_without_their_total_are_not_taken_for_revenue():
    sheet = income_sheet((440, 520)).centred(("Year Ended December 31,", 460)).heads("2021", "2020").text("Revenues:")
    sheet.row("Net sales", "$ 2,212", "$ 2,152", indent=8).row("Membership income", "59", "71", indent=8)
    sheet.row("Cost of sales", "1,791", "1,747").row("Operating income", "480", "476").row("Income tax expense", "50", "21").row(
        "Net income", "430", "455"
    )
    assert values(facts_of(load(sheet)), "revenue") == {}


def test_wrapped_labels_are_joined_and_thousands_spare_the_share_count():
    sheet = Sheet((440, 520)).text("CONSOLIDATED STATEMENTS OF OPERATIONS").text("(In thousands, except share and per share data)")
    sheet.centred(("Years Ended December 31,", 460)).heads("2021", "2020").row("Revenue", "$ 90,112", "$ 81,004")
    sheet.text("Depreciation of property and equipment, including internal-use software, and")
    sheet.row("other amortization of capitalized costs", "6,281", "8,116").row("Loss from operations", "(1,204)", "(977)")
    sheet.row("Provision for income taxes (1)", "18", "26").row("Net loss", "$ (1,222)", "$ (1,003)")
    sheet.row("Net loss per share, basic and diluted", "$ (0.02)", "$ (0.02)")
    sheet.row("Weighted-average shares used in computing net loss per share", "61,100,421", "58,004,990")
    loaded = load(sheet)
    labels = [row.label for row in loaded.tables[0].rows]
    assert (
        labels[1] == "Depreciation of property and equipment, including internal-use software, and other amortization of capitalized costs"
    )
    facts = facts_of(loaded)
    assert values(facts, "operating_income")["FY2021"] == -1_204_000
    assert values(facts, "eps_basic_and_diluted")["FY2020"] == Decimal("-0.02")
    shares = [fact for fact in facts if fact.unit == "shares"]
    assert [fact.value for fact in shares] == [61_100_421, 58_004_990]


def test_a_label_goes_on_while_its_bracket_is_open_and_over_the_year_of_a_date():
    sheet = Sheet((440, 520)).text("ORCHARD TOOLS, INC.").text("CONSOLIDATED BALANCE SHEETS").text("(in thousands)").heads("2021", "2020")
    sheet.text("Assets").row("Cash and cash equivalents", "$ 900", "$ 800").row("Total assets", "$ 900", "$ 800")
    sheet.text("Liabilities and equity").row("Accounts payable", "150", "130").row("Total liabilities", "150", "130")
    sheet.text("Preferred stock, 500 shares authorized, none issued at December 31, 2021 and December 31,").row("2020", "—", "—")
    sheet.text("Common stock ($0.01 par value; 5,000 shares authorized; 1,042 and 1,027 shares issued;")
    sheet.row("883 and 893 shares outstanding)", "40", "40")
    sheet.text("Treasury stock at cost (159 and 134 shares at December 31, 2021 and December 31,").row("2020)", "(10)", "(5)")
    sheet.row("Retained earnings", "720", "635").row("Total liabilities and equity", "$ 900", "$ 800")
    by_label = {fact.label.split()[0]: fact for fact in facts_of(load(sheet)) if fact.period.label == "FY2021"}
    assert [by_label[word].value for word in ("Preferred", "Common", "Treasury")] == [0, 40_000, -10_000]
    assert by_label["Common"].label.endswith("shares issued; 883 and 893 shares outstanding)")
    assert by_label["Treasury"].label.endswith("December 31, 2020)")


def test_units_over_each_column_as_british_reports_print_them():
    sheet = Sheet((300, 440, 520)).text("ORCHARD TOOLS PLC").text("CONSOLIDATED INCOME STATEMENT")
    sheet.text("For the year ended 31 December 2021").heads("Note", "2021", "2020").heads("", "£000", "£000")
    facts = facts_of(load(with_body(sheet, 2, before=("",))))
    assert values(facts, "revenue") == {"FY2021": 4_210_000, "FY2020": 4_203_000}
    assert {fact.currency for fact in facts} == {"GBP"}


def test_a_column_translated_for_convenience_is_left_out_and_costs_the_others_nothing():
    sheet = Sheet((340, 430, 520)).text("ORCHARD TOOLS LTD").text("CONSOLIDATED STATEMENTS OF INCOME")
    sheet.text("(Amounts in thousands of US$ and RMB)").centred(("Year Ended December 31,", 430)).heads("2020", "2021", "2021")
    facts = facts_of(load(with_body(sheet.heads("RMB", "RMB", "US$"), 3)))
    assert values(facts, "revenue") == {"FY2020": 4_210_000, "FY2021": 4_203_000}
    assert {fact.currency for fact in facts} == {"CNY"}


def test_a_row_in_another_currency_does_not_make_the_statement_one():
    sheet = Sheet((440, 520)).text("ORCHARD TOOLS, INC.").text("CONSOLIDATED BALANCE SHEETS").text("(In millions)")
    sheet.heads("December 31, 2021", "December 31, 2020").row("Cash and cash equivalents", "$ 100", "$ 90").row("Inventories", "50", "40")
    sheet.row("Total assets", "$ 150", "$ 130").row("Accounts payable", "$ 20", "$ 10").row("Euro notes due 2027", "30", "30")
    sheet.row("Total liabilities", "50", "40").row("Retained earnings", "100", "90").row("Total stockholders' equity", "100", "90")
    facts = facts_of(load(sheet.row("Total liabilities and stockholders' equity", "$ 150", "$ 130")))
    assert {fact.currency for fact in facts} == {"USD"}


def test_figures_per_share_in_pence_stay_pence_and_tie_out():
    sheet = Sheet((440, 520)).text("ORCHARD TOOLS PLC").text("CONSOLIDATED INCOME STATEMENT").text("For the year ended 31 December 2021")
    sheet.text("(£ in millions, except per share amounts)").heads("2021", "2020")
    sheet = (
        with_body(sheet, 2)
        .text("Earnings per share (pence)")
        .row("Basic", "303.5", "300.0", indent=8)
        .row("Diluted", "301.0", "297.6", indent=8)
    )
    sheet.text("Weighted average shares (millions)").row("Basic", "200.0", "200.0", indent=8).row("Diluted", "201.7", "201.6", indent=8)
    loaded = load(sheet)
    facts = facts_of(loaded)
    assert {(fact.unit, fact.currency, fact.value) for fact in facts if fact.concept == "eps_basic" and fact.period.label == "FY2021"} == {
        ("pence/share", "GBP", Decimal("303.5"))
    }
    metadata = Metadata(form_type="annual report", fiscal_year=2021, fiscal_period="FY", period_end=date(2021, 12, 31))
    tied, _ = tie_out(loaded, metadata, facts)
    assert [fact.caveats for fact in tied if (fact.concept or "").startswith("eps")] == [(), (), (), ()]


def test_the_groups_columns_count_beside_the_companys():
    sheet = (
        Sheet((300, 370, 440, 510)).text("ORCHARD TOOLS LIMITED").text("STATEMENTS OF FINANCIAL POSITION").text("As at 31 December 2021")
    )
    sheet.text("(in thousands of Singapore dollars)").centred(("Group", 335), ("Company", 475)).heads("2021", "2020", "2021", "2020")
    for label, *figures in (
        ("Cash and cash equivalents", "100", "90", "7", "6"),
        ("Inventories", "50", "40", "3", "4"),
        ("Total assets", "150", "130", "10", "10"),
        ("Trade payables", "50", "40", "5", "5"),
        ("Total liabilities", "50", "40", "5", "5"),
        ("Share capital", "100", "90", "5", "5"),
        ("Total equity", "100", "90", "5", "5"),
        ("Total equity and liabilities", "150", "130", "10", "10"),
    ):
        sheet.row(label, *figures)
    facts = facts_of(load(sheet))
    assert values(facts, "total_assets") == {"FY2021": 150_000, "FY2020": 130_000}
    assert {fact.currency for fact in facts} == {"SGD"}
