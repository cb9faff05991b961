"""Statements of several filings side by side: which filing gives a period, which rows are one, what was restated."""

from dataclasses import replace
from datetime import UTC, date, datetime
from time import process_time

from research.nouns.documents import Kind, Tier
from research.nouns.facts import Basis, Statement
from research.nouns.sheets import SheetBasis, SheetRequest, SheetSpan
from research.statements.assemble import assemble, spans_of
from research.statements.printed import read_others, read_printed
from tests.research.statements.samples import COMPANY, make_filing, quarter, read_filing, year

CONCEPTS = {"Net sales": "revenue", "Total net sales": "revenue", "Revenue": "revenue", "Gross profit": "gross_profit"}
OLD = """2022 2021
Net sales:
Products 80 70
Rentals 5 6
Total net sales 85 76
Cost of goods sold 50 45
Gross profit 35 31
Notes; 1,204 and 1,100 issued 4 3
Earnings per share 1.10 1.00
"""
NEW = """2023 2022
Net sales:
Products 90 80
Services 9 5
Revenue 99 85
Cost of goods sold 55 48
Gross profit 44 37
Notes; 1,311 and 1,204 issued 5 4
Earnings per share 1.20 1.10
"""
REPORTED = SheetRequest(Statement.INCOME)
RECAST = SheetRequest(Statement.INCOME, basis=SheetBasis.RECAST)


def filing(name, fiscal_year, text, periods=None, **changes):
    document = make_filing(name, fiscal_year, text, **changes)
    facts = read_filing(document, Statement.INCOME, periods or (year(fiscal_year), year(fiscal_year - 1)), CONCEPTS)
    return read_printed(document, facts, {page.number: (page, document.text[page.start : page.end]) for page in document.pages})


def shown(sheet):
    """Return the sheet in lines: label and printed figures, "." for none, the others of a restated one after a slash."""
    lines = {}
    for row in sheet.rows:
        figures = ["/".join([cell.fact.printed, *(one.printed for one in cell.others)]) if cell else "." for cell in row.cells]
        lines[row.label] = " ".join(figures)
    return lines


def heads(sheet):
    return [(column.period.label, column.document, column.own) for column in sheet.columns]


OLD_FILING, NEW_FILING = filing("q-2022", 2022, OLD), filing("q-2023", 2023, NEW)


def test_as_reported_each_year_comes_from_its_own_filing_and_what_was_restated_has_both_values():
    sheet = assemble(COMPANY, REPORTED, [OLD_FILING, NEW_FILING])
    assert heads(sheet) == [("FY2023", "q-2023", True), ("FY2022", "q-2022", True), ("FY2021", "q-2022", False)]
    assert shown(sheet) == {
        "Net sales:": "",
        "Products": "90 80 70",
        "Rentals": ". 5 6",
        "Services": "9 . .",
        "Revenue": "99 85 76",
        "Cost of goods sold": "55 50/48 45",
        "Gross profit": "44 35/37 31",
        "Notes; 1,311 and 1,204 issued": "5 4 3",
        "Earnings per share": "1.20 1.10 1.00",
    }
    assert (sheet.unit, sheet.scale) == ("USD", 10**6)
    revenue = next(row for row in sheet.rows if row.label == "Revenue")
    assert (revenue.also, revenue.concept, revenue.total) == (("Total net sales",), "revenue", True)
    assert {row.label: (row.unit, row.scale) for row in sheet.rows}["Earnings per share"] == ("USD/share", 1)


def test_recast_each_year_comes_from_the_latest_filing_that_covers_it():
    sheet = assemble(COMPANY, RECAST, [OLD_FILING, NEW_FILING])
    assert heads(sheet) == [("FY2023", "q-2023", True), ("FY2022", "q-2023", False), ("FY2021", "q-2022", False)]
    lines = shown(sheet)
    assert lines["Cost of goods sold"] == "55 48/50 45"
    assert lines["Services"] == "9 5 ."
    assert lines["Rentals"] == ". . 6"


def test_a_row_of_an_older_filing_before_the_first_one_of_its_section_stands_under_its_head():
    old = filing("q-2022", 2022, OLD.replace("Products 80 70\nRentals 5 6", "Rentals 5 6\nProducts 80 70"))
    labels = [row.label for row in assemble(COMPANY, REPORTED, [old, NEW_FILING]).rows]
    assert labels[:4] == ["Net sales:", "Rentals", "Products", "Services"]


def test_an_amended_filing_gives_the_recast_year_and_the_first_one_the_reported_year():
    amended = filing("q-2022a", 2022, OLD.replace("50 45", "51 45"), form_type="10-K/A", published_at=datetime(2023, 6, 1, tzinfo=UTC))
    assert heads(assemble(COMPANY, REPORTED, [amended, OLD_FILING]))[0] == ("FY2022", "q-2022", True)
    sheet = assemble(COMPANY, RECAST, [amended, OLD_FILING])
    assert heads(sheet)[0] == ("FY2022", "q-2022a", True)
    assert shown(sheet)["Cost of goods sold"] == "51/50 45"


def test_a_worksheet_gives_a_year_only_where_no_filing_does():
    sheet_file = filing("own-sheet", 2023, NEW.replace("2022\n", "2022\n", 1), kind=Kind.OTHER, tier=Tier.COMPANY)
    for request in (REPORTED, RECAST):
        assert heads(assemble(COMPANY, request, [OLD_FILING, sheet_file]))[1][1] == "q-2022"
    assert heads(assemble(COMPANY, REPORTED, [OLD_FILING, sheet_file]))[0] == ("FY2023", "own-sheet", True)


def test_a_quarter_s_filing_gives_no_whole_year_that_a_year_s_filing_gives():
    later = filing("q-10q", 2024, NEW, (year(2023), year(2022)), fiscal_period="Q1", period_end=date(2024, 3, 31), form_type="10-Q")
    assert heads(assemble(COMPANY, RECAST, [NEW_FILING, later]))[0] == ("FY2023", "q-2023", True)


def test_quarters_and_years_stand_on_sheets_of_their_own():
    third = (quarter(date(2023, 9, 30), 3), quarter(date(2022, 9, 30), 3))
    interim = filing("q-10q", 2023, NEW, third, fiscal_period="Q3", period_end=date(2023, 9, 30), form_type="10-Q")
    assert spans_of([NEW_FILING]) == (SheetSpan.ANNUAL,)
    assert spans_of([NEW_FILING, interim]) == (SheetSpan.ANNUAL, SheetSpan.QUARTERLY)
    quarterly = assemble(COMPANY, replace(REPORTED, span=SheetSpan.QUARTERLY), [NEW_FILING, interim])
    assert heads(quarterly) == [("Q3 FY2023", "q-10q", True), ("Q3 FY2022", "q-10q", False)]
    assert [head[0] for head in heads(assemble(COMPANY, REPORTED, [NEW_FILING, interim]))] == ["FY2023", "FY2022"]


def test_a_stray_figure_makes_no_column():
    first = NEW_FILING.rows[0]
    stray = replace(first.first, period=year(2019))
    rows = (replace(first, facts={**first.facts, (stray.period.end, stray.period.span): stray}), *NEW_FILING.rows[1:])
    statement = replace(NEW_FILING, rows=rows, columns={**NEW_FILING.columns, (stray.period.end, stray.period.span): stray.period})
    assert [head[0] for head in heads(assemble(COMPANY, REPORTED, [statement]))] == ["FY2023", "FY2022"]


def test_two_rows_of_one_label_stay_two_rows_and_basic_is_not_diluted():
    text = "2023 2022\nEarnings per share:\nper share basic 2 1\nper share diluted 2 1\nOther 4 3\nOther 6 5\n"
    one = filing("q-2023", 2023, text)
    basic = {"per share basic": "basic", "per share diluted": "diluted"}
    rows = tuple(
        replace(row, concept="eps", facts={key: replace(fact, basis=Basis(share=basic[row.label])) for key, fact in row.facts.items()})
        if row.label in basic
        else row
        for row in one.rows
    )
    both = [replace(one, rows=rows), replace(one, rows=rows, document=replace(one.document, id="id-b", name="b", fiscal_year=2024))]
    labels = [row.label for row in assemble(COMPANY, REPORTED, both).rows]
    assert labels == ["Earnings per share:", "per share basic", "per share diluted", "Other", "Other"]


def test_a_label_that_another_filing_prints_longer_is_one_row_but_not_in_another_section():
    old = "2022 2021\nAssets:\nDeferred income taxes 7 6\nChanges in working capital 3 2\nTotal assets 10 8\n"
    new = "2023 2022\nAssets:\nChanges in working capital, without acquisitions 4 3\nTotal assets 4 3\nDebts:\nDeferred income taxes 8 7\n"
    sheet = assemble(COMPANY, REPORTED, [filing("q-2022", 2022, old), filing("q-2023", 2023, new)])
    assert shown(sheet)["Changes in working capital, without acquisitions"] == "4 3 2"
    taxes = [
        " ".join(cell.fact.printed if cell else "." for cell in row.cells) for row in sheet.rows if row.label == "Deferred income taxes"
    ]
    assert taxes == [". 7 6", "8 . ."]


def test_figures_of_other_tables_are_chosen_one_by_one():
    documents = [make_filing("q-2022", 2022, OLD), make_filing("q-2023", 2023, NEW)]
    statements = []
    for document in documents:
        found = read_filing(document, Statement.INCOME, (year(document.fiscal_year), year(document.fiscal_year - 1)), {})
        statements.append(read_others(document, [replace(fact, statement=None) for fact in found]))
    sheet = assemble(COMPANY, SheetRequest(None), statements)
    assert [column.document for column in sheet.columns] == ["", "", ""]
    assert shown(sheet)["Services"] == "9 5 ."
    assert shown(sheet)["Cost of goods sold"] == "55 50/48 45"


def test_a_label_of_many_other_tables_is_not_taken_for_one_row():
    statements = []
    for name, end in (("q-2022", 2022), ("q-2023", 2023)):
        document = make_filing(name, end, f"Total {end} 2\nTotal {end + 1} 4\nBacklog 8 7\n")
        found = read_filing(document, Statement.INCOME, (year(end), year(end - 1)), {})
        statements.append(read_others(document, [replace(fact, statement=None) for fact in found]))
    sheet = assemble(COMPANY, SheetRequest(None), statements)
    assert [row.label for row in sheet.rows].count("Total") == 4
    assert shown(sheet)["Backlog"] == "8 8/7 7"


def test_without_statements_the_sheet_is_empty():
    sheet = assemble(COMPANY, REPORTED, [])
    assert (sheet.columns, sheet.rows, sheet.unit) == ((), (), "")
    assert sheet.cell(0, 0) is None


def test_fifteen_years_of_eighty_rows_are_assembled_in_a_second():
    names = [f"{a} {b}" for a in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel") for b in "ABCDEFGHIJ"]
    filings = []
    for end in range(2010, 2025):
        body = "".join(f"{name} {end + at} {end + at - 1}\n" for at, name in enumerate(names))
        filings.append(filing(f"q-{end}", end, f"heads\n{body}"))
    started = process_time()
    sheet = assemble(COMPANY, REPORTED, filings)
    rows = [row for row in sheet.rows if not row.is_head]
    assert (len(rows), len(sheet.columns)) == (80, 16)
    assert all(cell for row in rows for cell in row.cells)
    assert process_time() - started < 5
