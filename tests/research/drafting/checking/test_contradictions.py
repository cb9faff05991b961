"""Which sentences of one draft contradict each other, and which only seem to."""

import pytest

from research.drafting.checking.claims import claims_of
from research.drafting.checking.contradictions import Said, contradictions
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import read_sentence
from research.drafting.checking.when import Around
from research.nouns.answers import Verdict
from research.nouns.drafts import DraftPart, DraftPlace, DraftSentence

NAMES = {"Harbourne Foods, Inc.": ("Harbourne",)}
RIGHT, WRONG = Verdict.SUPPORTED, Verdict.MISMATCH


def said(text, block, verdict):
    read = read_sentence(text, NAMES, topics_known())
    sentence = DraftSentence(text, DraftPlace(DraftPart.BODY, block, None, None, 0, len(text)))
    return [Said(sentence, read.text, claim, verdict) for claim in claims_of(read, Around())]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (("Harbourne's revenue was $10 million in 2024.", RIGHT), ("In 2024 Harbourne had revenue of $12 million.", WRONG), 1),
        (("Harbourne's revenue was $10 million in 2024.", RIGHT), ("Harbourne's revenue was $10.0 million in 2024.", RIGHT), 0),
        (("Harbourne's revenue was $10.4 million in 2024.", RIGHT), ("Harbourne's revenue was about $10 million in 2024.", RIGHT), 0),
        (("Harbourne's revenue was $10 million in 2024.", RIGHT), ("Harbourne's revenue was $9 million in 2023.", RIGHT), 0),
        (("Harbourne's revenue was $10 million in 2024.", RIGHT), ("Harbourne's revenue rose 5% in 2024.", RIGHT), 0),
        (("Harbourne's revenue was $10 million in 2024.", RIGHT), ("Harbourne's revenue was $3 million in 2024.", RIGHT), 0),
        (("Harbourne's backlog was $10 million in 2024.", None), ("In 2024 the backlog of Harbourne was $12 million.", None), 1),
        (("Harbourne's backlog was $10 million in 2024.", None), ("Harbourne's backlog was more than $9 million in 2024.", None), 0),
        (
            ("Ovenden gave Harbourne $10 million in 2024.", None),
            ("The costs of buying Ovenden were $2 million for Harbourne in 2024.", None),
            0,
        ),
    ],
)
def test_pairs_that_cannot_both_be_right_are_told(first, second, count):
    assert len(contradictions([*said(first[0], 0, first[1]), *said(second[0], 1, second[1])])) == count
