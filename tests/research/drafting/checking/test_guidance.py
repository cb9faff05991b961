"""What a company is said to expect, against its own papers."""

import pytest

from research.drafting.checking.guidance import is_told_by_company
from research.drafting.checking.names import topics_known
from research.drafting.checking.reading import read_sentence
from research.nouns.answers import Verdict
from research.settings import load_settings
from research.workspace import Workspace
from tests.research.drafting.checking.test_checker import verdicts


@pytest.fixture(scope="module")
def workspace(sample_home):
    with Workspace.open(load_settings(sample_home), create=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "verdict", "expected"),
    [
        ("Quillmere guides to growth in net sales of 3% to 5% for 2025.", Verdict.SUPPORTED, None),
        ("Quillmere guides to growth in net sales of 4% to 6% for 2025.", Verdict.MISMATCH, "3% and 5%"),
        ("Quillmere guides to growth in net sales of 4% for 2025, the midpoint of its range.", Verdict.SUPPORTED, None),
        ("Quillmere guides to growth in net sales of 3–5% for 2025, after 5.4% in 2024.", Verdict.SUPPORTED, None),
        ("Tarrowby expects capital expenditure of about $13 million in fiscal 2025.", Verdict.SUPPORTED, None),
        ("Tarrowby plans capital expenditure of $16 million in fiscal 2025.", Verdict.MISMATCH, "$13 million"),
        ("We expect Tarrowby to spend $16 million of capital expenditure in fiscal 2025.", Verdict.NOT_CHECKABLE, None),
        ("Quillmere guides to an effective tax rate of 19% for 2031.", Verdict.NOT_CHECKABLE, None),
    ],
)
def test_expectations_get_their_verdict(workspace, text, verdict, expected):
    assert verdicts(workspace, text) == [(verdict, expected)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Management guides to a gross margin of 37%.", True),
        ("The company expects a gross margin of 37%.", True),
        ("公司计划实现营业收入41亿元。", True),
        ("We expect a gross margin of 37%.", False),
        ("Consensus is for a gross margin of 37%.", False),
        ("我们预计营业收入41亿元。", False),
        ("Gross margin was 37%.", False),
    ],
)
def test_who_expects_it(text, told):
    assert is_told_by_company(read_sentence(text, {}, topics_known())) is told
