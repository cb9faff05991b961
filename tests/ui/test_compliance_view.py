"""What the page Compliance shows: filters as days, rows in words, charts with their tables; everything escaped."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from research.audit.spikes import Spike
from research.nouns.audit import AuditFilter, AuditHead, AuditProof, AuditRow
from research.nouns.audit_tallies import AuditTally, DayTally, SentTally
from ui.render.compliance_charts import DAILY, daily_html, sent_html, spikes_html
from ui.render.compliance_html import proof_html, rows_html
from ui.render.compliance_view import CHOSEN_DAYS, Chosen, fitting_words, trail_lines, trail_row

QUESTIONS, REFUSALS, MARKS, STRUCK = DAILY
TODAY = date(2026, 3, 2)
HOSTILE = '<img src=x onerror="alert(1)">\u202e'
ROW = AuditRow(12, "2026-03-01T09:30:00.123456+00:00", "ann", "ask", "What?", '[["status", "answered"], ["of", ""]]', "ab" * 32)


def midnight(*day):
    return datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "since", "until"),
    [
        (Chosen(), midnight(2026, 2, 1), None),
        (Chosen(window="Last 7 days"), midnight(2026, 2, 24), None),
        (Chosen(window="All days", first=TODAY, last=TODAY), None, None),
        (Chosen(window=CHOSEN_DAYS, first=date(2026, 1, 5), last=date(2026, 1, 5)), midnight(2026, 1, 5), midnight(2026, 1, 6)),
        (Chosen(window=CHOSEN_DAYS), None, None),
    ],
)
def test_days_are_those_of_utc_and_both_ends_count(chosen, since, until):
    wanted = chosen.wanted(TODAY)
    assert (wanted.since, wanted.until) == (since, until)


def test_words_are_taken_once_and_not_without_end():
    assert Chosen(user="ann", words=" net  sales net ").wanted(TODAY).words == ("net", "sales")
    assert len(Chosen(words=" ".join(f"w{at}" for at in range(20))).wanted(TODAY).words) == 8


def test_what_fits_is_said_with_its_days():
    assert fitting_words(1204, Chosen(), TODAY) == "1,204 rows, 2026-02-01 to 2026-03-02"
    assert fitting_words(1, Chosen(window="All days"), TODAY) == "1 row, of all days"
    assert fitting_words(0, Chosen(window=CHOSEN_DAYS, last=TODAY), TODAY) == "0 rows, the beginning to 2026-03-02"


def test_a_row_is_shown_with_its_details_and_its_hash():
    row = trail_row(ROW)
    assert (row.when, row.details) == ("2026-03-01 09:30:00", (("status", "answered"), ("hash", "ab" * 32)))
    html = rows_html([row])
    assert '<td class="rd-number">12</td><td class="rd-when">2026-03-01 09:30:00</td>' in html
    assert "<dt>status</dt><dd>answered</dd>" in html


@pytest.mark.parametrize("details", ["no JSON", '"text"', "[1, 2]", '{"a": 1}', "[[1]]"])
def test_details_that_were_changed_past_the_program_are_shown_as_they_stand(details):
    assert trail_row(replace(ROW, details=details, hash="")).details == (("details", details), ("hash", "none"))


def test_hostile_words_are_text_everywhere():
    row = replace(ROW, user=HOSTILE, action=HOSTILE, subject=HOSTILE * 50, details=json.dumps([[HOSTILE, HOSTILE * 50]]))
    sent = (SentTally(HOSTILE, HOSTILE, HOSTILE, True, 3),)
    proof = AuditProof(3, AuditHead(3, "a" * 64), f"row 4 {HOSTILE}", 4)
    html = rows_html([trail_row(row)]) + sent_html(sent) + spikes_html([Spike(HOSTILE, midnight(2026, 3, 1), 90, 2.5)]) + proof_html(proof)
    assert "<img" not in html
    assert "\u202e" not in html
    assert html.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;") > 10
    assert "characters; whole in the export)" in html


def tally(**days):
    counted = tuple(DayTally(date(2026, 2, int(day[1:])), *numbers) for day, numbers in days.items())
    return AuditTally(99, days=counted)


def test_questions_are_stacked_by_day_with_days_between():
    html = daily_html(QUESTIONS, tally(d25=(3, 1, 0, 0), d28=(2, 0, 5, 1)), date(2026, 2, 24), TODAY)
    assert "12 questions, 50% answered or in part; by day" in html
    assert html.count('class="rd-bar"') == 7
    assert 'title="2026-02-28: 2 answered, 5 refused, 1 which is meant?"' in html
    assert 'title="2026-02-26: none"' in html
    assert "Questions by day: 12 questions, 50% answered or in part. The most in a day: 8, 2026-02-28." in html
    assert "<tr><td>2026-02-28</td><td>2</td><td>0</td><td>5</td><td>1</td></tr><tr><td>2026-02-25</td>" in html
    assert 'style="height:62.50%"' in html


def test_each_chart_counts_its_own():
    days = (tally(d25=(3, 1, 4, 0, 2, 5)), None, TODAY)
    assert "4 questions refused, 50% of those asked; by day" in daily_html(REFUSALS, *days)
    assert "2 passages found for questions that speak to whoever answers; by day" in daily_html(MARKS, *days)
    assert "5 sentences of models not supported by the sources, and left out; by day" in daily_html(STRUCK, *days)


@pytest.mark.parametrize(("length", "unit", "bars"), [(62, "day", 62), (100, "week", 15), (4000, "month", 132)])
def test_long_windows_are_told_by_week_or_month(length, unit, bars):
    first = date(2026, 1, 5)
    days = AuditTally(2, days=(DayTally(first, 1), DayTally(first + timedelta(days=length - 1), 3)))
    html = daily_html(QUESTIONS, days, None, first)
    assert f"4 questions, 100% answered or in part; by {unit}" in html
    assert html.count('class="rd-bar"') == bars


def test_nothing_is_said_in_words():
    nothing = (AuditTally(0), None, TODAY)
    said = "".join(daily_html(chart, *nothing) for chart in DAILY) + spikes_html(()) + sent_html(())
    for line in (
        "No question was asked.",
        "No question was refused.",
        "No passage that was found",
        "No sentence of a model",
        "No hour stands",
    ):
        assert line in said
    assert said.count("rd-chart-empty") == 6
    assert "<table" not in said


def test_spikes_say_their_rule_and_what_is_usual():
    found = [Spike("ann", datetime(2026, 3, 1, 9, tzinfo=UTC), 200, 2.5)] * 25
    html = spikes_html(found)
    assert "25 hours stand out, the first 20 shown. An hour stands out when" in html
    assert "<tr><td>ann</td><td>2026-03-01 09:00</td><td>200</td><td>2.5</td></tr>" in html


def test_what_was_sent_says_what_left_the_machine():
    sent = (SentTally("model", "gateway.example.com", "far-1", True, 8), SentTally("send", "/srv/digests", "file", False, 2))
    html = sent_html(sent)
    assert "10 times in all, 8 of them beyond this machine" in html
    assert "language model to gateway.example.com" in html
    assert "<tr><td>digest</td><td>/srv/digests</td><td>file</td><td>no</td><td>2</td></tr>" in html


def test_a_proof_says_what_to_do():
    whole = proof_html(AuditProof(3, AuditHead(3, "a" * 64)))
    assert "The audit trail is whole" in whole
    assert "3 rows, each bound to the one before." in whole
    assert "ask who could write to it" in proof_html(AuditProof(3, AuditHead(3, "a" * 64), "row 4 is gone", 4))


def test_the_file_has_a_row_a_line_and_says_half_characters():
    lines = trail_lines([ROW, replace(ROW, id=13, subject="ä\ud800")]).decode().splitlines()
    assert json.loads(lines[0]) == {
        "id": 12,
        "at": ROW.at,
        "user": "ann",
        "action": "ask",
        "subject": "What?",
        "details": ROW.details,
        "hash": ROW.hash,
    }
    assert "ä\\ud800" in lines[1]


def test_a_filter_is_none_where_nothing_is_chosen():
    assert Chosen(window="All days").wanted(TODAY) == AuditFilter()
