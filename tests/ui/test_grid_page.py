"""The page of the grid, run without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from research.answering.grid import GridAsker
from research.directory import Company
from research.nouns.access import Access
from research.nouns.answers import Answer, AnswerStatus, QuestionPlan
from research.settings import Settings
from tests.ui.sample_desk import COMPANY, figure_answer, render, sample_store
from tests.waiting import LONG_SECONDS
from ui.pages.desk import Desk

FOODS = "Tarrowby Foods Corporation"


class GridSample:
    """Answers for one company from the sample, refuses for the other."""

    def __init__(self):
        self.asked = []
        self.companies = (Company(COMPANY, (COMPANY,), ("Quillmere",)), Company(FOODS, (FOODS,), ()))
        self.failing = True

    @property
    def documents(self):
        return sample_store()

    def access(self, user):
        return Access(user)

    def grid(self, access):
        return GridAsker(self._answer, self.companies)

    def _answer(self, question, wanted):
        self.asked.append((question, wanted.companies))
        if "crash" in question and self.failing:
            raise ZeroDivisionError("secret detail of the crash")
        if wanted.companies == (COMPANY,):
            return figure_answer(question)
        return Answer(question, AnswerStatus.INSUFFICIENT_EVIDENCE, "", QuestionPlan(question), missing=(f"no filing of {FOODS}",))


def page(desk) -> None:
    from ui.pages import grid
    from ui.pages.boundary import page_boundary

    with page_boundary():
        grid.show(desk)


@pytest.fixture
def sample():
    return GridSample()


@pytest.fixture
def app(sample, tmp_path):
    desk = Desk(sample, Settings(home=tmp_path / "home", cache=tmp_path), render)
    return AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS).run()


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app, label):
    return next(one for one in app.button if one.label == label)


def fill(app, questions, *, companies=None, period=""):
    app.text_area(key="grid-questions").set_value(questions)
    app.text_input(key="grid-period").set_value(period)
    if companies is not None:
        app.multiselect(key="grid-companies").set_value(companies)
    button(app, "Fill the grid").click()
    return app.run()


def test_all_companies_are_chosen_and_nothing_is_asked_at_first(app, sample):
    assert app.multiselect(key="grid-companies").value == [COMPANY, FOODS]
    assert sample.asked == []
    assert 'data-testid="cell"' not in html(app)


def test_every_question_is_asked_of_every_company_once(app, sample):
    shown = html(fill(app, "What was capex in FY2024?\n\n  What was capex in FY2024? \nAnd in FY2023?"))
    assert sample.asked == [
        (question, (company,)) for question in ("What was capex in FY2024?", "And in FY2023?") for company in (COMPANY, FOODS)
    ]
    for words in (
        '<div class="rd-cell-figure">$63.8 million</div>',
        "FY2024 (year ended 31 December 2024) · USD in millions, as reported",
        f"</span> not found: no filing of {FOODS}",
        "4 of 4 cells asked: 2 answered, 2 not found",
    ):
        assert words in shown
    assert not app.exception
    assert [one.label for one in app.get("download_button")] == ["Download as Excel"]


def test_a_marker_opens_the_page_with_the_cell_s_row_and_asks_nothing(app, sample):
    fill(app, "What was capex in FY2024?")
    asked = list(sample.asked)
    button(app, r"\[1\]").click()
    shown = html(app.run())
    assert "Page 11 of 14" in shown
    assert "Marker [1] boxed" in shown
    button(app, "›").click()
    assert "Page 12 of 14" in html(app.run())
    button(app, r"\[2\] page 6").click()
    assert "Page 6 of 14" in html(app.run())
    button(app, "Close").click()
    assert "Page 6 of 14" not in html(app.run())
    assert sample.asked == asked


def test_the_period_is_said_in_questions_that_name_none(app, sample):
    fill(app, "What was capex?\nWhat was capex in FY2022?", companies=[COMPANY], period="2023")
    assert [question for question, _ in sample.asked] == ["What was capex in FY2023?", "What was capex in FY2022?"]


@pytest.mark.parametrize(
    ("questions", "companies", "period", "said"),
    [
        (" \n ", None, "", "There is no question"),
        ("What was capex?", [], "", "No company is chosen"),
        ("What was capex?", None, "soon", "is not understood"),
        ("\n".join(f"What was capex in {year}?" for year in range(1800, 2024)), None, "", "is larger than 400"),
    ],
)
def test_a_form_that_is_off_is_one_line_and_nothing_is_asked(app, sample, questions, companies, period, said):
    assert said in html(fill(app, questions, companies=companies, period=period))
    assert sample.asked == []


def test_a_failure_stops_the_run_keeps_what_is_there_and_the_rest_can_be_asked(app, sample, caplog):
    shown = html(fill(app, "What was capex in FY2024?\ncrash", companies=[COMPANY]))
    assert "Something went wrong on our side" in shown
    assert "secret detail" not in shown
    sample.failing = False
    assert "1 of 2 cells asked" in html(app.run())
    assert len(sample.asked) == 2, "a failed run does not go on by itself"
    button(app, "Go on").click()
    assert "2 of 2 cells asked: 2 answered" in html(app.run())


def test_a_stop_keeps_what_is_there(app, sample):
    fill(app, "What was capex in FY2024?\nAnd in FY2023?")
    state = app.session_state["grid"]
    part = {place: cell for place, cell in state.grid.cells.items() if place[0] == 0}
    state.grid = type(state.grid)(state.grid.questions, state.grid.companies, part)
    asked = len(sample.asked)
    shown = html(app.run())
    assert "2 of 4 cells asked" in shown
    assert "not asked" in shown
    assert len(sample.asked) == asked
    assert [one.label for one in app.get("download_button")] == ["Download as Excel"]


def test_an_empty_library_says_what_to_do(sample, tmp_path):
    sample.companies = ()
    desk = Desk(sample, Settings(home=tmp_path / "home", cache=tmp_path), render)
    shown = html(AppTest.from_function(page, args=(desk,), default_timeout=LONG_SECONDS).run())
    assert "desk ingest PATH" in shown


def test_the_form_that_was_sent_stands_in_the_address_and_fills_a_new_session(app, sample):
    fill(app, "What was capex?\n\n  What was margin? ", period="FY2024")
    assert app.query_params["q"] == ["What was capex?", "What was margin?"]
    assert (app.query_params["company"], app.query_params["period"]) == ([COMPANY, FOODS], "FY2024")
    again = AppTest.from_function(page, args=(Desk(sample, Settings(home=Path("/nowhere")), render),), default_timeout=LONG_SECONDS)
    again.query_params["q"], again.query_params["company"], again.query_params["period"] = ["What was capex?"], [FOODS], "FY2023"
    asked = len(sample.asked)
    again.run()
    assert again.text_area(key="grid-questions").value == "What was capex?"
    assert (again.multiselect(key="grid-companies").value, again.text_input(key="grid-period").value) == ([FOODS], "FY2023")
    assert len(sample.asked) == asked, "nothing is asked before the form is sent"
    assert "asked anew" in html(again)
