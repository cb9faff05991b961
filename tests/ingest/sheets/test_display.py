"""Numbers and dates as a workbook shows them: each case states the format, the stored number and what Excel displays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sheets.display import show_number, show_text

ACCOUNTING = '_($* #,##0.0_);_($* (#,##0.0);_($* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("General", "1234.5", "1234.5"),
        ("General", "0.30000000000000004", "0.3"),
        ("General", "2024", "2024"),
        ("General", "123456789012", "123456789012"),
        ("General", "-0.5", "-0.5"),
        ("0", "2.5", "3"),
        ("0.00", "-5", "-5.00"),
        ("0.00", "2.675", "2.68"),
        ("#,##0", "1234567.891", "1,234,568"),
        ("#,##0", "0", "0"),
        ("#,##0_);(#,##0)", "-1234.5", "(1,235)"),
        ("#,##0;(#,##0)", "-0.3", "(0)"),
        ("0", "-0.3", "0"),
        (ACCOUNTING, "-1234.5", "$(1,234.5)"),
        (ACCOUNTING, "0", "$-"),
        ("0.0%", "0.1234", "12.3%"),
        (r"0.0%;[Red]\-0.0%", "-0.12", "-12.0%"),
        ("#,##0,", "1234567", "1,235"),
        ('$#,##0.0,,"m"', "1234567890", "$1,234.6m"),
        ('0.0"x"', "12.5", "12.5x"),
        ("[$€-407] #,##0.00", "1234.5", "€ 1,234.50"),
        (r"#,##0 \€", "1234", "1,234 €"),
        ('[>=1000000]0.0,,"M";[>=1000]0,"K";0', "2500000", "2.5M"),
        ('[>=1000000]0.0,,"M";[>=1000]0,"K";0', "12", "12"),
        ("0.0##", "5", "5.0"),
        ("0.00E+00", "12345", "1.23E+04"),
        ("0000", "42", "0042"),
        (";;;", "5", ""),
        ("# ?/?", "0.5", "0.5"),
        ("@", "7", "7"),
    ],
)
def test_a_number_is_shown_as_its_format_says(code, stored, shown):
    assert show_number(stored, code) == shown


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("m/d/yyyy", "45657", "2024-12-31"),
        ("dd/mm/yy", "45657", "2024-12-31"),
        ("d-mmm-yy", "45657", "2024-12-31"),
        ("mmmm d, yyyy", "45657", "December 31, 2024"),
        ("d mmm yyyy", "45657", "31 Dec 2024"),
        ("mmm-yy", "45657", "Dec-24"),
        ('"FY"yyyy', "45657", "FY2024"),
        ("yyyy-mm-dd hh:mm", "45657.75", "2024-12-31 18:00"),
        ("h:mm AM/PM", "0.5", "12:00 PM"),
        ("[h]:mm", "1.5", "36:00"),
        ("m/d/yyyy", "59", "1900-02-28"),
        ("m/d/yyyy", "-3", "-3"),
    ],
)
def test_a_date_is_shown_in_its_format_or_as_iso_where_that_is_ambiguous(code, stored, shown):
    assert show_number(stored, code) == shown


def test_days_may_count_from_1904():
    assert show_number("44195", "m/d/yyyy", from_1904=True) == "2024-12-31"


def test_what_is_no_number_comes_back_as_it_is():
    assert show_number("n.m.", "0.0") == "n.m."
    assert show_number("1E+400", "0") == "1E+400"


def test_a_text_takes_the_fourth_section():
    assert show_text("Quillmere", '0;0;0;"Company: "@') == "Company: Quillmere"
    assert show_text("Quillmere", "0.0") == "Quillmere"


@given(code=st.text('0#?,.%;"\\_*[]$€-()@EmdyhsGeneral <>=1/ ', max_size=24), value=st.decimals(allow_nan=True, allow_infinity=True))
def test_no_format_and_no_number_break_the_reader(code, value):
    assert isinstance(show_number(str(value), code), str)
    assert isinstance(show_text("words", code), str)
