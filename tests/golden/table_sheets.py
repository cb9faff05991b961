"""Prints tables beside the statements, in the layouts that reports use, of an invented company: one function a layout."""

from __future__ import annotations

from tests.golden.printed_statements import Sheet

YEARS = "Year Ended December 31,"


def _titled(title: str, units: str = "(in millions)", edges: tuple[float, ...] = (440, 520)) -> Sheet:
    return Sheet(edges).text("We look at our results part by part, as the people who run them do.").text(title).text(units)


def rows_of_segments() -> Sheet:
    sheet = _titled("Business Segment Information", edges=(290, 340, 440, 490)).centred(("Net Sales", 300), ("Operating Income", 450))
    sheet.heads("2021", "2020", "2021", "2020").row("Pumps", "$ 812", "$ 790", "$ 101", "$ 96").row("Valves", "455", "430", "(12)", "8")
    return sheet.row("Total Company", "$ 1,267", "$ 1,220", "$ 89", "$ 104")


def columns_of_segments() -> Sheet:
    sheet = _titled("Segment results", edges=(300, 400, 500)).heads("Pumps", "Valves", "Consolidated").text("2021")
    sheet.row("Revenues", "$ 812", "$ 455", "$ 1,267").row("Operating income", "101", "(12)", "89").text("2020")
    return sheet.row("Revenues", "$ 790", "$ 430", "$ 1,220").row("Operating income", "96", "8", "104")


def columns_under_a_period() -> Sheet:
    sheet = _titled("Segment results", edges=(300, 400, 500)).centred(("Year Ended December 31, 2021", 400))
    return sheet.heads("Pumps", "Valves", "Total").row("Revenues", "$ 812", "$ 455", "$ 1,267").row("Total assets", "900", "510", "1,410")


def sections_of_segments() -> Sheet:
    sheet = _titled("Segment results").centred((YEARS, 470)).heads("2021", "2020").text("Pumps")
    sheet.row("Net sales", "$ 812", "$ 790").row("Operating income", "101", "96").text("Valves").row("Net sales", "455", "430")
    sheet.row("Operating income (loss)", "(12)", "8").text("Consolidated").row("Net sales", "$ 1,267", "$ 1,220")
    return sheet.row("Operating income", "89", "104")


def one_segment() -> Sheet:
    sheet = _titled("Pumps Segment").centred((YEARS, 470)).heads("2021", "2020").row("Net sales", "$ 812", "$ 790")
    return sheet.row("Gross margin as a % of sales", "31.2 %", "30.8 %")


def places() -> Sheet:
    sheet = _titled("Net sales by geographic area").centred((YEARS, 470)).heads("2021", "2020").row("United States", "$ 700", "$ 690")
    return sheet.row("Germany (a)", "312", "300").row("Other countries", "255", "230").row("Total", "$ 1,267", "$ 1,220")


def products() -> Sheet:
    sheet = _titled("Revenue by product line").centred((YEARS, 470)).heads("2021", "2020").row("Hand pumps", "$ 512", "$ 500")
    return sheet.row("Spare parts", "300", "290").row("Total revenue", "$ 812", "$ 790")


def named_quarters() -> Sheet:
    sheet = _titled("Quarterly data", "(in millions, except per share data)", (290, 360, 430, 500)).centred(
        ("Year Ended December 31, 2021 (1)", 390)
    )
    sheet.heads("First", "Second", "Third", "Fourth").heads("Quarter", "Quarter", "Quarter", "Quarter")
    sheet.row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329")
    return sheet.row("Diluted earnings per share", "0.31", "0.35", "0.36", "0.40")


def short_quarters() -> Sheet:
    sheet = _titled("Quarterly data", edges=(280, 340, 400, 460, 520)).centred(("Fiscal Year Ended January 31, 2022", 400))
    return (
        sheet.heads("Q1", "Q2", "Q3", "Q4", "Total")
        .row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329", "$ 1,267")
        .row("Gross profit", "90", "95", "97", "99", "381")
    )


def quarter_ends() -> Sheet:
    sheet = _titled("Quarterly data", edges=(290, 360, 430, 500)).heads("December 31", "September 30", "June 30", "March 31").text("2021")
    return sheet.row("Net sales", "$ 329", "$ 322", "$ 315", "$ 301").row("Gross profit", "99", "97", "95", "90")


def quarters_side_by_side() -> Sheet:
    sheet = _titled("Quarterly data", edges=(250, 300, 370, 420)).centred(("First Quarter", 260), ("Second Quarter", 380))
    sheet.centred(("Fiscal Year", 260), ("Fiscal Year", 380)).heads("2021", "2020", "2021", "2020")
    return sheet.row("Net sales", "$ 301", "$ 290", "$ 315", "$ 305").row("Gross profit", "90", "85", "95", "91")


def months_beside_months() -> Sheet:
    sheet = _titled("Results of the Pumps business", edges=(280, 350, 440, 510)).centred(
        ("Three Months Ended", 300), ("Six Months Ended", 460)
    )
    sheet.heads("Jul 31, 2021", "Jul 31, 2020", "Jul 31, 2021", "Jul 31, 2020")
    return sheet.row("Net sales", "$ 301", "$ 290", "$ 616", "$ 595").row("Operating income", "40", "35", "85", "71")


def changes() -> Sheet:
    sheet = _titled("Results of operations", edges=(300, 360, 450, 520)).centred((YEARS, 330), ("Change", 480))
    sheet.heads("2021", "2020", "2021 vs. 2020", "%").row("Net sales", "$ 1,267", "$ 1,220", "$ 47", "4 %")
    return sheet.row("Selling expenses", "301", "290", "11", "4 %")


def shares_of_sales() -> Sheet:
    sheet = Sheet((440, 520)).text("Net sales and costs as they compare").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("Cost of sales", "61.2 %", "60.4 %").row("Selling expenses", "23.8 %", "23.7 %")


def bridge_down() -> Sheet:
    sheet = _titled("Reconciliation of net income to adjusted net income", "(in millions, except per share data)").centred((YEARS, 470))
    sheet.heads("2021", "2020").row("Net income", "$ 61", "$ 70").row("Restructuring charges", "9", "—").row(
        "Adjusted net income", "$ 70", "$ 70"
    )
    return sheet.row("Diluted EPS", "$ 1.52", "$ 1.75").row("Adjusted diluted EPS", "$ 1.75", "$ 1.75")


def bridge_across() -> Sheet:
    sheet = _titled("Reconciliation for the year ended December 31, 2021", edges=(320, 420, 520)).heads("GAAP", "Adjustments", "Non-GAAP")
    return sheet.row("Cost of sales", "$ 880", "$ (9)", "$ 871").row("Operating income", "89", "9", "98")


def bridge_of_measures() -> Sheet:
    sheet = _titled("Reconciliation of GAAP to non-GAAP measures", edges=(320, 420, 520)).heads(
        "Cost of sales", "Operating income", "Net income"
    )
    sheet.text("Year ended December 31, 2021").row("GAAP reported", "$ 880", "$ 89", "$ 61").row("Plant closure", "(9)", "9", "7")
    return sheet.row("Non-GAAP adjusted", "$ 871", "$ 98", "$ 68")


def ebitda() -> Sheet:
    sheet = _titled("The following table reconciles net loss to Adjusted EBITDA (in thousands):", "", (350, 410, 470, 530)).centred(
        (YEARS, 440)
    )
    sheet.heads("2021", "2020", "2019", "2018").row("Net loss", "$ (4,100)", "$ (3,900)", "$ (2,750)", "$ (1,102)")
    return sheet.row("Depreciation and amortization", "1,204", "1,100", "990", "870").row(
        "Adjusted EBITDA", "$ 612", "$ 98", "$ (201)", "$ (77)"
    )


def free_cash_flow() -> Sheet:
    sheet = _titled("Free cash flow", "(Amounts in millions)").heads("2021", "2020", stub="Fiscal Years Ended December 31,")
    sheet.row("Net cash provided by operating activities", "$ 190", "$ 171").row("Payments for property and equipment", "(95)", "(88)")
    return sheet.row("Free cash flow", "$ 95", "$ 83")


def guidance() -> Sheet:
    sheet = Sheet((400, 520)).text("Outlook").heads("2022 Outlook", "2021 Actual", stub="Full year")
    sheet.row("Adjusted diluted EPS", "$9.20 to $9.70", "$8.88").row("Capital expenditures", "$90 to $95 million", "$88.4 million")
    return sheet.row("Gross margin", "31% – 32%", "30.9%")


def estimates() -> Sheet:
    sheet = (
        _titled("Summary of the model", "(EUR millions)", (360, 440, 520))
        .heads("2021A", "2022E", "2023E")
        .row("Net sales", "1,267", "1,310", "1,366")
    )
    return sheet.row("Operating income", "89", "97", "109")


def indicators() -> Sheet:
    sheet = _titled("Members", "(in thousands, except revenue per membership and percentages)").centred(
        ("As of/ Year Ended December 31,", 470)
    )
    sheet.heads("2021", "2020").row("Net additions", "624", "694").row("Memberships at end of period", "4,738", "4,114")
    return sheet.row("Average monthly revenue per membership", "$ 8.50", "$ 8.14").row("Contribution margin", "33%", "27%")


def stores() -> Sheet:
    sheet = Sheet((440, 520)).text("Our stores").heads("2021", "2020", stub="Fiscal year").row("Stores at beginning of year", "418", "402")
    return sheet.row("Opened", "24", "20").row("Closed", "(6)", "(4)").row("Stores at end of year", "436", "418")


def allowance() -> Sheet:
    sheet = _titled("Allowance for doubtful accounts").centred((YEARS, 470)).heads("2021", "2020").row("Balance, January 1", "$ 31", "$ 29")
    return sheet.row("Provision", "7", "6").row("Written off", "(5)", "(4)").row("Balance, December 31", "$ 33", "$ 31")


def balances() -> Sheet:
    sheet = _titled("Inventories").heads("December 31, 2021", "December 31, 2020").row("Raw materials", "$ 97.3", "$ 90.1")
    return sheet.row("Finished goods", "120.0", "111.4").row("Total inventories", "$ 217.3", "$ 201.5")


def selected_data() -> Sheet:
    sheet = _titled("Selected data").centred(("As of and for the years ended December 31,", 470)).heads("2021", "2020")
    return sheet.row("Net sales", "$ 1,267", "$ 1,220").row("Total assets", "1,410", "1,395").row("Long-term debt", "300", "310")


def running_units() -> Sheet:
    sheet = (
        Sheet((440, 520))
        .text("NOTES TO FINANCIAL STATEMENTS (in thousands)")
        .text("Rent is paid monthly in all of our buildings, as the leases ask.")
    )
    sheet.text("Rent expense").centred((YEARS, 470)).heads("2021", "2020").row("Offices", "$ 812", "$ 790")
    return sheet.row("Total rent expense", "$ 1,012", "$ 980")


def own_units() -> Sheet:
    sheet = Sheet((440, 520)).text("Payments handled").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("Payment volume (in millions)", "$ 11,295", "$ 10,623").row("Payment volume growth", "6.3 %", "7.1 %")


def restated() -> Sheet:
    sheet = (
        _titled("Effects of the change", edges=(360, 520))
        .centred(("Year Ended December 31, 2021", 440))
        .heads("As Previously Reported", "As Restated")
    )
    return sheet.row("Net sales", "$ 1,267", "$ 1,251").row("Cost of sales", "880", "864")


def pro_forma() -> Sheet:
    sheet = (
        _titled("Unaudited pro forma results").centred((YEARS, 470)).heads("2021", "2020").row("Pro forma net sales", "$ 1,400", "$ 1,350")
    )
    return sheet.row("Pro forma net income", "70", "66")


def wrapped_heads() -> Sheet:
    sheet = (
        _titled("Segment results", edges=(300, 400, 500))
        .heads("Hand", "Valves", "")
        .heads("Pumps", "and Seals", "Total", stub="Year Ended December 31, 2021")
    )
    return sheet.row("Net sales to outside", "$ 812", "$ 455", "$ 1,267").row("Gross profit", "250", "131", "381")


def maturities() -> Sheet:
    return _titled("Maturities of debt").heads("2022", "2023").row("Term loan", "$ 50", "$ 60").row("Notes", "100", "120")


def years_to_come() -> Sheet:
    sheet = _titled("Amortization expense of the next years").heads("2022", "2023").row("Amortization expense", "$ 50", "$ 60")
    return sheet.row("Impairment", "10", "12")


def origination() -> Sheet:
    sheet = _titled("Loans by year of origination").heads("2021", "2020")
    return sheet.row("Business loans", "$ 50", "$ 60").row("Home loans", "100", "120")


def no_units() -> Sheet:
    sheet = Sheet((440, 520)).text("Some costs").centred((YEARS, 470)).heads("2021", "2020").row("Freight cost", "812", "790")
    return sheet.row("Packing cost", "455", "430")


def returns() -> Sheet:
    sheet = _titled("What a share would be worth", edges=(440, 520)).heads("2020", "2021").row("Orchard Tools", "$ 100.00", "$ 120.10")
    return sheet.row("All shares", "100.00", "111.20")


def contents() -> Sheet:
    sheet = (
        Sheet((440, 520))
        .text("Table of Contents")
        .row("Results of operations in 2021", "41", "")
        .row("Liquidity in 2021 and 2020", "47", "")
    )
    return sheet.text("In 2021 we sold 812 pumps for $ 455 million, after 790 for $ 430 million in 2020.")


def quarters_of_no_year() -> Sheet:
    sheet = _titled("Quarterly data", edges=(290, 360, 430, 500)).centred(("Quarter", 390)).heads("First", "Second", "Third", "Fourth")
    return sheet.row("Net sales", "$ 301", "$ 315", "$ 322", "$ 329").row("Gross profit", "90", "95", "97", "99")


def divided_by_its_title() -> Sheet:
    sheet = _titled("Deferred income by segment was as follows:").heads("December 31, 2021", "December 31, 2020")
    return sheet.row("Pumps", "$ 812", "$ 790").row("Valves", "455", "430").row("Total", "$ 1,267", "$ 1,220")


def sections_of_parts() -> Sheet:
    sheet = _titled("Net revenues by segment").centred((YEARS, 470)).heads("2021", "2020").text("North Works")
    sheet.row("Repairs", "$ 300", "$ 280").row("", "300", "280").text("South Works").row("Repairs", "$ 310", "$ 260").row("", "310", "260")
    sheet.text("We count what each segment earned before the costs of the head office, as the people who run them do.")
    sheet.text("Operating income by segment").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("North Works", "$ 50", "$ 47").row("South Works", "41", "35")


def a_place_for_a_title() -> Sheet:
    sheet = _titled("Europe, Middle East & Africa (EMEA)").centred((YEARS, 470)).heads("2021", "2020")
    return sheet.row("Rental revenues", "$ 812", "$ 790").row("Average daily rate", "$ 229", "$ 173")
