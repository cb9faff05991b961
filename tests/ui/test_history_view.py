from datetime import UTC, datetime

from research.nouns.queries import AuditEvent
from ui.render.history_view import past_questions

AT = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)


def asked(question, **details):
    return AuditEvent(AT, "ann", "ask", question, tuple(details.items()))


def test_a_line_says_what_was_asked_what_it_was_read_as_and_how_it_ended():
    found = past_questions(
        [
            asked("and in 2023?", status="answered", kept="a3", read_as="revenue of Tarrow for FY2023"),
            asked("capex of Umbrella?", status="insufficient_evidence", kept="a2"),
            asked("revenue?", status="answered"),
        ],
        10,
    )
    assert [one.label for one in found] == ["and in 2023? · revenue of Tarrow for FY2023", "capex of Umbrella? · no evidence", "revenue?"]
    assert [one.kept for one in found] == ["a3", "a2", ""]
    assert found[0].when == "2 January 2026, 09:30 UTC"


def test_repeats_in_a_row_are_one_and_the_list_has_an_end():
    found = past_questions([asked("a", kept="2"), asked("a", kept="1"), asked("b"), asked("a")], 3)
    assert [(one.question, one.kept) for one in found] == [("a", "2"), ("b", ""), ("a", "")]
    assert len(past_questions([asked("a"), asked("b")], 1)) == 1
