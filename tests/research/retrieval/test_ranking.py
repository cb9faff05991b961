"""The order of pages: which of two invented chunks comes first, and what a question's sides get."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from research.nouns.answers import PeriodTerm, PlanTerm, QuestionPlan
from research.nouns.documents import Chunk, Document, DocumentState, Kind, Tier
from research.retrieval.ranking import RankedPage, rank_pages, signal_weights
from research.retrieval.signals import Candidate, signals_of
from research.retrieval.spread import repeats_last, take_turns

PEOPLE = "At year end Tarrow Foods employed 4,310 people in nine countries."
FILLER = "Tarrow Foods makes sauces and soups for shops and kitchens in nine countries."


def chunk(page, text, *, document="d", section=""):
    return Chunk(f"{document}-{page}", document, page, 0, len(text), text, page, section)


def candidates(*chunks):
    return [Candidate(one, lexical=0.5) for one in chunks]


def plan_of(question, **parts):
    return QuestionPlan(question, focus=question, **parts)


def ranked(plan, *chunks, weights=None):
    found = candidates(*chunks)
    scored = list(zip((one.chunk for one in found), signals_of(plan, found), strict=True))
    return rank_pages(scored, weights or signal_weights())


def first(plan, *chunks):
    return ranked(plan, *chunks)[0].chunk.page


def test_a_page_is_ranked_by_its_best_chunk_and_stands_once():
    two = replace(chunk(5, FILLER), id="other")
    pages = ranked(plan_of("How many people are employed?"), two, chunk(5, PEOPLE), chunk(6, FILLER))
    assert [(page.chunk.page, page.chunk.text == PEOPLE) for page in pages] == [(5, True), (6, False)]
    assert pages[0].score > pages[1].score


def test_equal_pages_stand_in_the_order_of_their_ids():
    pages = ranked(plan_of("Which sauces?"), chunk(9, FILLER), chunk(8, FILLER))
    assert [page.chunk.page for page in pages] == [8, 9]


def test_one_sentence_that_says_all_beats_words_strewn_over_a_page():
    said = "The price of the valve maker Hedley was $48 million. Sauces were sold in spring."
    strewn = "The price of glass rose. A valve broke in May. Hedley is a town. The maker of soups moved. It cost $48 million."
    assert first(plan_of("What was the price of the valve maker Hedley?"), chunk(11, strewn), chunk(12, said)) == 12


def test_what_looks_like_an_answer_comes_before_what_only_names_its_subject():
    named = "The acquisition of Hedley was completed and its people joined the pump group."
    stated = "The acquisition of Hedley was completed on May 3, 2024 for $48 million in cash."
    assert first(plan_of("When was the acquisition of Hedley completed and what did it cost?"), chunk(11, named), chunk(12, stated)) == 12


def test_a_sentence_that_gives_a_reason_answers_why():
    told = "Pump margin was 31.2% in the year and 33.0% in the year before that."
    reason = "Pump margin fell because castings and freight became dearer in the year."
    assert first(plan_of("Why did pump margin fall?"), chunk(11, told), chunk(12, reason)) == 12


def test_the_figures_that_a_question_quotes_tell_the_page():
    one, two = "Valve sales rose 12% on more orders.", "Valve sales rose 31% on more orders."
    assert first(plan_of("What was behind the 31% rise of valve sales?"), chunk(11, one), chunk(12, two)) == 12


@pytest.mark.parametrize(
    ("question", "section", "other"),
    [
        ("What risks come with the Hedley plant?", "Item 1A. Risk Factors", "Item 1. Business"),
        ("What drove the costs of the Hedley plant?", "RESULTS OF OPERATIONS", "Item 8. Financial Statements › NOTE 3. Leases"),
        ("What does the Hedley plant make?", "Item 1. Business", "EXHIBIT 10.2 AWARD AGREEMENT"),
    ],
)
def test_of_like_pages_the_one_in_the_section_for_such_questions_comes_first(question, section, other):
    text = "The Hedley plant and its costs are described here with the pumps that it makes."
    assert first(plan_of(question), chunk(11, text, section=other), chunk(12, text, section=section)) == 12


def test_a_metric_is_found_under_every_name_that_it_has():
    plan = plan_of("capex plans", metric=PlanTerm("capital_expenditure", "capex"))
    spent = "Purchases of property, plant and equipment are planned to double."
    assert first(plan, chunk(11, "The company has no plans of its own for new shops."), chunk(12, spent)) == 12


def test_a_text_of_other_years_only_speaks_against_a_page():
    plan = plan_of("orders for pumps", periods=(PeriodTerm(2024, "FY", "2024"),))
    found = signals_of(plan, candidates(chunk(11, "Orders for pumps rose in 2024."), chunk(12, "Orders for pumps rose in 2021.")))
    assert [one["years"] for one in found] == [1.0, -1.0]


def test_every_signal_has_a_weight():
    (found,) = signals_of(plan_of("orders for pumps"), candidates(chunk(11, FILLER)))
    assert set(found) == set(signal_weights())


# --- One place for a repeated paragraph, turns for what is compared ---

LONG = "We buy glass, tin, tomatoes and onions from farms and mills in Ardmoor, Belleford and Carrick, and freight rises each spring."


def pages(*chunks):
    return [RankedPage(one, 1.0 - 0.01 * place, {}) for place, one in enumerate(chunks)]


def numbers(found):
    return [page.chunk.page for page in found]


def test_a_paragraph_that_is_printed_again_goes_behind_other_pages():
    ranked = pages(chunk(11, LONG), chunk(40, LONG), chunk(12, PEOPLE))
    assert numbers(repeats_last(ranked, wanted=frozenset())) == [11, 12, 40]
    assert numbers(repeats_last(ranked, wanted=frozenset({"d-40"}))) == [11, 40, 12]


def test_the_same_words_with_other_figures_are_no_repetition():
    other = LONG.replace("each spring", "4.1% each spring")
    assert numbers(repeats_last(pages(chunk(11, LONG), chunk(40, other), chunk(12, PEOPLE)), wanted=frozenset())) == [11, 40, 12]


def document(name, company, year):
    known, state = datetime(year + 1, 3, 1, tzinfo=UTC), DocumentState.COMPLETE
    return Document(name, name, name, name, Kind.FILING, Tier.AUDITED, state, known, company=company, fiscal_year=year, fiscal_period="FY")


SHELF = {one.id: one for one in (document("t24", "Tarrow", 2024), document("t23", "Tarrow", 2023), document("q24", "Quillmere", 2024))}


def test_companies_that_are_compared_take_turns():
    ranked = pages(*(chunk(page, FILLER, document=name) for page, name in ((1, "t24"), (2, "t23"), (3, "t24"), (4, "q24"), (5, "q24"))))
    both = plan_of("q", companies=(PlanTerm("Tarrow", "Tarrow"), PlanTerm("Quillmere", "Quillmere")))
    assert numbers(take_turns(ranked, both, SHELF)) == [1, 4, 2, 5, 3]
    assert numbers(take_turns(ranked, plan_of("q", companies=both.companies[:1]), SHELF)) == [1, 2, 3, 4, 5]


def test_each_period_that_has_a_filing_of_its_own_has_its_best_page_first():
    ranked = pages(*(chunk(page, FILLER, document=name) for page, name in ((1, "t24"), (2, "t24"), (3, "t23"), (4, "t23"))))
    years = (PeriodTerm(2023, "FY", "2023"), PeriodTerm(2024, "FY", "2024"))
    assert numbers(take_turns(ranked, plan_of("q", periods=years), SHELF)) == [1, 3, 2, 4]
    assert numbers(take_turns(ranked, plan_of("q", periods=(*years[1:], PeriodTerm(2019, "FY", "2019"))), SHELF)) == [1, 2, 3, 4]


def test_of_two_periods_the_newer_filing_comes_first_which_prints_the_older_beside_it():
    ranked = pages(*(chunk(page, FILLER, document=name) for page, name in ((3, "t23"), (4, "t23"), (1, "t24"), (2, "t24"))))
    years = (PeriodTerm(2023, "FY", "2023"), PeriodTerm(2024, "FY", "2024"))
    assert numbers(take_turns(ranked, plan_of("q", periods=years), SHELF)) == [1, 3, 4, 2]
