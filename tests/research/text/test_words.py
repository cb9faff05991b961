import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
import snowballstemmer

from research.text.words import sentences, stem, topic_stems, words


def test_words_are_lower_case_without_possessive():
    assert words("Quillmere's FY2024 R&D (non-GAAP) was 1,037.0!") == ["quillmere", "fy2024", "r&d", "non-gaap", "was", "1,037.0"]


def test_topic_stems_drop_stop_words_and_repeats():
    assert topic_stems("What drove the driving margins and margin?") == ["drove", "drive", "margin"]


@pytest.mark.parametrize("figure", ["1,037.0", "2024", "4.", "0", "12,5", "..", "1" * 40])
def test_a_figure_is_its_own_stem_as_the_stemmer_has_it(figure):
    assert stem(figure) == snowballstemmer.stemmer("english").stemWord(figure) == figure


def test_sentences_survive_abbreviations_and_line_breaks():
    text = "Tarrow Inc. sold pumps.\nSales in the U.S. rose 3.5 %\nin 2024. Costs fell!"
    assert [text[a:b] for a, b in sentences(text)] == ["Tarrow Inc. sold pumps.", "Sales in the U.S. rose 3.5 %\nin 2024.", "Costs fell!"]


@pytest.fixture
def restless():
    """Let threads change over far more often than they do by themselves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_do_not_disturb_each_others_stems(restless):
    texts = ["generously operating inventories", "amortization of consolidated liabilities", "relational hopping subsidiaries"]
    alone = [topic_stems(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        beside = list(threads.map(topic_stems, islice(cycle(texts), 1200)))
    assert beside == list(islice(cycle(alone), 1200))
