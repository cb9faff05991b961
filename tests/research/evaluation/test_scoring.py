from decimal import Decimal

import pytest

from research.evaluation.scoring import FigureScore, first_document_hit, first_hit, read_gold, score_figure


@pytest.mark.parametrize(
    ("answer", "number"),
    [("$1577.00", "1577.00"), ("30.8%", "30.8"), ("-3.7", "-3.7"), ("0.68", "0.68"), ("Yes, by 2%, from 3 to 4", None), ("none", None)],
)
def test_gold_figures(answer, number):
    assert read_gold(answer) == (Decimal(number) if number else None)


def test_hits_fold_repeated_pages_before_counting():
    ranked = [("a", 1), ("a", 1), ("b", 2), ("c", 3)]
    assert first_hit(ranked, frozenset({("c", 3)})) == 3
    assert first_hit(ranked, frozenset({("c", 4)})) is None
    assert first_document_hit(ranked, frozenset({"b"})) == 2


@pytest.mark.parametrize(
    ("shown", "gold", "decimals", "cited", "score"),
    [
        ("1577", "1577.00", None, True, FigureScore.CORRECT),
        ("1584", "1577.00", None, True, FigureScore.CORRECT),
        ("1590", "1577.00", None, True, FigureScore.WRONG),
        ("1577", "1577.00", None, False, FigureScore.WRONG),
        ("0.67", "0.68", 2, True, FigureScore.CORRECT),
        ("0.66", "0.68", 2, True, FigureScore.WRONG),
        ("-1577", "1577", None, True, FigureScore.WRONG),
        (None, "1577", None, True, FigureScore.REFUSED),
    ],
)
def test_figure_scores(shown, gold, decimals, cited, score):
    assert score_figure(Decimal(shown) if shown else None, Decimal(gold), decimals=decimals, cited=cited) is score
