"""Separated values: encodings, separators, quotes, and figures left as they are written."""

import pytest

from ingest.loaded import Limits
from ingest.sheets.separated import SeparatedLoader, find_separator
from research.errors import CannotReadError, LimitExceededError
from tests.ingest.office_files import covers, figures

ROWS = "Région;2024;2023\r\nNord;1.234,5;1.100,0\r\nSud;20;30\r\n"


def load(content, **limits):
    return SeparatedLoader(Limits(**limits)).load(content, name="sales.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(encoding):
    loaded = load(ROWS.encode(encoding))
    assert loaded.text == "Région\t2024\t2023\nNord\t1.234,5\t1.100,0\nSud\t20\t30\n\n"
    assert covers(loaded)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a\tb,c\n1\t2,5\n", "\t"),
        ("name;sales\nNorth, inland;1,5\nSouth;2,5\n", ";"),
        ("a|b|c\n1|2|3\n", "|"),
        ("one column\nonly\n", "\t"),
    ],
)
def test_the_separator_is_found_out(text, separator):
    assert find_separator(text) == separator


def test_quoted_line_breaks_stay_in_their_cell():
    loaded = load(b'Item,2024\n"Timber,\nsawn","1,250"\nStone,300\n')
    (table,) = loaded.tables
    assert table.heads == ("2024",)
    assert [(row.label, figures(loaded, row)) for row in table.rows] == [("Timber, sawn", {0: "1,250"}), ("Stone", {0: "300"})]


def test_a_separator_that_the_file_names_is_taken():
    assert load(b"sep=|\na|b;c;d\n1|2;3;4\n").text == "a\tb;c;d\n1\t2;3;4\n\n"


def test_a_long_file_has_a_page_for_each_two_hundred_rows():
    loaded = load("\n".join(["day,price", *(f"d{number},{number}.5" for number in range(401))]).encode())
    assert len(loaded.pages) == 3
    assert all(table.heads == ("price",) for table in loaded.tables)


def test_binary_data_too_many_cells_and_bad_quotes_are_refused():
    with pytest.raises(CannotReadError, match=r"sales\.csv: holds no text but binary data"):
        load(b"\x00\x01\x02\x00\x00\x00\x05" * 50)
    with pytest.raises(LimitExceededError, match=r"sales\.csv: more than 4 cells"):
        load(b"a,b\n1,2\n3,4\n", max_cells=4)
    with pytest.raises(CannotReadError, match=r"sales\.csv: not readable as separated values"):
        load(b'a,b\n"' + b"x" * 1_000_001 + b'",2\n')
