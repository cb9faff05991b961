from dataclasses import replace

from research.directory import company_directory
from research.nouns.answers import PeriodTerm, PlanTerm, QuestionPlan
from tests.ui.sample_desk import ACCESS, COMPANY, sample_store
from ui.render.lacking import lacking

HELD = sample_store().get(ACCESS, "quillmere-id")
OTHER_SPELLING = replace(HELD, id="older", name="older", company="Quillmere Pumps & Instruments", fiscal_year=2023)
DOCUMENTS = (HELD, OTHER_SPELLING)
COMPANIES = company_directory(DOCUMENTS)
ASKED = QuestionPlan("q", companies=(PlanTerm(COMPANY, "Quillmere"),))


def lacks(plan):
    return lacking(plan, DOCUMENTS, COMPANIES)


def year(number):
    return PeriodTerm(number, "FY", str(number))


def test_what_is_held_in_any_spelling_is_not_lacking():
    assert lacks(ASKED) == ""
    assert lacks(replace(ASKED, periods=(year(2024), year(2023)))) == ""


def test_the_period_and_the_form_that_no_filing_has_are_lacking():
    assert lacks(replace(ASKED, periods=(year(2024), year(2019)))) == f"{COMPANY} FY2019"
    assert lacks(replace(ASKED, form_types=(PlanTerm("8-K", "8-K"),))) == f"{COMPANY} 8-K"


def test_a_form_is_held_under_whichever_name_the_question_gives_it():
    assert lacks(replace(ASKED, form_types=(PlanTerm("annual report", "annual report"),))) == ""
    assert lacks(replace(ASKED, form_types=(PlanTerm("10-K/A", "amended 10-K"),))) == f"{COMPANY} 10-K/A"


def test_an_unknown_company_is_lacking_and_no_company_is_not():
    plan = QuestionPlan("q", unknown_companies=(PlanTerm("Umbrella", "Umbrella"),), periods=(year(2024),))
    assert lacks(plan) == "Umbrella FY2024"
    assert lacks(QuestionPlan("why?", periods=(year(2019),))) == ""
