"""The page of widgets over several questions: chips, follow-ups, history, links, feedback, slow answers; run without a browser."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from research.evaluation.cases import FeedbackKind, read_cases
from research.nouns.access import Access
from research.nouns.answers import PartKind, PlanPart
from research.nouns.conversations import FRESH
from research.nouns.queries import AuditEvent
from tests.ui.sample_desk import COMPANY, sample_desk
from tests.ui.test_ask_page import ask, button, html, page
from tests.waiting import LONG_SECONDS, wait_until


@pytest.fixture
def desk(tmp_path):
    return sample_desk(tmp_path)


@pytest.fixture
def app(desk):
    return AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS).run()


def chips(app, does):
    return [one.label.replace("\\", "") for one in app.button if one.label.startswith(does)]


def press(app, key):
    next(one for one in app.button if one.key == key).click()
    return app.run()


def open_history(app):
    app.session_state["history"] = True
    app.run()
    return [one.label.replace("\\", "") for one in app.button if (one.key or "").startswith("past-")]


def test_each_part_of_the_plan_has_a_button_that_takes_it_out(app, desk):
    ask(app, "What was capex in FY2024?")
    assert chips(app, "Remove") == [
        "Remove Company Quillmere Pumps & Instruments, Inc.",
        "Remove Period FY2024",
        "Remove Metric Capital expenditure",
        "Remove Shown in USD millions",
    ]
    shown = html(press(app, "chip-out-1"))
    assert desk[1].asked == ["What was capex in FY2024?"] * 2
    assert desk[1].turns[-1].without == {PlanPart(PartKind.PERIOD, "FY2024")}
    assert "removed by you" in shown
    assert "Read as: capital expenditure of Quillmere" in shown


def test_a_part_is_put_back(app, desk):
    ask(app, "What was capex in FY2024?")
    press(app, "chip-out-1")
    assert chips(app, "Put back") == ["Put back Period FY2024"]
    press(app, next(one.key for one in app.button if (one.key or "").startswith("chip-back-")))
    assert desk[1].turns[-1].without == frozenset()
    assert chips(app, "Put back") == []


def test_a_question_goes_on_from_the_answer_shown_until_a_new_one_is_begun(app, desk):
    ask(app, "What was capex in FY2024?")
    ask(app, "and in 2023?")
    assert desk[1].turns[0].earlier is None
    assert desk[1].turns[1].earlier.metric.value == "capital_expenditure"
    press(app, "new-question")
    assert app.text_input(key="question").value == ""
    assert "$63.8 million" not in html(app)
    ask(app, "What was capex in FY2024?")
    assert desk[1].turns[2] == FRESH


def test_a_choice_keeps_its_turn_and_puts_the_chosen_company_back(app, desk):
    ask(app, "What was capex in FY2024?")
    press(app, "chip-out-1")
    press(app, "chip-out-0")
    company, period = PlanPart(PartKind.COMPANY, COMPANY), PlanPart(PartKind.PERIOD, "FY2024")
    assert desk[1].turns[-1].without == {company, period}
    press(app, "choice-0")
    assert desk[1].turns[-1].without == {period}


def test_the_history_opens_the_answer_as_it_was_given(app, desk):
    ask(app, "What was capex in FY2024?")
    ask(app, "What was capex of Umbrella?")
    assert open_history(app) == [
        "What was capex of Umbrella? · no evidence",
        "What was capex in FY2024?",
    ]
    shown = html(press(app, "past-1"))
    assert not app.session_state["history"], "the list is closed"
    assert "$63.8 million" in shown
    assert "As it was answered on" in shown
    assert len(desk[1].asked) == 2
    press(app, "ask-again")
    assert desk[1].asked[-1] == "What was capex in FY2024?"
    assert "As it was answered on" not in html(app)


def test_a_question_of_the_history_whose_answer_was_not_kept_is_asked_again_and_says_so(app, desk):
    desk[1].ledger.record(AuditEvent(datetime(2026, 1, 2, tzinfo=UTC), "analyst", "ask", "What was capex in FY2024?"))
    assert open_history(app) == ["What was capex in FY2024?"]
    press(app, "past-0")
    assert desk[1].asked == ["What was capex in FY2024?"]
    assert "Asked again: the answer of 2 January 2026" in html(app)


def test_another_user_s_history_is_not_shown(desk, tmp_path):
    desk[1].ledger.record(AuditEvent(datetime(2026, 1, 2, tzinfo=UTC), "somebody", "ask", "secret question"))
    app = AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS).run()
    assert open_history(app) == []
    assert "No question yet" in html(app)


def test_a_link_opens_the_answer_with_its_marker_lit(app, desk):
    ask(app, "What was capex in FY2024?")
    link = AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS)
    link.query_params["answer"] = "answer-1"
    link.query_params["marker"] = "2"
    shown = html(link.run())
    assert "Marker [2] boxed" in shown
    assert "$63.8 million" in shown
    assert link.text_input(key="question").value == "What was capex in FY2024?"
    assert len(desk[1].asked) == 1


def test_a_link_to_nothing_says_so(desk):
    link = AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS)
    link.query_params["answer"] = "gone"
    assert "No answer gone is kept" in html(link.run())


def test_the_address_names_the_answer_and_the_lit_marker(app):
    ask(app, "What was capex in FY2024?")
    assert (app.query_params["answer"], app.query_params["marker"]) == ("answer-1", "1")
    button(app, r"\[2\]").click()
    app.run()
    assert app.query_params["marker"] == "2"


def test_a_wrong_figure_is_kept_with_what_is_right(app, desk):
    ask(app, "What was capex in FY2024?")
    press(app, "wrong-0")
    app.text_input(key="report-right").set_value("71.5")
    button(app, "Keep as a case").click()
    app.run()
    assert [one.value for one in app.toast] == ["Kept as an evaluation case."]
    case = read_cases(desk[1].ledger.events(Access("analyst"), action="feedback"))[0]
    assert (case.kind, case.right, case.figures[0].page) == (FeedbackKind.WRONG_FIGURE, "71.5", 11)
    assert not [one for one in app.text_input if one.key == "report-right"], "the form is closed"


def test_thumbs_are_kept(app, desk):
    ask(app, "What was capex in FY2024?")
    app.feedback[0].set_value(1).run()
    case = read_cases(desk[1].ledger.events(Access("analyst"), action="feedback"))[0]
    assert (case.kind, case.answer_id) == (FeedbackKind.GOOD, "answer-1")


def test_a_slow_question_says_so_and_can_be_stopped(app, desk):
    ask(app, "What was capex in FY2024?")
    desk[1].may_answer.clear()
    desk[0].soon = 0.0
    shown = html(ask(app, "What was capex in FY2023?"))
    assert "Reading 1 document for an answer" in shown
    shown = html(press(app, "stop"))
    desk[1].may_answer.set()
    assert "Stopped. The question was not answered" in shown
    assert "$63.8 million" in shown, "the answer before is still there"


def test_a_slow_answer_is_shown_when_it_is_there(app, desk):
    desk[1].may_answer.clear()
    desk[0].soon = 0.0
    assert "Reading 1 document for an answer" in html(ask(app, "What was capex in FY2024?"))
    desk[1].may_answer.set()
    wait_until(lambda: "$63.8 million" in html(app.run()), "the answer on the page")


def test_copies_are_there(app):
    ask(app, "What was capex in FY2024?")
    assert not app.code
    press(app, "copy")
    assert app.code[0].value == "63.8"
    assert any("63800000" in one.value for one in app.code)
    press(app, "link")
    assert all("answer=" in one.value for one in app.code)
    press(app, "link")
    assert not app.code
