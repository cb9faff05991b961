"""Ranks of figures among years and parts, against the sample's filings."""

import pytest

from research.drafting.checking.claims import claims_of
from research.drafting.checking.names import topics_known
from research.drafting.checking.ranks import ranks_of
from research.drafting.checking.reading import read_sentence
from research.drafting.checking.when import Around
from research.nouns.answers import PeriodTerm, Verdict
from research.settings import load_settings
from research.workspace import Workspace
from tests.research.drafting.checking.test_checker import verdicts

AROUND = Around("Harbourne Foods, Inc.", PeriodTerm(2024, "FY", ""))


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Quillmere's gross margin of 36.1% was the lowest in three years.", Verdict.SUPPORTED, None),
        ("Quillmere's operating income of $133.9 million in 2024 was the highest since 2022.", Verdict.MISMATCH, "FY2023 $153.8 million"),
        ("Quillmere's operating income in 2024 was a record.", Verdict.MISMATCH, "FY2023 $153.8 million"),
        ("Quillmere's net sales in 2024 were a record.", Verdict.NOT_CHECKABLE, None),
        ("Quillmere's net sales of $1,284.6 million in 2024 were the highest since 2012.", Verdict.SUPPORTED, None),
        ("Aftermarket Services was Quillmere's fastest-growing segment in 2024.", Verdict.SUPPORTED, None),
        ("Process Instruments was Quillmere's fastest-growing segment in 2024.", Verdict.MISMATCH, "Aftermarket Services"),
        ("Fluid Handling was Quillmere's largest segment in 2024.", Verdict.SUPPORTED, None),
    ],
)
def test_ranks_get_their_verdict(workspace, text, verdict, expected):
    assert verdicts(workspace, text) == [(verdict, expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue was the highest since 2019.", [("extreme", "up", None, 2019)]),
        ("Revenue rose for the third year in a row.", [("row", "up", 3, None)]),
        ("Revenue fell for four consecutive years.", [("row", "down", 4, None)]),
        ("Revenue fell 2%, the first decline in five years.", [("first", "down", 5, None)]),
        ("Net income fell for the first time since 2020.", [("first", "down", None, 2020)]),
        ("Revenue reached a record.", [("record", "up", None, None)]),
        ("营业收入连续三年增长。", [("row", "up", 3, None)]),
        ("归母净利润创2021年以来新高。", [("extreme", "up", None, 2021)]),
        ("The net loss was the largest since 2019.", []),
        ("Revenue rose in 2024.", []),
    ],
)
def test_what_is_said_of_a_rank(text, expected):
    read = read_sentence(text, {}, topics_known())
    assert [(one.what, one.way, one.years, one.since) for one in ranks_of(read, claims_of(read, AROUND), AROUND)] == expected
