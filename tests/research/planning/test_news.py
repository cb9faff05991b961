"""Questions for the news of companies, the time that they name, and questions that only seem to be for news."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from research.answering.topics import topics
from research.planning.news import NewsAsked, read_news
from research.planning.plan import make_plan

TODAY = date(2025, 2, 17)
NAMES = {"Quillmere Pumps, Inc.": ("Quillmere",), "江屿精密传动股份有限公司": ()}


def asked(question):
    return read_news(make_plan(question, NAMES, topics()), TODAY)


def days(first, last):
    start, end = (datetime(*map(int, day.split("-")), tzinfo=UTC) for day in (first, last))
    return NewsAsked(start, end)


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("What is the latest news on Quillmere?", NewsAsked()),
        ("What's new at Quillmere?", NewsAsked()),
        ("Any headlines about Quillmere?", NewsAsked()),
        ("Summarize recent developments at Quillmere", NewsAsked()),
        ("江屿精密传动有什么新闻", NewsAsked()),
        ("News on Quillmere today", days("2025-02-17", "2025-02-18")),
        ("What happened at Quillmere yesterday?", days("2025-02-16", "2025-02-17")),
        ("Any news about Quillmere this week?", days("2025-02-11", "2025-02-18")),
        ("What happened to Quillmere in February 2025?", days("2025-02-01", "2025-03-01")),
        ("What happened to Quillmere in Dec. 2024?", days("2024-12-01", "2025-01-01")),
        ("What happened at Quillmere on February 12, 2025?", days("2025-02-12", "2025-02-13")),
        ("What happened at Quillmere in 2024?", days("2024-01-01", "2025-01-01")),
        ("江屿精密传动2025年2月的新闻", days("2025-02-01", "2025-03-01")),
    ],
)
def test_the_time_of_which_news_is_wanted(question, time):
    assert asked(question) == time


@pytest.mark.parametrize(
    "question",
    [
        "What is new in Quillmere's revenue recognition policy?",
        "What changed in Quillmere's gross margin?",
        "What is the latest revenue of Quillmere?",
        "What was the latest news?",
        "What news did Quillmere's supplier in Ohio give?",
        "What happened at Quillmere in Q2 2024?",
        "What happened at Quillmere in 2023 and 2024?",
        "江屿精密传动2025年13月的新闻",
    ],
)
def test_questions_for_more_or_else_are_none(question):
    assert asked(question) is None
