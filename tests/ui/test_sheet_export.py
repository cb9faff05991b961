"""Figures with their sources as CSV and as a workbook: nothing starts a formula."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import load_workbook

from tests.ui.sheets import CORRECTED, HOSTILE, sample_sheet
from ui.render.facts_workbook import facts_workbook, sheet_workbook
from ui.render.sheet_export import SOURCE_HEADS, facts_csv, sheet_places

SHEET = sample_sheet()
FACTS = [fact for _, fact in sheet_places(SHEET)]
NAMES = [name for name, _ in SOURCE_HEADS]


def test_every_figure_has_a_row_with_its_source():
    rows = list(csv.DictReader(StringIO(facts_csv(FACTS).decode("utf-8-sig"))))
    assert len(rows) == 12
    total = next(row for row in rows if row["Row"] == "Total costs" and row["Period"] == "FY2024")
    assert {
        name: total[name] for name in ("Value", "Printed form", "Unit", "Scale", "Period start", "Period end", "Basis", "Document", "Page")
    } == {
        "Value": "1312000000",
        "Printed form": "1,311",
        "Unit": "USD",
        "Scale": "1000000",
        "Period start": "2024-01-01",
        "Period end": "2024-12-31",
        "Basis": "as reported",
        "Document": "q-2024",
        "Page": "1",
    }
    assert (total["Section"], total["Concept"], total["Caveats"]) == ("Costs:", "total_operating_expenses", CORRECTED)
    freight = next(row for row in rows if row["Row"] == "Freight" and row["Period"] == "FY2023")
    assert (freight["Value"], freight["Stated otherwise"]) == ("-11500000", "(11.5) in q-2023, (11.9) in q-2024 (page 1)")


def test_no_cell_of_the_csv_starts_a_formula():
    rows = list(csv.reader(StringIO(facts_csv(FACTS).decode("utf-8-sig"))))
    texts = [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert all(cell.lstrip("-").isdecimal() for cell in texts), "only plain negative numbers"
    assert any(row[NAMES.index("Row")] == f"'{HOSTILE}" for row in rows)


def test_the_workbook_has_the_statement_with_links_to_its_sources():
    book = load_workbook(BytesIO(sheet_workbook(SHEET)))
    assert book.sheetnames == ["Statement", "Sources"]
    page = book["Statement"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == ["USD in millions", "Unit", "FY2024", "FY2023", "FY2022"]
    assert rows[1][2:] == ["2024-12-31", "2023-12-31", "2022-12-31"]
    assert rows[2][2:] == ["q-2024", "q-2023", "q-2023"]
    by_label = {row[0]: row for row in rows}
    assert by_label["Freight"][2:] == [-12, -11.5, -10]
    assert by_label["Earnings per share"][1:] == ["USD/share", 1.2, 1.1, 1]
    total = next(row for row in page.iter_rows() if row[0].value == "Total costs")
    assert (total[2].value, total[2].number_format, total[2].font.bold) == (1312, "#,##0_);(#,##0)", True)
    target = total[2].hyperlink.location.partition("!")[2]
    assert book["Sources"][target].row == 1 + next(at for at, fact in enumerate(FACTS, 1) if fact.fact.value == Decimal(1_312_000_000))
    assert page.freeze_panes == "C4"


def test_hostile_text_is_stored_as_text():
    for content in (sheet_workbook(SHEET), facts_workbook(FACTS)):
        cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
        hostile = [cell for cell in cells if cell.value == HOSTILE]
        assert hostile
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in hostile)
        assert not any(cell.data_type == "f" for cell in cells)


def test_a_workbook_of_figures_alone_has_the_sources():
    (sheet,) = load_workbook(BytesIO(facts_workbook(FACTS))).worksheets
    assert [cell.value for cell in sheet[1]] == NAMES
    assert sheet.max_row == 13
    assert load_workbook(BytesIO(facts_workbook([]))).active.max_row == 1
