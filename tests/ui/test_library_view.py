from dataclasses import replace
from datetime import UTC, date, datetime

from research.directory import company_directory
from research.nouns.documents import Kind
from tests.ui.sample_desk import ACCESS, sample_store
from ui.render.library_view import example_questions, library_html, library_line

ONE = sample_store().get(ACCESS, "quillmere-id")
OTHER = replace(ONE, id="other", name="other", company="Tarrowby Foods Corporation", ticker="TRWB", fiscal_year=2023)


def examples(documents, limit=4):
    return example_questions(documents, company_directory(documents), limit)


def test_examples_come_from_the_library():
    assert examples([ONE, OTHER], 2) == (
        "What was Quillmere Pumps & Instruments, Inc.'s diluted EPS in FY2024?",
        "What was the revenue growth of Tarrowby Foods Corporation in FY2023?",
    )


def test_examples_take_a_company_s_newest_year():
    assert "FY2024" in examples([replace(ONE, fiscal_year=2022), ONE], 1)[0]


def test_a_company_printed_in_two_spellings_is_asked_about_once():
    respelled = replace(ONE, name="older", company="Quillmere Pumps & Instruments", fiscal_year=2022)
    assert [question.count("Tarrowby") for question in examples([respelled, ONE, OTHER], 4)] == [0, 1, 0, 1]


def test_a_year_of_a_filing_goes_before_a_later_year_of_other_papers():
    assert "FY2024" in examples([ONE, replace(ONE, name="call", kind=Kind.TRANSCRIPT, fiscal_year=2025)], 1)[0]


def test_an_empty_or_undated_library_has_no_examples():
    assert examples([]) == ()
    assert examples([replace(ONE, fiscal_year=None)]) == ()


def test_the_library_is_counted():
    respelled = replace(ONE, name="older", company="Quillmere Pumps & Instruments")
    held = [ONE, respelled, OTHER]
    assert library_line(len(held), company_directory(held)) == "3 documents · 2 companies"
    assert library_line(1, company_directory([ONE])) == "1 document · 1 company"


def test_filings_come_first_and_the_newest_of_them_before_the_others():
    older = replace(OTHER, period_end=date(2023, 12, 31))
    news = replace(
        ONE, name="a-news", kind=Kind.NEWS, form_type=None, company=None, title="Pumps in demand", fiscal_year=None,
        fiscal_period=None, period_end=None, published_at=datetime(2026, 2, 3, tzinfo=UTC),
    )  # fmt: skip
    shown = library_html([news, older, ONE], 3)
    assert shown.index("Quillmere") < shown.index("Tarrowby") < shown.index("Pumps in demand")
    assert "<td>—</td><td>news: Pumps in demand</td><td>3 February 2026</td>" in shown


def test_the_library_s_table_is_escaped_and_cut():
    many = [replace(ONE, name=f"d{place}", company="<i>Co</i>") for place in range(15)]
    shown = library_html(many, 1_015)
    assert "<i>" not in shown
    assert shown.count("<tr>") == 13
    assert "and 1,003 more" in shown
