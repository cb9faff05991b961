from dataclasses import replace
from datetime import UTC, datetime

import pytest

from research.answering.topics import topics
from research.directory import company_directory
from research.nouns.access import Access
from research.nouns.answers import PlanTerm, QuestionPlan
from research.nouns.documents import Kind
from research.nouns.queries import DocumentFilter
from research.planning.plan import make_plan
from research.retrieval.scope import narrow, stating_figures
from tests.research.library import make_library


def scope_of(question, **changes):
    documents = make_library(**changes).documents.find(Access("reader"), DocumentFilter())
    directory = company_directory(documents)
    plan = make_plan(question, {c.name: (*c.spellings, *c.other_names) for c in directory}, topics())
    return narrow(plan, documents, {c.name: c.spellings for c in directory})


def test_a_workbook_that_is_named_is_searched_alone_and_its_figures_are_taken():
    asked = "Quillmere Pumps capex FY2024 in the workbook"
    found = scope_of(asked, source_key="/library/quillmere-2024.XLSX", form_type=None)
    assert ([one.name for one in found.documents], found.missing) == (["quillmere-2024"], ())
    documents = make_library(source_key="/library/quillmere.csv", form_type=None).documents.find(Access("reader"), DocumentFilter())
    plan = QuestionPlan(asked, form_types=(PlanTerm("workbook", "workbook"),))
    assert [one.name for one in stating_figures(plan, documents, {})] == ["quillmere-2024"]
    assert scope_of(asked).missing == ("no workbook of Quillmere Pumps, Inc. is in the library",)


def test_what_is_expected_of_a_year_is_looked_for_in_the_year_before():
    found = scope_of("What is the guidance of Quillmere Pumps for 2025?")
    assert ([one.name for one in found.documents], found.missing) == (["quillmere-2024"], ())
    assert scope_of("What was the revenue of Quillmere Pumps in 2025?").missing


@pytest.mark.parametrize(
    ("question", "names", "missing"),
    [
        ("Quillmere Pumps capex FY2024", ["quillmere-2024"], []),
        ("Quillmere Pumps capex", ["quillmere-2023", "quillmere-2024"], []),
        (
            "Quillmere Pumps capex FY2022",
            ["quillmere-2023", "quillmere-2024"],
            ["the FY2022 filing of Quillmere Pumps, Inc. is not in the library"],
        ),
        ("Quillmere Pumps capex FY2023 and FY2024", ["quillmere-2023", "quillmere-2024"], []),
        (
            "Quillmere Pumps capex in Q2 FY2024",
            ["quillmere-2023", "quillmere-2024"],
            ["the Q2 FY2024 filing of Quillmere Pumps, Inc. is not in the library"],
        ),
        ("Quillmere Pumps 10-Q capex", ["quillmere-2023", "quillmere-2024"], ["no 10-Q of Quillmere Pumps, Inc. is in the library"]),
        ("total assets", ["quillmere-2023", "quillmere-2024", "tarrow-2024"], []),
    ],
)
def test_scope(question, names, missing):
    found = scope_of(question)
    assert sorted(document.name for document in found.documents) == names
    assert list(found.missing) == missing


@pytest.mark.parametrize("form", ["10-K", "20-F", "40-F", "annual report"])
def test_any_annual_form_is_an_annual_report(form):
    found = scope_of("Quillmere Pumps capex in the annual report for FY2024", form_type=form)
    assert ([document.name for document in found.documents], found.missing) == (["quillmere-2024"], ())


@pytest.mark.parametrize("form", ["20-F", "annual report"])
def test_a_named_form_is_that_form_alone(form):
    found = scope_of("Quillmere Pumps capex in the 10-K for FY2024", form_type=form)
    assert [document.name for document in found.documents] == ["quillmere-2023"]


@pytest.mark.parametrize(
    ("words", "form", "names", "missing"),
    [
        ("10-K/A for FY2024", "10-K/A", ["quillmere-2024"], ()),
        ("amended annual report", "10-K/A", ["quillmere-2024"], ()),
        ("amendment", "10-K/A", ["quillmere-2024"], ()),
        ("10-K/A for FY2024", "10-K", ["quillmere-2024"], ("no 10-K/A of Quillmere Pumps, Inc. is in the library",)),
        ("10-K", "10-K/A", ["quillmere-2023"], ()),
        ("10-K for FY2024", "10-K/A", ["quillmere-2024"], ()),
        ("10-K for FY2023", "10-K/A", ["quillmere-2023"], ()),
        ("annual report for FY2024", "10-K/A", ["quillmere-2024"], ()),
    ],
)
def test_an_amended_form_is_another_and_stands_in_where_there_is_no_plain_one(words, form, names, missing):
    found = scope_of(f"Quillmere Pumps capex in the {words}", form_type=form)
    assert (sorted(document.name for document in found.documents), found.missing) == (names, missing)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("capex for FY2023", ["quillmere-2023", "quillmere-2023-a", "quillmere-2024"]),
        ("capex for FY2023 in the 10-K", ["quillmere-2023", "quillmere-2024"]),
        ("capex for FY2023 in the annual report", ["quillmere-2023", "quillmere-2024"]),
        ("capex for FY2023 in the 10-K/A", ["quillmere-2023-a"]),
        ("capex for FY2023 in the 10-Q/A", []),
    ],
)
def test_figures_of_an_amended_form_come_from_it_alone_and_those_of_a_plain_one_do_not(words, names):
    documents = [one for one in make_library().documents.find(Access("reader"), DocumentFilter()) if one.name.startswith("quillmere")]
    plain = next(one for one in documents if one.name == "quillmere-2023")
    documents.insert(1, replace(plain, id="amended", name="quillmere-2023-a", form_type="10-K/A"))
    directory = company_directory(documents)
    plan = make_plan(f"Quillmere Pumps {words}", {c.name: (*c.spellings, *c.other_names) for c in directory}, topics())
    found = stating_figures(plan, documents, {c.name: c.spellings for c in directory})
    assert sorted(document.name for document in found) == names


def test_a_quarterly_report_is_no_annual_report():
    found = scope_of("Tarrow Foods Corporation total assets in the 10-Q")
    assert found.missing == ("no 10-Q of Tarrow Foods Corporation is in the library",)


def test_the_directory_joins_spellings_of_one_company():
    directory = company_directory(make_library().documents.find(Access("reader"), DocumentFilter()))
    assert [company.name for company in directory] == ["Quillmere Pumps, Inc.", "Tarrow Foods Corporation"]
    assert set(directory[0].spellings) == {"QUILLMERE PUMPS, INC.", "Quillmere Pumps, Inc."}


def test_news_of_the_period_that_is_asked_for_tells_of_it():
    asked = "What did Quillmere Pumps agree to buy in February 2025?"
    spellings = {"Quillmere Pumps, Inc.": ("Quillmere Pumps, Inc.",)}
    filing = next(one for one in make_library().documents.find(Access("reader"), DocumentFilter()) if one.company in spellings)
    filed = replace(filing, id="filed", name="filed", fiscal_year=2025, kind=Kind.FILING)
    told = replace(filing, id="told", name="told", fiscal_year=None, kind=Kind.NEWS, published_at=datetime(2025, 2, 12, tzinfo=UTC))
    older = replace(told, id="older", name="older", published_at=datetime(2024, 2, 12, tzinfo=UTC))
    plan = make_plan(asked, {"Quillmere Pumps, Inc.": ("Quillmere Pumps",)}, topics())
    assert {one.name for one in narrow(plan, [filed, told, older], spellings).documents} == {"filed", "told"}
    alone = narrow(plan, [filing, told, older], spellings)
    assert ([one.name for one in alone.documents], alone.missing) == (["told"], ())
    figure = make_plan("What was the revenue of Quillmere Pumps in 2025?", {"Quillmere Pumps, Inc.": ("Quillmere Pumps",)}, topics())
    assert narrow(figure, [filing, told], spellings).missing
