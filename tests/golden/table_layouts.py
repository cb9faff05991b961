"""Tables beside the statements, in the layouts that reports use, of an invented company; each carries the facts it must be read as.

A fact is written as `label | member | period | value | unit`, then what is not actual GAAP of a year or an instant as its label says:
`adjusted`, `GAAP`, `pro forma`, `guidance`, `estimate`, `as restated`. A layout without lines must give no fact at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.golden.printed_statements import Sheet

YEARS = "Year Ended December 31,"


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: its name, what prints it, every fact of it, and the fiscal period of the document it stands in."""

    name: str
    print: Callable[[], Sheet]
    facts: str
    end: date = date(2021, 12, 31)
    year: int = 2021
    period: str = "FY"


def _titled(title: str, units: str = "(in millions)", edges: tuple[float, ...] = (440, 520)) -> Sheet:
    return Sheet(edges).text("We look at our results part by part, as the people who run them do.").text(title).text(units)


def _rows_of_segments() -> Sheet:
    sheet = _titled("Business Segment Information", edges=(290, 340, 440, 490)).centred(("Net Sales", 300), ("Operating Income", 450))
    sheet.heads("2021", "2020", "2021", "2020").row("Pumps", "$ 812", "$ 790", "$ 101", "$ 96").row("Valves", "455", "430", "(12)", "8")
    return sheet.row("Total Company", "$ 1,267", "$ 1,220", "$ 89", "$ 104")


def _columns_of_segments() -> Sheet:
    sheet = _titled("Segment results", edges=(300, 400, 500)).heads("Pumps", "Valves", "Consolidated").text("2021")
    sheet.row("Revenues", "$ 812", "$ 455", "$ 1,267").row("Operating income", "101", "(12)", "89").text("2020")
    return sheet.row("Revenues", "$ 790", "$ 430", "$ 1,220").row("Operating income", "96", "8", "104")


def _columns_under_a_period() -> Sheet:
    sheet = _titled("Segment results", edges=(300, 400, 500)).centred(("Year Ended December 31, 2021", 400))
    return sheet.heads("Pumps", "Valves", "Total").row("Revenues", "$ 812", "$ 455", "$ 1,267").row("Total assets", "900", "510", "1,410")


def _sections_of_segments() -> Sheet:
    sheet = _titled("Segment results").centred((YEARS, 470)).heads("2021", "2020").text("Pumps")
    sheet.row("Net sales", "$ 812", "$ 790").row("Operating income", "101", "96").text("Valves").row("Net sales", "455", "430")
    sheet.row("Operating income (loss)", "(12)", "8").text("Consolidated").row("Net sales", "$ 1,267", "$ 1,220")
    return sheet.row("Operating income", "89", "104")


def _one_segment() -> Sheet:
    sheet = _titled("Pumps Segment").centred((YEARS, 470)).heads("2021", "2020").row("Net sales", "$ 812", "$ 790")
    return sheet.row("Gross margin as a % of sales", "31.2 %", "30.8 %")


def _places() -> Sheet:
    sheet = _titled("Net sales by geographic area").centred((YEARS, 470)).heads("2021", "2020").row("United States", "$ 700", "$ 690")
    return sheet.row("Germany (a)", "312", "300").row("Other countries", "255", "230").row("Total", "$ 1,267", "$ 1,220")


def _products() -> Sheet:
    sheet = _titled("Revenue by product line").centred((YEARS, 470)).heads("2021", "2020").row("Hand pumps", "$ 512", "$ 500")
    return sheet.row("Spare parts", "300", "290").row("Total revenue", "$ 812", "$ 790")


def _named_quarters() -> Sheet:
    sheet = _titled("Quarterly data", "(in millions, except per share data)", (290, 360, 430, 500)).centred(("Year Ended December 31, 2021 (1)", 390))
    sheet.heads("First", "Second", "Third", "Fourth").heads("Quarter", "Quarter", "Quarter", "Quarter")
    sheet.row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329")
    return sheet.row("Diluted earnings per share", "0.31", "0.35", "0.36", "0.40")


def _short_quarters() -> Sheet:
    sheet = _titled("Quarterly data", edges=(280, 340, 400, 460, 520)).centred(("Fiscal Year Ended January 31, 2022", 400))
    return sheet.heads("Q1", "Q2", "Q3", "Q4", "Total").row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329", "$ 1,267").row(
        "Gross profit", "90", "95", "97", "99", "381"
    )


def _quarter_ends() -> Sheet:
    sheet = _titled("Quarterly data", edges=(290, 360, 430, 500)).heads("December 31", "September 30", "June 30", "March 31").text("2021")
    return sheet.row("Net sales", "$ 329", "$ 322", "$ 315", "$ 301").row("Gross profit", "99", "97", "95", "90")


def _quarters_side_by_side() -> Sheet:
    sheet = _titled("Quarterly data", edges=(250, 300, 370, 420)).centred(("First Quarter", 260), ("Second Quarter", 380))
    sheet.centred(("Fiscal Year", 260), ("Fiscal Year", 380)).heads("2021", "2020", "2021", "2020")
    return sheet.row("Net sales", "$ 301", "$ 290", "$ 315", "$ 305").row("Gross profit", "90", "85", "95", "91")


def _months_beside_months() -> Sheet:
    sheet = _titled("Results of the Pumps business", edges=(280, 350, 440, 510)).centred(("Three Months Ended", 300), ("Six Months Ended", 460))
    sheet.heads("Jul 31, 2021", "Jul 31, 2020", "Jul 31, 2021", "Jul 31, 2020")
    return sheet.row("Net sales", "$ 301", "$ 290", "$ 616", "$ 595").row("Operating income", "40", "35", "85", "71")


def _changes() -> Sheet:
    sheet = _titled("Results of operations", edges=(300, 360, 450, 520)).centred((YEARS, 330), ("Change", 480))
    sheet.heads("2021", "2020", "2021 vs. 2020", "%").row("Net sales", "$ 1,267", "$ 1,220", "$ 47", "4 %")
    return sheet.row("Selling expenses", "301", "290", "11", "4 %")


def _shares_of_sales() -> Sheet:
    sheet = Sheet((440, 520)).text("Net sales and costs as they compare").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("Cost of sales", "61.2 %", "60.4 %").row("Selling expenses", "23.8 %", "23.7 %")


def _bridge_down() -> Sheet:
    sheet = _titled("Reconciliation of net income to adjusted net income", "(in millions, except per share data)").centred((YEARS, 470))
    sheet.heads("2021", "2020").row("Net income", "$ 61", "$ 70").row("Restructuring charges", "9", "—").row("Adjusted net income", "$ 70", "$ 70")
    return sheet.row("Diluted EPS", "$ 1.52", "$ 1.75").row("Adjusted diluted EPS", "$ 1.75", "$ 1.75")


def _bridge_across() -> Sheet:
    sheet = _titled("Reconciliation for the year ended December 31, 2021", edges=(320, 420, 520)).heads("GAAP", "Adjustments", "Non-GAAP")
    return sheet.row("Cost of sales", "$ 880", "$ (9)", "$ 871").row("Operating income", "89", "9", "98")


def _bridge_of_measures() -> Sheet:
    sheet = _titled("Reconciliation of GAAP to non-GAAP measures", edges=(320, 420, 520)).heads("Cost of sales", "Operating income", "Net income")
    sheet.text("Year ended December 31, 2021").row("GAAP reported", "$ 880", "$ 89", "$ 61").row("Plant closure", "(9)", "9", "7")
    return sheet.row("Non-GAAP adjusted", "$ 871", "$ 98", "$ 68")


def _ebitda() -> Sheet:
    sheet = _titled("The following table reconciles net loss to Adjusted EBITDA (in thousands):", "", (350, 410, 470, 530)).centred((YEARS, 440))
    sheet.heads("2021", "2020", "2019", "2018").row("Net loss", "$ (4,100)", "$ (3,900)", "$ (2,750)", "$ (1,102)")
    return sheet.row("Depreciation and amortization", "1,204", "1,100", "990", "870").row("Adjusted EBITDA", "$ 612", "$ 98", "$ (201)", "$ (77)")


def _free_cash_flow() -> Sheet:
    sheet = _titled("Free cash flow", "(Amounts in millions)").heads("2021", "2020", stub="Fiscal Years Ended December 31,")
    sheet.row("Net cash provided by operating activities", "$ 190", "$ 171").row("Payments for property and equipment", "(95)", "(88)")
    return sheet.row("Free cash flow", "$ 95", "$ 83")


def _guidance() -> Sheet:
    sheet = Sheet((400, 520)).text("Outlook").heads("2022 Outlook", "2021 Actual", stub="Full year")
    sheet.row("Adjusted diluted EPS", "$9.20 to $9.70", "$8.88").row("Capital expenditures", "$90 to $95 million", "$88.4 million")
    return sheet.row("Gross margin", "31% – 32%", "30.9%")


def _estimates() -> Sheet:
    sheet = _titled("Summary of the model", "(EUR millions)", (360, 440, 520)).heads("2021A", "2022E", "2023E").row("Net sales", "1,267", "1,310", "1,366")
    return sheet.row("Operating income", "89", "97", "109")


def _indicators() -> Sheet:
    sheet = _titled("Members", "(in thousands, except revenue per membership and percentages)").centred(("As of/ Year Ended December 31,", 470))
    sheet.heads("2021", "2020").row("Net additions", "624", "694").row("Memberships at end of period", "4,738", "4,114")
    return sheet.row("Average monthly revenue per membership", "$ 8.50", "$ 8.14").row("Contribution margin", "33%", "27%")


def _stores() -> Sheet:
    sheet = Sheet((440, 520)).text("Our stores").heads("2021", "2020", stub="Fiscal year").row("Stores at beginning of year", "418", "402")
    return sheet.row("Opened", "24", "20").row("Closed", "(6)", "(4)").row("Stores at end of year", "436", "418")


def _allowance() -> Sheet:
    sheet = _titled("Allowance for doubtful accounts").centred((YEARS, 470)).heads("2021", "2020").row("Balance, January 1", "$ 31", "$ 29")
    return sheet.row("Provision", "7", "6").row("Written off", "(5)", "(4)").row("Balance, December 31", "$ 33", "$ 31")


def _balances() -> Sheet:
    sheet = _titled("Inventories").heads("December 31, 2021", "December 31, 2020").row("Raw materials", "$ 97.3", "$ 90.1")
    return sheet.row("Finished goods", "120.0", "111.4").row("Total inventories", "$ 217.3", "$ 201.5")


def _selected_data() -> Sheet:
    sheet = _titled("Selected data").centred(("As of and for the years ended December 31,", 470)).heads("2021", "2020")
    return sheet.row("Net sales", "$ 1,267", "$ 1,220").row("Total assets", "1,410", "1,395").row("Long-term debt", "300", "310")


def _running_units() -> Sheet:
    sheet = Sheet((440, 520)).text("NOTES TO FINANCIAL STATEMENTS (in thousands)").text("Rent is paid monthly in all of our buildings, as the leases ask.")
    sheet.text("Rent expense").centred((YEARS, 470)).heads("2021", "2020").row("Offices", "$ 812", "$ 790").row("Total rent expense", "$ 1,012", "$ 980")
    return sheet


def _own_units() -> Sheet:
    sheet = Sheet((440, 520)).text("Payments handled").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("Payment volume (in millions)", "$ 11,295", "$ 10,623").row("Payment volume growth", "6.3 %", "7.1 %")


def _restated() -> Sheet:
    sheet = _titled("Effects of the change", edges=(360, 520)).centred(("Year Ended December 31, 2021", 440)).heads("As Previously Reported", "As Restated")
    return sheet.row("Net sales", "$ 1,267", "$ 1,251").row("Cost of sales", "880", "864")


def _pro_forma() -> Sheet:
    sheet = _titled("Unaudited pro forma results").centred((YEARS, 470)).heads("2021", "2020").row("Pro forma net sales", "$ 1,400", "$ 1,350")
    return sheet.row("Pro forma net income", "70", "66")


def _wrapped_heads() -> Sheet:
    sheet = _titled("Segment results", edges=(300, 400, 500)).heads("Hand", "Valves", "").heads("Pumps", "and Seals", "Total", stub="Year Ended December 31, 2021")
    return sheet.row("Net sales to outside", "$ 812", "$ 455", "$ 1,267").row("Gross profit", "250", "131", "381")


def _maturities() -> Sheet:
    sheet = _titled("Maturities of debt").heads("2022", "2023").row("Term loan", "$ 50", "$ 60").row("Notes", "100", "120")
    return sheet


def _years_to_come() -> Sheet:
    sheet = _titled("Amortization expense of the next years").heads("2022", "2023").row("Amortization expense", "$ 50", "$ 60")
    return sheet.row("Impairment", "10", "12")


def _origination() -> Sheet:
    sheet = _titled("Loans by year of origination").heads("2021", "2020").row("Business loans", "$ 50", "$ 60").row("Home loans", "100", "120")
    return sheet


def _no_units() -> Sheet:
    sheet = Sheet((440, 520)).text("Some costs").centred((YEARS, 470)).heads("2021", "2020").row("Freight cost", "812", "790")
    return sheet.row("Packing cost", "455", "430")


def _returns() -> Sheet:
    sheet = _titled("What a share would be worth", edges=(440, 520)).heads("2020", "2021").row("Orchard Tools", "$ 100.00", "$ 120.10")
    return sheet.row("All shares", "100.00", "111.20")


def _contents() -> Sheet:
    sheet = Sheet((440, 520)).text("Table of Contents").row("Results of operations in 2021", "41", "").row("Liquidity in 2021 and 2020", "47", "")
    return sheet.text("In 2021 we sold 812 pumps for $ 455 million, after 790 for $ 430 million in 2020.")


def _quarters_of_no_year() -> Sheet:
    sheet = _titled("Quarterly data", edges=(290, 360, 430, 500)).centred(("Quarter", 390)).heads("First", "Second", "Third", "Fourth")
    return sheet.row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329").row("Gross profit", "90", "95", "97", "99")


LAYOUTS = (
    Layout("rows of segments under two measures", _rows_of_segments, """
        Net Sales | Pumps | FY2021 | 812000000 | USD
        Net Sales | Pumps | FY2020 | 790000000 | USD
        Operating Income | Pumps | FY2021 | 101000000 | USD
        Operating Income | Pumps | FY2020 | 96000000 | USD
        Net Sales | Valves | FY2021 | 455000000 | USD
        Net Sales | Valves | FY2020 | 430000000 | USD
        Operating Income | Valves | FY2021 | -12000000 | USD
        Operating Income | Valves | FY2020 | 8000000 | USD
        Net Sales | | FY2021 | 1267000000 | USD
        Net Sales | | FY2020 | 1220000000 | USD
        Operating Income | | FY2021 | 89000000 | USD
        Operating Income | | FY2020 | 104000000 | USD"""),
    Layout("columns of segments, years among the rows", _columns_of_segments, """
        Revenues | Pumps | FY2021 | 812000000 | USD
        Revenues | Valves | FY2021 | 455000000 | USD
        Revenues | | FY2021 | 1267000000 | USD
        Operating income | Pumps | FY2021 | 101000000 | USD
        Operating income | Valves | FY2021 | -12000000 | USD
        Operating income | | FY2021 | 89000000 | USD
        Revenues | Pumps | FY2020 | 790000000 | USD
        Revenues | Valves | FY2020 | 430000000 | USD
        Revenues | | FY2020 | 1220000000 | USD
        Operating income | Pumps | FY2020 | 96000000 | USD
        Operating income | Valves | FY2020 | 8000000 | USD
        Operating income | | FY2020 | 104000000 | USD"""),
    Layout("columns of segments under one period, a balance among them", _columns_under_a_period, """
        Revenues | Pumps | FY2021 | 812000000 | USD
        Revenues | Valves | FY2021 | 455000000 | USD
        Revenues | | FY2021 | 1267000000 | USD
        Total assets | Pumps | FY2021 instant | 900000000 | USD
        Total assets | Valves | FY2021 instant | 510000000 | USD
        Total assets | | FY2021 instant | 1410000000 | USD"""),
    Layout("sections of segments, each with the same measures", _sections_of_segments, """
        Net sales | Pumps | FY2021 | 812000000 | USD
        Net sales | Pumps | FY2020 | 790000000 | USD
        Operating income | Pumps | FY2021 | 101000000 | USD
        Operating income | Pumps | FY2020 | 96000000 | USD
        Net sales | Valves | FY2021 | 455000000 | USD
        Net sales | Valves | FY2020 | 430000000 | USD
        Operating income (loss) | Valves | FY2021 | -12000000 | USD
        Operating income (loss) | Valves | FY2020 | 8000000 | USD
        Net sales | | FY2021 | 1267000000 | USD
        Net sales | | FY2020 | 1220000000 | USD
        Operating income | | FY2021 | 89000000 | USD
        Operating income | | FY2020 | 104000000 | USD"""),
    Layout("the table of one segment", _one_segment, """
        Net sales | Pumps | FY2021 | 812000000 | USD
        Net sales | Pumps | FY2020 | 790000000 | USD
        Gross margin as a % of sales | Pumps | FY2021 | 31.2 | %
        Gross margin as a % of sales | Pumps | FY2020 | 30.8 | %"""),
    Layout("places with their total", _places, """
        Net sales | United States | FY2021 | 700000000 | USD
        Net sales | United States | FY2020 | 690000000 | USD
        Net sales | Germany | FY2021 | 312000000 | USD
        Net sales | Germany | FY2020 | 300000000 | USD
        Net sales | Other countries | FY2021 | 255000000 | USD
        Net sales | Other countries | FY2020 | 230000000 | USD
        Net sales | | FY2021 | 1267000000 | USD
        Net sales | | FY2020 | 1220000000 | USD"""),
    Layout("products", _products, """
        Revenue | Hand pumps | FY2021 | 512000000 | USD
        Revenue | Hand pumps | FY2020 | 500000000 | USD
        Revenue | Spare parts | FY2021 | 300000000 | USD
        Revenue | Spare parts | FY2020 | 290000000 | USD
        Total revenue | | FY2021 | 812000000 | USD
        Total revenue | | FY2020 | 790000000 | USD"""),
    Layout("four named quarters in two lines", _named_quarters, """
        Net sales | | Q1 FY2021 | 301000000 | USD
        Net sales | | Q2 FY2021 | 315000000 | USD
        Net sales | | Q3 FY2021 | 322000000 | USD
        Net sales | | Q4 FY2021 | 329000000 | USD
        Diluted earnings per share | | Q1 FY2021 | 0.31 | USD/share
        Diluted earnings per share | | Q2 FY2021 | 0.35 | USD/share
        Diluted earnings per share | | Q3 FY2021 | 0.36 | USD/share
        Diluted earnings per share | | Q4 FY2021 | 0.40 | USD/share"""),
    Layout("Q1 to Q4 and their total, in a year that ends in January", _short_quarters, """
        Net sales | | Q1 FY2022 | 301000000 | USD
        Net sales | | Q2 FY2022 | 315000000 | USD
        Net sales | | Q3 FY2022 | 322000000 | USD
        Net sales | | Q4 FY2022 | 329000000 | USD
        Net sales | | FY2022 | 1267000000 | USD
        Gross profit | | Q1 FY2022 | 90000000 | USD
        Gross profit | | Q2 FY2022 | 95000000 | USD
        Gross profit | | Q3 FY2022 | 97000000 | USD
        Gross profit | | Q4 FY2022 | 99000000 | USD
        Gross profit | | FY2022 | 381000000 | USD""", date(2022, 1, 31), 2022),
    Layout("quarters named by their last days", _quarter_ends, """
        Net sales | | Q4 FY2021 | 329000000 | USD
        Net sales | | Q3 FY2021 | 322000000 | USD
        Net sales | | Q2 FY2021 | 315000000 | USD
        Net sales | | Q1 FY2021 | 301000000 | USD
        Gross profit | | Q4 FY2021 | 99000000 | USD
        Gross profit | | Q3 FY2021 | 97000000 | USD
        Gross profit | | Q2 FY2021 | 95000000 | USD
        Gross profit | | Q1 FY2021 | 90000000 | USD"""),
    Layout("quarters of two years side by side", _quarters_side_by_side, """
        Net sales | | Q1 FY2021 | 301000000 | USD
        Net sales | | Q1 FY2020 | 290000000 | USD
        Net sales | | Q2 FY2021 | 315000000 | USD
        Net sales | | Q2 FY2020 | 305000000 | USD
        Gross profit | | Q1 FY2021 | 90000000 | USD
        Gross profit | | Q1 FY2020 | 85000000 | USD
        Gross profit | | Q2 FY2021 | 95000000 | USD
        Gross profit | | Q2 FY2020 | 91000000 | USD"""),
    Layout("three months beside six", _months_beside_months, """
        Net sales | | Q2 FY2022 | 301000000 | USD
        Net sales | | Q2 FY2021 | 290000000 | USD
        Net sales | | H1 FY2022 | 616000000 | USD
        Net sales | | H1 FY2021 | 595000000 | USD
        Operating income | | Q2 FY2022 | 40000000 | USD
        Operating income | | Q2 FY2021 | 35000000 | USD
        Operating income | | H1 FY2022 | 85000000 | USD
        Operating income | | H1 FY2021 | 71000000 | USD""", date(2021, 7, 31), 2022, "Q2"),
    Layout("change and percent columns are no periods", _changes, """
        Net sales | | FY2021 | 1267000000 | USD
        Net sales | | FY2020 | 1220000000 | USD
        Selling expenses | | FY2021 | 301000000 | USD
        Selling expenses | | FY2020 | 290000000 | USD"""),
    Layout("shares of sales need no units", _shares_of_sales, """
        Cost of sales | | FY2021 | 61.2 | %
        Cost of sales | | FY2020 | 60.4 | %
        Selling expenses | | FY2021 | 23.8 | %
        Selling expenses | | FY2020 | 23.7 | %"""),
    Layout("a bridge from net income down to the adjusted one", _bridge_down, """
        Net income | | FY2021 | 61000000 | USD | GAAP
        Net income | | FY2020 | 70000000 | USD | GAAP
        Restructuring charges | | FY2021 | 9000000 | USD | GAAP
        Restructuring charges | | FY2020 | 0 | USD | GAAP
        Adjusted net income | | FY2021 | 70000000 | USD | adjusted
        Adjusted net income | | FY2020 | 70000000 | USD | adjusted
        Diluted EPS | | FY2021 | 1.52 | USD/share | GAAP
        Diluted EPS | | FY2020 | 1.75 | USD/share | GAAP
        Adjusted diluted EPS | | FY2021 | 1.75 | USD/share | adjusted
        Adjusted diluted EPS | | FY2020 | 1.75 | USD/share | adjusted"""),
    Layout("a bridge across: the column of adjustments has no value", _bridge_across, """
        Cost of sales | | FY2021 | 880000000 | USD | GAAP
        Cost of sales | | FY2021 | 871000000 | USD | adjusted
        Operating income | | FY2021 | 89000000 | USD | GAAP
        Operating income | | FY2021 | 98000000 | USD | adjusted"""),
    Layout("a bridge of several measures side by side", _bridge_of_measures, """
        Cost of sales: GAAP reported | | FY2021 | 880000000 | USD | GAAP
        Operating income: GAAP reported | | FY2021 | 89000000 | USD | GAAP
        Net income: GAAP reported | | FY2021 | 61000000 | USD | GAAP
        Cost of sales: Plant closure | | FY2021 | -9000000 | USD | GAAP
        Operating income: Plant closure | | FY2021 | 9000000 | USD | GAAP
        Net income: Plant closure | | FY2021 | 7000000 | USD | GAAP
        Cost of sales: Non-GAAP adjusted | | FY2021 | 871000000 | USD | adjusted
        Operating income: Non-GAAP adjusted | | FY2021 | 98000000 | USD | adjusted
        Net income: Non-GAAP adjusted | | FY2021 | 68000000 | USD | adjusted"""),
    Layout("four years of EBITDA, units in the sentence above", _ebitda, """
        Net loss | | FY2021 | -4100000 | USD | GAAP
        Net loss | | FY2020 | -3900000 | USD | GAAP
        Net loss | | FY2019 | -2750000 | USD | GAAP
        Net loss | | FY2018 | -1102000 | USD | GAAP
        Depreciation and amortization | | FY2021 | 1204000 | USD | GAAP
        Depreciation and amortization | | FY2020 | 1100000 | USD | GAAP
        Depreciation and amortization | | FY2019 | 990000 | USD | GAAP
        Depreciation and amortization | | FY2018 | 870000 | USD | GAAP
        Adjusted EBITDA | | FY2021 | 612000 | USD | adjusted
        Adjusted EBITDA | | FY2020 | 98000 | USD | adjusted
        Adjusted EBITDA | | FY2019 | -201000 | USD | adjusted
        Adjusted EBITDA | | FY2018 | -77000 | USD | adjusted"""),
    Layout("free cash flow is not GAAP", _free_cash_flow, """
        Net cash provided by operating activities | | FY2021 | 190000000 | USD | GAAP
        Net cash provided by operating activities | | FY2020 | 171000000 | USD | GAAP
        Payments for property and equipment | | FY2021 | -95000000 | USD | GAAP
        Payments for property and equipment | | FY2020 | -88000000 | USD | GAAP
        Free cash flow | | FY2021 | 95000000 | USD | adjusted
        Free cash flow | | FY2020 | 83000000 | USD | adjusted"""),
    Layout("an outlook in ranges beside what was", _guidance, """
        Adjusted diluted EPS | | FY2022 | 9.20 to 9.70 | USD/share | adjusted | guidance
        Adjusted diluted EPS | | FY2021 | 8.88 | USD/share | adjusted
        Capital expenditures | | FY2022 | 90000000 to 95000000 | USD | GAAP | guidance
        Capital expenditures | | FY2021 | 88400000 | USD | GAAP
        Gross margin | | FY2022 | 31 to 32 | % | GAAP | guidance
        Gross margin | | FY2021 | 30.9 | % | GAAP"""),
    Layout("estimates are not actual", _estimates, """
        Net sales | | FY2021 | 1267000000 | EUR
        Net sales | | FY2022 | 1310000000 | EUR | estimate
        Net sales | | FY2023 | 1366000000 | EUR | estimate
        Operating income | | FY2021 | 89000000 | EUR
        Operating income | | FY2022 | 97000000 | EUR | estimate
        Operating income | | FY2023 | 109000000 | EUR | estimate"""),
    Layout("indicators: counts, amounts per member, shares", _indicators, """
        Net additions | | FY2021 | 624000 | count
        Net additions | | FY2020 | 694000 | count
        Memberships at end of period | | FY2021 instant | 4738000 | count
        Memberships at end of period | | FY2020 instant | 4114000 | count
        Average monthly revenue per membership | | FY2021 | 8.50 | USD/membership
        Average monthly revenue per membership | | FY2020 | 8.14 | USD/membership
        Contribution margin | | FY2021 | 33 | %
        Contribution margin | | FY2020 | 27 | %"""),
    Layout("counts that are carried on", _stores, """
        Stores at beginning of year | | FY2020 instant | 418 | count
        Stores at beginning of year | | FY2019 instant | 402 | count
        Opened | | FY2021 | 24 | count
        Opened | | FY2020 | 20 | count
        Closed | | FY2021 | -6 | count
        Closed | | FY2020 | -4 | count
        Stores at end of year | | FY2021 instant | 436 | count
        Stores at end of year | | FY2020 instant | 418 | count"""),
    Layout("balances that are carried on, named by their days", _allowance, """
        Balance, January 1 | | FY2020 instant | 31000000 | USD
        Balance, January 1 | | FY2019 instant | 29000000 | USD
        Provision | | FY2021 | 7000000 | USD
        Provision | | FY2020 | 6000000 | USD
        Written off | | FY2021 | -5000000 | USD
        Written off | | FY2020 | -4000000 | USD
        Balance, December 31 | | FY2021 instant | 33000000 | USD
        Balance, December 31 | | FY2020 instant | 31000000 | USD"""),
    Layout("a note's balances on two days", _balances, """
        Raw materials | | FY2021 instant | 97300000 | USD
        Raw materials | | FY2020 instant | 90100000 | USD
        Finished goods | | FY2021 instant | 120000000 | USD
        Finished goods | | FY2020 instant | 111400000 | USD
        Total inventories | | FY2021 instant | 217300000 | USD
        Total inventories | | FY2020 instant | 201500000 | USD"""),
    Layout("flows and balances under one head", _selected_data, """
        Net sales | | FY2021 | 1267000000 | USD
        Net sales | | FY2020 | 1220000000 | USD
        Total assets | | FY2021 instant | 1410000000 | USD
        Total assets | | FY2020 instant | 1395000000 | USD
        Long-term debt | | FY2021 instant | 300000000 | USD
        Long-term debt | | FY2020 instant | 310000000 | USD"""),
    Layout("units in the page's running head", _running_units, """
        Offices | | FY2021 | 812000 | USD
        Offices | | FY2020 | 790000 | USD
        Total rent expense | | FY2021 | 1012000 | USD
        Total rent expense | | FY2020 | 980000 | USD"""),
    Layout("a row with units of its own", _own_units, """
        Payment volume (in millions) | | FY2021 | 11295000000 | USD
        Payment volume (in millions) | | FY2020 | 10623000000 | USD
        Payment volume growth | | FY2021 | 6.3 | %
        Payment volume growth | | FY2020 | 7.1 | %"""),
    Layout("what was reported beside what was restated", _restated, """
        Net sales | | FY2021 | 1267000000 | USD | GAAP | as previously reported
        Net sales | | FY2021 | 1251000000 | USD | as restated
        Cost of sales | | FY2021 | 880000000 | USD | GAAP | as previously reported
        Cost of sales | | FY2021 | 864000000 | USD | as restated"""),
    Layout("pro forma figures", _pro_forma, """
        Pro forma net sales | | FY2021 | 1400000000 | USD | pro forma
        Pro forma net sales | | FY2020 | 1350000000 | USD | pro forma
        Pro forma net income | | FY2021 | 70000000 | USD | pro forma
        Pro forma net income | | FY2020 | 66000000 | USD | pro forma"""),
    Layout("heads of segments in two lines, the period at their left", _wrapped_heads, """
        Net sales to outside | Hand Pumps | FY2021 | 812000000 | USD
        Net sales to outside | Valves and Seals | FY2021 | 455000000 | USD
        Net sales to outside | | FY2021 | 1267000000 | USD
        Gross profit | Hand Pumps | FY2021 | 250000000 | USD
        Gross profit | Valves and Seals | FY2021 | 131000000 | USD
        Gross profit | | FY2021 | 381000000 | USD"""),
    Layout("maturities", _maturities, ""),
    Layout("years to come", _years_to_come, ""),
    Layout("years of origination", _origination, ""),
    Layout("amounts without units", _no_units, ""),
    Layout("an index of returns", _returns, ""),
    Layout("contents and prose", _contents, ""),
    Layout("quarters of a year that is not named", _quarters_of_no_year, ""),
)
