"""Words of passages, and which of them are others."""

import pytest

from research.drafting.comparing.wording import differing, read_wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sales were $12.5 million in 2023.", "Sales were $3 billion in 2024."),
        ("It ended on December 31, 2023.", "It ended on February 2, 2025."),
        ("the third quarter of 2024", "the first quarter of 2025"),
        ("2023年营业收入3,305.1万元", "2024年营业收入37.42亿元"),
        ("We own nine plants.", "We own ten plants."),
    ],
)
def test_figures_and_dates_alone_leave_the_open_words_equal(one, other):
    assert read_wording(one).open == read_wording(other).open
    assert read_wording(one).tokens != read_wording(other).tokens


@pytest.mark.parametrize(
    ("one", "other"), [("Sales rose by 5%.", "Sales fell by 5%."), ("It did not end.", "It did end."), ("毛利率上升", "毛利率下降")]
)
def test_words_that_turn_a_sentence_are_words(one, other):
    assert read_wording(one).open != read_wording(other).open


def test_punctuation_case_and_quotation_marks_are_no_words():
    assert read_wording("The “Notes”, we don’t use.").tokens == read_wording('the "notes" we don\'t use').tokens


def test_figures_of_two_sentences_are_two():
    assert read_wording("It was 11.8%. 2025 begins.").open == ("it", "was", "#", "#", "begins")


def test_near_changes_are_one():
    one, other = "we sell many small lamps to the towns", "we sell few small lanterns to the towns"
    removed, added, words = differing(read_wording(one), read_wording(other))
    assert [one[start:end] for start, end in removed] == ["many small lamps"]
    assert [other[start:end] for start, end in added] == ["few small lanterns"]
    assert words == 3


def test_an_empty_text_lacks_everything():
    assert differing(read_wording(""), read_wording("two words")) == ((), ((0, 9),), 2)
