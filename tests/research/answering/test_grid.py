"""The grid's asker: which documents each cell is asked of, and what is never asked."""

import pytest

from research.answering.grid import GridAsker, with_period
from research.directory import Company
from research.errors import CouldNotAskError
from research.nouns.answers import Answer, AnswerStatus, Choice, QuestionPlan
from research.nouns.grids import Grid, GridCell, GridQuestion
from research.nouns.queries import DocumentFilter

PUMPS = Company("Quillmere Pumps, Inc.", ("QUILLMERE PUMPS, INC.", "Quillmere Pumps, Inc."), ("Quillmere", "QLMR"))
FOODS = Company("Tarrow Foods Corporation", ("Tarrow Foods Corporation",), ("Tarrow Foods",))
REVENUE = GridQuestion("What was revenue in FY2024?", "r1")


class Asked:
    """Answers every question and remembers what it was asked of."""

    def __init__(self):
        self.calls = []

    def __call__(self, question, wanted):
        self.calls.append((question, wanted))
        if "busy" in question:
            raise CouldNotAskError("the catalog is held by another process", "wait")
        return Answer(question, AnswerStatus.ANSWERED, "Revenue was 5.", QuestionPlan(question))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def asker(asked):
    return GridAsker(asked, (PUMPS, FOODS))


def test_a_cell_is_asked_of_its_company_s_documents_among_those_wanted(asker, asked):
    cell = asker.cell(REVENUE, PUMPS, DocumentFilter(form_types=("10-K",)))
    assert asked.calls == [(REVENUE.text, DocumentFilter(companies=PUMPS.spellings, form_types=("10-K",)))]
    assert (cell.question, cell.company, cell.answer.status, cell.reasons) == (REVENUE, PUMPS.name, AnswerStatus.ANSWERED, ())


@pytest.mark.parametrize("question", ["What was Quillmere's revenue?", "QLMR revenue", "Compare revenue of Quillmere and Tarrow Foods"])
def test_a_question_that_names_another_company_is_not_asked(asker, asked, question):
    cell = asker.cell(GridQuestion(question), FOODS)
    assert asked.calls == []
    assert cell.answer.status is AnswerStatus.INSUFFICIENT_EVIDENCE
    assert (cell.answer.values, cell.answer.citations) == ((), ())
    assert cell.reasons[0].startswith("the question names Quillmere Pumps, Inc.")


def test_a_question_that_names_its_own_company_is_asked(asker, asked):
    assert asker.cell(GridQuestion("What was Quillmere's revenue?"), PUMPS).answer.status is AnswerStatus.ANSWERED
    assert len(asked.calls) == 1


def test_a_company_that_is_not_held_is_said_to_be_lacking(asker, asked):
    cell = asker.cell(REVENUE, Company("Fennimore", ("Fennimore",), ()))
    assert asked.calls == []
    assert cell.reasons == ("no document of Fennimore is in the library",)


def test_a_failure_is_a_cell_and_the_next_is_asked(asker):
    failed = asker.cell(GridQuestion("busy?"), PUMPS)
    assert (failed.answer, failed.reasons) == (None, ("the catalog is held by another process; wait",))
    assert asker.cell(REVENUE, PUMPS).answer is not None


def test_a_choice_is_one_line():
    choices = (Choice("Net income", "?"), Choice("Diluted EPS", "?"))
    answer = Answer("q", AnswerStatus.NEEDS_CLARIFICATION, "Which earnings\nare meant?", QuestionPlan("q"), choices=choices)
    assert GridCell(REVENUE, PUMPS.name, answer).reasons == ("Which earnings are meant? Net income or Diluted EPS",)


def test_places_go_row_by_row_and_a_partial_grid_keeps_what_it_has():
    grid = Grid((REVENUE, GridQuestion("And profit?")), (PUMPS.name, FOODS.name))
    assert (grid.size, grid.next_place()) == (4, (0, 0))
    part = grid.put((0, 0), GridCell(REVENUE, PUMPS.name)).put((0, 1), GridCell(REVENUE, FOODS.name))
    assert part.next_place() == (1, 0)
    assert list(part.cells) == [(0, 0), (0, 1)]
    assert grid.cells == {}
    assert part.put((1, 0), GridCell(REVENUE, PUMPS.name)).put((1, 1), GridCell(REVENUE, FOODS.name)).next_place() is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What was revenue?", "What was revenue in FY2023?"),
        ("What was revenue? Answer in USD millions.", "What was revenue in FY2023? Answer in USD millions."),
        ("total assets", "total assets in FY2023"),
        ("Total assets.", "Total assets in FY2023"),
        ("What was revenue in FY2024?", "What was revenue in FY2024?"),
        ("What was revenue for Q2 2024?", "What was revenue for Q2 2024?"),
    ],
)
def test_a_period_is_said_in_questions_that_name_none(question, asked):
    assert with_period(question, "FY2023") == asked
    assert with_period(question, "") == question
