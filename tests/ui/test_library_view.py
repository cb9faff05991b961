from dataclasses import replace

from tests.ui.sample_desk import ACCESS, sample_store
from ui.render.library_view import example_questions, library_html, library_line

ONE = sample_store().get(ACCESS, "quillmere-id")
OTHER = replace(ONE, id="other", name="other", company="Tarrowby Foods Corporation", fiscal_year=2023)


def test_examples_come_from_the_library():
    assert example_questions([ONE, OTHER], 2) == (
        "What was the revenue of Quillmere Pumps & Instruments, Inc. in FY2024?",
        "What was Tarrowby Foods Corporation's net income in FY2023?",
    )


def test_examples_take_a_company_s_newest_year():
    assert "FY2024" in example_questions([replace(ONE, fiscal_year=2022), ONE], 1)[0]


def test_an_empty_or_undated_library_has_no_examples():
    assert example_questions([]) == ()
    assert example_questions([replace(ONE, fiscal_year=None)]) == ()


def test_the_library_is_counted():
    assert library_line([ONE, OTHER]) == "2 documents · 2 companies"
    assert library_line([ONE]) == "1 document · 1 company"


def test_the_library_s_table_is_escaped_and_cut():
    many = [replace(ONE, name=f"d{place}", company="<i>Co</i>") for place in range(15)]
    shown = library_html(many)
    assert "<i>" not in shown
    assert shown.count("<tr>") == 13
    assert "and 3 more" in shown
