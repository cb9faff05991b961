"""Figures of one company over periods as a chart's frame, and what makes no series."""

from research.nouns.answers import AnswerStatus
from tests.research.answering.shelf import ask
from ui.render.answer_chart import chart_frame


def test_three_periods_of_one_company_are_a_series_oldest_first():
    answer = ask("Quillmere revenue in 2022, 2023 and 2024")
    unit, frame = chart_frame(answer)
    assert unit == "USD in millions"
    assert frame["Quillmere Pumps, Inc."].to_dict() == {"FY2022": 800.0, "FY2023": 1000.0, "FY2024": 1200.0}


def test_fewer_periods_several_companies_and_refusals_are_none():
    for question in (
        "Quillmere revenue in 2023 and 2024",
        "Quillmere and Tarrow revenue in 2022, 2023 and 2024",
        "Quillmere revenue in 2019",
    ):
        assert chart_frame(ask(question)) is None
    assert ask("Quillmere revenue in 2019").status is AnswerStatus.INSUFFICIENT_EVIDENCE
