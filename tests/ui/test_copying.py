import csv
import io
from dataclasses import replace

import pytest

from tests.ui.sample_desk import COMPANY, figure_answer
from ui.render.copying import COLUMNS, number_only, safe_cell, sentence_with_source, table_csv, table_tsv

ANSWER = figure_answer("What was capex?", (2024, 2023))


def test_the_number_alone_has_no_sign_of_money_and_no_grouping():
    assert number_only(ANSWER.values[0]) == "63.8"


def test_the_table_holds_whole_amounts_that_a_spreadsheet_can_add():
    rows = list(csv.DictReader(io.StringIO(table_tsv(ANSWER)), delimiter="\t"))
    assert list(rows[0]) == list(COLUMNS)
    assert [float(row["Value"]) for row in rows] == [63_800_000, 71_500_000]
    assert (rows[0]["Company"], rows[0]["Unit"], rows[0]["Period end"]) == (COMPANY, "USD", "2024-12-31")
    assert (rows[0]["Printed as"], rows[0]["Document"], rows[0]["Page"]) == ("“(63.8)”", "quillmere-10k-2024", "11")


def test_the_csv_is_read_as_utf_8_by_spreadsheets():
    assert table_csv(ANSWER).startswith(b"\xef\xbb\xbfCompany,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_starts_a_formula(start):
    hostile = f"{start}cmd|' /C calc'!A0"
    assert safe_cell(hostile)[0] not in "=+-@\t\r"
    value = ANSWER.values[0]
    answer = replace(ANSWER, values=(replace(value, basis=hostile, calculation=replace(value.calculation, company=hostile)),))
    for cell in next(iter(list(csv.reader(io.StringIO(table_tsv(answer)), delimiter="\t"))[1:])):
        assert not cell.startswith(("=", "+", "-", "@"))


def test_a_negative_number_stays_a_number():
    assert safe_cell("-35.4") == "-35.4"
    assert safe_cell("-35.4+1") == "'-35.4+1"


def test_a_sentence_carries_its_source_in_one_line():
    first = sentence_with_source(ANSWER).splitlines()[0]
    assert first.startswith(
        f"{COMPANY}: capital expenditure for FY2024 (year ended 31 December 2024) was $63.8 million. (quillmere-10k-2024, page 11: “"
    )
    assert "[1]" not in first
    assert len(sentence_with_source(ANSWER).splitlines()) == len(ANSWER.claims)
