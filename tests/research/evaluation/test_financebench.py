"""An answer to a question for one figure is correct, wrong or refused."""

from decimal import Decimal

from research.evaluation.financebench import score_answer
from research.evaluation.scoring import FigureScore
from research.nouns.answers import Answer, AnswerStatus, Citation, FigureValue, QuestionPlan

CITATION = Citation("1", "id-d", "d", 1, 0, 5, "1,577")


def answer(*numbers, citations=(CITATION,)):
    values = tuple(FigureValue(Decimal(number), "USD", 10**6, number, "", "FY2018", None, "1") for number in numbers)
    return Answer("capex?", AnswerStatus.ANSWERED, "", QuestionPlan("capex?"), values=values, citations=citations)


def test_one_value_is_right_or_wrong_and_none_is_a_refusal():
    gold = Decimal(1577)
    assert score_answer(answer("1577"), gold) is FigureScore.CORRECT
    assert score_answer(answer("1577", citations=()), gold) is FigureScore.WRONG
    assert score_answer(answer("1477"), gold) is FigureScore.WRONG
    assert score_answer(answer(), gold) is FigureScore.REFUSED


def test_several_values_are_no_refusal_even_when_the_right_one_is_among_them():
    assert score_answer(answer("1577", "1373"), Decimal(1577)) is FigureScore.WRONG
