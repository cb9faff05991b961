"""The page of widgets, run without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.sample_desk import sample_desk
from tests.waiting import LONG_SECONDS


def page(desk) -> None:
    from ui.pages import ask

    ask.show(desk)


@pytest.fixture
def desk(tmp_path):
    return sample_desk(tmp_path)


@pytest.fixture
def app(desk):
    return AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS).run()


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def ask(app, question):
    app.text_input(key="question").set_value(question)
    next(button for button in app.button if button.label == "Ask").click()
    return app.run()


def button(app, label):
    return next(one for one in app.button if one.label == label)


def test_the_empty_page_offers_questions_from_the_library(app):
    examples = [one.label for one in app.button if (one.key or "").startswith("example-")]
    assert len(examples) == 4
    assert all("Quillmere" in label for label in examples)
    assert "In the library" in html(app)


def test_an_example_is_asked_and_answered(app, desk):
    next(one for one in app.button if one.key == "example-3").click()
    app.run()
    question = "What were the total assets of Quillmere Pumps & Instruments, Inc. in FY2024?"
    assert desk[1].asked == [question]
    assert app.text_input(key="question").value == question
    assert "$63.8 million" in html(app)


def test_an_answer_shows_figure_tag_sources_and_the_first_marker_s_page(app):
    shown = html(ask(app, "What was capex in FY2024?"))
    for words in (
        "$63.8 million",
        "As printed “(63.8)” in millions",
        "How it was read",
        "Page 11 of 14",
        "Marker [1] boxed",
        "from “capex”",
    ):
        assert words in shown
    assert not app.exception


def test_a_marker_changes_the_source_and_asks_nothing(app, desk):
    ask(app, "What was capex in FY2024?")
    button(app, r"\[2\]").click()
    shown = html(app.run())
    assert "Marker [2] boxed" in shown
    assert "Page 6 of 14" in shown
    assert "$63.8 million" in shown
    assert desk[1].asked == ["What was capex in FY2024?"]


def test_the_bar_of_another_page_leads_back_to_the_answer(app):
    ask(app, "What was capex in FY2024?")
    button(app, r"\[2\]").click()
    app.run()
    assert app.session_state["places"] == {"Ask": {"answer": "answer-1", "marker": "2"}}
    button(app, "New question").click()
    app.run()
    assert app.session_state["places"] == {"Ask": {}}


def test_pages_can_be_turned_and_turned_back(app):
    ask(app, "What was capex in FY2024?")
    button(app, "›").click()
    shown = html(app.run())
    assert "Page 12 of 14" in shown
    assert "no citation on this page" in shown
    button(app, "Back to page 11").click()
    assert "Marker [1] boxed" in html(app.run())


def test_a_refusal_names_what_is_missing_and_shows_no_figure(app):
    shown = html(ask(app, "What was capex of Umbrella?"))
    assert "No document of Umbrella is in the library" in shown
    assert 'data-testid="figure"' not in shown
    assert "Marker" not in shown


def test_a_refusal_shows_no_list_as_if_it_proved_something(app):
    shown = html(ask(app, "What was capex of Umbrella?"))
    assert "In the library" not in shown
    assert "No page is cited." in shown


def test_a_refusal_s_closest_page_opens_without_a_box(app):
    ask(app, "What was capex of Umbrella?")
    next(one for one in app.button if one.key == "near-0").click()
    shown = html(app.run())
    assert "Page 3 of 14" in shown
    assert "no citation on this page" in shown


def test_a_choice_is_asked_in_its_place(app, desk):
    ask(app, "What were the earnings?")
    card = next(one.proto.body for one in app.get("html") if "Which one do you mean?" in one.proto.body)
    assert "“earnings” may mean several figures." in card
    assert html(app).count("may mean several figures") == 1
    button(app, "Net income").click()
    assert "$63.8 million" in html(app.run())
    assert desk[1].asked[-1] == "What was capex of Quillmere in 2024?"


def test_an_expected_failure_is_one_line_with_a_hint(app):
    shown = html(ask(app, "busy"))
    assert "The catalog is held by another process" in shown
    assert "Wait for the ingest to finish, then ask again" in shown


def test_an_unexpected_failure_shows_an_id_and_no_detail(app, caplog):
    shown = html(ask(app, "crash"))
    assert "Something went wrong on our side (id " in shown
    assert "secret detail" not in shown
    assert not app.exception
    assert "secret detail" in caplog.text
    assert "$63.8 million" in html(ask(app, "What was capex in FY2024?"))


@pytest.mark.parametrize("question", ["busy", "crash"])
def test_a_question_that_fails_leaves_the_answer_and_its_context(app, desk, question):
    ask(app, "What was capex in FY2024?")
    shown = html(ask(app, question))
    assert 'data-testid="notice-error"' in shown
    assert "$63.8 million" in shown
    assert "Marker [1] boxed" in shown
    assert app.query_params["answer"] == "answer-1"
    assert app.text_input(key="question").value == question
    assert 'data-testid="notice-error"' not in html(ask(app, "and in 2023?"))
    assert desk[1].turns[-1].earlier is not None


def test_an_empty_question_is_not_asked(app, desk):
    ask(app, "   ")
    assert desk[1].asked == []


def test_a_question_too_many_is_not_asked_and_says_so_beside_the_answer(app, desk):
    desk[0].settings = desk[0].settings.model_copy(update={"max_questions_minute": 1})
    ask(app, "What was capex in FY2024?")
    shown = html(ask(app, "and in 2023?"))
    assert "More than 1 questions in a minute" in shown
    assert "DESK_MAX_QUESTIONS_MINUTE" in shown
    assert "$63.8 million" in shown
    assert len(desk[1].asked) == 1
    assert app.run().exception == []
    assert len(desk[1].asked) == 1


def test_two_sessions_share_nothing(desk):
    first = AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS).run()
    second = AppTest.from_function(page, args=(desk[0],), default_timeout=LONG_SECONDS).run()
    ask(first, "What was capex in FY2024?")
    assert "$63.8 million" not in html(second.run())
