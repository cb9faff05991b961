"""The news of companies, the newest first, each story once and by its headline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from research.answering.news import MOST_STORIES
from research.nouns.access import Access
from research.nouns.answers import AnswerStatus
from research.nouns.news import Tie
from research.nouns.queries import DocumentFilter
from tests.research.answering.shelf import QUILLMERE, TARROW, answerer_over, ask, shelf
from tests.research.digests.desk import Desk

FIRST = datetime(2025, 2, 12, 9, tzinfo=UTC)


def told(*entries, ties=()):
    """Return the shelf with news: each entry a key, a headline, hours after the first, and more of it."""
    desk = Desk(shelf())
    for key, headline, hours, more in entries:
        came = FIRST + timedelta(hours=hours)
        desk.entry(key, headline, came=came, at=came, **({"companies": (QUILLMERE,), "company": QUILLMERE} | more))
    for earlier, later, tie in ties:
        desk.tie(earlier, later, tie)
    return desk.catalog


def lines(answer):
    return [citation.quote for citation in answer.citations]


def test_stories_are_listed_the_newest_first_and_each_once():
    catalog = told(
        ("buy", "Quillmere buys a foundry", 0, {}),
        ("copy", "Quillmere buys a foundry, says", 1, {"outlet": "Cobb Street"}),
        ("cut", "Quillmere cut to hold", 30, {}),
        ("other", "Tarrow opens a mill", 2, {"companies": (TARROW,), "company": TARROW}),
        ties=[("buy", "copy", Tie.REWRITE)],
    )
    answer = ask("What is the latest news on Quillmere?", catalog)
    assert answer.status is AnswerStatus.ANSWERED
    assert lines(answer) == ["Quillmere cut to hold", "Quillmere buys a foundry"]
    assert answer.text.splitlines()[1] == "2025-02-12, Harrow Wire and others: “Quillmere buys a foundry” [2]"


def test_a_correction_stands_in_place_of_what_it_corrects():
    catalog = told(
        ("first", "Quillmere sees sales up 7%", 0, {}),
        ("right", "CORRECTED: Quillmere sees sales up 4%", 3, {}),
        ties=[("first", "right", Tie.CORRECTION)],
    )
    answer = ask("What's new at Quillmere?", catalog)
    assert lines(answer) == ["CORRECTED: Quillmere sees sales up 4%"]
    assert answer.text == "2025-02-12, Harrow Wire, corrected: “CORRECTED: Quillmere sees sales up 4%” [1]"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What happened at Quillmere on February 12, 2025?", ["Quillmere buys a foundry"]),
        ("What happened at Quillmere in February 2025?", ["Quillmere cut to hold", "Quillmere buys a foundry"]),
        ("What happened at Quillmere in March 2025?", []),
        ("What happened at Quillmere in 2024?", []),
    ],
)
def test_only_the_time_that_is_named_is_told(question, found):
    answer = ask(question, told(("buy", "Quillmere buys a foundry", 0, {}), ("cut", "Quillmere cut to hold", 30, {})))
    assert lines(answer) == found
    if not found:
        assert answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
        assert answer.text.startswith(f"No news of {QUILLMERE} from ")


def test_more_than_can_be_listed_is_said():
    catalog = told(*((f"one{at}", f"Quillmere opens shop number {at}", at, {}) for at in range(MOST_STORIES + 1)))
    answer = ask("Latest news on Quillmere", catalog)
    assert len(answer.claims) == MOST_STORIES
    assert answer.missing == ("1 older story is not listed; name a month or a day",)
    assert answer.status is AnswerStatus.PARTIAL


def test_what_the_reader_may_not_see_is_not_told():
    catalog = told(("open", "Quillmere buys a foundry", 0, {}), ("secret", "Quillmere in talks with Tarrow", 1, {"label": "deal:heron"}))
    outsider = Access("ann", frozenset({"public"}))
    answer = answerer_over(catalog).ask("Latest news on Quillmere", outsider, DocumentFilter(), top_k=5)
    assert lines(answer) == ["Quillmere buys a foundry"]


def test_documents_that_the_reader_left_out_are_not_told():
    catalog = told(("open", "Quillmere buys a foundry", 0, {}))
    papers = DocumentFilter(ids=tuple(one.id for one in catalog.documents.find(Access("ann"), DocumentFilter()) if "open" not in one.id))
    answer = answerer_over(catalog).ask("Latest news on Quillmere", Access("ann"), papers, top_k=5)
    assert (answer.claims, answer.status) == ((), AnswerStatus.INSUFFICIENT_EVIDENCE)


def test_the_line_that_says_who_wrote_an_entry_is_no_answer():
    catalog = told(
        (
            "buy",
            "Quillmere buys a foundry",
            0,
            {"body": "Harrow · 2025-02-12 09:00 UTC · https://harrow.example/news\n\nNo price was given."},
        )
    )
    answer = ask("What did the news say about the price of Quillmere's foundry on harrow.example?", catalog)
    assert not any("UTC" in quote for quote in lines(answer))


def test_a_story_is_told_by_an_entry_on_the_company_that_is_asked_about():
    catalog = told(
        ("other", "Tarrow opens a mill", 0, {"companies": (TARROW,), "company": TARROW}),
        ("both", "Quillmere supplies the mill of Tarrow", 1, {"companies": (QUILLMERE, TARROW)}),
        ties=[("other", "both", Tie.REWRITE)],
    )
    assert lines(ask("Latest news on Quillmere", catalog)) == ["Quillmere supplies the mill of Tarrow"]
