"""Figures asked for in a currency that is not theirs: refused with the reason, never shown in their own without a word."""

import pytest

from research.answering.currencies import asked_currencies
from research.nouns.answers import AnswerStatus
from tests.research.answering.shelf import JIANGYU, ask, shown


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Quillmere revenue 2024 in € billions", "EUR"),
        ("Quillmere revenue 2024 in €bn", "EUR"),
        ("Quillmere revenue 2024 (€m)", "EUR"),
        ("Quillmere revenue in euros", "EUR"),
        ("Quillmere revenue in millions of euros in 2024", "EUR"),
        ("how many million euros was Quillmere's revenue?", "EUR"),
        ("Quillmere revenue in yen", "JPY"),
        ("Quillmere revenue converted to Swiss  francs", "CHF"),
        ("Quillmere revenue 2024, GBP millions", "GBP"),
        ("Quillmere revenue 2024 eur?", "EUR"),
        ("Quillmere 2024年营业收入是多少亿欧元", "EUR"),
    ],
)
def test_a_currency_that_is_asked_for_is_read(question, code):
    assert [set(codes) for codes in asked_currencies(question).values()] == [{code}] * len(asked_currencies(question))
    assert asked_currencies(question)


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere revenue 2024 in millions",
        "How much of Quillmere's debt is denominated in euros?",
        "Did Quillmere's revenue exceed €5 million in 2024?",
        "Was it more than 5 million euros that Quillmere spent?",
        "Quillmere 美元债",
        "Which game has Quillmere won in 2024",
        "Quillmere revenue 2024，以亿元计",
    ],
)
def test_other_words_ask_for_none(question):
    assert asked_currencies(question) == {}


@pytest.mark.parametrize(
    "question",
    [
        "Quillmere revenue 2024 in € billions",
        "Quillmere revenue 2024 in euros",
        "What was Quillmere's revenue in yen in FY2024?",
        "Quillmere revenue growth 2024 in EUR",
        "Quillmere revenue in 2023 and 2024 in £m",
        f"{JIANGYU} revenue 2024 in $ millions",
    ],
)
def test_figures_are_not_shown_for_those_in_another_currency(question):
    answer = ask(question)
    assert (answer.status, answer.values, answer.claims) == (AnswerStatus.INSUFFICIENT_EVIDENCE, (), ())
    assert "no exchange rate is in the library" in answer.text


def test_figures_in_the_asked_currency_are_shown():
    assert shown(ask("Quillmere revenue 2024 in $ millions")) == ["$1,200.0 million"]
    assert shown(ask(f"{JIANGYU} revenue 2024 in ¥ millions")) == ["RMB 2,345,678,901.23"]


def test_a_question_for_no_amount_is_not_refused_for_a_currency_in_it():
    assert "exchange rate" not in ask("Does Quillmere hold cash in euros?").text
