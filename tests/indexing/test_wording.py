"""Vectors are made from words, not from figures."""

from __future__ import annotations

import numpy as np
import pytest

from research.indexing.wording import WordsEmbedder, without_figures
from tests.fakes.indexes import HashingEmbedder


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Net sales $ 1,284.6 $ (1,219.3) 4.1%", "Net sales"),
        ("Year ended December 31, 2024 and 2023", "Year ended December 2024 and 2023"),
        ("Form 10-K, Item 7A. The $1.6bn facility of 3M", "Form 10-K, Item 7A. The $1.6bn facility of 3M"),
        ("FY2024 Q3\n1H24 — … | •", "FY2024 Q3 1H24"),
        ("营业收入 123,456.78 净利润", "营业收入 净利润"),
        ("1,284.6 (63.8)", "1,284.6 (63.8)"),
        ("", ""),
    ],
)
def test_words_and_years_are_kept(text, kept):
    assert without_figures(text) == kept


def test_figures_change_no_vector_and_count_no_piece():
    embedder = WordsEmbedder(HashingEmbedder())
    one, other, third = embedder.embed(["Net sales 1,284.6 4.1%", "Net sales (63.8)", "Net income (63.8)"])
    assert np.array_equal(one, other)
    assert not np.array_equal(one, third)
    assert embedder.count_pieces(["Net sales 1,284.6 4.1%", "1,284.6", ""]) == [2, 0, 0]


def test_vectors_of_words_are_not_taken_for_those_of_the_whole_text():
    plain = HashingEmbedder()
    embedder = WordsEmbedder(plain)
    assert embedder.fingerprint != plain.fingerprint
    assert (embedder.dimensions, embedder.max_pieces) == (plain.dimensions, plain.max_pieces)


class WordByWord(HashingEmbedder):
    """Counts a piece for each two letters, and says that words count by themselves."""

    counts_word_by_word = True

    def __init__(self):
        super().__init__()
        self.asked = []

    def count_pieces(self, texts):
        """Return half of the letters of each text's words."""
        self.asked.append(list(texts))
        return [sum(-(-len(word) // 2) for word in text.split()) for text in texts]


def test_of_a_model_whose_words_count_by_themselves_each_is_counted_once():
    plain = WordByWord()
    embedder = WordsEmbedder(plain)
    assert embedder.count_pieces(["Net sales 1,284.6 rose", "sales 12%", ""]) == [2 + 3 + 2, 3, 0]
    assert embedder.count_pieces(["Net sales fell", "1,284.6"]) == [2 + 3 + 2, 0]
    assert plain.asked == [["Net", "rose", "sales"], ["fell"]]


def test_words_that_were_met_are_not_cut_again():
    plain = WordByWord()
    embedder = WordsEmbedder(plain)
    assert embedder.count_pieces(["Net", "sales"]) == [2, 3]
    assert embedder.count_pieces(["sales", "Net", "sales"]) == [3, 2, 3]
    assert plain.asked == [["Net", "sales"]]
