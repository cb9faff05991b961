"""The threshold of passages: fitted, and tried on companies that it was not fitted on."""

import tomllib

from research.evaluation.threshold import Scored, as_toml, curve, fit

SCORED = [
    Scored("a", "Quillmere", True, 0.9),
    Scored("b", "Quillmere", False, 0.3),
    Scored("c", "Tarrow", True, 0.7),
    Scored("d", "Tarrow", False, 0.4),
    Scored("e", "Osgrove", True, 0.5),
]


def test_the_lowest_threshold_that_refuses_what_has_no_answer():
    fitted = fit(SCORED)
    assert fitted.threshold == 0.45
    assert (fitted.held_out.answered, fitted.held_out.refused) == (0.667, 0.5), "without Osgrove it lies above its 0.5"


def test_the_curve_gives_up_answers_for_refusals():
    points = curve(SCORED)
    assert [point.threshold for point in points] == [0.35, 0.45, 0.6, 0.8]
    assert [point.answered for point in points] == [1.0, 1.0, 0.667, 0.333]
    assert [point.refused for point in points] == [0.5, 1.0, 1.0, 1.0]


def test_what_is_written_is_read_again():
    kept = tomllib.loads(as_toml(fit(SCORED)))
    assert kept["threshold"] == 0.45
    assert kept["curve"]["points"][0] == [0.35, 1.0, 0.5]
