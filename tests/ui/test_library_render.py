"""The library in words and shapes: table, detail, coverage, progress and names."""

from dataclasses import replace
from datetime import timedelta

from ingest.background import BatchProgress, FileProgress
from ingest.discovery import LeftOut
from research.coverage import cover
from research.directory import company_directory
from research.nouns.corrections import Corrected, Correction
from research.nouns.documents import DocumentState, Kind
from research.nouns.jobs import IngestJob, JobState
from tests.contracts.samples import JANUARY, make_document
from ui.render.company_names import meaning_lines
from ui.render.coverage_html import MOST_YEARS, coverage_html, find_companies_covered, gaps_line
from ui.render.ingest_view import file_lines, lines_html, summary
from ui.render.library_detail import correction_html, effective, field_views, fields_html, state_words, typed_value
from ui.render.library_table import count_line, filter_rows, library_rows, table_columns


def filing(key, year, **changes):
    return make_document(key, fiscal_year=year, **changes)


def test_a_cell_is_never_a_formula():
    columns = table_columns(library_rows([make_document(company="=HYPERLINK(1)", name="+x", label="@y")]))
    assert (columns["Company"], columns["Document"], columns["Label"]) == (["'=HYPERLINK(1)"], ["'+x"], ["'@y"])
    assert columns["Defects"] == [2]
    assert table_columns(()) == {name: [] for name in columns}


def test_only_a_filing_lacks_a_form():
    rows = library_rows([make_document(form_type=None), make_document(form_type=None, kind=Kind.NEWS)])
    assert table_columns(rows)["Form"] == ["unknown", "—"]


def test_the_filter_looks_at_company_ticker_form_period_and_state():
    documents = [filing("a", 2023), filing("b", 2022, company="Beta", ticker=None, state=DocumentState.LEXICAL)]
    rows = library_rows(documents)
    assert [one.document.name for one in filter_rows(rows, "alp 10-k fy2023")] == ["a"]
    assert [one.document.name for one in filter_rows(rows, "not yet by meaning")] == ["b"]
    assert filter_rows(rows, "") == rows
    assert count_line(1, 2, "alp") == "1 of 2 documents matches “alp”"
    assert count_line(1, 1, "") == "1 document"


def test_fields_say_their_value_their_source_or_that_they_are_unknown():
    document = make_document(ticker=None, sources=(("company", "corrected by analyst on 2024-01-15"), ("fiscal_year", "caller")))
    views = {view.name: view for view in field_views(document)}
    assert views["Company"].source == "corrected by analyst on 2024-01-15"
    assert views["Fiscal year"].source == "given when it was added"
    assert views["Period end"].value == "31 December 2023"
    assert views["Published at"].value == "15 January 2024, 09:30 UTC"
    assert views["Ticker"].value is None
    assert views["Rating"].value == "Hold"
    assert "Unknown: Ticker." in fields_html(document)
    assert (typed_value(document, "period_end"), typed_value(document, "ticker")) == ("2023-12-31", "")


def test_a_version_says_whether_it_answers():
    old, new = make_document(state=DocumentState.SUPERSEDED), make_document(id="id-2")
    assert state_words(new, newest=new, answering=True) == "ready"
    assert state_words(old, newest=new, answering=True).startswith("older version")
    assert state_words(replace(old, state=DocumentState.COMPLETE), newest=new, answering=True) == "ready; a newer version is being made"
    assert state_words(old, newest=old, answering=False) == "deleted"


def test_a_correction_is_told_in_one_line_and_the_last_of_a_field_counts():
    one = Correction(Corrected.METADATA, "x", "ticker", "A<b>", None, "analyst", JANUARY, reason="why & how", id=1)
    shown = correction_html(one)
    assert "A&lt;b&gt; → unknown" in shown
    assert "why &amp; how" in shown
    undone = replace(one, id=3, undone_at=JANUARY + timedelta(days=1), undone_by="manager")
    assert "undone by manager on 16 January 2024" in correction_html(undone)
    assert [found.id for found in effective([one, replace(one, id=2), undone, replace(one, id=4, field="company")])] == [4, 2]


def test_gaps_are_named_and_held_types_listed_by_year():
    documents = [
        filing("a20", 2020),
        filing("a23", 2023),
        filing("q2", 2023, fiscal_period="Q2", form_type="10-Q"),
        filing("news", None, kind=Kind.NEWS, form_type=None, fiscal_period=None),
        filing("other", 2021, company="<Beta>", ticker=None),
    ]
    companies = cover(documents, company_directory(documents)).companies
    shown = coverage_html(companies)
    assert shown.count("no annual filing") == 2
    assert "Q2 10-Q" in shown
    assert ">news<" in shown
    assert "&lt;Beta&gt;" in shown
    assert gaps_line(companies).startswith("2 fiscal years lack")
    assert [one.company for one in find_companies_covered(companies, "alpha")] == ["Alpha Corp"]


def test_many_years_are_folded_into_earlier():
    documents = [filing(f"a{year}", year) for year in range(2000, 2024)]
    shown = coverage_html(cover(documents, company_directory(documents)).companies)
    assert shown.count('<th scope="col">FY') == MOST_YEARS
    assert "Earlier" in shown
    assert "FY2003 10-K" in shown


def job(name, state=JobState.DONE, outcome="added", error=""):
    return IngestJob(0, "b", f"/in/{name}", None, None, (), state, outcome=outcome, error=error)


def test_every_file_has_a_word_and_a_reason():
    jobs = (
        job("a.pdf"),
        job("b.pdf", JobState.FAILED, "failed", "b.pdf is damaged; fetch it again"),
        job("c.pdf", JobState.RUNNING, ""),
        job("d.pdf", JobState.QUEUED, ""),
        job("feed.xml", outcome="expanded"),
    )
    progress = BatchProgress(jobs, {"/in/a.pdf": FileProgress("embedding", 3, 9)}, "", over=False)
    lines = file_lines(progress, [LeftOut("/in/e.doc", "no loader reads .doc files")])
    assert [(line.name, line.word) for line in lines] == [
        ("a.pdf", "added"),
        ("b.pdf", "failed"),
        ("c.pdf", "at work"),
        ("d.pdf", "waiting"),
        ("e.doc", "skipped"),
    ]
    assert lines[0].more == "can be asked about; making it findable by meaning, 3 of 9 passages"
    assert lines[1].more == "is damaged; fetch it again"
    assert summary(lines) == "1 added · 1 skipped · 1 failed · 1 at work · 1 waiting"
    assert lines_html(lines).index("b.pdf") < lines_html(lines).index("a.pdf")
    assert file_lines(replace(progress, over=True))[0].more == ""


def test_a_name_means_what_the_table_says():
    documents = [make_document(), make_document("b", company="Beta & Sons", ticker="BTA", also_called=())]
    names = {"Alfa": "Alpha Corp"}
    companies = company_directory(documents, names)
    assert meaning_lines("alfa", companies, names)[0] == "The table of names says that Alfa means Alpha Corp."
    assert meaning_lines("BTA", companies, names)[0].startswith("Beta & Sons, printed as Beta & Sons")
    assert meaning_lines("Gamma", companies, names) == ("No document of the library is of a company called Gamma.",)
