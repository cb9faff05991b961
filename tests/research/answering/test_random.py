"""Whatever is asked: no failure, and no figure that is not cited (`python -m tests.bench.asking` asks more, over a workspace)."""

from research.nouns.queries import DocumentFilter
from tests.bench.asking import ask_all, random_questions
from tests.research.answering.shelf import JIANGYU, QUILLMERE, READER, TARROW, WEXCOMBE, answerer_over, shelf

QUESTIONS = 200
SEED = 20_261_126
NAMES = ["Quillmere", "Tarrow", "Wexcombe", JIANGYU, QUILLMERE, TARROW, WEXCOMBE]


def test_random_questions():
    answerer = answerer_over(shelf())
    questions = random_questions(SEED, QUESTIONS, NAMES)
    faults, statuses, verdicts, _ = ask_all(questions, lambda question: answerer.ask(question, READER, DocumentFilter(), top_k=5))
    assert faults == []
    assert statuses["answered"] > QUESTIONS // 50
    assert sum(verdicts.values()) > QUESTIONS // 50
