"""Text with its places: pages cover it, cells and headings stand where they are said to, statements are read from cells."""

import pytest

from ingest.grids import GridCell
from ingest.loaded import Limits
from ingest.statements.titles import statement_of
from ingest.writing import TextWriter
from research.errors import LimitExceededError
from research.nouns.facts import Statement


def cells(*texts):
    return [GridCell(text, column) for column, text in enumerate(texts)]


def covers(loaded):
    ends = [0]
    for page in loaded.pages:
        assert page.start == ends[-1]
        ends.append(page.end)
    return ends[-1] == len(loaded.text)


def test_blocks_keep_their_places():
    writer = TextWriter(Limits(), name="a.txt")
    writer.heading("Outlook", 2)
    start, end = writer.paragraph("We  expect\n a calm year.")
    places = writer.table([cells("Region", "2024"), cells("North", "", "1,250"), cells("", "")])
    loaded = writer.loaded()
    assert loaded.text[start:end] == "We expect\na calm year."
    assert loaded.text[loaded.headings[0].start :].startswith("Outlook\n")
    assert [loaded.text[a:b] for a, b in places[1]] == ["North", "", "1,250"]
    assert places[2][0][0] == places[2][0][1]
    assert covers(loaded)


def test_a_long_text_is_cut_into_pages_at_its_blocks():
    writer = TextWriter(Limits(), name="a.txt", paginate=True)
    for number in range(40):
        writer.paragraph(f"{number} " + "word " * 60)
    loaded = writer.loaded()
    assert len(loaded.pages) == 4
    assert all(loaded.text[page.start].isdigit() for page in loaded.pages)
    assert covers(loaded)


def test_more_pages_than_the_limit_are_refused():
    writer = TextWriter(Limits(max_pages=1), name="long.docx")
    writer.paragraph("one")
    writer.begin_page()
    writer.paragraph("two")
    with pytest.raises(LimitExceededError, match=r"long\.docx: more than 1 pages"):
        writer.loaded()


def test_a_table_has_its_title_units_heads_and_rows():
    writer = TextWriter(Limits(), name="a.html")
    writer.paragraph("Sales by region")
    writer.paragraph("(in millions)")
    head = [GridCell("Year ended June 30,", 1, 2)]
    rows = [head, cells("", "2024", "2023"), cells("Europe:"), cells("North", "12.5", "(3.0)"), cells("South", "8.0", "—")]
    writer.table(rows)
    loaded = writer.loaded()
    (table,) = loaded.tables
    assert (table.title, table.units) == ("Sales by region", "(in millions)")
    assert table.heads == ("Year ended June 30, 2024", "Year ended June 30, 2023")
    north = table.rows[1]
    assert (north.label, north.section) == ("North", "Europe")
    assert [(cell.column, loaded.text[cell.start : cell.end]) for cell in north.cells] == [(0, "12.5"), (1, "(3.0)")]


def test_a_statement_given_as_cells_is_read_as_a_printed_one():
    writer = TextWriter(Limits(), name="a.html")
    writer.paragraph("Consolidated Balance Sheets")
    writer.paragraph("(in thousands)")
    writer.table(
        [
            cells("", "December 31, 2024", "December 31, 2023"),
            cells("Assets"),
            cells("Cash and cash equivalents", "$1,200", "$900"),
            cells("Inventories", "300", "400"),
            cells("Total current assets", "1,500", "1,300"),
            cells("Total assets", "1,500", "1,300"),
            cells("Liabilities and equity"),
            cells("Accounts payable", "500", "450"),
            cells("Total liabilities", "500", "450"),
            cells("Total stockholders’ equity", "1,000", "850"),
            cells("Total liabilities and stockholders’ equity", "$1,500", "$1,300"),
        ]
    )
    loaded = writer.loaded()
    (table,) = loaded.tables
    assert statement_of(table.title) is Statement.BALANCE
    assert table.heads == ("December 31, 2024", "December 31, 2023")
    assert [loaded.text[c.start : c.end] for c in table.rows[-1].cells] == ["1,500", "1,300"]
    assert loaded.pages[0].lines == ()


def test_what_is_no_character_is_marked_and_nothing_moves():
    writer = TextWriter(Limits(), name="a.txt")
    writer.heading("Out\x1blook")
    start, end = writer.paragraph("a\x00b \x9b2J \ud800c")
    ((place, *_), *_) = writer.table([cells("x\x7f", "5"), cells("y", "7")], title="T\x07")
    loaded = writer.loaded()
    assert loaded.headings[0].text == "Out\ufffdlook"
    assert loaded.text[start:end] == "a\ufffdb \ufffd2J \ufffdc"
    assert loaded.text[slice(*place)] == "x\ufffd"
    assert loaded.tables[0].title == "T\ufffd"
    loaded.text.encode()
