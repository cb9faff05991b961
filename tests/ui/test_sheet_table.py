"""A statement side by side as the page shows it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from research.nouns.sheets import SheetBasis
from tests.ui.sheets import HOSTILE, sample_sheet
from ui.render.escaping import escape_html
from ui.render.sheet_cells import Mark, figure_text, number_at, unit_line, unit_words, view_cell
from ui.render.sheet_chart import chart_frames, first_rows, row_names
from ui.render.sheet_detail import detail_html
from ui.render.sheet_table import MOST_ROWS, caption, counts_line, narrow, sheet_html

SHEET = sample_sheet()
LABELS = [row.label for row in SHEET.rows]
FREIGHT, TOTAL, SHARE = LABELS.index("Freight"), LABELS.index("Total costs"), LABELS.index("Earnings per share")


def fact(printed, value, scale=10**6, **changes):
    return replace(SHEET.cell(FREIGHT, 0).fact, printed=printed, value=Decimal(value), scale=scale, **changes)


@pytest.mark.parametrize(
    ("printed", "value", "scale", "at", "shown"),
    [
        ("1,284.6", "1284600000", 10**6, 10**6, "1,284.6"),
        ("(63.8)", "-63800000", 10**6, 10**6, "(63.8)"),
        ("-63.8", "-63800000", 10**6, 10**6, "−63.8"),
        ("—", "0", 10**6, 10**6, "—"),
        ("0", "0", 10**6, 10**6, "0"),
        ("318,462", "318462000", 1000, 10**6, "318.462"),
        ("2.10", "2.10", 1, 1, "2.10"),
        ("5", "5500000", 10**6, 10**6, "5.5"),
        ("1.284,6", "1284600000", 10**6, 10**6, "1,284.6"),
    ],
)
def test_a_figure_keeps_its_digits_and_its_sign_as_printed(printed, value, scale, at, shown):
    assert figure_text(fact(printed, value, scale), at) == shown


def test_a_range_and_a_percentage_are_shown_as_such():
    assert figure_text(fact("10 to 12", "11000000", low=Decimal(10_000_000), high=Decimal(12_000_000)), 10**6) == "10–12"
    assert figure_text(fact("30.8", "30.8", 1, unit="%"), 1) == "30.8 %"
    assert str(number_at(fact("1,284.60", "1284600000"), 10**6)) == "1284.60"


def test_marks_and_notes_say_both_values_and_by_whom():
    freight = view_cell(SHEET.cell(FREIGHT, 1), SHEET.rows[FREIGHT], SHEET.documents)
    assert (freight.figure, freight.marks) == ("(11.5)", (Mark.RESTATED,))
    assert freight.notes == ("(11.5) in q-2023, (11.9) in q-2024 (page 1)",)
    total = view_cell(SHEET.cell(TOTAL, 0), SHEET.rows[TOTAL], SHEET.documents)
    assert (total.figure, total.marks) == ("1,312", (Mark.CORRECTED,))
    assert "1,312 stands in place of the printed 1,311" in total.notes[0]
    share = view_cell(SHEET.cell(SHARE, 0), SHEET.rows[SHARE], SHEET.documents)
    assert (share.marks, share.notes) == ((Mark.CAVEAT,), ("a caveat",))


def test_the_table_has_heads_rows_buttons_and_gaps():
    shown = sheet_html(SHEET, (TOTAL, 0))
    assert '<tr class="rd-sheet-head"><th scope="rowgroup" class="rd-level-0">Costs:</th>' in shown
    assert f'data-rd-cell="{TOTAL}:0" aria-pressed="true"' in shown
    assert shown.count('aria-pressed="true"') == 1
    assert shown.count("data-rd-cell=") == 12
    assert '<span class="rd-sheet-hang">)</span>' in shown
    assert "(11.9) in q-2024" in shown
    assert "the period&#x27;s own filing is not in the library" in shown
    gaps = replace(SHEET, rows=(replace(SHEET.rows[FREIGHT], cells=(None, *SHEET.rows[FREIGHT].cells[1:])),))
    assert 'title="No figure was read here in q-2024"' in sheet_html(gaps, None)


def test_text_of_documents_is_escaped():
    shown = sheet_html(SHEET, None)
    assert "<script>" not in shown
    assert escape_html(HOSTILE) in shown
    assert "<script>" not in detail_html(SHEET, (LABELS.index(HOSTILE), 1))


def test_lines_say_what_the_sheet_holds():
    assert unit_line(SHEET) == "USD in millions"
    assert unit_words(SHEET.rows[SHARE], SHEET) == "USD/share"
    assert unit_words(SHEET.rows[TOTAL], SHEET) == ""
    assert caption(SHEET).endswith("income statement, annual, as reported")
    assert counts_line(SHEET) == (
        "4 rows × 3 periods · † 1 without a filing of its own · ✎ 1 corrected · ≠ 1 stated otherwise by another filing · ! 1 with a caveat"
    )
    recast = replace(SHEET, request=replace(SHEET.request, basis=SheetBasis.RECAST))
    assert "without a filing" not in counts_line(recast)


def test_rows_are_found_by_words_with_the_heads_over_them():
    assert [row.label for row in narrow(SHEET, "costs FREIGHT").rows] == ["Costs:", "Freight"]
    assert [row.label for row in narrow(SHEET, "share").rows] == ["Earnings per share"]
    assert narrow(SHEET, "no such row").rows == ()
    assert narrow(SHEET, "").rows == SHEET.rows
    long = replace(SHEET, rows=SHEET.rows * 100)
    assert len(narrow(long, "").rows) == MOST_ROWS


def test_the_detail_says_row_period_unit_basis_and_meaning():
    shown = detail_html(SHEET, (TOTAL, 0))
    for words in ("Total costs", "Costs · FY2024 (year ended 31 December 2024)", ">1,312<", "read as total operating expenses", "typo"):
        assert words in shown
    assert detail_html(SHEET, (0, 0)) == ""


def test_a_chart_has_a_frame_for_each_unit_oldest_first():
    names = row_names(SHEET)
    assert list(names) == ["Freight", "Total costs", HOSTILE, "Earnings per share"]
    assert first_rows(SHEET) == ["Total costs"]
    frames = chart_frames(SHEET, [TOTAL, SHARE])
    assert list(frames) == ["USD in millions", "USD/share"]
    assert list(frames["USD in millions"].index) == ["FY2022", "FY2023", "FY2024"]
    assert list(frames["USD in millions"]["Total costs"]) == [1100.0, 1204.0, 1312.0]
    twice = replace(SHEET, rows=(*SHEET.rows, replace(SHEET.rows[FREIGHT], section="Sales:")))
    assert list(row_names(twice))[-1] == "Freight (Sales)"


def test_a_colon_in_a_label_is_no_type_of_the_chart():
    at = next(at for at, row in enumerate(SHEET.rows) if row.label == HOSTILE)
    frames = chart_frames(SHEET, [at])
    assert [name for frame in frames.values() for name in frame.columns if ":" in name] == []


@pytest.mark.parametrize(
    ("value", "printed", "scale", "shown"),
    [("0.00012", "0.00012", 1, "0.00012"), ("6.78952", "6.78952", 1, "6.78952"), ("5", "5", 1_000_000, "0.000005")],
)
def test_no_printed_digit_is_rounded_away(value, printed, scale, shown):
    assert figure_text(fact(printed, value, scale=1), scale) == shown
