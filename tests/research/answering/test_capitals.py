"""A name that a question writes in capitals beside its company: only a sentence that has it answers."""

from tests.research.answering.shelf import INCOME, QUILLMERE, YEARS, ask, file, shelf

ROWS = ((INCOME, "Net sales", "revenue", ("1,200.0", "1,000.0", "800.0")),)
LOYAL = "Our loyalty program builds a rewarding relationship with our customers and the relationship lasts for years."
OWNER = "Our relationship with VARO, from which we rent all plants, is governed by a master lease that runs until 2046."


def answer(question, *said):
    catalog = shelf(but=(QUILLMERE,))
    file(catalog, QUILLMERE, "quillmere-2024", YEARS, ROWS, said=said)
    return [one.quote for one in ask(question, catalog).citations]


def test_a_sentence_without_the_name_is_no_answer():
    assert answer("What does Quillmere say about its relationship with VARO?", LOYAL, OWNER) == [OWNER]


def test_a_word_that_only_the_question_has_in_capitals_binds_nothing():
    assert answer("What does Quillmere say about its CUSTOMERS and their relationship?", LOYAL) == [LOYAL]
