"""Growth, changes and comparisons as answers: sentences, markers, what is not compared."""

from research.answering.computed import FigureAnswerer
from research.answering.reading import Reading
from research.answering.targets import target_of
from research.concepts.catalogue import find_concept
from research.directory import Company
from research.nouns.answers import Operation, PeriodTerm, PlanTerm, QuestionPlan
from research.nouns.queries import DocumentFilter
from research.retrieval.scope import Scope
from tests.research.books import COMPANY, READER, books


def answer(metric, *years, operation=None, companies=(COMPANY,), **asked):
    catalog = books()
    documents = tuple(catalog.documents.find(READER, DocumentFilter()))
    plan = QuestionPlan(
        "?",
        periods=tuple(PeriodTerm(year, "FY", "") for year in years),
        metric=PlanTerm(metric, metric),
        operation=PlanTerm(operation, "") if operation else None,
        wants_computed=True,
        **asked,
    )
    reading = Reading(plan, find_concept(metric), tuple(Company(one, (one,), ()) for one in companies), documents, Scope(documents))
    return FigureAnswerer(catalog.facts, catalog.documents).answer(READER, target_of(plan), reading)


def test_a_metric_says_its_formula_and_cites_each_operand_once():
    found = answer("gross_margin", 2024)
    assert found.values[0].display == "40.00 %"
    assert found.claims[0].text == (
        "Quillmere Pumps, Inc.: gross margin for FY2024 (year ended 31 December 2024) was 40.00 %, computed as "
        "Gross profit ÷ Revenue (gross profit over revenue): "
        "Net sales FY2024 $1,200.0 million [1]; Cost of sales FY2024 $720.0 million [2]."
    )
    assert [citation.quote.split()[0] for citation in found.citations] == ["Net", "Cost"]


def test_growth_of_one_period_is_on_the_year_before():
    found = answer("revenue", 2024, operation=Operation.GROWTH)
    assert (found.values[0].display, found.values[0].period) == ("20.00 %", "FY2024")
    assert [citation.marker for citation in found.claims[0].citations] == ["1", "2"]


def test_growth_over_several_periods_goes_from_the_first_to_the_last_or_from_each_to_its_own_base():
    assert [value.display for value in answer("revenue", 2022, 2023, 2024, operation=Operation.GROWTH).values] == ["50.00 %"]
    each = answer("revenue", 2023, 2024, operation=Operation.GROWTH, base="prior")
    assert [value.display for value in each.values] == ["25.00 %", "20.00 %"]


def test_a_ratio_is_shown_as_it_is_asked_for():
    assert answer("operating_margin", 2024, unit="x", decimals=2).values[0].display == "0.15x"
    assert answer("current_ratio", 2024, unit="%").values[0].display == "200.00 %"


def test_what_is_lacking_is_named_and_no_half_of_a_comparison_is_given():
    found = answer("revenue", 2021, operation=Operation.GROWTH)
    assert found.values == ()
    assert found.missing[0].startswith("revenue of Quillmere Pumps, Inc. for FY2020: not found in a statement")


def test_companies_are_compared_over_one_period_only():
    found = answer("revenue", 2023, 2024, operation=Operation.DIFFERENCE, companies=(COMPANY, "Tarrow Foods Corporation"))
    assert found.values == ()
    assert "the question names several periods" in found.missing[0]


def test_other_ways_to_compute_stand_beside_the_figure():
    found = answer("inventory_turnover", 2024)
    assert [(one.chosen, one.label) for one in found.readings] == [("average of opening and closing inventories", "closing inventories")]
    chosen = answer("inventory_turnover", 2024, convention="closing inventories")
    assert chosen.values[0].display == "7.20x"
