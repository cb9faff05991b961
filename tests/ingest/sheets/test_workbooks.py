"""Workbooks: displayed cells, tables told apart, statements read, and what is hidden, missing or broken said."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Color, Font, PatternFill

from ingest.child import load_in_child
from ingest.loaded import Limits, Metadata
from ingest.sheets.loader import XlsxLoader
from ingest.statements.facts import read_facts
from ingest.statements.titles import statement_of
from research.errors import CannotReadError, LimitExceededError
from research.nouns.facts import Statement
from research.settings import Settings
from tests.ingest.office_files import covers, figures, repacked, workbook

SHEET1 = "xl/worksheets/sheet1.xml"


def load(content, **limits):
    return XlsxLoader(Limits(**limits)).load(content, name="model.xlsx")


def codes(loaded):
    return [defect.code for defect in loaded.defects]


def money(book):
    """Give every figure but years the bracketed format that statements are set in."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and not 1990 < cell.value < 2100:
                    cell.number_format = "#,##0_);(#,##0)"


STATEMENTS = {
    "Income Statement": [
        ["Quillmere Holdings plc"],
        ["($ in thousands)"],
        [],
        ["Year ended December 31,", None, 2024, 2023],
        ["Revenue", None, 5200, 4800],
        ["Cost of sales", None, -3100, -2900],
        ["Gross profit", None, 2100, 1900],
        [],
        ["Selling expenses", None, -600, -550],
        ["Operating income", None, 1500, 1350],
        ["Income tax expense", None, -300, -280],
        ["Net income", None, 1200, 1070],
    ],
    "Balance Sheet": [
        ["Quillmere Holdings plc"],
        ["($ in thousands)"],
        [],
        [None, None, date(2024, 12, 31), date(2023, 12, 31)],
        ["Assets"],
        ["Cash and cash equivalents", None, 400, 300],
        ["Inventories", None, 900, 800],
        ["Total assets", None, 1300, 1100],
        [],
        ["Liabilities and equity"],
        ["Accounts payable", None, 500, 450],
        ["Total liabilities", None, 500, 450],
        ["Total stockholders' equity", None, 800, 650],
        ["Total liabilities and equity", None, 1300, 1100],
    ],
    "Cash Flow": [
        ["($ in thousands)"],
        [None, None, "FY2024", "FY2023", "FY2025E"],
        ["Operating activities"],
        ["Net income", None, 1200, 1070, 1300],
        ["Depreciation", None, 100, 90, 110],
        ["Net cash from operating activities", None, 1300, 1160, 1410],
        [],
        ["Investing activities"],
        ["Capital expenditure", None, -500, -400, -450],
        [],
        ["Financing activities"],
        ["Dividends paid", None, -700, -660, -710],
        ["Net increase in cash", None, 100, 100, 250],
    ],
}
HEADS = {
    Statement.INCOME: ("Year ended December 31, 2024", "Year ended December 31, 2023"),
    Statement.BALANCE: ("2024-12-31", "2023-12-31"),
    Statement.CASH_FLOW: ("FY2024", "FY2023", "FY2025E"),
}


def test_three_sheets_are_the_three_primary_statements():
    loaded = load(workbook(STATEMENTS, change=money))
    found = {statement_of(table.title): table for table in loaded.tables}
    assert {statement: table.heads for statement, table in found.items()} == HEADS
    assert [(page.number, loaded.text[page.start :].split("\n", 1)[0]) for page in loaded.pages] == list(enumerate(STATEMENTS, 1))
    assert all(table.units == "($ in thousands)" for table in loaded.tables)
    assert [heading.text for heading in loaded.headings] == list(STATEMENTS)
    assert covers(loaded)


def test_the_statements_become_facts_and_estimates_do_not():
    loaded = load(workbook(STATEMENTS, change=money))
    metadata = Metadata(company="Quillmere", fiscal_year=2024, fiscal_period="FY", period_end=date(2024, 12, 31))
    facts = read_facts(loaded, metadata, document_id="d", company="Quillmere")
    values = {(fact.concept, fact.period.label): fact.value for fact in facts}
    assert values["revenue", "FY2024"] == Decimal(5_200_000)
    assert values["cost_of_revenue", "FY2023"] == Decimal(-2_900_000)
    assert values["total_assets", "FY2024"] == values["total_liabilities_and_equity", "FY2024"] == Decimal(1_300_000)
    assert values["capital_expenditure", "FY2024"] == Decimal(-500_000)
    assert {fact.period.label for fact in facts} == {"FY2024", "FY2023"}
    assert all(loaded.text[fact.cell_start : fact.cell_end] == fact.printed for fact in facts)
    assert not any(fact.caveats for fact in facts)


@pytest.mark.parametrize("name", ["CF", "cash flows", "Cash_Flow"])
def test_short_names_of_sheets_stand_for_their_statement(name):
    loaded = load(workbook({name: STATEMENTS["Cash Flow"]}, change=money))
    assert [statement_of(table.title) for table in loaded.tables] == [Statement.CASH_FLOW]


def test_text_carries_what_the_cells_show():
    rows = [["Item", "2024"], ["Sales", 1234567], ["Margin", 0.1234], ["Loss", -1500], ["Scaled", 9876543], ["Day", date(2024, 6, 30)]]
    formats = {"S!B2": "#,##0", "S!B3": "0.0%", "S!B4": "#,##0_);(#,##0)", "S!B5": '"€"#,##0.0,,"m"', "S!B6": "mmmm d, yyyy"}
    loaded = load(workbook({"S": rows}, formats=formats))
    for line in ("Sales\t1,234,567", "Margin\t12.3%", "Loss\t(1,500)", "Scaled\t€9.9m", "Day\tJune 30, 2024"):
        assert f"{line}\n" in loaded.text


def test_tables_on_one_sheet_are_told_apart():
    rows = [
        ["Sales by region", None, None, None, "Sales by product", None],
        ["", 2024, 2023, None, "", 2024],
        ["North", 10, 9, None, "Timber", 12],
        ["South", 20, 18, None, "Stone", 18],
        [],
        ["Staff"],
        ["", "Jun", "Dec"],
        ["Sawmill", 100, 110],
        ["Office", 40, 41],
    ]
    loaded = load(workbook({"Data": rows}))
    seen = {table.title: (table.heads, [(row.label, figures(loaded, row)) for row in table.rows]) for table in loaded.tables}
    assert seen == {
        "Sales by region": (("2024", "2023"), [("North", {0: "10", 1: "9"}), ("South", {0: "20", 1: "18"})]),
        "Sales by product": (("2024",), [("Timber", {0: "12"}), ("Stone", {0: "18"})]),
        "Staff": (("Jun", "Dec"), [("Sawmill", {0: "100", 1: "110"}), ("Office", {0: "40", 1: "41"})]),
    }


def test_a_blank_row_or_column_inside_a_table_does_not_part_it():
    rows = [["", None, 2024, 2023], ["North", None, 10, 9], [], ["Abroad"], ["South", None, 20, 18]]
    (table,) = load(workbook({"Data": rows})).tables
    assert [(row.label, row.section) for row in table.rows] == [("North", ""), ("Abroad", ""), ("South", "Abroad")]
    assert table.heads == ("2024", "2023")


def test_a_merged_head_stands_over_its_columns_and_indents_are_kept():
    def merge(book):
        book["S"].merge_cells("B1:C1")
        book["S"]["A3"].alignment = Alignment(indent=2)

    rows = [["", "Half year to June", None], ["", 2024, 2023], ["North", 10, 9], ["South", 20, 18]]
    (table,) = load(workbook({"S": rows}, change=merge)).tables
    assert table.heads == ("Half year to June 2024", "Half year to June 2023")
    assert [row.indent for row in table.rows] == [18.0, 0.0]


def test_formulas_without_a_stored_value_are_counted_and_named():
    loaded = load(workbook({"Calc": [["a", 1], ["b", 2], ["Sum", "=B1+B2"], ["Twice", "=B3*2"]], "Plain": [["x", 1]]}))
    (defect,) = loaded.defects
    assert (defect.code, defect.page) == ("no_cached_value", 1)
    assert defect.message.startswith("Sheet “Calc” has 2 formulas without a stored value")
    assert "=B1" not in loaded.text


def test_a_stored_value_of_a_formula_is_shown():
    stored = b'<c r="B2" s="0"><f>1/0</f><v>12.5</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2" t="str"><f>""</f><v></v></c>'
    content = repacked(
        workbook({"S": [["a", 1], ["x"]]}), {SHEET1: lambda part: part.replace(b"</row></sheetData>", stored + b"</row></sheetData>")}
    )
    loaded = load(content)
    assert "x\t12.5\t#DIV/0!\n" in loaded.text
    assert codes(loaded) == ["error_cells"]


def test_hidden_sheets_rows_and_columns_are_read_and_said():
    def hide(book):
        book["Notes"].sheet_state = "veryHidden"
        book["Data"].row_dimensions[2].hidden = True
        book["Data"].column_dimensions["B"].hidden = True

    loaded = load(workbook({"Data": [["a", 1], ["b", 2]], "Notes": [["Tarrowby bid"]]}, change=hide))
    assert "Tarrowby bid" in loaded.text
    assert "b\t2" in loaded.text
    assert [(defect.code, defect.page) for defect in loaded.defects] == [("hidden_cells", 1), ("hidden_sheet", 2)]
    assert "1 hidden rows and 1 hidden columns" in loaded.defects[0].message


def test_a_long_sheet_goes_on_on_further_pages_with_its_heads():
    rows = [["Day", "Price"], *([f"Day {number}", number + 0.5] for number in range(450))]
    loaded = load(workbook({"Prices": rows}))
    assert len(loaded.pages) == 3
    assert [table.page for table in loaded.tables] == [1, 2, 3]
    assert all(table.heads == ("Price",) for table in loaded.tables)
    assert all(loaded.pages[table.page - 1].start <= table.start < table.end <= loaded.pages[table.page - 1].end for table in loaded.tables)
    assert all(one.end <= two.start for one, two in pairwise(loaded.tables))
    assert sum(len(table.rows) for table in loaded.tables) == 450
    assert covers(loaded)


def test_title_and_company_are_stated_when_they_look_meant():
    def name(book):
        book.properties.title = "Fennimore model"

    def nameless(book):
        book.properties.title = "Book1"

    company = {"docProps/app.xml": lambda part: part.replace(b"</Properties>", b"<Company>Tarrowby Research</Company></Properties>")}
    stated = load(repacked(workbook({"S": [["a"]]}, change=name), company)).stated
    assert [(one.field, one.value, one.source) for one in stated] == [
        ("title", "Fennimore model", "document properties"),
        ("company", "Tarrowby Research", "document properties"),
    ]
    assert load(workbook({"S": [["a"]]}, change=nameless)).stated == ()


def test_files_in_the_strict_form_of_the_standard_are_read():
    def strict(part):
        part = part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    parts = ["xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", SHEET1, "xl/styles.xml"]
    loaded = load(repacked(workbook({"S": [["Sales", 1500]]}, formats={"S!B1": "#,##0"}), dict.fromkeys(parts, strict)))
    assert "Sales\t1,500\n" in loaded.text


def test_texts_that_cells_share_are_read_with_their_runs_and_without_readings():
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Sales</t></si>'
        b"<si><r><t>Net </t></r><r><t>income</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    rels = b'<Relationship Id="rId99" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    cells = b'<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>9</v></c></row></sheetData>'
    changes = {
        "xl/sharedStrings.xml": shared,
        "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"</Relationships>", rels),
        SHEET1: lambda part: part.replace(b"</sheetData>", cells),
    }
    assert "Sales\tNet income\n" in load(repacked(workbook({"S": [["a", 1]]}), changes)).text


def test_one_damaged_sheet_does_not_cost_the_others():
    content = repacked(workbook({"Bad": [["x", 1]], "Good": [["Sales", 5]]}), {SHEET1: b"<worksheet><sheetData><row>"})
    loaded = load(content)
    assert "Sales\t5" in loaded.text
    assert codes(loaded) == ["sheet_unread"]
    with pytest.raises(CannotReadError, match=r"^model\.xlsx: holds no sheet that can be read"):
        load(repacked(workbook({"Bad": [["x", 1]]}), {SHEET1: b"<worksheet><row>"}))


def test_cells_beyond_the_limit_are_refused():
    with pytest.raises(LimitExceededError, match=r"model\.xlsx: more than 5 cells; raise DESK_MAX_CELLS"):
        load(workbook({"S": [[1, 2, 3], [4, 5, 6]]}), max_cells=5)


def test_a_cell_with_an_impossible_reference_costs_nothing():
    odd = b'<c r="ZZZ1"><v>7</v></c><c r="A99999999"><v>8</v></c>'
    content = repacked(
        workbook({"S": [["Sales", 5]]}), {SHEET1: lambda part: part.replace(b"</row></sheetData>", odd + b"</row></sheetData>")}
    )
    assert "Sales\t5" in load(content).text


def test_macros_are_never_part_of_the_text():
    content = repacked(workbook({"S": [["Sales", 5]]}), {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    assert "Auto_Open" not in load(content).text


@pytest.mark.shared
def test_every_hostile_workbook_is_read_or_refused_in_one_line(shared, capfd):
    files = sorted((shared / "hostile" / "xlsx").glob("*.xlsx"))
    assert len(files) >= 6
    said = {}
    for path in files:
        with pytest.raises(CannotReadError) as caught:
            load_in_child(path, name=path.name, settings=Settings(parse_seconds=20), loader="ingest.sheets.loader:XlsxLoader")
        said[path.name] = str(caught.value)
        assert said[path.name].startswith(f"{path.name}: ")
        assert "\n" not in said[path.name]
        assert "; " in said[path.name]
        assert "reader failed" not in said[path.name]
    assert "declares entities" in said["test-data__spreadsheet__poc-xmlbomb.xlsx"]
    assert "is password-protected" in said["test-data__poifs__protect.xlsx"]
    assert capfd.readouterr() == ("", "")


def test_cells_that_nobody_sees_are_left_out_and_white_heads_on_dark_ground_stay():
    def colour(book):
        sheet = book["Data"]
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
        sheet["A3"].font = Font(color="FFFFFF")
        sheet["B3"].font, sheet["B3"].fill = Font(color="1F3864"), PatternFill("solid", fgColor="1F3864")
        sheet["A4"].font = Font(size=1)
        sheet["A5"].font = Font(color=Color(theme=0))
        sheet.conditional_formatting.add("A5:B5", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))

    rows = [["Item", "2024"], ["Sales", 12], ["Marlow", 99], ["lantern", 7], ["Shaded", 3]]
    loaded = load(workbook({"Data": rows}, change=colour))
    assert loaded.text.split() == ["Data", "Item", "2024", "Sales", "12", "7", "Shaded", "3"]
    assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (15 characters); it is left out."]


def test_runs_of_a_cell_that_nobody_sees_are_left_out_and_those_with_a_colour_of_their_own_stay():
    def write(book):
        sheet = book["Data"]
        sheet["A2"] = CellRichText("Sales ", TextBlock(InlineFont(color="FFFFFF"), "Marlow "), "rose")
        sheet["A3"] = CellRichText("Costs ", TextBlock(InlineFont(sz=1), "lantern"))
        sheet["A4"] = CellRichText(TextBlock(InlineFont(color="FF0000"), "Loss"), " otter")
        sheet["A4"].font = Font(color="FFFFFF")
        sheet["A5"] = CellRichText("Head ", TextBlock(InlineFont(color="FFFFFF"), "line"))
        sheet["A5"].fill = PatternFill("solid", fgColor="1F3864")

    loaded = load(workbook({"Data": [["Item"]]}, change=write))
    assert loaded.text.split() == ["Data", "Item", "Sales", "rose", "Costs", "Loss", "Head", "line"]
    assert [one.message for one in loaded.defects] == ["Hidden text on page 1 (18 characters); it is left out."]


def test_rows_and_columns_too_small_to_show_anything_are_said_to_be_hidden():
    def shrink(book):
        book["Data"].row_dimensions[2].height = 0.5
        book["Data"].column_dimensions["B"].width = 0.1

    loaded = load(workbook({"Data": [["a", 1], ["b", 2]]}, change=shrink))
    assert ["1 hidden rows and 1 hidden columns" in one.message for one in loaded.defects] == [True]
