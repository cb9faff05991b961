"""The extractive reader: what counts as a passage, and how a passage's words weigh."""

import pytest

from research.answering.extractive import ExtractiveReader, _about, _is_of_another_year, _may_answer, _years_ahead, coverage, split_passages
from research.concepts.catalogue import concepts
from research.nouns.answers import PeriodTerm, PlanTerm, QuestionPlan, RetrievedChunk
from research.nouns.documents import Chunk
from tests.fakes.indexes import HashingEmbedder

LONG_HEADING = "Process for Recording Liabilities That Follow From Claims of Pump Owners Under Old Warranties"


def passages(text):
    return [extract.text for extract in split_passages(Chunk("c", "d", 0, 100, 100 + len(text), text, 3))]


def test_rows_and_sentences_keep_their_places():
    text = "Liquidity\nWe paid down the term loan in May.\nTotal debt 410.0 455.5\n"
    found = split_passages(Chunk("c", "d", 0, 100, 100 + len(text), text, 3))
    assert [extract.text for extract in found] == ["We paid down the term loan in May.", "Total debt 410.0 455.5"]
    assert [text[extract.start - 100 : extract.end - 100] for extract in found] == [extract.text for extract in found]
    assert {extract.page for extract in found} == {3}


@pytest.mark.parametrize(
    "text", ["The components of the change are as follows:", "Changes in the Board of Directors", LONG_HEADING, "Too short."]
)
def test_headings_lead_ins_and_fragments_are_no_passages(text):
    assert passages(text) == []


def test_a_bullet_without_a_full_stop_is_a_passage():
    bullet = "Selling prices rose in spring and again in autumn, ahead of the cost of castings and freight"
    assert passages(bullet) == [bullet]


def test_rarer_words_of_the_question_weigh_more():
    shares = coverage("pump warranty claims", ["The pump business grew.", "Pump warranty costs rose.", "Pump sales fell."])
    assert shares[1] > 2 * shares[0] > 0
    assert shares[0] == shares[2]


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("For 2025 we expect a gross margin between 36.8% and 37.4%.", True),
        ("Gross margin rose to 36.1% in 2024 from 35.9% in 2023.", False),
        ("Gross margin rose because milk became cheaper.", False),
        ("Gross margin 36.1 35.9 2,023", False),
    ],
)
def test_prose_that_names_other_years_only_is_left_out(text, left_out):
    plan = QuestionPlan("What gross margin was expected for 2024?", periods=(PeriodTerm(2024, "FY", "2024"),))
    assert _is_of_another_year(plan, text, 2024) is left_out


LOAN = "The term loan falls due in March 2027 and the notes in 2031."


@pytest.mark.parametrize(
    ("question", "own", "left_out"),
    [
        ("When does the debt of Quillmere mature, as of 2024?", 2024, False),
        ("What guidance did Quillmere give in its 2024 report?", 2024, False),
        ("When does the debt of Quillmere mature, as of 2024?", 2023, True),
        ("When does the debt of Quillmere mature, as of 2024?", None, True),
        ("Which repayments were expected for fiscal 2024?", 2024, True),
    ],
)
def test_what_a_document_of_the_asked_year_says_of_later_years_stays(question, own, left_out):
    plan = QuestionPlan(question, periods=(PeriodTerm(2024, "FY", "2024"),))
    assert _is_of_another_year(plan, LOAN, own) is left_out


def test_an_amount_of_the_year_is_not_a_later_one_s():
    plan = QuestionPlan("What was the debt of 2024?", periods=(PeriodTerm(2024, "FY", "2024"),), asks_amount=True)
    assert _is_of_another_year(plan, LOAN, 2024)


def test_a_year_before_a_comma_is_a_year():
    plan = QuestionPlan("Why did sales grow in 2024?", periods=(PeriodTerm(2024, "FY", "2024"),), focus="Why did sales grow in ?")
    assert _is_of_another_year(plan, "Net sales grew 6.2% in 2023, of which prices gave 4.0 points.", 2024)
    assert _is_of_another_year(plan, "For 2025 we expect net sales to grow as Hedley fills.", 2024), "a reason lies behind, not ahead"


STORY = (
    "Net sales were $1,284.6 million in 2024. Of the growth, higher prices gave 3.1 points and volume 1.6 points. "
    "Operating income fell because castings became dearer. We report in three segments today."
)


def test_a_reason_may_stand_in_the_sentence_after_the_metric_s():
    revenue = next(concept for concept in concepts() if concept.name == "revenue")
    found = split_passages(Chunk("c", "d", 0, 0, len(STORY), STORY, 6))
    plan = QuestionPlan("What drove revenue growth?", metric=PlanTerm("revenue", "revenue"), focus="What drove revenue growth?")
    about = _about(revenue, found, reasons=True)
    assert [_may_answer(plan, one.text, about=("d", one.start) in about, money=False) for one in found] == [False, True, False, False]
    assert len(_about(revenue, found, reasons=False)) == 1


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Metering revenue came to $61.5 million, helped by new plants.", True),
        ("Revenue of metering rose to 61.5 million.", True),
        ("Revenue rose by $12.6 million, driven by metering.", False),
        ("Metering revenue grew 29%, driven by new plants.", False),
        ("Metering revenue includes that of the 365 series.", False),
    ],
)
def test_prose_answers_for_an_amount_when_what_is_counted_stands_before_it(text, answers):
    plan = QuestionPlan("Quillmere metering revenue", asks_amount=True, qualifiers=("metering",), metric=PlanTerm("revenue", "revenue"))
    assert _may_answer(plan, text, about=False, money=True) is answers


def test_for_years_far_ahead_only_passages_that_name_one_answer():
    plan = QuestionPlan("subscribers in 2030", periods=(PeriodTerm(2030, "FY", "2030"),))
    assert _years_ahead(plan, {"a": 2024, "b": None}) == {2030}
    assert _years_ahead(plan, {"a": 2029}) == set()
    assert _years_ahead(plan, {}) == set()


def test_advice_is_in_no_document():
    text, focus = "We bought back stock for $12 million in the year.", "stock bought in the year"
    results = [RetrievedChunk(Chunk("c", "d", 0, 0, len(text), text, 1), "d", 1, 1.0)]
    reader = ExtractiveReader(HashingEmbedder(dimensions=16))
    assert reader.read(QuestionPlan("How much stock was bought in the year?", focus=focus), results) != ()
    assert reader.read(QuestionPlan("Should I buy stock this year?", focus=focus), results) == ()
