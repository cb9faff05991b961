"""What headings say that a section is, and which sections a question is answered in."""

from __future__ import annotations

import pytest

from research.nouns.answers import PlanTerm, QuestionPlan
from research.retrieval.question_kinds import kinds_of, known_kinds
from research.retrieval.sections import ASIDE, known_sections, section_kinds


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Item 1A. Risk Factors", "risk"),
        ("ITEM 7. MANAGEMENT’S DISCUSSION AND ANALYSIS OF FINANCIAL CONDITION AND RESULTS… › OVERVI EW", "discussion"),
        ("Item 8. Financial Statements › NOTE 9. Long-Ter m Debt", "debt"),
        ("REPORT OF INDEPENDENT REGISTERED PUBLIC ACCOUNTING FIRM", "audit"),
        ("Item 1. Business › HUMAN CAPITAL RESOURCES", "people"),
        ("Item 3. Legal Proceedings", "legal"),
        ("NOTE 18. Subsequent Events", "later"),
        ("Item 5.02 Departure of Directors or Certain Officers", "changes"),
        ("Consolidated Balance Sheets", "balance"),
        ("Item 16. Form 10-K Summary › STOCK OPTION AWARD AGREEMENT", ASIDE),
        ("CAUTIONARY NOTE ON FORWARD-LOOKING STATEMENTS", ASIDE),
    ],
)
def test_headings_tell_what_a_section_is_whatever_spaces_are_set_into_them(heading, kind):
    assert kind in section_kinds(heading)


def test_a_heading_without_such_words_says_nothing():
    assert section_kinds("Pumps for deep wells") == frozenset()
    assert section_kinds("") == frozenset()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What drove the fall in margin?", "reasons"),
        ("How many people worked there?", "people"),
        ("Who audits the accounts?", "auditor"),
        ("What did they pay to buy the valve maker?", "deals"),
        ("Which risks does it see?", "risk"),
        ("Where is it headquartered?", "cover"),
        ("Who resigned from the board?", "officers"),
    ],
)
def test_a_question_s_words_tell_its_kind(question, name):
    assert name in [kind.name for kind in kinds_of(QuestionPlan(question, focus=question))]


def test_the_words_of_a_metric_tell_no_kind():
    metric = PlanTerm("cost_of_revenue", "cost of goods sold")
    assert kinds_of(QuestionPlan("q", metric=metric, focus="What was the cost of goods sold")) == ()
    assert [kind.name for kind in kinds_of(QuestionPlan("q", focus="Which plant was sold"))] == ["deals"]


def test_every_kind_of_question_names_sections_that_there_are():
    assert all(kind.sections <= known_sections() for kind in known_kinds())
